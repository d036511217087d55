import { verdicts } from '../support/judging';

const MAPPING = 'AWS::Lambda::EventSourceMapping';
const QUEUE = 'arn:aws:sqs:us-east-1:111111111111:orders';
const STREAM = 'arn:aws:kinesis:us-east-1:111111111111:stream/clicks';
const TABLE = 'arn:aws:dynamodb:us-east-1:111111111111:table/orders/stream/2026';
const MSK = 'arn:aws:kafka:us-east-1:111111111111:cluster/orders/1';
const MQ = 'arn:aws:mq:us-east-1:111111111111:broker:orders:b-1';
const DOCDB = 'arn:aws:rds:us-east-1:111111111111:cluster:orders';
const DLQ = 'arn:aws:sqs:us-east-1:111111111111:failed';
const KAFKA = {
  SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: ['b.example.com:9096'] } },
  Topics: ['t'],
};
const DESTINATION = { DestinationConfig: { OnFailure: { Destination: DLQ } } };

const mapping = (properties: object) => ({
  M: { Type: MAPPING, Properties: { FunctionName: 'worker', ...properties } },
});
const PARAMETERS = { Parameters: { P: { Type: 'String' }, L: { Type: 'CommaDelimitedList' } } };
const EITHER = {
  Parameters: { P: { Type: 'String', AllowedValues: ['a', 'b'] } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] } },
};

type Row = [string, object, string[], object?];
const table = (id: string, rows: Row[]) =>
  describe(id, () => {
    test.each(rows)('%s', (_, properties, expected, rest = PARAMETERS) => {
      expect(verdicts(id, mapping(properties), rest as any)).toEqual(expected);
    });
  });
const FAIL = ['fail M'];
const UNKNOWN = ['unknown M'];

table('SOURCE-01', [
  ['Kinesis without a destination', { EventSourceArn: STREAM }, FAIL],
  ['DynamoDB without a destination', { EventSourceArn: TABLE }, FAIL],
  ['MSK without a destination', { EventSourceArn: MSK }, FAIL],
  ['a Kafka cluster of one’s own without a destination', KAFKA, FAIL],
  ['an empty destination', { EventSourceArn: STREAM, DestinationConfig: { OnFailure: { Destination: '' } } }, FAIL],
  [
    'a destination for what succeeds',
    { EventSourceArn: STREAM, DestinationConfig: { OnSuccess: { Destination: DLQ } } },
    FAIL,
  ],
  ['a stream by a parameter, by its sign', { EventSourceArn: { Ref: 'P' }, StartingPosition: 'LATEST' }, FAIL],
  [
    'one branch without',
    {
      EventSourceArn: STREAM,
      DestinationConfig: { 'Fn::If': ['C', DESTINATION.DestinationConfig, { Ref: 'AWS::NoValue' }] },
    },
    FAIL,
    EITHER,
  ],
  ['a destination', { EventSourceArn: STREAM, ...DESTINATION }, []],
  [
    'a destination by a parameter',
    { EventSourceArn: TABLE, DestinationConfig: { OnFailure: { Destination: { Ref: 'P' } } } },
    [],
  ],
  ['a queue, which has its redrive policy', { EventSourceArn: QUEUE }, []],
  ['a broker, which has queues of its own', { EventSourceArn: MQ, Queues: ['q'] }, []],
  ['DocumentDB, which knows no destination', { EventSourceArn: DOCDB, StartingPosition: 'LATEST' }, []],
  ['something that nobody knows', { EventSourceArn: { Ref: 'P' } }, []],
]);

test('SOURCE-01: the type of what is referred to counts', () => {
  const resources = {
    ...mapping({ EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] } }),
    Table: { Type: 'AWS::DynamoDB::Table', Properties: {} },
  };
  expect(verdicts('SOURCE-01', resources)).toEqual(FAIL);
  resources.Table.Type = 'AWS::SQS::Queue';
  expect(verdicts('SOURCE-01', resources)).toEqual([]);
});

table('SOURCE-02', [
  ['nothing set', { EventSourceArn: STREAM }, FAIL],
  [
    'without end, written out',
    { EventSourceArn: TABLE, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1 },
    FAIL,
  ],
  ['without end, as text', { EventSourceArn: TABLE, MaximumRetryAttempts: '-1' }, FAIL],
  ['provisioned Kafka', { EventSourceArn: MSK, ProvisionedPollerConfig: { MinimumPollers: 1 } }, FAIL],
  [
    'one branch without end',
    { EventSourceArn: STREAM, MaximumRetryAttempts: { 'Fn::If': ['C', 3, -1] } },
    FAIL,
    EITHER,
  ],
  ['attempts by a parameter', { EventSourceArn: STREAM, MaximumRetryAttempts: { Ref: 'P' } }, UNKNOWN],
  ['attempts', { EventSourceArn: STREAM, MaximumRetryAttempts: 3 }, []],
  ['no second attempt', { EventSourceArn: STREAM, MaximumRetryAttempts: 0 }, []],
  ['attempts as text', { EventSourceArn: STREAM, MaximumRetryAttempts: '3' }, []],
  ['an age', { EventSourceArn: TABLE, MaximumRecordAgeInSeconds: 3600 }, []],
  ['Kafka, which knows no bounds without pollers', { EventSourceArn: MSK }, []],
  ['a queue', { EventSourceArn: QUEUE }, []],
  ['DocumentDB', { EventSourceArn: DOCDB, StartingPosition: 'LATEST' }, []],
]);

const REPORT = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
table('SOURCE-03', [
  ['a queue, nothing set', { EventSourceArn: QUEUE }, FAIL],
  ['a stream, nothing set', { EventSourceArn: STREAM }, FAIL],
  ['an empty list', { EventSourceArn: QUEUE, FunctionResponseTypes: [] }, FAIL],
  ['types by a parameter', { EventSourceArn: QUEUE, FunctionResponseTypes: { Ref: 'L' } }, UNKNOWN],
  ['reported', { EventSourceArn: QUEUE, ...REPORT }, []],
  ['reported, not in a list', { EventSourceArn: QUEUE, FunctionResponseTypes: 'ReportBatchItemFailures' }, []],
  ['one by one', { EventSourceArn: QUEUE, BatchSize: 1 }, []],
  ['Kafka', { EventSourceArn: MSK }, []],
]);

table('SOURCE-04', [
  ['nothing set', { EventSourceArn: STREAM, ...REPORT }, FAIL],
  ['off', { EventSourceArn: TABLE, BisectBatchOnFunctionError: false }, FAIL],
  ['by a parameter', { EventSourceArn: TABLE, BisectBatchOnFunctionError: { Ref: 'P' } }, UNKNOWN],
  ['on', { EventSourceArn: TABLE, BisectBatchOnFunctionError: true }, []],
  ['on, as text', { EventSourceArn: TABLE, BisectBatchOnFunctionError: 'true' }, []],
  ['one by one', { EventSourceArn: TABLE, BatchSize: '1' }, []],
  ['a queue', { EventSourceArn: QUEUE }, []],
]);

describe('SOURCE-05', () => {
  const fn = (properties = {}) => ({ F: { Type: 'AWS::Lambda::Function', Properties: properties } });
  const build = (properties: object, fnProperties = {}) => ({
    ...mapping({ FunctionName: { Ref: 'F' }, EventSourceArn: QUEUE, ...properties }),
    ...fn(fnProperties),
  });
  test.each<[string, object, string[]]>([
    ['nothing set', build({}), FAIL],
    ['an empty configuration', build({ ScalingConfig: {} }), FAIL],
    ['pollers without a maximum', build({ ProvisionedPollerConfig: { MinimumPollers: 2 } }), FAIL],
    ['a maximum', build({ ScalingConfig: { MaximumConcurrency: 10 } }), []],
    ['a maximum by a parameter', build({ ScalingConfig: { MaximumConcurrency: { Ref: 'P' } } }), []],
    ['a maximum of pollers', build({ ProvisionedPollerConfig: { MaximumPollers: 5 } }), []],
    ['a reservation', build({}, { ReservedConcurrentExecutions: 5 }), []],
    ['a stream, whose shards bound it', build({ EventSourceArn: STREAM }), []],
    ['a function of another app', mapping({ EventSourceArn: QUEUE }), []],
  ])('%s', (_, resources, expected) =>
    expect(verdicts('SOURCE-05', resources as Record<string, unknown>, PARAMETERS)).toEqual(expected),
  );

  test('the function behind an alias counts', () => {
    const alias = { A: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } } };
    const resources = { ...build({ FunctionName: { Ref: 'A' } }), ...alias };
    expect(verdicts('SOURCE-05', resources)).toEqual(FAIL);
    expect(verdicts('SOURCE-05', { ...resources, ...fn({ ReservedConcurrentExecutions: 1 }) })).toEqual([]);
  });
});

const access = (...types: unknown[]) => ({
  ...KAFKA,
  SourceAccessConfigurations: types.map((Type) => ({
    Type,
    URI: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:x',
  })),
});
table('SOURCE-06', [
  ['nothing set', KAFKA, FAIL],
  ['networks only', access('VPC_SUBNET', 'VPC_SECURITY_GROUP'), FAIL],
  ['whom Lambda trusts only', access('SERVER_ROOT_CA_CERTIFICATE'), FAIL],
  ['a type by a parameter', access('VPC_SUBNET', { Ref: 'P' }), UNKNOWN],
  [
    'one branch without',
    { ...KAFKA, SourceAccessConfigurations: { 'Fn::If': ['C', [{ Type: 'BASIC_AUTH', URI: 'x' }], []] } },
    FAIL,
    EITHER,
  ],
  ['a password over TLS', access('BASIC_AUTH'), []],
  ['SCRAM', access('SASL_SCRAM_512_AUTH', 'VPC_SUBNET'), []],
  ['SCRAM, with SHA-256', access('SASL_SCRAM_256_AUTH'), []],
  ['a certificate', access('CLIENT_CERTIFICATE_TLS_AUTH', 'SERVER_ROOT_CA_CERTIFICATE'), []],
  ['MSK, whose cluster says it', { EventSourceArn: MSK, Topics: ['t'] }, []],
]);

describe('SOURCE-07', () => {
  const build = (visibility: unknown, timeout: unknown, properties = {}) => ({
    ...mapping({ FunctionName: { Ref: 'F' }, EventSourceArn: { 'Fn::GetAtt': ['Q', 'Arn'] }, ...properties }),
    F: { Type: 'AWS::Lambda::Function', Properties: { Timeout: timeout } },
    Q: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: visibility } },
  });
  test.each<[string, Record<string, unknown>, string[]]>([
    ['five times', build(50, 10), FAIL],
    ['the defaults of SQS for ten seconds', build(undefined, 10), FAIL],
    ['six times, but for the window', build(60, 10, { MaximumBatchingWindowInSeconds: 20 }), FAIL],
    ['by a parameter', build({ Ref: 'P' }, 10), UNKNOWN],
    ['six times', build(60, 10), []],
    ['six times as text', build('60', '10'), []],
    ['the defaults of both', build(undefined, undefined), []],
    ['less than once, which PREFLIGHT-10 says', build(5, 10), []],
    ['a queue of another app', mapping({ EventSourceArn: QUEUE }), []],
  ])('%s', (_, resources, expected) => expect(verdicts('SOURCE-07', resources, PARAMETERS)).toEqual(expected));
});

describe('SOURCE-08', () => {
  const F = { Type: 'AWS::Lambda::Function', Properties: {} };
  const on = (arn: string) => ({ Type: MAPPING, Properties: { FunctionName: { Ref: 'F' }, EventSourceArn: arn } });
  const by = (Principal: unknown) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] }, Action: 'lambda:InvokeFunction', Principal },
  });
  const schedule = {
    Type: 'AWS::Scheduler::Schedule',
    Properties: { Target: { Arn: { 'Fn::GetAtt': ['F', 'Arn'] } } },
  };
  const url = { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'F' }, AuthType: 'AWS_IAM' } };
  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'a queue, a bucket and a topic',
      { F, A: on(QUEUE), B: by('s3.amazonaws.com'), C: by('sns.amazonaws.com') },
      ['fail F'],
    ],
    ['a queue, a schedule and requests', { F, A: on(QUEUE), B: schedule, C: url }, ['fail F']],
    ['two queues, and a stream', { F, A: on(QUEUE), B: on(`${QUEUE}2`), C: on(STREAM) }, []],
    [
      'requests by three ways',
      { F, A: by('apigateway.amazonaws.com'), B: by('elasticloadbalancing.amazonaws.com'), C: url },
      [],
    ],
    ['a caller that is no service', { F, A: on(QUEUE), B: on(STREAM), C: by('111111111111') }, []],
    ['a principal by a parameter', { F, A: on(QUEUE), B: on(STREAM), C: by({ Ref: 'P' }) }, []],
    ['nothing', { F }, []],
  ])('%s', (_, resources, expected) => expect(verdicts('SOURCE-08', resources, PARAMETERS)).toEqual(expected));
});

describe('who reaches which store', () => {
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } };
  const fn = (Role = 'R') => ({ Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [Role, 'Arn'] } } });
  const policy = (
    of: string[],
    stores: string[],
    Action: string | string[] = 'dynamodb:GetItem',
    Effect = 'Allow',
  ) => ({
    Type: 'AWS::IAM::Policy',
    Properties: {
      Roles: of.map((Ref) => ({ Ref })),
      PolicyDocument: {
        Statement: stores.map((one) => ({ Effect, Action, Resource: { 'Fn::GetAtt': [one, 'Arn'] } })),
      },
    },
  });
  const STORES = Object.fromEntries(
    ['T1', 'T2', 'T3', 'T4'].map((id) => [id, { Type: 'AWS::DynamoDB::Table', Properties: {} }]),
  );
  const all = Object.keys(STORES);
  const streams = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'];

  test.each<[string, Record<string, unknown>, string[]]>([
    ['four tables', { P: policy(['R'], all) }, ['fail F']],
    ['four, of two policies', { P: policy(['R'], ['T1', 'T2']), Q: policy(['R'], ['T3', 'T4']) }, ['fail F']],
    ['three', { P: policy(['R'], ['T1', 'T2', 'T3']) }, []],
    ['the same one four times', { P: policy(['R'], ['T1', 'T1', 'T1', 'T1']) }, []],
    ['four that are denied', { P: policy(['R'], all, 'dynamodb:*', 'Deny') }, []],
    [
      'three and the stream of a fourth',
      { P: policy(['R'], ['T1', 'T2', 'T3']), Q: policy(['R'], ['T4'], streams) },
      [],
    ],
    ['of another role', { P: policy(['Other'], all), Other: role }, []],
  ])('SOURCE-09: %s', (_, resources, expected) =>
    expect(verdicts('SOURCE-09', { F: fn(), R: role, ...STORES, ...resources })).toEqual(expected),
  );

  test('SOURCE-09: what stands in the role itself, or in an ARN by name, counts', () => {
    const R = {
      Type: 'AWS::IAM::Role',
      Properties: {
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: {
              Statement: {
                Effect: 'Allow',
                Action: 's3:GetObject',
                Resource: all.map((one) => `arn:aws:s3:::${one}-files/*`),
              },
            },
          },
        ],
      },
    };
    const buckets = Object.fromEntries(
      all.map((one) => [one, { Type: 'AWS::S3::Bucket', Properties: { BucketName: `${one}-files` } }]),
    );
    expect(verdicts('SOURCE-09', { F: fn(), R, ...buckets })).toEqual(['fail F']);
  });

  const functions = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => i).flatMap((i): [string, unknown][] => [
        [`F${i}`, fn(`R${i}`)],
        [`R${i}`, role],
        [`P${i}`, policy([`R${i}`], ['T1'])],
      ]),
    );
  test.each<[string, Record<string, unknown>, string[]]>([
    ['nine functions', functions(9), ['fail T1']],
    ['eight', functions(8), []],
    ['none', {}, []],
  ])('SOURCE-10: %s', (_, resources, expected) =>
    expect(verdicts('SOURCE-10', { ...STORES, ...resources })).toEqual(expected),
  );

  test('SOURCE-10: functions that do not exist are not counted', () => {
    const nine = functions(9);
    (nine.F0 as any).Condition = 'C';
    expect(verdicts('SOURCE-10', { ...STORES, ...nine }, { Conditions: { C: { 'Fn::Equals': ['a', 'b'] } } })).toEqual(
      [],
    );
  });
});
