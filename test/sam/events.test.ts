import { BASIC, fn, managedOf, whole } from './expanding';

const event = (Type: string, Properties: object = {}) => ({ Fn: fn({ Events: { On: { Type, Properties } } }) });

/** What an event brings about: logical id → type. */
const EVENTS: [string, object, Record<string, string>, Record<string, unknown>?][] = [
  ['SQS', { Queue: 'arn:q' }, { FnOn: 'Lambda::EventSourceMapping' }],
  ['Kinesis', { Stream: 'arn:s', StartingPosition: 'LATEST' }, { FnOn: 'Lambda::EventSourceMapping' }],
  ['DynamoDB', { Stream: 'arn:s', StartingPosition: 'LATEST' }, { FnOn: 'Lambda::EventSourceMapping' }],
  ['SNS', { Topic: 'arn:t' }, { FnOn: 'SNS::Subscription', FnOnPermission: 'Lambda::Permission' }],
  [
    'SNS',
    { Topic: 'arn:t', SqsSubscription: true },
    {
      FnOn: 'SNS::Subscription',
      FnOnQueue: 'SQS::Queue',
      FnOnQueuePolicy: 'SQS::QueuePolicy',
      FnOnEventSourceMapping: 'Lambda::EventSourceMapping',
    },
  ],
  [
    'SNS',
    { Topic: 'arn:t', SqsSubscription: { QueueArn: 'a', QueueUrl: 'u', QueuePolicyLogicalId: 'Mine' } },
    { FnOn: 'SNS::Subscription', Mine: 'SQS::QueuePolicy', FnOnEventSourceMapping: 'Lambda::EventSourceMapping' },
  ],
  ['Schedule', { Schedule: 'rate(1 day)' }, { FnOn: 'Events::Rule', FnOnPermission: 'Lambda::Permission' }],
  [
    'EventBridgeRule',
    { Pattern: { source: ['a'] }, DeadLetterConfig: { Type: 'SQS' } },
    {
      FnOn: 'Events::Rule',
      FnOnPermission: 'Lambda::Permission',
      FnOnQueue: 'SQS::Queue',
      FnOnQueuePolicy: 'SQS::QueuePolicy',
    },
  ],
  ['CloudWatchEvent', { Pattern: {} }, { FnOn: 'Events::Rule', FnOnPermission: 'Lambda::Permission' }],
  ['ScheduleV2', { ScheduleExpression: 'rate(1 day)' }, { FnOn: 'Scheduler::Schedule', FnOnRole: 'IAM::Role' }],
  ['ScheduleV2', { ScheduleExpression: 'rate(1 day)', RoleArn: 'arn:r' }, { FnOn: 'Scheduler::Schedule' }],
  [
    'CloudWatchLogs',
    { LogGroupName: 'g', FilterPattern: '' },
    { FnOn: 'Logs::SubscriptionFilter', FnOnPermission: 'Lambda::Permission' },
  ],
  ['IoTRule', { Sql: 'SELECT' }, { FnOn: 'IoT::TopicRule', FnOnPermission: 'Lambda::Permission' }],
  ['AlexaSkill', { SkillId: 's' }, { FnOnPermission: 'Lambda::Permission' }],
  ['MSK', { Stream: 'arn:c', StartingPosition: 'LATEST', Topics: ['t'] }, { FnOn: 'Lambda::EventSourceMapping' }],
];

test.each(EVENTS)('%s %j', (type, properties, expected) => {
  const { types, origins } = whole(event(type, properties));
  const made = Object.entries(types).filter(([id]) => id !== 'Fn' && id !== 'FnRole');
  expect(Object.fromEntries(made)).toEqual(
    Object.fromEntries(Object.entries(expected).map(([id, name]) => [id, `AWS::${name}`])),
  );
  for (const [id] of made) expect(origins.get(id)).toEqual({ logicalId: 'Fn', at: 'Properties.Events.On' });
});

test.each<[string, object, string[]]>([
  ['SQS', { Queue: 'q' }, ['service-role/AWSLambdaSQSQueueExecutionRole']],
  ['Kinesis', { Stream: 's' }, ['service-role/AWSLambdaKinesisExecutionRole']],
  ['DynamoDB', { Stream: 's' }, ['service-role/AWSLambdaDynamoDBExecutionRole']],
  ['MSK', { Stream: 's' }, ['service-role/AWSLambdaMSKExecutionRole']],
  ['SNS', { Topic: 't' }, []],
])('%s adds to the managed policies', (type, properties, more) => {
  expect(managedOf(whole(event(type, properties)).resources.FnRole)).toEqual([BASIC, ...more].sort());
});

const secret = (Type: string) => ({ Type, URI: 'arn:secret' });

test.each<[string, object, string[]]>([
  [
    'MQ',
    { Broker: 'arn:b', Queues: ['q'], SecretsManagerKmsKeyId: 'k', SourceAccessConfigurations: [secret('BASIC_AUTH')] },
    ['secretsmanager:GetSecretValue', 'mq:DescribeBroker', 'kms:Decrypt'],
  ],
  [
    'SelfManagedKafka',
    {
      KafkaBootstrapServers: ['s'],
      Topics: ['t'],
      SourceAccessConfigurations: [secret('SASL_SCRAM_512_AUTH'), { Type: 'VPC_SUBNET', URI: 'x' }],
    },
    ['secretsmanager:GetSecretValue', 'ec2:CreateNetworkInterface'],
  ],
  [
    'DocumentDB',
    { Cluster: 'arn:c', DatabaseName: 'd', SourceAccessConfigurations: [secret('BASIC_AUTH')] },
    ['secretsmanager:GetSecretValue', 'rds:DescribeDBClusters', 'ec2:CreateNetworkInterface'],
  ],
  ['SQS', { Queue: 'q', DestinationConfig: { OnFailure: { Type: 'SNS', Destination: 'arn:t' } } }, ['sns:publish']],
  [
    'Kinesis',
    { Stream: 's', DestinationConfig: { OnFailure: { Type: 'S3', Destination: 'arn:b' } } },
    ['s3:PutObject'],
  ],
])('%s lets the role do what polling needs', (type, properties, actions) => {
  const { resources } = whole(event(type, properties));
  const allowed = resources.FnRole.Properties.Policies.flatMap((one: any) =>
    one.PolicyDocument.Statement.flatMap(({ Action }: any) => Action),
  );
  expect(allowed).toEqual(expect.arrayContaining(actions));
});

test("SAM's own Type of a destination goes no further", () => {
  const { resources } = whole(
    event('SQS', { Queue: 'q', DestinationConfig: { OnFailure: { Type: 'SQS', Destination: 'd' } } }),
  );
  expect(resources.FnOn.Properties.DestinationConfig).toEqual({ OnFailure: { Destination: 'd' } });
});

test('permissions name what may call', () => {
  const source = (type: string, properties: object) => {
    const { FunctionName, ...rest } = whole(event(type, properties)).resources.FnOnPermission.Properties;
    expect(FunctionName).toEqual({ Ref: 'Fn' });
    return rest;
  };
  expect(source('SNS', { Topic: { Ref: 'T' } })).toEqual({
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: { Ref: 'T' },
  });
  expect(source('Schedule', { Schedule: 'rate(1 day)' }).SourceArn).toEqual({ 'Fn::GetAtt': ['FnOn', 'Arn'] });
  expect(source('AlexaSkill', {})).toEqual({ Action: 'lambda:InvokeFunction', Principal: 'alexa-appkit.amazon.com' });
  expect(source('IoTRule', { Sql: 'S' }).SourceAccount).toEqual({ 'Fn::Sub': '${AWS::AccountId}' });
});

test('S3: the notification stands on the bucket, which waits for the permission and is not changed in the source', () => {
  const B = { Type: 'AWS::S3::Bucket', DependsOn: 'X', Properties: { BucketName: 'b' } };
  const { resources } = whole({
    B,
    ...event('S3', { Bucket: { Ref: 'B' }, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'], Filter: { a: 1 } }),
  });
  const call = (Event: string) => ({ Event, Function: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Filter: { a: 1 } });
  expect(resources.B).toEqual({
    Type: 'AWS::S3::Bucket',
    DependsOn: ['X', 'FnOnPermission'],
    Properties: {
      BucketName: 'b',
      NotificationConfiguration: { LambdaConfigurations: [call('s3:ObjectCreated:*'), call('s3:ObjectRemoved:*')] },
    },
  });
  expect(resources.FnOnPermission.Properties.SourceAccount).toEqual({ Ref: 'AWS::AccountId' });
});

test('Cognito: the trigger stands on the user pool', () => {
  const { resources } = whole({
    Pool: { Type: 'AWS::Cognito::UserPool' },
    ...event('Cognito', { UserPool: { Ref: 'Pool' }, Trigger: ['PreSignUp', 'PostConfirmation'] }),
  });
  expect(Object.keys(resources.Pool.Properties.LambdaConfig)).toEqual(['PreSignUp', 'PostConfirmation']);
  expect(resources.FnCognitoPermission.Properties.SourceArn).toEqual({ 'Fn::GetAtt': ['Pool', 'Arn'] });
});

test('a FIFO topic gets a FIFO queue', () => {
  const T = { Type: 'AWS::SNS::Topic', Properties: { FifoTopic: true } };
  const { resources } = whole({ T, ...event('SNS', { Topic: { Ref: 'T' }, SqsSubscription: true }) });
  expect(resources.FnOnQueue.Properties).toEqual({ FifoQueue: true });
});
