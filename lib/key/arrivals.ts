import type { Resource } from '../core/assembly';
import { accountOf } from '../core/policy';
import { arnsOf, samePartition } from '../core/resource-arns';
import { OWN_ACCOUNT } from '../core/text';
import { ANYTHING } from './service-access';

/** Something that a service writes into, as one resource of a template says it. */
export interface Arrival {
  readonly service: string;
  /** The resolved value that names the queue, topic or key. */
  readonly to: unknown;
  readonly at: string;
  /** What the service tells about its source. */
  readonly context: Readonly<Record<string, readonly string[]>>;
}

type Reader = (resource: Resource) => Arrival[];

/** What a service writes to on behalf of a resource, by type. Schedules, pipes and functions write with roles: not here. */
export const ARRIVALS: Readonly<Record<string, Reader>> = {
  'AWS::CloudWatch::Alarm': (alarm) => ofAlarm(alarm),
  'AWS::CloudWatch::CompositeAlarm': (alarm) => ofAlarm(alarm),
  'AWS::Events::Rule': (rule) =>
    items(rule, 'Targets').flatMap(([target, at]) => [
      arrival(rule, 'events.amazonaws.com', target?.Arn, `${at}.Arn`),
      arrival(rule, 'events.amazonaws.com', target?.DeadLetterConfig?.Arn, `${at}.DeadLetterConfig.Arn`),
    ]),
  'AWS::Events::EventBus': (bus) => [
    arrival(bus, 'events.amazonaws.com', bus.get('DeadLetterConfig.Arn'), 'Properties.DeadLetterConfig.Arn'),
  ],
  'AWS::S3::Bucket': (bucket) => ofNotifications(bucket, bucket, 'Queue', 'Topic'),
  // how the L2's addEventNotification does it
  'Custom::S3BucketNotifications': (custom) =>
    ofNotifications(custom, custom.assembly.find(custom.get('BucketName'), 'AWS::S3::Bucket'), 'QueueArn', 'TopicArn'),
  'AWS::SNS::Subscription': (subscription) => {
    const arn = subscription.get('TopicArn');
    const source = subscription.assembly.find(arn, 'AWS::SNS::Topic') ?? subscription;
    const endpoint = subscription.get('Protocol') === 'sqs' ? subscription.get('Endpoint') : undefined;
    const redrive = asObject(subscription.get('RedrivePolicy'))?.deadLetterTargetArn;
    return [
      arrival(source, 'sns.amazonaws.com', endpoint, 'Properties.Endpoint', arn),
      arrival(source, 'sns.amazonaws.com', redrive, 'Properties.RedrivePolicy', arn),
    ];
  },
  'AWS::SNS::Topic': (topic) =>
    items(topic, 'Subscription').map(([one, at]) =>
      arrival(topic, 'sns.amazonaws.com', one?.Protocol === 'sqs' ? one.Endpoint : undefined, `${at}.Endpoint`),
    ),
  'AWS::Budgets::Budget': (budget) =>
    items(budget, 'NotificationsWithSubscribers').flatMap(([notification, at]) =>
      asArray(notification?.Subscribers).map((one) =>
        arrival(
          budget,
          'budgets.amazonaws.com',
          one?.SubscriptionType === 'SNS' ? one.Address : undefined,
          `${at}.Subscribers`,
        ),
      ),
    ),
  'AWS::CE::AnomalySubscription': (subscription) =>
    items(subscription, 'Subscribers').map(([one, at]) =>
      arrival(subscription, 'costalerts.amazonaws.com', one?.Type === 'SNS' ? one.Address : undefined, `${at}.Address`),
    ),
};

const ALARM_ACTIONS = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];

const ofAlarm: Reader = (alarm) =>
  ALARM_ACTIONS.flatMap((list) =>
    items(alarm, list).map(([arn, at]) => arrival(alarm, 'cloudwatch.amazonaws.com', arn, at)),
  );

function ofNotifications(says: Resource, bucket: Resource | undefined, queue: string, topic: string): Arrival[] {
  const lists: [string, string][] = [
    ['NotificationConfiguration.QueueConfigurations', queue],
    ['NotificationConfiguration.TopicConfigurations', topic],
  ];
  const outside = `arn:aws:s3:::${says.get('BucketName')}`;
  return lists.flatMap(([path, key]) =>
    items(says, path).map(([one, at]) =>
      arrival(bucket ?? says, 's3.amazonaws.com', one?.[key], `${at}.${key}`, outside),
    ),
  );
}

/** `outside`: the source's ARN, for when the source is not in the assembly. */
function arrival(source: Resource, service: string, to: unknown, at: string, outside?: unknown): Arrival {
  const own = arnsOf(source);
  const arn = own.length === 0 && typeof outside === 'string' ? outside : undefined;
  return { service, to, at, context: sourceContext(source, arn ? [samePartition(arn)] : own, arn && accountOf(arn)) };
}

/** What services tell of the source they act for. */
function sourceContext({ template }: Resource, arns: readonly string[], other?: string): Arrival['context'] {
  const account = [template.concrete(other ?? OWN_ACCOUNT)];
  return {
    'aws:securetransport': ['true'],
    'aws:principalisawsservice': ['true'],
    'aws:sourceaccount': account,
    'aws:sourceowner': account,
    'aws:sourcearn': arns.map((arn) => template.concrete(arn)),
    'aws:sourceorgid': [ANYTHING],
    'aws:sourceorgpaths': [ANYTHING],
  };
}

function items(resource: Resource, path: string): [any, string][] {
  return asArray(resource.get(path)).map((one, index) => [one, `Properties.${path}.${index}`]);
}

const asArray = (value: unknown): any[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function asObject(value: unknown): any {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
