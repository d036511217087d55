import { Token } from 'aws-cdk-lib';
import { EventPattern, IEventBus, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventType, IBucket } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { FilterOrPolicy, ITopic, Subscription, SubscriptionFilter, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { partOfParent } from '../core/gate-state';
import { SecureRule } from '../bus/secure-rule';
import { KeyRing } from '../key/key-ring';
import { keepFailedDeliveries } from '../topic/failed-deliveries';
import { freeId, nameOf, SourceTarget } from './source-target';

/** Which events of a bucket a function gets, for `Source.bucket`. */
export interface BucketSourceOptions {
  /**
   * What has to happen to an object.
   *
   * @default - EventType.OBJECT_CREATED, in all its ways
   */
  readonly events?: EventType[];
  /**
   * How the key has to begin: `incoming/`.
   *
   * @default - any key
   */
  readonly prefix?: string;
  /**
   * How the key has to end: `.json`.
   *
   * @default - any key
   */
  readonly suffix?: string;
}

/** Which messages of a topic a function gets, for `Source.topic`. */
export interface TopicSourceOptions {
  /**
   * What the attributes of a message have to be.
   *
   * @default - any
   */
  readonly filterPolicy?: { [attribute: string]: SubscriptionFilter };
  /**
   * What the body of a message, as JSON, has to be. Not together with `filterPolicy`.
   *
   * @default - any
   */
  readonly filterPolicyWithMessageBody?: { [attribute: string]: FilterOrPolicy };
}

/** Which events of a bus a function gets, for `Source.bus`. */
export interface BusSourceOptions {
  /** What an event has to look like; at least one of its fields. */
  readonly pattern: EventPattern;
  /**
   * What the function gets of the event.
   *
   * @default - the whole event
   */
  readonly input?: RuleTargetInput;
  /**
   * Tells several patterns on one bus apart.
   *
   * @default - none: there is one
   */
  readonly id?: string;
}

/**
 * CDK's own destination says both the bucket and its account, and hangs the permission on the bucket: so a bucket of another
 * stack depends on the function, never the other way round.
 */
export function listenToBucket({ fn }: SourceTarget, bucket: IBucket, options: BucketSourceOptions): void {
  const { events = [EventType.OBJECT_CREATED], prefix, suffix } = options;
  for (const [name, text] of Object.entries({ prefix, suffix })) {
    if (text !== undefined && !Token.isUnresolved(text) && (text === '' || /[*?]/.test(text))) {
      throw new Error(`expected ${name} to be plain text of a key, got '${text}'; S3 knows no wildcards here`);
    }
  }
  const filter = prefix === undefined && suffix === undefined ? [] : [{ prefix, suffix }];
  for (const event of events) bucket.addEventNotification(event, new LambdaDestination(fn), ...filter);
}

/** The ARN of a topic names its account: there is nothing that `SourceAccount` would add. */
export function listenToTopic(target: SourceTarget, topic: ITopic, options: TopicSourceOptions): void {
  const { fn, dataClass = KeyRing.defaultDataClass(fn) } = target;
  const what = `the topic ${topic.node.path}`;
  if (topic.fifo) {
    throw new Error(
      `expected a standard topic, got ${what}, which is FIFO and delivers to queues only; use Source.queue`,
    );
  }
  const id = freeId(target, what, nameOf(topic));
  const subscription = new Subscription(fn, id, {
    topic,
    protocol: SubscriptionProtocol.LAMBDA,
    endpoint: fn.functionArn,
    ...options,
  });
  keepFailedDeliveries(subscription, topic, dataClass);
  fn.addPermission('Permission', {
    scope: subscription,
    principal: new ServicePrincipal('sns.amazonaws.com'),
    sourceArn: topic.topicArn,
  });
}

/** @throws when the pattern is empty, which would be every event of the bus */
export function listenToBus(target: SourceTarget, bus: IEventBus, options: BusSourceOptions): void {
  const { fn, dataClass } = target;
  const { pattern, input, id = '' }: Partial<BusSourceOptions> = options ?? {};
  const what = `the bus ${bus.node.path}`;
  if (!Token.isUnresolved(pattern) && Object.values(pattern ?? {}).every((one) => one === undefined)) {
    throw new Error(`expected pattern to say which events of ${what}, got none; name their source at least`);
  }
  const rule = new SecureRule(fn, freeId(target, what, `${nameOf(bus)}${id}`), {
    eventBus: bus,
    eventPattern: pattern,
    targets: [new LambdaFunction(fn, { event: input })],
    dataClass,
  });
  partOfParent(rule);
}
