import { targetId, writeRule } from './event-rules';
import type { Target } from './function';
import { permit, SamEvent } from './function-events';
import {
  compact,
  getAtt,
  isGiven,
  isMap,
  isPlainMap,
  namedBy,
  pick,
  Properties,
  ref,
  sub,
  when,
} from './intrinsic-shapes';
import { join } from './sam-resource';

const known = (target: Target, event: SamEvent, names: readonly string[]): void =>
  target.function.knows(event.properties, new Set(names), join(event.at, 'Properties'));

/** Event types in which a service calls the function itself. */
export const CALLERS: Readonly<Record<string, (target: Target, event: SamEvent) => void>> = {
  Schedule: rule,
  EventBridgeRule: rule,
  CloudWatchEvent: rule,
  S3: bucket,
  SNS: topic,
  CloudWatchLogs: logs,
  Cognito: userPool,
  IoTRule: thing,
  AlexaSkill: (target, event) => {
    known(target, event, ['SkillId']);
    permit(target, event, 'alexa-appkit.amazon.com', compact({ EventSourceToken: event.properties.SkillId }));
  },
};

function rule(target: Target, event: SamEvent): void {
  writeRule(target.function, event, { Arn: target.arn, Id: targetId(event.logicalId, 'LambdaTarget') });
  permit(target, event, 'events.amazonaws.com', { SourceArn: getAtt(event.logicalId, 'Arn') });
}

/** The notification stands on the bucket, which waits for the permission. */
function bucket(target: Target, event: SamEvent): void {
  known(target, event, ['Bucket', 'Events', 'Filter']);
  const { writer, condition } = target.function;
  const id = namedBy(event.properties.Bucket);
  if (id === undefined || !isMap(writer.resources.get(id))) {
    target.function.block(join(event.at, 'Properties.Bucket'), 'no Ref to a bucket in the template');
    return;
  }
  const permission = permit(target, event, 's3.amazonaws.com', { SourceAccount: ref('AWS::AccountId') });
  const { Events, Filter } = event.properties;
  const one = (Event: unknown): Properties => {
    const configuration = compact({ Event, Function: target.arn, Filter });
    return condition === undefined ? configuration : when(condition, configuration);
  };
  const added = (Array.isArray(Events) ? Events : [Events]).map(one);
  // of a conditional permission SAM makes the bucket wait by a tag
  writer.notify(id, added, condition === undefined ? permission : undefined);
}

const TOPIC = ['Topic', 'Region', 'FilterPolicy', 'FilterPolicyScope', 'SqsSubscription', 'RedrivePolicy'];

function topic(target: Target, event: SamEvent): void {
  known(target, event, TOPIC);
  const { properties, logicalId, at } = event;
  const { Topic, SqsSubscription } = properties;
  const sam = target.function;
  const subscribe = (Protocol: string, Endpoint: unknown) =>
    sam.generate(
      logicalId,
      'AWS::SNS::Subscription',
      {
        Protocol,
        Endpoint,
        TopicArn: Topic,
        ...pick(properties, ['Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy']),
      },
      at,
    );
  if (!isGiven(SqsSubscription) || SqsSubscription === false) {
    subscribe('lambda', target.arn);
    permit(target, event, 'sns.amazonaws.com', { SourceArn: Topic });
    return;
  }
  if (SqsSubscription !== true && !isPlainMap(SqsSubscription)) {
    sam.block(join(at, 'Properties.SqsSubscription'), 'neither true nor a map');
    return;
  }
  const { arn, url, ...more } =
    SqsSubscription === true ? ownQueue(target, event) : givenQueue(target, event, SqsSubscription);
  subscribe('sqs', arn);
  sam.generate(more.policy ?? `${logicalId}QueuePolicy`, 'AWS::SQS::QueuePolicy', letTopicSend(Topic, arn, url), at);
  sam.generate(
    `${logicalId}EventSourceMapping`,
    'AWS::Lambda::EventSourceMapping',
    { FunctionName: target.name, EventSourceArn: arn, BatchSize: more.batch ?? 10, Enabled: true },
    at,
  );
}

interface Queue {
  readonly arn: unknown;
  readonly url: unknown;
  readonly policy?: string;
  readonly batch?: unknown;
}

function ownQueue(target: Target, { properties, logicalId, at }: SamEvent): Queue {
  const queue = `${logicalId}Queue`;
  const topicId = namedBy(properties.Topic);
  const fifo: unknown = target.function.writer.source.Resources[topicId ?? '']?.Properties?.FifoTopic;
  target.function.generate(queue, 'AWS::SQS::Queue', { FifoQueue: fifo === false ? undefined : fifo }, at);
  return { arn: getAtt(queue, 'Arn'), url: ref(queue) };
}

function givenQueue(target: Target, { at }: SamEvent, given: Properties): Queue {
  const place = join(at, 'Properties.SqsSubscription');
  const names = ['QueueArn', 'QueueUrl', 'QueuePolicyLogicalId', 'BatchSize', 'Enabled'];
  target.function.knows(given, new Set(names), place);
  const { QueueArn, QueueUrl, QueuePolicyLogicalId, BatchSize } = given;
  if (!isGiven(QueueArn) || !isGiven(QueueUrl)) target.function.block(place, 'without QueueArn and QueueUrl');
  const policy = target.function.text(QueuePolicyLogicalId, join(place, 'QueuePolicyLogicalId'));
  return { arn: QueueArn, url: QueueUrl, policy, batch: BatchSize };
}

const letTopicSend = (source: unknown, queueArn: unknown, queueUrl: unknown): Properties => ({
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: '*',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      },
    ],
  },
  Queues: [queueUrl],
});

function logs(target: Target, event: SamEvent): void {
  known(target, event, ['LogGroupName', 'FilterPattern']);
  const { LogGroupName, FilterPattern } = event.properties;
  const arn = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*';
  const SourceArn = sub(arn, { __LogGroupName__: LogGroupName });
  const permission = permit(target, event, 'logs.amazonaws.com', { SourceArn });
  target.function.generate(
    event.logicalId,
    'AWS::Logs::SubscriptionFilter',
    { LogGroupName, FilterPattern, DestinationArn: target.arn },
    event.at,
    { DependsOn: [permission] },
  );
}

function userPool(target: Target, event: SamEvent): void {
  known(target, event, ['UserPool', 'Trigger']);
  const sam = target.function;
  const { UserPool, Trigger } = event.properties;
  const id = namedBy(UserPool);
  const triggers: unknown[] = Array.isArray(Trigger) ? Trigger : [Trigger];
  if (id === undefined || !isMap(sam.writer.resources.get(id))) {
    sam.block(join(event.at, 'Properties.UserPool'), 'no Ref to a user pool in the template');
    return;
  }
  if (!triggers.every((one) => typeof one === 'string')) {
    sam.block(join(event.at, 'Properties.Trigger'), 'no name of a trigger');
    return;
  }
  const permission = `${target.id}CognitoPermission`;
  sam.generate(
    permission,
    'AWS::Lambda::Permission',
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: target.name,
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: getAtt(id, 'Arn'),
    },
    event.at,
  );
  sam.writer.change(id, (properties) => ({
    ...properties,
    LambdaConfig: {
      ...(isMap(properties.LambdaConfig) && properties.LambdaConfig),
      ...Object.fromEntries(triggers.map((trigger) => [trigger, target.arn])),
    },
  }));
}

function thing(target: Target, event: SamEvent): void {
  known(target, event, ['Sql', 'AwsIotSqlVersion']);
  const { Sql, AwsIotSqlVersion } = event.properties;
  const arn = 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}';
  permit(target, event, 'iot.amazonaws.com', {
    SourceArn: sub(arn, { RuleName: ref(event.logicalId) }),
    SourceAccount: sub('${AWS::AccountId}'),
  });
  target.function.generate(
    event.logicalId,
    'AWS::IoT::TopicRule',
    {
      TopicRulePayload: compact({
        Sql,
        AwsIotSqlVersion,
        RuleDisabled: false,
        Actions: [{ Lambda: { FunctionArn: target.arn } }],
      }),
    },
    event.at,
  );
}
