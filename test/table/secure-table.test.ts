import { App, Duration, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { SecureTable } from '../../lib/table/secure-table';
import { SecureTableProps, SecureTableV2Props } from '../../lib/table/secure-table-props';
import { SecureTableV2 } from '../../lib/table/secure-table-v2';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
const sortKey = { name: 'at', type: dynamodb.AttributeType.STRING };
const index = { indexName: 'byDay', partitionKey: { name: 'day', type: dynamodb.AttributeType.STRING } };

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation()); // what development does not provide is printed
afterAll(() => jest.restoreAllMocks());

function stackIn(profile: keyof typeof PROFILES, flags: Record<string, unknown> = RECOMMENDED_FLAGS): Stack {
  const stack = newStack({ flags });
  PROFILES[profile].applyTo(stack);
  return stack;
}

const only = (stack: Stack, type: string): any => Object.values(Template.fromStack(stack).findResources(type))[0];

function table(props: Partial<SecureTableProps> = {}, stack = newStack()): any {
  new SecureTable(stack, 'Table', { partitionKey, ...props });
  return only(stack, 'AWS::DynamoDB::Table').Properties;
}

function global(props: Partial<SecureTableV2Props> = {}, stack = newStack()): any {
  new SecureTableV2(stack, 'Table', { partitionKey, ...props });
  return only(stack, 'AWS::DynamoDB::GlobalTable').Properties;
}

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding and no warning, with %s', (_, flags) => {
    const stack = stackIn(profile, flags);
    const props = { partitionKey, sortKey, dataClass: DataClass.SECRET, retention: Duration.days(30) };
    new SecureTable(stack, 'Plain', { partitionKey });
    new SecureTable(stack, 'Table', props).addGlobalSecondaryIndex(index);
    new SecureTableV2(stack, 'PlainGlobal', { partitionKey });
    new SecureTableV2(stack, 'Global', { ...props, globalSecondaryIndexes: [index] }).addGlobalSecondaryIndex({
      ...index,
      indexName: 'later',
    });
    new SecureTable(new NestedStack(stack, 'Nested'), 'Inner', { partitionKey });
    SecurityGate.enforce(stack.node.root as App, {});
    const found = SecurityGate.findingsOf(stack).filter(
      ({ ruleId, status }) => status === 'blocking' || (/^TABLE/.test(ruleId) && status === 'warning'),
    );
    expect(found.map(({ ruleId, path }) => `${ruleId} ${path}`)).toEqual([]);
  });
});

describe('what a profile changes', () => {
  test.each([
    ['production', true, 'RetainExceptOnCreate'],
    ['regulated', true, 'RetainExceptOnCreate'],
    ['development', false, 'Delete'],
  ] as const)('%s', (profile, isAssured, deletionPolicy) => {
    for (const make of [
      (stack: Stack) => new SecureTable(stack, 'Table', { partitionKey }),
      (stack: Stack) => new SecureTableV2(stack, 'Table', { partitionKey }),
    ]) {
      const stack = stackIn(profile);
      const { node } = make(stack);
      const [resource] = [Template.fromStack(stack).toJSON().Resources].map(
        (all) => all[stack.resolve((node.defaultChild as any).logicalId)],
      );
      const { Replicas: [region] = [resource.Properties] } = resource.Properties;
      expect(region.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(isAssured);
      expect(region.DeletionProtectionEnabled).toBe(isAssured);
      expect(region.SSESpecification?.KMSMasterKeyId !== undefined).toBe(isAssured);
      expect(resource.DeletionPolicy).toBe(deletionPolicy);
      expect(region.Tags).toContainEqual({ Key: 'data-class', Value: isAssured ? 'personal' : 'internal' });
    }
  });
  test('secret data has a customer key in development too, internal data none in production', () => {
    expect(table({ dataClass: DataClass.SECRET }, stackIn('development')).SSESpecification.SSEEnabled).toBe(true);
    expect(table({ dataClass: DataClass.INTERNAL }).SSESpecification).toBeUndefined();
    expect(global({ dataClass: DataClass.INTERNAL }).SSESpecification).toBeUndefined();
  });
});

describe('limits', () => {
  const most = { MaxReadRequestUnits: 500, MaxWriteRequestUnits: 200 };
  test('a table and its index', () => {
    const stack = newStack();
    const it = new SecureTable(stack, 'Table', { partitionKey, maxWriteRequestUnits: 300 });
    it.addGlobalSecondaryIndex(index);
    it.addGlobalSecondaryIndex({ ...index, indexName: 'own', maxReadRequestUnits: 7, maxWriteRequestUnits: undefined });
    const got = only(stack, 'AWS::DynamoDB::Table').Properties;
    expect(got.BillingMode).toBe('PAY_PER_REQUEST');
    expect(got.OnDemandThroughput).toEqual({ ...most, MaxWriteRequestUnits: 300 });
    expect(got.GlobalSecondaryIndexes.map((one: any) => one.OnDemandThroughput)).toEqual([
      { MaxReadRequestUnits: 500, MaxWriteRequestUnits: 300 },
      { MaxReadRequestUnits: 7, MaxWriteRequestUnits: 300 },
    ]);
  });
  test.each<[string, Partial<SecureTableProps>]>([
    ['by its mode', { billingMode: dynamodb.BillingMode.PROVISIONED }],
    ['by a capacity', { readCapacity: 3 }],
  ])('provisioned %s, it has none', (_, props) => {
    const stack = newStack();
    new SecureTable(stack, 'Table', { partitionKey, ...props }).addGlobalSecondaryIndex(index);
    const got = only(stack, 'AWS::DynamoDB::Table').Properties;
    expect([got.BillingMode, got.OnDemandThroughput]).toEqual([undefined, undefined]);
    expect(got.GlobalSecondaryIndexes[0].OnDemandThroughput).toBeUndefined();
    expect(got.ProvisionedThroughput.ReadCapacityUnits).toBe(props.readCapacity ?? 5);
  });
  test('a global table fills in what its billing leaves open', () => {
    const got = global({
      billing: dynamodb.Billing.onDemand({ maxReadRequestUnits: 9 }),
      globalSecondaryIndexes: [index, { ...index, indexName: 'own', maxWriteRequestUnits: 8 }],
    });
    expect(got.WriteOnDemandThroughputSettings).toEqual({ MaxWriteRequestUnits: 200 });
    expect(got.Replicas[0].ReadOnDemandThroughputSettings).toEqual({ MaxReadRequestUnits: 9 });
    expect(
      got.GlobalSecondaryIndexes.map((one: any) => one.WriteOnDemandThroughputSettings.MaxWriteRequestUnits),
    ).toEqual([200, 8]);
    expect(
      got.Replicas[0].GlobalSecondaryIndexes.map((one: any) => one.ReadOnDemandThroughputSettings.MaxReadRequestUnits),
    ).toEqual([9, 9]);
  });
  test('a provisioned global table has none', () => {
    const billing = dynamodb.Billing.provisioned({
      readCapacity: dynamodb.Capacity.fixed(1),
      writeCapacity: dynamodb.Capacity.autoscaled({ maxCapacity: 10 }),
    });
    const got = global({ billing, globalSecondaryIndexes: [index] });
    expect(JSON.stringify(got)).not.toContain('OnDemand');
    expect(got.BillingMode).toBe('PROVISIONED');
  });
});

describe('what it holds, and for how long', () => {
  const facts = { dataClass: DataClass.SECRET, retention: Duration.days(30) };
  const TAGS = [
    { Key: 'data-class', Value: 'secret' },
    { Key: 'data-retention', Value: '30 days' },
  ];
  test('stands in tags and in the time to live', () => {
    expect(table(facts)).toMatchObject({
      Tags: TAGS,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    const got = global({ ...facts, timeToLiveAttribute: 'gone', tags: [{ key: 'team', value: 'a' }] });
    expect(got.Replicas[0].Tags).toEqual([...TAGS, { Key: 'team', Value: 'a' }]);
    expect(got.TimeToLiveSpecification.AttributeName).toBe('gone');
  });
  test('without a retention, items are kept', () => {
    const got = table();
    expect(got.Tags).toContainEqual({ Key: 'data-retention', Value: 'kept until deleted' });
    expect(got.TimeToLiveSpecification).toBeUndefined();
  });
  test.each([Duration.hours(36), Duration.days(0)])('%s is no retention', (retention) => {
    for (const make of [table, global])
      expect(() => make({ retention })).toThrow(/^TABLE-07: expected retention to be a number of whole days, got/);
  });
});

describe('keys', () => {
  test("the caller's key stays, in every region that it was named for", () => {
    const stack = newStack();
    const key = new Key(stack, 'Own', { enableKeyRotation: true });
    const there = 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555';
    const encryption = dynamodb.TableEncryptionV2.customerManagedKey(key, { 'eu-west-1': there });
    const it = new SecureTableV2(stack, 'Table', { partitionKey, encryption, replicas: [{ region: 'eu-west-1' }] });
    expect(it.encryptionKey).toBe(key);
    const { Replicas } = only(stack, 'AWS::DynamoDB::GlobalTable').Properties;
    const keys = Replicas.map((one: any) => one.SSESpecification.KMSMasterKeyId);
    expect(keys[0]).toBe(there);
    expect(keys[1]).toEqual(stack.resolve(key.keyArn));
    expect(Replicas.map((one: any) => one.DeletionProtectionEnabled)).toEqual([true, true]);
    expect(blocking(stack).filter((one) => one.startsWith('TABLE'))).toEqual([]);
  });
  test('with replicas and no key for them, the gate says so', () => {
    const stack = newStack();
    new SecureTableV2(stack, 'Table', { partitionKey, replicas: [{ region: 'eu-west-1' }] });
    expect(blocking(stack)).toEqual(['TABLE-01 Stack/Table/Resource']);
  });
  test('where the region is open, the key is the same', () => {
    const stack = new Stack(new App({ context: RECOMMENDED_FLAGS }), 'Stack');
    const { Replicas, SSESpecification } = global({}, stack);
    expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    expect(Replicas[0].SSESpecification.KMSMasterKeyId['Fn::GetAtt'][0]).toMatch(/^SecureKeyRingData/);
    expect(blocking(stack)).toEqual([]);
  });
});

describe('what the plain L2 takes, this takes', () => {
  const rows: [string, Partial<SecureTableProps>][] = [
    ...Object.values(dynamodb.TableEncryption).map((one): [string, Partial<SecureTableProps>] => [
      `encryption ${one}`,
      { encryption: one },
    ]),
    ...Object.values(dynamodb.BillingMode).map((one): [string, Partial<SecureTableProps>] => [
      `billing ${one}`,
      { billingMode: one },
    ]),
    ['only a capacity', { writeCapacity: 1 }],
    ['the older prop for recovery', { pointInTimeRecovery: true }],
    [
      'a period of recovery',
      { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 7 } },
    ],
    ['replicas of the older kind', { replicationRegions: ['eu-west-1'] }],
    ['a stream', { stream: dynamodb.StreamViewType.KEYS_ONLY }],
    ['a name', { tableName: 'orders' }],
    ['removal', { removalPolicy: RemovalPolicy.DESTROY }],
  ];
  beforeAll(() => void (process.env.JSII_DEPRECATED = 'quiet'));
  test.each(rows)('%s', (_, props) => {
    for (const flags of [RECOMMENDED_FLAGS, {}]) {
      const plain = newStack({ flags });
      expect(() => {
        new dynamodb.Table(plain, 'Table', { partitionKey, ...props });
        Template.fromStack(plain);
      }).not.toThrow();
      const stack = newStack({ flags });
      new SecureTable(stack, 'Table', { partitionKey, ...props });
      // what is weak is said by rules, and never a fault of CDK or of the gate
      expect(SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId.startsWith('GATE'))).toEqual([]);
    }
  });
  test('what is to go with its stack is not protected, and the gate says so', () => {
    const stack = newStack();
    const it = new SecureTable(stack, 'Table', { partitionKey, removalPolicy: RemovalPolicy.DESTROY });
    expect((it.node.defaultChild as dynamodb.CfnTable).deletionProtectionEnabled).toBeUndefined();
    expect(blocking(stack)).toEqual(['TABLE-03 Stack/Table/Resource', 'TABLE-04 Stack/Table/Resource']);
  });
  test('a waiver covers its own table', () => {
    const stack = newStack();
    const waivers = [{ ruleId: 'TABLE-02', reason: 'scratch data that is computed again every night' }];
    const off = { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: false } };
    new SecureTable(stack, 'Waived', { partitionKey, ...off, waivers });
    new SecureTable(stack, 'Other', { partitionKey, ...off });
    expect(blocking(stack)).toEqual(['TABLE-02 Stack/Other/Resource']);
  });
  test('auto scaling of a provisioned table', () => {
    const stack = newStack();
    const it = new SecureTable(stack, 'Table', { partitionKey, readCapacity: 1 });
    it.autoScaleReadCapacity({ minCapacity: 1, maxCapacity: 5 }).scaleOnUtilization({ targetUtilizationPercent: 70 });
    expect(blocking(stack)).toEqual([]);
  });
});
