/** Templates with an edge in them, written by hand and apart from the table that the constructs take their statements from. */
export const OWN = '111111111111';
export const FOREIGN = '999999999999';
export const IN_OWN = { account: OWN, region: 'us-east-1' };

export const source = { StringEquals: { 'aws:SourceAccount': OWN } };
export const allow = (service: unknown, Action: unknown, Condition: object | undefined = source) => ({
  Effect: 'Allow',
  Principal: { Service: service },
  Action,
  Resource: '*',
  ...(Condition && { Condition }),
});
export const KMS = ['kms:GenerateDataKey*', 'kms:Decrypt'];
export const key = (...Statement: unknown[]) => ({
  Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement } } },
});
export const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

export const topic = (policy: unknown[] | undefined, KmsMasterKeyId: unknown = arn('Key')) => ({
  Topic: { Type: 'AWS::SNS::Topic', Properties: KmsMasterKeyId ? { KmsMasterKeyId } : {} },
  ...(policy && {
    TopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement: policy } },
    },
  }),
});
export const queue = (policy: unknown[] | undefined, KmsMasterKeyId: unknown = arn('Key')) => ({
  Queue: { Type: 'AWS::SQS::Queue', Properties: KmsMasterKeyId ? { KmsMasterKeyId } : {} },
  ...(policy && {
    QueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: { Statement: policy } },
    },
  }),
});

export const TOPIC = { Ref: 'Topic' };
export const QUEUE = arn('Queue');
export const producer = (Type: string, Properties: object) => ({ From: { Type, Properties } });

/** Each edge: who writes, with what service, to which target. */
export const EDGES: [string, Record<string, unknown>, string, 'topic' | 'queue'][] = [
  ['alarm', producer('AWS::CloudWatch::Alarm', { AlarmActions: [TOPIC] }), 'cloudwatch.amazonaws.com', 'topic'],
  [
    'alarm that is over',
    producer('AWS::CloudWatch::Alarm', { OKActions: [TOPIC] }),
    'cloudwatch.amazonaws.com',
    'topic',
  ],
  [
    'alarm without data',
    producer('AWS::CloudWatch::Alarm', { InsufficientDataActions: TOPIC }),
    'cloudwatch.amazonaws.com',
    'topic',
  ],
  [
    'composite alarm',
    producer('AWS::CloudWatch::CompositeAlarm', { AlarmActions: [TOPIC] }),
    'cloudwatch.amazonaws.com',
    'topic',
  ],
  [
    'rule target',
    producer('AWS::Events::Rule', { Targets: [{ Id: '1', Arn: QUEUE }] }),
    'events.amazonaws.com',
    'queue',
  ],
  [
    'rule dead letters',
    producer('AWS::Events::Rule', {
      Targets: [{ Id: '1', Arn: 'arn:aws:lambda:x', DeadLetterConfig: { Arn: QUEUE } }],
    }),
    'events.amazonaws.com',
    'queue',
  ],
  [
    'bus dead letters',
    producer('AWS::Events::EventBus', { Name: 'b', DeadLetterConfig: { Arn: QUEUE } }),
    'events.amazonaws.com',
    'queue',
  ],
  [
    'bucket to queue',
    producer('AWS::S3::Bucket', {
      NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:*', Queue: QUEUE }] },
    }),
    's3.amazonaws.com',
    'queue',
  ],
  [
    'bucket to topic',
    producer('AWS::S3::Bucket', {
      NotificationConfiguration: { TopicConfigurations: [{ Event: 's3:*', Topic: TOPIC }] },
    }),
    's3.amazonaws.com',
    'topic',
  ],
  [
    "bucket to queue, CDK's way",
    producer('Custom::S3BucketNotifications', {
      BucketName: 'b',
      NotificationConfiguration: { QueueConfigurations: [{ Events: ['s3:*'], QueueArn: QUEUE }] },
    }),
    's3.amazonaws.com',
    'queue',
  ],
  [
    'subscription',
    producer('AWS::SNS::Subscription', {
      Protocol: 'sqs',
      TopicArn: `arn:aws:sns:us-east-1:${OWN}:t`,
      Endpoint: QUEUE,
    }),
    'sns.amazonaws.com',
    'queue',
  ],
  [
    'subscription dead letters',
    producer('AWS::SNS::Subscription', {
      Protocol: 'https',
      TopicArn: `arn:aws:sns:us-east-1:${OWN}:t`,
      Endpoint: 'https://x',
      RedrivePolicy: { deadLetterTargetArn: QUEUE },
    }),
    'sns.amazonaws.com',
    'queue',
  ],
  [
    'subscription in the topic',
    producer('AWS::SNS::Topic', { Subscription: [{ Protocol: 'sqs', Endpoint: QUEUE }] }),
    'sns.amazonaws.com',
    'queue',
  ],
  [
    'budget',
    producer('AWS::Budgets::Budget', {
      Budget: { BudgetType: 'USAGE', TimeUnit: 'MONTHLY' },
      NotificationsWithSubscribers: [{ Subscribers: [{ SubscriptionType: 'SNS', Address: TOPIC }] }],
    }),
    'budgets.amazonaws.com',
    'topic',
  ],
  [
    'cost anomalies',
    producer('AWS::CE::AnomalySubscription', { Subscribers: [{ Type: 'SNS', Address: TOPIC }] }),
    'costalerts.amazonaws.com',
    'topic',
  ],
];
