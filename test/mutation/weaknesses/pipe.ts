import { CfnResource } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Attack, resourcesOf } from '../mutate';
import { allow, Area, logRows, Row } from './table';
import { PipeSource, PipeTarget, SecurePipe, SecureQueue, SecureStream } from '../../../lib';

const PIPE = 'AWS::Pipes::Pipe';
const RECORDS = 'SourceParameters.KinesisStreamParameters';
const POLICY = 'PolicyDocument.Statement';
const FAILED = 'SecureFailureQueues';

const ROWS: Row[] = [
  [PIPE, 'FromStream', `${RECORDS}.DeadLetterConfig`],
  [PIPE, 'FromStream', `${RECORDS}.DeadLetterConfig.Arn`, ''],
  ['AWS::IAM::Role', 'FromStream', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Policy', 'FromQueue', `${POLICY}.0.Action`, '*', 'sqs:*'],
  ['AWS::IAM::Policy', 'FromQueue', `${POLICY}.0.Resource`, '*'],
  ['AWS::IAM::Policy', 'FromQueue', `${POLICY}.1.Action`, 'kms:*'],
  ['AWS::IAM::Policy', 'FromQueue', `${POLICY}.1.Resource`, '*'],
  ['AWS::IAM::Policy', 'FromStream', `${POLICY}.0.Action`, 'kinesis:*'],
  ['AWS::IAM::Policy', 'FromStream', `${POLICY}.0.Resource`, '*'],
  ['AWS::SQS::Queue', 'Queue', 'KmsMasterKeyId'],
  ['AWS::SQS::Queue', 'Queue', 'RedrivePolicy'],
  ['AWS::SQS::Queue', FAILED, 'MessageRetentionPeriod', 86400],
  ['AWS::SQS::QueuePolicy', 'Queue', `${POLICY}.0`],
  ['AWS::Kinesis::Stream', 'Stream', 'StreamEncryption'],
  ['AWS::SNS::Topic', 'SecureAlarmTopic', 'KmsMasterKeyId'],
  ['AWS::SNS::TopicPolicy', 'SecureAlarmTopic', 'PolicyDocument'],
  ...logRows('FromQueue/Logs'),
];

const first = <T = CfnResource>(stack: Parameters<Attack['apply']>[0], type: string, part = '') =>
  resourcesOf(stack, type, part)[0] as T;

const ATTACKS: Attack[] = [
  {
    name: 'records retried without end',
    apply: (s) => {
      const pipe = first(s, PIPE, 'FromStream');
      pipe.addPropertyOverride(`${RECORDS}.MaximumRetryAttempts`, -1);
      pipe.addPropertyOverride(`${RECORDS}.MaximumRecordAgeInSeconds`, -1);
    },
  },
  {
    name: 'payloads in a log group without a key',
    apply: (s) => {
      first(s, PIPE, 'FromQueue').addPropertyOverride('LogConfiguration.IncludeExecutionData', ['ALL']);
      first(s, 'AWS::Logs::LogGroup', 'FromQueue').addPropertyDeletionOverride('KmsKeyId');
    },
  },
  {
    name: 'payloads in a bucket',
    apply: (s) =>
      void (first<CfnPipe>(s, PIPE, 'FromQueue').logConfiguration = {
        level: 'ERROR',
        includeExecutionData: ['ALL'],
        s3LogDestination: { bucketName: 'pages', bucketOwner: '111111111111' },
      }),
  },
  {
    name: 'a source beside, that stands still at the first bad record',
    apply: (s) =>
      new SecurePipe(s, 'X', {
        source: PipeSource.other({
          arn: s.resolve('arn:aws:kinesis:us-east-1:111111111111:stream/clicks'),
          parameters: { kinesisStreamParameters: { startingPosition: 'LATEST' } },
          statements: [],
        }),
        target: PipeTarget.queue(Queue.fromQueueArn(s, 'Y', 'arn:aws:sqs:us-east-1:111111111111:orders')),
      }),
  },
  {
    name: 'a policy beside, that lets its role do anything',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        policyDocument: allow({ Action: '*', Resource: '*' }),
        roles: [s.resolve(first<CfnPolicy>(s, 'AWS::IAM::Role', 'FromQueue').ref)],
      }),
  },
];

export const PIPE_AREA: Area = {
  build: (stack) => {
    const target = PipeTarget.queue(Queue.fromQueueArn(stack, 'Paid', 'arn:aws:sqs:us-east-1:111111111111:paid'));
    new SecurePipe(stack, 'FromQueue', {
      source: PipeSource.queue(new SecureQueue(stack, 'Queue')),
      target,
      filters: [{ body: { kind: ['order'] } }],
    });
    new SecurePipe(stack, 'FromStream', { source: PipeSource.stream(new SecureStream(stack, 'Stream')), target });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    [`${PIPE}.Name`]: 'a name',
    [`${PIPE}.DesiredState`]: 'whether it runs',
    [`${PIPE}.Source`]: 'names the source; its role may take from no other',
    [`${PIPE}.Target`]: 'names the target; its role may give to no other',
    [`${PIPE}.RoleArn`]: 'names the role; without one the deployment fails',
    [`${PIPE}.LogConfiguration`]: 'that it logs is a warning (BUS-07); payloads in the logs are attacks below',
    [`${PIPE}.Tags`]: 'the class it states asks for a key; nobody guesses one that is not stated',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject: taken away, the role may do less',
    'AWS::KMS::Key.*': 'the keys of the ring, whose rows the bucket has',
    'AWS::Kinesis::Stream.*': 'its rows are in the area of streams',
    'AWS::Logs::LogGroup.LogGroupName': 'a name',
    'AWS::SQS::Queue.VisibilityTimeout': 'how long a message is hidden',
    'AWS::SQS::Queue.Tags': 'the class it states asks for a key; nobody guesses one that is not stated',
    'AWS::SQS::QueuePolicy.Queues': 'names its subject: taken away, nothing denies plain HTTP',
    'AWS::CloudWatch::Alarm.*': 'an alarm of the failure queue, which no rule asks for',
    'AWS::SNS::Topic.DisplayName': 'a name',
    'AWS::SNS::TopicPolicy.Topics':
      'names its subject: taken away, the topic has no policy, and denies nobody plain HTTP',
  },
  spared: [
    [[PIPE, 'FromQueue', 'KmsKeyIdentifier'], 'A pipe stores filters and templates, never an event: BUS-13 warns.'],
    [
      ['AWS::IAM::Role', 'FromQueue', 'AssumeRolePolicyDocument.Statement.0.Condition'],
      'A role can be passed within its own account only: BUS-10 warns.',
    ],
    [[PIPE, 'FromQueue', 'SourceParameters.FilterCriteria'], 'Which events pass is no matter of security here.'],
  ],
};
