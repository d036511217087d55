import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  BillingMode,
  CfnTable,
  Table,
  TableEncryption,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { blocking, found, newStack, verdicts } from '../support/judging';

type Row = [name: string, properties: object, expected: 'pass' | 'fail' | 'unknown'];

const REST = {
  Parameters: { P: { Type: 'String' }, N: { Type: 'Number' }, Off: { Type: 'String', Default: 'false' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const P = { Ref: 'P' };
const NOTHING = { Ref: 'AWS::NoValue' };
const key = { 'Fn::GetAtt': ['Key', 'Arn'] };

/** What a rule says of a table that stands alone in its template. */
function saysOf(ruleId: string, type: string, properties: object, attributes: object = {}): string {
  const table = { Type: `AWS::DynamoDB::${type}`, Properties: properties, ...attributes };
  const [verdict] = verdicts(ruleId, { Table: table, Key: { Type: 'AWS::KMS::Key' } }, REST);
  return verdict?.split(' ')[0] ?? 'pass';
}

const ofTable = (ruleId: string, rows: Row[]) =>
  test.each(rows)('a table: %s', (_, properties, expected) =>
    expect(saysOf(ruleId, 'Table', properties)).toBe(expected),
  );
const ofGlobal = (ruleId: string, rows: Row[]) =>
  test.each(rows)('a global table: %s', (_, properties, expected) =>
    expect(saysOf(ruleId, 'GlobalTable', properties)).toBe(expected),
  );
const tagged = (Value: unknown) => ({ Tags: [{ Key: 'data-class', Value }] });

describe('TABLE-01: a customer key', () => {
  const sse = (SSESpecification: unknown, rest: object = {}) => ({ SSESpecification, ...rest });
  const on = { SSEEnabled: true, SSEType: 'KMS' };
  ofTable('TABLE-01', [
    ['nothing set', {}, 'fail'],
    ['off', sse({ SSEEnabled: false }), 'fail'],
    ['a key, but off', sse({ SSEEnabled: false, KMSMasterKeyId: key }), 'fail'],
    ['a key, and not said whether', sse({ KMSMasterKeyId: key }), 'fail'],
    ['the AWS managed key', sse(on), 'fail'],
    ['the AWS managed key, named', sse({ ...on, KMSMasterKeyId: 'alias/aws/dynamodb' }), 'fail'],
    [
      'the AWS managed key, by ARN',
      sse({ ...on, KMSMasterKeyId: 'arn:aws:kms:us-east-1:111111111111:alias/aws/dynamodb' }),
      'fail',
    ],
    ['an empty key', sse({ ...on, KMSMasterKeyId: '' }), 'fail'],
    ['a key in one branch', sse({ ...on, KMSMasterKeyId: { 'Fn::If': ['C', key, NOTHING] } }), 'fail'],
    ['off by the default of a parameter', sse({ SSEEnabled: { Ref: 'Off' }, KMSMasterKeyId: key }), 'fail'],
    ['no key for personal data', tagged('personal'), 'fail'],
    ['the AWS managed key for secret data', sse(on, tagged('secret')), 'fail'],
    ['another tag', { Tags: [{ Key: 'class', Value: 'internal' }] }, 'fail'],
    ['switched by a parameter', sse({ SSEEnabled: P, KMSMasterKeyId: key }), 'unknown'],
    ['the whole of it a parameter', sse(P), 'unknown'],
    ['the class a parameter', tagged(P), 'unknown'],
    ['an own key', sse({ ...on, KMSMasterKeyId: key }), 'pass'],
    ['an own key, as texts', sse({ SSEEnabled: 'true', KMSMasterKeyId: 'alias/orders' }), 'pass'],
    ['a key that is a parameter', sse({ ...on, KMSMasterKeyId: P }), 'pass'],
    ['no key for internal data', tagged('internal'), 'pass'],
    ['the AWS managed key for internal data', sse(on, tagged('internal')), 'pass'],
  ]);
  const replica = (KMSMasterKeyId: unknown) => ({ Region: 'us-east-1', SSESpecification: { KMSMasterKeyId } });
  ofGlobal('TABLE-01', [
    ['nothing set', {}, 'fail'],
    ['no keys', sse(on, { Replicas: [{ Region: 'us-east-1' }] }), 'fail'],
    ['a key in one region only', sse(on, { Replicas: [replica(key), { Region: 'eu-west-1' }] }), 'fail'],
    ['keys, but off', { Replicas: [replica(key)] }, 'fail'],
    ['the AWS managed key in one region', sse(on, { Replicas: [replica(key), replica('alias/aws/dynamodb')] }), 'fail'],
    ['replicas that are a parameter', sse(on, { Replicas: P }), 'unknown'],
    ['a replica that is a parameter', sse(on, { Replicas: [replica(key), P] }), 'unknown'],
    ['keys everywhere', sse(on, { Replicas: [replica(key), replica('alias/orders')] }), 'pass'],
    ['internal in one region', sse(on, { Replicas: [{ Region: 'us-east-1', ...tagged('internal') }] }), 'pass'],
    ['a replica of another account, with its key', { GlobalTableSourceArn: 'arn', Replicas: [replica(key)] }, 'pass'],
    ['a replica of another account without', { GlobalTableSourceArn: 'arn', Replicas: [{ Region: 'x' }] }, 'fail'],
  ]);
});

describe('TABLE-02: recovery to any point', () => {
  const pitr = (PointInTimeRecoveryEnabled: unknown) => ({
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
  });
  const replicas = (...all: unknown[]) => ({ Replicas: all });
  ofTable('TABLE-02', [
    ['nothing set', {}, 'fail'],
    ['off', pitr(false), 'fail'],
    ['off, as a text', pitr('false'), 'fail'],
    ['only a period', { PointInTimeRecoverySpecification: { RecoveryPeriodInDays: 7 } }, 'fail'],
    ['off in one branch', pitr({ 'Fn::If': ['C', true, false] }), 'fail'],
    ['in one branch', { PointInTimeRecoverySpecification: { 'Fn::If': ['C', pitr(true), NOTHING] } }, 'fail'],
    ['off by the default of a parameter', pitr({ Ref: 'Off' }), 'fail'],
    ['a parameter', pitr(P), 'unknown'],
    ['the whole of it a parameter', { PointInTimeRecoverySpecification: P }, 'unknown'],
    ['on', pitr(true), 'pass'],
    ['on, as a text', pitr('true'), 'pass'],
  ]);
  ofGlobal('TABLE-02', [
    ['nothing set', {}, 'fail'],
    ['at the table, where it does not count', { ...pitr(true), ...replicas({ Region: 'x' }) }, 'fail'],
    ['in one region only', replicas(pitr(true), { Region: 'x' }), 'fail'],
    ['one region a parameter', replicas(pitr(true), pitr(P)), 'unknown'],
    ['replicas a parameter', { Replicas: P }, 'unknown'],
    ['everywhere', replicas(pitr(true), pitr(true)), 'pass'],
    ['behind a replica that is not there', replicas({ 'Fn::If': ['C', pitr(true), NOTHING] }, pitr(true)), 'pass'],
  ]);
});

describe('TABLE-03: protection from deletion', () => {
  const on = { DeletionProtectionEnabled: true };
  ofTable('TABLE-03', [
    ['nothing set', {}, 'fail'],
    ['off', { DeletionProtectionEnabled: false }, 'fail'],
    ['off in one branch', { DeletionProtectionEnabled: { 'Fn::If': ['C', true, false] } }, 'fail'],
    ['a parameter', { DeletionProtectionEnabled: P }, 'unknown'],
    ['on', on, 'pass'],
    ['on, as a text', { DeletionProtectionEnabled: 'true' }, 'pass'],
  ]);
  ofGlobal('TABLE-03', [
    ['nothing set', {}, 'fail'],
    ['at the table, where it does not count', { ...on, Replicas: [{ Region: 'x' }] }, 'fail'],
    ['in one region only', { Replicas: [on, { Region: 'x' }] }, 'fail'],
    ['replicas a parameter', { Replicas: P }, 'unknown'],
    ['everywhere', { Replicas: [on, on] }, 'pass'],
  ]);
});

describe('TABLE-04: kept on removal', () => {
  test.each<[string, object, string]>([
    ['nothing said', {}, 'fail'],
    ['deleted', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }, 'fail'],
    ['deleted when replaced', { DeletionPolicy: 'Retain' }, 'fail'],
    ['deleted when removed', { UpdateReplacePolicy: 'Retain' }, 'fail'],
    [
      'in one branch',
      { DeletionPolicy: { 'Fn::If': ['C', 'Retain', 'Delete'] }, UpdateReplacePolicy: 'Retain' },
      'fail',
    ],
    ['a snapshot, which tables have not', { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' }, 'fail'],
    ['a parameter', { DeletionPolicy: P, UpdateReplacePolicy: 'Retain' }, 'unknown'],
    ['kept', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }, 'pass'],
    ['kept once it was created', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }, 'pass'],
  ])('%s', (_, attributes, expected) => {
    expect(saysOf('TABLE-04', 'Table', {}, attributes)).toBe(expected);
    expect(saysOf('TABLE-04', 'GlobalTable', {}, attributes)).toBe(expected);
  });
});

const onDemand = { BillingMode: 'PAY_PER_REQUEST' };
const units = (MaxReadRequestUnits: unknown, MaxWriteRequestUnits: unknown) => ({
  OnDemandThroughput: { MaxReadRequestUnits, MaxWriteRequestUnits },
});
const writes = (MaxWriteRequestUnits: unknown) => ({ WriteOnDemandThroughputSettings: { MaxWriteRequestUnits } });
const reads = (MaxReadRequestUnits: unknown) => ({ ReadOnDemandThroughputSettings: { MaxReadRequestUnits } });

describe('TABLE-05: limits of an on-demand table', () => {
  ofTable('TABLE-05', [
    ['no limits', onDemand, 'fail'],
    ['only reads', { ...onDemand, OnDemandThroughput: { MaxReadRequestUnits: 5 } }, 'fail'],
    ['only writes', { ...onDemand, OnDemandThroughput: { MaxWriteRequestUnits: 5 } }, 'fail'],
    ['reads taken away', { ...onDemand, ...units(-1, 5) }, 'fail'],
    ['writes taken away', { ...onDemand, ...units(5, '-1') }, 'fail'],
    ['on demand in one branch', { BillingMode: { 'Fn::If': ['C', 'PAY_PER_REQUEST', 'PROVISIONED'] } }, 'fail'],
    ['the mode a parameter', { BillingMode: P }, 'unknown'],
    ['a number that is a parameter', { ...onDemand, ...units({ Ref: 'N' }, 5) }, 'unknown'],
    ['the whole of it a parameter', { ...onDemand, OnDemandThroughput: P }, 'unknown'],
    ['both', { ...onDemand, ...units(100, '50') }, 'pass'],
    ['nothing set, which is provisioned', {}, 'pass'],
    [
      'provisioned',
      { BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      'pass',
    ],
  ]);
  ofGlobal('TABLE-05', [
    ['no limits', { ...onDemand, Replicas: [{ Region: 'x' }] }, 'fail'],
    ['only writes', { ...onDemand, ...writes(5), Replicas: [{ Region: 'x' }] }, 'fail'],
    ['only reads', { ...onDemand, Replicas: [reads(5)] }, 'fail'],
    ['reads in one region', { ...onDemand, ...writes(5), Replicas: [reads(5), { Region: 'x' }] }, 'fail'],
    ['replicas a parameter', { ...onDemand, ...writes(5), Replicas: P }, 'unknown'],
    ['both, everywhere', { ...onDemand, ...writes(5), Replicas: [reads(5), reads(6)] }, 'pass'],
    ['both, said for all', { ...onDemand, ...writes(5), ...reads(5), Replicas: [{ Region: 'x' }] }, 'pass'],
    ['provisioned', { Replicas: [{ Region: 'x' }] }, 'pass'],
  ]);
});

describe('TABLE-06: limits of its indexes', () => {
  const indexes = (...all: unknown[]) => ({ ...onDemand, GlobalSecondaryIndexes: all });
  const a = { IndexName: 'a' };
  const b = { IndexName: 'b' };
  ofTable('TABLE-06', [
    ['an index without', indexes(a), 'fail'],
    ['only reads', indexes({ ...a, OnDemandThroughput: { MaxReadRequestUnits: 5 } }), 'fail'],
    ['only writes', indexes({ ...a, OnDemandThroughput: { MaxWriteRequestUnits: 5 } }), 'fail'],
    ['the second without', indexes({ ...a, ...units(5, 5) }, b), 'fail'],
    ['taken away', indexes({ ...a, ...units(5, -1) }), 'fail'],
    ['only the table has', { ...indexes(a), ...units(5, 5) }, 'fail'],
    ['an index in one branch', indexes({ 'Fn::If': ['C', a, NOTHING] }), 'fail'],
    ['the mode a parameter', { BillingMode: P, GlobalSecondaryIndexes: [a] }, 'unknown'],
    ['the list a parameter', { ...onDemand, GlobalSecondaryIndexes: P }, 'unknown'],
    ['an index a parameter', indexes(P), 'unknown'],
    ['a number that is a parameter', indexes({ ...a, ...units({ Ref: 'N' }, 5) }), 'unknown'],
    ['no index', onDemand, 'pass'],
    ['each', indexes({ ...a, ...units(5, 5) }, { ...b, ...units(1, 1) }), 'pass'],
    ['provisioned', { GlobalSecondaryIndexes: [a] }, 'pass'],
  ]);
  const replica = (...all: unknown[]) => ({ Replicas: [{ Region: 'x', GlobalSecondaryIndexes: all }] });
  ofGlobal('TABLE-06', [
    ['an index without', { ...indexes(a), ...replica() }, 'fail'],
    ['only reads', { ...indexes(a), ...replica({ ...a, ...reads(5) }) }, 'fail'],
    ['only writes', { ...indexes({ ...a, ...writes(5) }), ...replica(a) }, 'fail'],
    ['reads of another index', { ...indexes({ ...a, ...writes(5) }), ...replica({ ...b, ...reads(5) }) }, 'fail'],
    [
      'the indexes of a replica a parameter',
      { ...indexes({ ...a, ...writes(5) }), Replicas: [{ GlobalSecondaryIndexes: P }] },
      'unknown',
    ],
    ['both', { ...indexes({ ...a, ...writes(5) }), ...replica({ ...a, ...reads(5) }) }, 'pass'],
    ['both, said for all', { ...indexes({ ...a, ...writes(5), ...reads(5) }), Replicas: [{ Region: 'x' }] }, 'pass'],
  ]);
});

describe('TABLE-07: class and retention stated', () => {
  const tags = (...keys: string[]) => ({ Tags: keys.map((Key) => ({ Key, Value: 'x' })) });
  const ttl = (Enabled: unknown) => ({ TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled } });
  ofTable('TABLE-07', [
    ['nothing set', {}, 'fail'],
    ['only the class', tags('data-class'), 'fail'],
    ['only the retention', tags('data-retention'), 'fail'],
    ['only a time to live', ttl(true), 'fail'],
    ['a time to live that is off', { ...tags('data-class'), ...ttl(false) }, 'fail'],
    ['both', tags('data-class', 'data-retention'), 'pass'],
    ['the class and a time to live', { ...tags('data-class'), ...ttl(true) }, 'pass'],
    ['tags that are a parameter', { Tags: P }, 'pass'],
  ]);
  ofGlobal('TABLE-07', [
    ['nothing set', { Replicas: [{ Region: 'x' }] }, 'fail'],
    ['in one region only', { Replicas: [tags('data-class', 'data-retention'), { Region: 'x' }] }, 'fail'],
    ['everywhere', { Replicas: [tags('data-class', 'data-retention'), tags('data-class', 'data-retention')] }, 'pass'],
  ]);
});

describe('with real constructs', () => {
  const partitionKey = { name: 'id', type: AttributeType.STRING };
  const ALL = ['01', '02', '03'].map((id) => `TABLE-${id} Stack/Table/Resource`);

  test('plain tables, which CDK keeps', () => {
    const [first, second] = [newStack(), newStack()];
    new Table(first, 'Table', { partitionKey });
    new TableV2(second, 'Table', { partitionKey });
    expect(found(first)).toEqual(ALL);
    expect(found(second)).toEqual(ALL);
  });

  test('weak props', () => {
    const stack = newStack();
    new Table(stack, 'Table', {
      partitionKey,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false },
      deletionProtection: false,
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new TableV2(stack, 'Global', { partitionKey, billing: Billing.onDemand(), removalPolicy: RemovalPolicy.DESTROY });
    expect(found(stack)).toEqual(
      ['Global', 'Table']
        .flatMap((id) => ['01', '02', '03', '04'].map((one) => `TABLE-${one} Stack/${id}/Resource`))
        .sort(),
    );
  });

  test('an override on a secure value, and a generic resource', () => {
    const stack = newStack();
    const table = new Table(stack, 'Table', { partitionKey, deletionProtection: true });
    expect(blocking(stack)).not.toContain('TABLE-03 Stack/Table/Resource');
    (table.node.defaultChild as CfnTable).addPropertyOverride('DeletionProtectionEnabled', false);
    new CfnResource(stack, 'Generic', { type: 'AWS::DynamoDB::Table', properties: {} });
    expect(found(stack)).toEqual(
      expect.arrayContaining(['TABLE-03 Stack/Table/Resource', 'TABLE-02 Stack/Generic', 'TABLE-04 Stack/Generic']),
    );
  });
});

describe('capacity that scales', () => {
  const provisioned = { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } };
  const table = (Properties: object = provisioned) => ({ Table: { Type: 'AWS::DynamoDB::Table', Properties } });
  const target = (dimension: unknown, properties: object = {}) => ({
    Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
    Properties: {
      ServiceNamespace: 'dynamodb',
      ScalableDimension: dimension,
      ResourceId: { 'Fn::Sub': 'table/${Table}' },
      MaxCapacity: 100,
      ...properties,
    },
  });
  const READS = target('dynamodb:table:ReadCapacityUnits');
  const WRITES = target('dynamodb:table:WriteCapacityUnits');

  test.each<[string, Record<string, unknown>, string[]]>([
    ['fixed', table(), ['fail Table']],
    ['fixed, with nothing said', table({}), ['fail Table']],
    ['on demand', table({ BillingMode: 'PAY_PER_REQUEST' }), []],
    ['a billing mode of the deployment', table({ BillingMode: P }), []],
    ['both', { ...table(), Reads: READS, Writes: WRITES }, []],
    ['reads only', { ...table(), Reads: READS }, ['fail Table']],
    [
      'reads, and writes of an index',
      { ...table(), Reads: READS, Writes: target('dynamodb:index:WriteCapacityUnits') },
      ['fail Table'],
    ],
    [
      'both, writes only sometimes',
      { ...table(), Reads: READS, Writes: { ...WRITES, Condition: 'C' } },
      ['fail Table'],
    ],
    [
      'both, of a table by name',
      {
        ...table({ ...provisioned, TableName: 'orders' }),
        Reads: target('dynamodb:table:ReadCapacityUnits', { ResourceId: 'table/orders' }),
        Writes: target('dynamodb:table:WriteCapacityUnits', { ResourceId: 'table/orders' }),
      },
      [],
    ],
    [
      'both, of another table',
      { ...table(), Reads: target('dynamodb:table:ReadCapacityUnits', { ResourceId: 'table/x' }) },
      ['fail Table'],
    ],
  ])('TABLE-08 %s', (_, resources, expected) => {
    expect(verdicts('TABLE-08', resources, REST)).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    ['100', {}, []],
    ['39,999', { MaxCapacity: 39_999 }, []],
    ['what a table has by default', { MaxCapacity: 40_000 }, ['fail It']],
    ['more, as text', { MaxCapacity: '1000000' }, ['fail It']],
    ['parameter', { MaxCapacity: P }, ['unknown It']],
    ['in one branch', { MaxCapacity: { 'Fn::If': ['C', 100, 100_000] } }, ['fail It']],
    [
      'of something else',
      { ServiceNamespace: 'ecs', ScalableDimension: 'ecs:service:DesiredCount', MaxCapacity: 50_000 },
      [],
    ],
  ])('TABLE-09 a target scales to %s', (_, properties, expected) => {
    expect(verdicts('TABLE-09', { It: target('dynamodb:table:ReadCapacityUnits', properties) }, REST)).toEqual(
      expected,
    );
  });

  const scaledWrites = (MaxCapacity: unknown) => ({
    WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: { MinCapacity: 1, MaxCapacity } },
  });
  const scaledReads = (MaxCapacity: unknown) => ({
    Replicas: [
      { ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: { MinCapacity: 1, MaxCapacity } } },
    ],
  });
  ofGlobal('TABLE-09', [
    ['on demand', { BillingMode: 'PAY_PER_REQUEST' }, 'pass'],
    ['bounded', { ...scaledWrites(50), ...scaledReads(50) }, 'pass'],
    ['writes without a bound', scaledWrites(1_000_000), 'fail'],
    ['reads of a replica without a bound', { ...scaledWrites(50), ...scaledReads(40_000) }, 'fail'],
    ['parameter', scaledWrites(P), 'unknown'],
  ]);
});
