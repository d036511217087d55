import { Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { CfnPolicy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import {
  CfnEventSourceMapping,
  CfnPermission,
  Code,
  FilterCriteria,
  FilterRule,
  Runtime,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Access, SecureFunction, SecureQueue, Source } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';
import { allow, Area, childOf, KEEP, keyRows, logRows, Row } from './table';

const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:111111111111:${rest}`;
const MAPPING = 'AWS::Lambda::EventSourceMapping';
const PERMISSION = 'AWS::Lambda::Permission';
const FAILED = 'SecureFailureQueues';
const STREAM = 'Taps';
const FOREIGN = '222222222222';

const ROWS: Row[] = [
  [MAPPING, STREAM, 'DestinationConfig'],
  [MAPPING, STREAM, 'DestinationConfig.OnFailure'],
  [MAPPING, STREAM, 'DestinationConfig.OnFailure.Destination', ''],
  [MAPPING, STREAM, 'MaximumRetryAttempts', KEEP],
  ['AWS::SQS::Queue', 'Orders', 'RedrivePolicy'],
  ['AWS::SQS::Queue', 'Orders', 'VisibilityTimeout', KEEP, 1],
  ['AWS::SQS::Queue', FAILED, 'MessageRetentionPeriod', 3600],
  ['AWS::SQS::Queue', FAILED, 'KmsMasterKeyId', KEEP, 'alias/aws/sqs'],
  ['AWS::SQS::QueuePolicy', FAILED, 'PolicyDocument.Statement.0'],
  ['AWS::SQS::QueuePolicy', FAILED, 'PolicyDocument.Statement.1.Condition'],
  ['AWS::SQS::QueuePolicy', FAILED, 'PolicyDocument.Statement.2.Condition'],
  // `*` with a source is that source: only other principals are worse
  [PERMISSION, 'OnStackPlaced', 'SourceArn', arn('sns', '*').replace('111111111111', '*')],
  [PERMISSION, 'OnStackPlaced', 'Principal', KEEP, FOREIGN],
  [PERMISSION, 'OnStackBus', 'SourceArn'],
  [PERMISSION, 'OnStackBus', 'Principal', KEEP, FOREIGN],
  [PERMISSION, 'Uploads', 'SourceAccount'],
  [PERMISSION, 'Uploads', 'Principal', KEEP, FOREIGN],
  ['AWS::Events::Rule', '', 'Targets.0.DeadLetterConfig'],
  ['AWS::Scheduler::Schedule', '', 'Target.DeadLetterConfig'],
  ['AWS::IAM::Role', 'OnSchedule', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Policy', 'OnSchedule', 'PolicyDocument.Statement.0.Action', 'lambda:*', '*'],
  ['AWS::IAM::Policy', 'OnSchedule', 'PolicyDocument.Statement.0.Resource', '*'],
  ['AWS::Lambda::EventInvokeConfig', '', 'DestinationConfig'],
  ['AWS::Lambda::EventInvokeConfig', '', 'MaximumRetryAttempts'],
  ['AWS::Lambda::EventInvokeConfig', '', 'MaximumEventAgeInSeconds'],
  ['AWS::Lambda::Function', 'Worker', 'KmsKeyArn'],
  // what the connections gave
  ...[0, 1, 2, 3, 4, 5, 6].flatMap((index): Row[] => [
    ['AWS::IAM::Policy', 'Worker/ServiceRole', `PolicyDocument.Statement.${index}.Action`, KEEP, '*', 'dynamodb:*'],
  ]),
  ['AWS::IAM::Policy', 'Worker/ServiceRole', 'PolicyDocument.Statement.2.Resource', '*', ['*']],
  ['AWS::IAM::Policy', 'Worker/ServiceRole', 'PolicyDocument.Statement.3.Resource', '*'],
  ...keyRows('Operations'),
  ['AWS::KMS::Key', 'Operations', 'KeyPolicy.Statement.6.Condition'],
  ['AWS::KMS::Key', 'Operations', 'KeyPolicy.Statement.6.Condition.ArnLike.aws:SourceArn', '*'],
  ...logRows('Worker/Logs'),
  ['AWS::SNS::Topic', 'SecureAlarmTopic', 'KmsMasterKeyId', 'alias/aws/sns'],
  ['AWS::SNS::TopicPolicy', 'SecureAlarmTopic', 'PolicyDocument.Statement.0'],
];

const workerOf = (stack: Stack) => childOf<SecureFunction>(stack, 'Worker');
const mappingOf = (stack: Stack, part: string) => resourcesOf(stack, MAPPING, part)[0] as CfnEventSourceMapping;

const ATTACKS: Attack[] = [
  {
    name: 'a stream that is retried for ever',
    apply: (s) => {
      const mapping = mappingOf(s, STREAM);
      mapping.maximumRetryAttempts = -1;
      mapping.maximumRecordAgeInSeconds = undefined;
    },
  },
  {
    name: 'a stream that is retried for ever, by an override',
    apply: (s) => {
      const mapping = mappingOf(s, STREAM);
      mapping.addPropertyOverride('MaximumRetryAttempts', -1);
      mapping.addPropertyDeletionOverride('MaximumRecordAgeInSeconds');
    },
  },
  {
    name: 'a stream beside, as CDK maps it',
    apply: (s) => {
      const other = Stream.fromStreamArn(s, 'X', arn('kinesis', 'stream/other'));
      workerOf(s).addEventSource(new KinesisEventSource(other, { startingPosition: StartingPosition.LATEST }));
    },
  },
  {
    name: 'brokers that take anybody',
    apply: (s) =>
      new CfnEventSourceMapping(s, 'X', {
        functionName: workerOf(s).functionName,
        topics: ['orders'],
        selfManagedEventSource: { endpoints: { kafkaBootstrapServers: ['broker.example.com:9092'] } },
        destinationConfig: { onFailure: { destination: arn('sqs', 'failed') } },
      }),
  },
  {
    name: 'a service that may invoke for anybody',
    apply: (s) =>
      new CfnPermission(s, 'X', {
        action: 'lambda:InvokeFunction',
        functionName: workerOf(s).functionArn,
        principal: 's3.amazonaws.com',
        sourceArn: 'arn:aws:s3:::uploads',
      }),
  },
  {
    name: 'a service that may invoke without a source (L2)',
    apply: (s) => workerOf(s).addPermission('X', { principal: new ServicePrincipal('sns.amazonaws.com') }),
  },
  {
    name: 'every action on a table that is connected',
    apply: (s) =>
      workerOf(s).addToRolePolicy(
        new PolicyStatement({ actions: ['dynamodb:*'], resources: [arn('dynamodb', 'table/orders')] }),
      ),
  },
  {
    name: 'a connection to every table',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        roles: [workerOf(s).role!.roleName],
        policyDocument: allow({ Action: 'dynamodb:GetItem', Resource: '*' }),
      }),
  },
  {
    name: 'a table without a key beside, connected',
    apply: (s) => {
      const table = new Table(s, 'X', { partitionKey: { name: 'id', type: AttributeType.STRING } });
      workerOf(s).connect(table, { access: Access.READ });
      workerOf(s).addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:Delete*'], resources: [table.tableArn] }));
      (table.node.defaultChild as CfnTable).tableName = 'x';
    },
  },
];

export const SOURCE_AREA: Area = {
  build: (stack) => {
    const worker = new SecureFunction(stack, 'Worker', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
    });
    const filters = [FilterCriteria.filter({ body: { kind: FilterRule.isEqual('order') } })];
    worker
      .on(Source.queue(new SecureQueue(stack, 'Orders'), { filters }))
      .on(Source.stream(Stream.fromStreamArn(stack, STREAM, arn('kinesis', 'stream/taps'))))
      .on(Source.topic(Topic.fromTopicArn(stack, 'Placed', arn('sns', 'placed'))))
      .on(Source.bus(EventBus.fromEventBusName(stack, 'Bus', 'default'), { pattern: { source: ['orders'] } }))
      .on(Source.bucket(Bucket.fromBucketName(stack, 'Uploads', 'uploads'), { prefix: 'in/' }))
      .on(Source.schedule(ScheduleExpression.rate(Duration.hours(1))));
    const table = Table.fromTableArn(stack, 'Items', arn('dynamodb', 'table/items'));
    worker.connect(table, { access: Access.READ, env: 'TABLE_NAME' });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::Lambda::Function.*': 'the rows of the function itself are in its own area',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject: taken away, the role may do less',
    'AWS::IAM::Role.ManagedPolicyArns': 'of CDK’s own handler of notifications, which a shipped list knows',
    'AWS::CloudWatch::Alarm.*': 'alarms, which no rule that blocks asks for',
    'AWS::Lambda::EventSourceMapping.EventSourceArn': 'where events come from; the role may read this one only',
    'AWS::Lambda::EventSourceMapping.FunctionName': 'who gets them',
    'AWS::Lambda::EventSourceMapping.FilterCriteria': 'which of them',
    'AWS::Lambda::EventSourceMapping.KmsKeyArn': 'AWS encrypts filters with a key of its own otherwise',
    'AWS::Lambda::EventSourceMapping.StartingPosition': 'where it begins',
    'AWS::Lambda::EventSourceMapping.FunctionResponseTypes':
      'whether the handler says which failed is a warning (SOURCE-03)',
    'AWS::Lambda::EventSourceMapping.BisectBatchOnFunctionError': 'batches that are split are a warning (SOURCE-04)',
    'AWS::Lambda::EventSourceMapping.ScalingConfig': 'concurrency is a warning (SOURCE-05)',
    'AWS::Lambda::EventSourceMapping.MaximumRecordAgeInSeconds':
      'attempts bound it as well; without both, an attack above',
    'AWS::SNS::Subscription.*': 'a missing dead-letter queue is a warning (TOPIC-07)',
    'AWS::Lambda::Permission.Action': 'a permission for nothing lets in nobody',
    'AWS::Lambda::Permission.FunctionName': 'names its subject',
    'AWS::Lambda::EventInvokeConfig.FunctionName': 'names its subject',
    'AWS::Lambda::EventInvokeConfig.Qualifier': 'the function itself',
    'AWS::Events::Rule.EventBusName': 'on which bus',
    'AWS::Events::Rule.EventPattern': 'which events',
    'AWS::Events::Rule.State': 'whether it runs',
    'AWS::Scheduler::Schedule.FlexibleTimeWindow': 'when it runs',
    'AWS::Scheduler::Schedule.ScheduleExpression': 'when it runs',
    'AWS::Scheduler::Schedule.ScheduleExpressionTimezone': 'when it runs',
    'AWS::Scheduler::Schedule.State': 'whether it runs',
    'AWS::Scheduler::Schedule.KmsKeyArn': 'a schedule has no tags, so nobody can tell its class',
    'AWS::KMS::Key.Description': 'a text',
    'AWS::SNS::Topic.DisplayName': 'a name',
    'AWS::SNS::TopicPolicy.Topics': 'names its subject',
    'AWS::SQS::Queue.Tags': 'the class it states asks for a key; nobody guesses one that is not stated',
    'AWS::SQS::QueuePolicy.Queues': 'names its subject: taken away, nobody may send',
    'Custom::S3BucketNotifications.*': 'which events of the bucket; the permission says whose',
  },
};
