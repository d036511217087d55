import { App, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, FilterCriteria, FilterRule, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SubscriptionFilter, Topic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import {
  DataClass,
  FailureQueues,
  SecureBucket,
  SecureEventBus,
  SecureFunction,
  SecureFunctionProps,
  SecureQueue,
  SecureTable,
  SecureTableV2,
  SecureTopic,
  SecurityGate,
  SecurityProfile,
  Source,
} from '../../lib';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1;') };
const ID = { name: 'id', type: AttributeType.STRING };
const PATTERN = { source: ['orders'] };
const FILTERS = [FilterCriteria.filter({ body: { kind: FilterRule.isEqual('order') } })];
const HOURLY = ScheduleExpression.rate(Duration.hours(1));
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${ENV.account}:${rest}`;

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const worker = (stack: Stack, props: Partial<SecureFunctionProps> = {}, id = 'Worker') =>
  new SecureFunction(stack, id, { ...CODE, ...props });
const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const deployed = (stack: Stack): Account => Account.of({ stackName: 'Stack', template: rendered(stack) });
const allOf = (stack: Stack, type: string): any[] =>
  Object.values<any>(rendered(stack).Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
const only = (stack: Stack, type: string): any => {
  const all = allOf(stack, type);
  expect(all).toHaveLength(1);
  return all[0];
};
const MAPPING = 'AWS::Lambda::EventSourceMapping';
/** What the function may do, as `action` alone or with what is asked. */
const mayDo = (stack: Stack, of: string): string[] =>
  [
    ...new Set(
      deployed(stack)
        .actionsOf(of)
        .map(({ action }) => action),
    ),
  ].sort();
const idOf = (stack: Stack, type: string, prefix = ''): string => deployed(stack).logicalIds(type, prefix)[0];
/** What blocks, and what the rules about sources say besides. */
const findings = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId, status }) => status === 'blocking' || (status === 'warning' && ruleId.startsWith('SOURCE')))
    .map(({ ruleId, path, got }) => `${ruleId} ${path} ${got}`);

const rotated = (stack: Stack) => new Key(stack, 'Key', { enableKeyRotation: true });
const problemsOf = (stack: Stack) => () => (stack.node.root as App).synth();
const KINDS: [string, (stack: Stack, dataClass?: DataClass) => Source][] = [
  ['queue', (s, dataClass) => Source.queue(new SecureQueue(s, 'It', { dataClass }), { filters: FILTERS })],
  [
    'FIFO queue',
    (s, dataClass) => Source.queue(new SecureQueue(s, 'It', { dataClass, fifo: true }), { batchSize: 10 }),
  ],
  [
    'batches of a queue',
    (s, dataClass) =>
      Source.queue(new SecureQueue(s, 'It', { dataClass }), { batchSize: 500, maxBatchingWindow: Duration.seconds(5) }),
  ],
  [
    'stream',
    (s, dataClass) =>
      Source.stream(
        new Stream(s, 'It', dataClass ? { encryptionKey: rotated(s) } : { encryption: StreamEncryption.MANAGED }),
        { filters: FILTERS },
      ),
  ],
  [
    'table',
    (s, dataClass) =>
      Source.tableStream(new SecureTable(s, 'It', { partitionKey: ID, dataClass, stream: StreamViewType.KEYS_ONLY })),
  ],
  [
    'table, version 2',
    (s, dataClass) =>
      Source.tableStream(
        new SecureTableV2(s, 'It', { partitionKey: ID, dataClass, dynamoStream: StreamViewType.KEYS_ONLY }),
      ),
  ],
  [
    'bucket',
    (s, dataClass) =>
      Source.bucket(new SecureBucket(s, 'It', { dataClass }), {
        prefix: 'in/',
        suffix: '.json',
        events: [EventType.OBJECT_CREATED_PUT],
      }),
  ],
  [
    'topic',
    (s, dataClass) =>
      Source.topic(new SecureTopic(s, 'It', { dataClass }), {
        filterPolicy: { kind: SubscriptionFilter.stringFilter({ allowlist: ['order'] }) },
      }),
  ],
  ['bus', (s, dataClass) => Source.bus(new SecureEventBus(s, 'It', { dataClass }), { pattern: PATTERN })],
  ['account’s bus', (s) => Source.bus(EventBus.fromEventBusName(s, 'It', 'default'), { pattern: PATTERN })],
  ['schedule', () => Source.schedule(HOURLY)],
];

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  describe.each(KINDS)('a %s', (_, make) => {
    test.each([
      ['recommended flags', RECOMMENDED_FLAGS, undefined],
      ['no flags and internal data', {}, DataClass.INTERNAL],
      ['secret data', RECOMMENDED_FLAGS, DataClass.SECRET],
    ])('has no finding, with %s', (__, flags, dataClass) => {
      const stack = newStack({ flags });
      PROFILES[profile].applyTo(stack);
      worker(stack, { dataClass }).on(make(stack, dataClass));
      expect(findings(stack)).toEqual([]);
    });
  });
});

describe('a queue', () => {
  const build = (options = {}, queueProps = {}, props = {}) => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Orders', queueProps);
    return { stack, queue, fn: worker(stack, props).on(Source.queue(queue, options)) };
  };

  test('its messages are received, deleted and nothing else', () => {
    const { stack } = build();
    const fn = idOf(stack, 'AWS::Lambda::Function');
    const [orders] = deployed(stack).logicalIds('AWS::SQS::Queue', 'Orders');
    const can = (action: string, on = orders) => deployed(stack).can({ as: fn, action, on });
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
      expect(can(action)).toBe('allowed');
    expect(can('sqs:SendMessage')).toBe('implicitly-denied');
    expect(can('sqs:PurgeQueue')).toBe('implicitly-denied');
    expect(can('sqs:ReceiveMessage', arn('sqs', 'payments'))).toBe('implicitly-denied');
  });

  test('its key is used through SQS only', () => {
    const { stack } = build();
    const fn = idOf(stack, 'AWS::Lambda::Function');
    const on = idOf(stack, 'AWS::KMS::Key', 'SecureKeyRingData');
    const can = (via?: string, action = 'kms:Decrypt') =>
      deployed(stack).can({ as: fn, action, on, context: { 'kms:ViaService': via } });
    expect(can('sqs.us-east-1.amazonaws.com')).toBe('allowed');
    expect(can(undefined)).toBe('implicitly-denied');
    expect(can('s3.us-east-1.amazonaws.com')).toBe('implicitly-denied');
    expect(can('sqs.us-east-1.amazonaws.com', 'kms:Encrypt')).toBe('implicitly-denied');
  });

  test('the mapping is bounded, and lets messages fail alone', () => {
    expect(only(build().stack, MAPPING)).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 10 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(only(build({ maxConcurrency: 50, batchSize: 5, enabled: false }).stack, MAPPING)).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 50 },
      BatchSize: 5,
      Enabled: false,
    });
  });

  test('filters are encrypted, and Lambda may read them for mappings of this account', () => {
    const { stack } = build({ filters: FILTERS });
    const [key] = deployed(stack).logicalIds('AWS::KMS::Key', 'SecureKeyRingOperations');
    expect(only(stack, MAPPING).KmsKeyArn).toEqual({ 'Fn::GetAtt': [key, 'Arn'] });
    const can = (account: string, service = 'lambda.us-east-1.amazonaws.com') =>
      deployed(stack).can({
        as: { service },
        action: 'kms:Decrypt',
        on: key,
        context: { 'aws:SourceArn': `arn:aws:lambda:us-east-1:${account}:event-source-mapping:1` },
      });
    expect(can(ENV.account)).toBe('allowed');
    expect(can('222222222222')).toBe('implicitly-denied');
    expect(can(ENV.account, 'ec2.amazonaws.com')).toBe('implicitly-denied');
  });

  test('without filters there is nothing to encrypt', () => {
    expect(only(build().stack, MAPPING).KmsKeyArn).toBeUndefined();
  });

  test('a queue that hides messages too short a time is refused at synthesis', () => {
    const short = build({}, { visibilityTimeout: Duration.seconds(60) }, { timeout: Duration.seconds(20) });
    expect(problemsOf(short.stack)).toThrow(
      /SOURCE-07: expected the queue Stack\/Orders to hide a message for six times the 20 seconds of the function, got 60 seconds; set its visibilityTimeout to Duration\.seconds\(120\)/,
    );
    const withWindow = build(
      { maxBatchingWindow: Duration.seconds(30) },
      { visibilityTimeout: Duration.seconds(120) },
      { timeout: Duration.seconds(20) },
    );
    expect(problemsOf(withWindow.stack)).toThrow(/Duration\.seconds\(150\)/);
    const late = build({}, { visibilityTimeout: Duration.seconds(60) }, { timeout: Duration.seconds(20) });
    (late.queue.node.defaultChild as CfnQueue).visibilityTimeout = 120;
    expect(blocking(late.stack)).toEqual([]);
  });

  test.each<[string, (s: Stack) => Source, RegExp]>([
    [
      'no dead-letter queue',
      (s) => Source.queue(new Queue(s, 'Q')),
      /^QUEUE-06: expected the queue Stack\/Q to have a dead-letter queue of its own, got none; use SecureQueue/,
    ],
    [
      'a batch that needs a window',
      (s) => Source.queue(new SecureQueue(s, 'Q'), { batchSize: 11 }),
      /expected batchSize of the queue Stack\/Q to be a whole number from 1 to 10, got 11; .*maxBatchingWindow/,
    ],
    [
      'a batch that is too large',
      (s) => Source.queue(new SecureQueue(s, 'Q'), { batchSize: 10_001, maxBatchingWindow: Duration.seconds(1) }),
      /from 1 to 10000, got 10001/,
    ],
    [
      'a batch of a FIFO queue that is too large',
      (s) => Source.queue(new SecureQueue(s, 'Q', { fifo: true }), { batchSize: 100 }),
      /from 1 to 10, got 100; the maximum of a FIFO queue is 10$/,
    ],
    [
      'a window of a FIFO queue',
      (s) => Source.queue(new SecureQueue(s, 'Q', { fifo: true }), { maxBatchingWindow: Duration.seconds(1) }),
      /expected no maxBatchingWindow for a FIFO queue, got one for the queue Stack\/Q; leave it out/,
    ],
  ])('is refused: %s', (_, make, message) => {
    const stack = newStack();
    const fn = worker(stack);
    expect(() => fn.on(make(stack))).toThrow(message);
  });

  test('the same queue twice is refused', () => {
    const { fn, queue } = build();
    expect(() => fn.on(Source.queue(queue))).toThrow(/expected Stack\/Worker to listen to .* once, got it twice/);
  });

  test('failure queues and imported queues need no dead-letter queue here', () => {
    const stack = newStack();
    worker(stack)
      .on(Source.queue(FailureQueues.of(stack).queue()))
      .on(Source.queue(Queue.fromQueueArn(stack, 'Imported', arn('sqs', 'orders'))));
    new SecureQueue(stack, 'Orders'); // whose messages end there
    expect(blocking(stack)).toEqual([]);
    const own = newStack();
    expect(() =>
      worker(own).on(Source.queue(new SecureQueue(own, 'Failed', { keepsFailures: true }), { keepsFailures: true })),
    ).not.toThrow();
  });
});

describe('a stream', () => {
  const table = (stack: Stack) =>
    new SecureTable(stack, 'Orders', { partitionKey: ID, stream: StreamViewType.NEW_IMAGE });

  test('is given up within bounds, in halves, and what failed is sent to the failure queue', () => {
    const stack = newStack();
    worker(stack, { dataClass: DataClass.SECRET }).on(Source.tableStream(table(stack)));
    const [queue] = deployed(stack).logicalIds('AWS::SQS::Queue', 'SecureFailureQueuesSecret');
    expect(only(stack, MAPPING)).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 43_200,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [queue, 'Arn'] } } },
    });
    const fn = idOf(stack, 'AWS::Lambda::Function');
    expect(deployed(stack).can({ as: fn, action: 'sqs:SendMessage', on: queue })).toBe('allowed');
  });

  test('of a table gives the stream, and nothing of the table', () => {
    const stack = newStack();
    worker(stack).on(Source.tableStream(table(stack)));
    const fn = idOf(stack, 'AWS::Lambda::Function');
    const on = idOf(stack, 'AWS::DynamoDB::Table');
    const can = (action: string, path?: string) => deployed(stack).can({ as: fn, action, on, path });
    expect(can('dynamodb:GetItem')).toBe('implicitly-denied');
    expect(can('dynamodb:Scan')).toBe('implicitly-denied');
    expect(can('dynamodb:PutItem')).toBe('implicitly-denied');
    expect(mayDo(stack, fn).filter((one) => one.startsWith('dynamodb:'))).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ]);
  });

  test('of Kinesis is read, never written, with its key through Kinesis', () => {
    const stack = newStack();
    const key = rotated(stack);
    worker(stack).on(Source.stream(new Stream(stack, 'Clicks', { encryptionKey: key })));
    const fn = idOf(stack, 'AWS::Lambda::Function');
    const on = idOf(stack, 'AWS::Kinesis::Stream');
    expect(deployed(stack).can({ as: fn, action: 'kinesis:GetRecords', on })).toBe('allowed');
    expect(deployed(stack).can({ as: fn, action: 'kinesis:PutRecord', on })).toBe('implicitly-denied');
    const can = (via: string) =>
      deployed(stack).can({
        as: fn,
        action: 'kms:Decrypt',
        on: idOf(stack, 'AWS::KMS::Key', 'Key'),
        context: { 'kms:ViaService': `${via}.us-east-1.amazonaws.com` },
      });
    expect(can('kinesis')).toBe('allowed');
    expect(can('s3')).toBe('implicitly-denied');
  });

  test('what you say counts', () => {
    const stack = newStack();
    const options = { retryAttempts: 2, maxRecordAge: Duration.minutes(10), batchSize: 7, parallelizationFactor: 3 };
    worker(stack).on(Source.tableStream(table(stack), options));
    expect(only(stack, MAPPING)).toMatchObject({
      MaximumRetryAttempts: 2,
      MaximumRecordAgeInSeconds: 600,
      BatchSize: 7,
      ParallelizationFactor: 3,
    });
  });

  test('a table without one is refused; an imported one is taken', () => {
    const stack = newStack();
    const fn = worker(stack);
    expect(() => fn.on(Source.tableStream(new Table(stack, 'T', { partitionKey: ID })))).toThrow(
      /expected the table Stack\/T to have a stream, got none; set stream/,
    );
    const imported = TableV2.fromTableAttributes(stack, 'I', {
      tableArn: arn('dynamodb', 'table/orders'),
      tableStreamArn: arn('dynamodb', 'table/orders/stream/2026'),
    });
    fn.on(Source.tableStream(imported));
    expect(blocking(stack).filter((one) => !one.includes('Stack/T/'))).toEqual([]);
    expect(() => fn.on(Source.tableStream(imported, { batchSize: 0 }))).toThrow(/from 1 to 10000, got 0/);
  });
});

describe('who pushes events', () => {
  const invoke = (stack: Stack, service: string, context: Record<string, string>) =>
    deployed(stack).can({
      as: { service },
      action: 'lambda:InvokeFunction',
      on: idOf(stack, 'AWS::Lambda::Function', 'Worker'),
      context,
    });

  test('a bucket: this one, of this account', () => {
    const stack = newStack();
    const bucket = new SecureBucket(stack, 'Uploads', { bucketName: 'uploads' });
    worker(stack).on(Source.bucket(bucket, { prefix: 'in/', suffix: '.json' }));
    const may = (name: string, account: string) =>
      invoke(stack, 's3.amazonaws.com', { 'aws:SourceArn': `arn:aws:s3:::${name}`, 'aws:SourceAccount': account });
    expect(may('uploads', ENV.account)).toBe('allowed');
    expect(may('uploads', '222222222222')).toBe('implicitly-denied');
    expect(may('others', ENV.account)).toBe('implicitly-denied');
    const { NotificationConfiguration } = only(stack, 'Custom::S3BucketNotifications');
    expect(NotificationConfiguration.LambdaFunctionConfigurations).toEqual([
      expect.objectContaining({
        Events: ['s3:ObjectCreated:*'],
        Filter: {
          Key: {
            FilterRules: [
              { Name: 'suffix', Value: '.json' },
              { Name: 'prefix', Value: 'in/' },
            ],
          },
        },
      }),
    ]);
    expect(allOf(stack, 'AWS::Lambda::EventInvokeConfig')).toHaveLength(1);
  });

  test('a bucket that is imported', () => {
    const stack = newStack();
    worker(stack).on(Source.bucket(Bucket.fromBucketName(stack, 'Uploads', 'uploads')));
    expect(blocking(stack)).toEqual([]);
  });

  test('a topic: this one, and what cannot be delivered is kept', () => {
    const stack = newStack();
    worker(stack, { dataClass: DataClass.INTERNAL }).on(
      Source.topic(new Topic(stack, 'Placed', { topicName: 'placed' })),
    );
    const may = (name: string) => invoke(stack, 'sns.amazonaws.com', { 'aws:SourceArn': arn('sns', name) });
    expect(may('placed')).toBe('allowed');
    expect(may('others')).toBe('implicitly-denied');
    const [queue] = deployed(stack).logicalIds('AWS::SQS::Queue', 'SecureFailureQueuesInternal');
    expect(only(stack, 'AWS::SNS::Subscription')).toMatchObject({
      Protocol: 'lambda',
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
    });
  });

  test('a bus: this rule, retried within bounds and kept', () => {
    const stack = newStack();
    worker(stack).on(Source.bus(new SecureEventBus(stack, 'Bus'), { pattern: PATTERN }));
    const rule = only(stack, 'AWS::Events::Rule');
    expect(rule.Targets).toEqual([
      expect.objectContaining({
        DeadLetterConfig: expect.anything(),
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 16 },
      }),
    ]);
    expect(invoke(stack, 'events.amazonaws.com', { 'aws:SourceArn': arn('events', 'rule/other') })).toBe(
      'implicitly-denied',
    );
    expect(only(stack, 'AWS::Lambda::Permission')).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [idOf(stack, 'AWS::Events::Rule'), 'Arn'] },
    });
  });

  test('two patterns of a bus are told apart by an id', () => {
    const stack = newStack();
    const bus = new SecureEventBus(stack, 'Bus');
    const fn = worker(stack).on(Source.bus(bus, { pattern: PATTERN }));
    expect(() => fn.on(Source.bus(bus, { pattern: { source: ['x'] } }))).toThrow(/got it twice/);
    fn.on(Source.bus(bus, { pattern: { source: ['x'] }, id: 'X' }));
    expect(allOf(stack, 'AWS::Events::Rule')).toHaveLength(2);
  });

  test('a schedule: by a role that may invoke this function only, for schedules of this account', () => {
    const stack = newStack();
    worker(stack, { functionName: 'worker' }).on(Source.schedule(HOURLY));
    const role = deployed(stack)
      .logicalIds('AWS::IAM::Role')
      .find((one) => one.includes('Schedule'))!;
    const fn = idOf(stack, 'AWS::Lambda::Function', 'Worker');
    const can = (on: string, path?: string) =>
      deployed(stack).can({ as: role, action: 'lambda:InvokeFunction', on, path });
    expect(can(fn)).toBe('allowed');
    expect(can(fn, 'live')).toBe('implicitly-denied');
    expect(can(arn('lambda', 'function:other'))).toBe('implicitly-denied');
    const take = (account: string, group = 'default') =>
      deployed(stack).can({
        as: { service: 'scheduler.amazonaws.com' },
        action: 'sts:AssumeRole',
        on: role,
        context: {
          'aws:SourceAccount': account,
          'aws:SourceArn': `arn:aws:scheduler:us-east-1:${account}:schedule-group/${group}`,
        },
      });
    expect(take(ENV.account)).toBe('allowed');
    expect(take('222222222222')).toBe('implicitly-denied');
    expect(take(ENV.account, 'other')).toBe('implicitly-denied');
    expect(allOf(stack, 'AWS::Lambda::EventInvokeConfig')).toHaveLength(1);
  });

  test.each<[string, (s: Stack) => Source, RegExp]>([
    [
      'a FIFO topic',
      (s) => Source.topic(new SecureTopic(s, 'T', { fifo: true })),
      /expected a standard topic, got the topic Stack\/T, which is FIFO/,
    ],
    [
      'no pattern',
      (s) => Source.bus(new SecureEventBus(s, 'B'), { pattern: {} }),
      /expected pattern to say which events of the bus Stack\/B, got none/,
    ],
    [
      'a wildcard in a prefix',
      (s) => Source.bucket(new SecureBucket(s, 'B'), { prefix: 'in/*' }),
      /expected prefix to be plain text of a key, got 'in\/\*'/,
    ],
    [
      'an empty suffix',
      (s) => Source.bucket(new SecureBucket(s, 'B'), { suffix: '' }),
      /expected suffix to be plain text of a key, got ''/,
    ],
  ])('is refused: %s', (_, make, message) => {
    const stack = newStack();
    const fn = worker(stack);
    expect(() => fn.on(make(stack))).toThrow(message);
  });
});

test('statements for a role that was passed in stand in the stack of the function', () => {
  const stack = newStack();
  const role = Role.fromRoleArn(stack, 'Role', arn('iam', 'role/worker').replace('us-east-1', ''));
  worker(stack, { role }).on(Source.queue(new SecureQueue(stack, 'Orders')));
  const policies = allOf(stack, 'AWS::IAM::Policy').filter(({ Roles }) => Roles.includes('worker'));
  expect(JSON.stringify(policies)).toContain('sqs:ReceiveMessage');
});
