import { Duration } from 'aws-cdk-lib';
import { CfnEventBusPolicy, CfnRule, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Attack, resourcesOf } from '../mutate';
import { allow, Area, childOf, KEEP, logRows, Row } from './table';
import { SecureEventBus, SecureRule, SecureSchedule } from '../../../lib';

const FOREIGN = 'arn:aws:events:us-east-1:222222222222:event-bus/default';
const ORDERS = 'arn:aws:sqs:us-east-1:111111111111:orders';
const FAILED = 'SecureFailureQueues';

const ROWS: Row[] = [
  ['AWS::Events::EventBus', 'Bus', 'KmsKeyIdentifier', 'alias/aws/events'],
  ['AWS::Events::EventBus', 'Bus', 'DeadLetterConfig'],
  ['AWS::Events::EventBus', 'Bus', 'DeadLetterConfig.Arn'],
  [
    'AWS::Events::EventBus',
    'Bus',
    'Policy',
    KEEP,
    allow({ Principal: '*', Action: 'events:PutEvents', Resource: '*' }),
  ],
  ['AWS::Events::Archive', 'Archive', 'KmsKeyIdentifier'],
  ['AWS::Events::Rule', 'Rule', 'Targets.0.DeadLetterConfig'],
  ['AWS::Events::Rule', 'Rule', 'Targets.0.DeadLetterConfig.Arn', ''],
  ['AWS::Events::Rule', 'Rule', 'Targets.0.Arn', KEEP, FOREIGN],
  ['AWS::Scheduler::Schedule', 'Schedule', 'Target.DeadLetterConfig'],
  ['AWS::Scheduler::Schedule', 'Schedule', 'Target.DeadLetterConfig.Arn', ''],
  ['AWS::IAM::Role', 'Schedule', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Policy', 'Schedule', 'PolicyDocument.Statement.0.Action', '*', 'sqs:*'],
  ['AWS::IAM::Policy', 'Schedule', 'PolicyDocument.Statement.0.Resource', '*'],
  ['AWS::IAM::Policy', 'Schedule', 'PolicyDocument.Statement.1.Action', 'kms:*'],
  ['AWS::IAM::Policy', 'Schedule', 'PolicyDocument.Statement.1.Resource', '*'],
  ['AWS::SQS::QueuePolicy', FAILED, 'PolicyDocument.Statement.0'],
  ['AWS::SQS::Queue', FAILED, 'KmsMasterKeyId'],
  ['AWS::SQS::Queue', FAILED, 'MessageRetentionPeriod', 86400],
  ['AWS::SNS::Topic', 'SecureAlarmTopic', 'KmsMasterKeyId'],
  ['AWS::SNS::TopicPolicy', 'SecureAlarmTopic', 'PolicyDocument'],
  ...logRows('Bus/Logs'),
];

const first = <T>(stack: Parameters<Attack['apply']>[0], type: string, part = '') =>
  resourcesOf(stack, type, part)[0] as T;

const ATTACKS: Attack[] = [
  {
    name: 'a bus policy for everybody beside',
    apply: (s) =>
      new CfnEventBusPolicy(s, 'X', {
        eventBusName: childOf<SecureEventBus>(s, 'Bus').eventBusName,
        statementId: 'all',
        statement: {
          Effect: 'Allow',
          Principal: '*',
          Action: 'events:PutEvents',
          Resource: childOf<SecureEventBus>(s, 'Bus').eventBusArn,
        },
      }),
  },
  {
    name: 'a plain rule that copies events into another account',
    apply: (s) =>
      new CfnRule(s, 'X', {
        eventBusName: childOf<SecureEventBus>(s, 'Bus').eventBusName,
        eventPattern: { source: ['orders'] },
        targets: [{ id: 'x', arn: FOREIGN, deadLetterConfig: { arn: ORDERS } }],
      }),
  },
  {
    name: 'a plain rule that loses events',
    apply: (s) =>
      new Rule(s, 'X', {
        eventBus: childOf<SecureEventBus>(s, 'Bus'),
        eventPattern: { source: ['orders'] },
        targets: [new SqsQueue(Queue.fromQueueArn(s, 'Y', ORDERS))],
      }),
  },
  {
    name: 'a second target without a queue, by an override',
    apply: (s) => first<CfnRule>(s, 'AWS::Events::Rule').addPropertyOverride('Targets.1', { Id: 'x', Arn: ORDERS }),
  },
  {
    name: 'the details of events in the logs of a bus without its key',
    apply: (s) => {
      const bus = first<CfnRule>(s, 'AWS::Events::EventBus');
      bus.addPropertyOverride('LogConfig.IncludeDetail', 'FULL');
      bus.addPropertyDeletionOverride('KmsKeyIdentifier');
      bus.addPropertyDeletionOverride('Tags');
    },
  },
  {
    name: 'a schedule whose target was replaced as a whole',
    apply: (s) => {
      const schedule = first<CfnSchedule>(s, 'AWS::Scheduler::Schedule');
      schedule.target = { arn: ORDERS, roleArn: 'arn:aws:iam::111111111111:role/x' };
    },
  },
  {
    name: 'a policy beside, that lets the role of a schedule do anything',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        policyDocument: allow({ Action: '*', Resource: '*' }),
        roles: [s.resolve(first<CfnPolicy>(s, 'AWS::IAM::Role', 'Schedule').ref)],
      }),
  },
];

export const BUS: Area = {
  build: (stack) => {
    const bus = new SecureEventBus(stack, 'Bus');
    bus.archive('Archive', { eventPattern: { source: ['orders'] } });
    const queue = Queue.fromQueueArn(stack, 'Orders', ORDERS);
    new SecureRule(stack, 'Rule', {
      eventBus: bus,
      eventPattern: { source: ['orders'] },
      targets: [new SqsQueue(queue)],
    });
    const schedule = ScheduleExpression.rate(Duration.hours(1));
    new SecureSchedule(stack, 'Schedule', { schedule, target: new SqsSendMessage(queue) });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::Events::EventBus.Name': 'a name',
    'AWS::Events::Archive.Description': 'a text',
    'AWS::Events::Archive.EventPattern': 'which events are kept',
    'AWS::Events::Archive.RetentionDays': 'for how long; AWS keeps them for ever when nothing is said',
    'AWS::Events::Archive.SourceArn': 'of which bus',
    'AWS::Events::Rule.EventBusName': 'on which bus',
    'AWS::Events::Rule.EventPattern': 'which events',
    'AWS::Events::Rule.State': 'whether it runs',
    'AWS::Scheduler::Schedule.FlexibleTimeWindow': 'when it runs',
    'AWS::Scheduler::Schedule.ScheduleExpression': 'when it runs',
    'AWS::Scheduler::Schedule.ScheduleExpressionTimezone': 'when it runs',
    'AWS::Scheduler::Schedule.State': 'whether it runs',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject: taken away, the role may do less',
    'AWS::KMS::Key.*': 'the key of the ring, whose rows the bucket has',
    'AWS::Logs::LogGroup.LogGroupName': 'a name',
    'AWS::Logs::DeliverySource.*': 'logs of a bus are a warning (BUS-07)',
    'AWS::Logs::DeliveryDestination.*': 'the same',
    'AWS::Logs::Delivery.*': 'the same',
    'AWS::SQS::Queue.Tags': 'the class it states asks for a key; nobody guesses one that is not stated',
    'AWS::SQS::QueuePolicy.Queues': 'names its subject: taken away, EventBridge may not send',
    'AWS::CloudWatch::Alarm.*': 'an alarm of the failure queue, which no rule asks for',
    'AWS::SNS::Topic.DisplayName': 'a name',
    'AWS::SNS::TopicPolicy.Topics':
      'names its subject: taken away, the topic has no policy, and denies nobody plain HTTP',
    'AWS::Events::EventBus.Tags': 'the class it states asks for a key; nobody guesses one that is not stated',
    'AWS::Events::EventBus.LogConfig':
      'logs of a bus are a warning (BUS-07), and details of events in them an attack below',
  },
  spared: [
    [
      ['AWS::Scheduler::Schedule', 'Schedule', 'KmsKeyArn'],
      'A schedule has no tags in which to state what its input is about; AWS encrypts it with a key of its own.',
    ],
  ],
};
