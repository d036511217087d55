import { Aspects, CfnResource, Mixins, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, CfnGlobalTable, CfnTable, Table, TableProps, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SecurityProfile } from '../../lib/core/profile';
import { SecureTable } from '../../lib/table/secure-table';
import { SecureTableBlueprint, SecureTableV2Blueprint } from '../../lib/table/secure-table-blueprint';
import { SecureTableMixin, SecureTableV2Mixin } from '../../lib/table/secure-table-mixin';
import { SecureTableV2 } from '../../lib/table/secure-table-v2';
import { blocking, ENV, newStack } from '../support/judging';

const partitionKey = { name: 'id', type: AttributeType.STRING };
const KEYED = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const MIXINS = [new SecureTableMixin(), new SecureTableV2Mixin()];
const BLUEPRINTS = [new SecureTableBlueprint(), new SecureTableV2Blueprint()];
const resources = (stack: Stack): Record<string, any> => Template.fromStack(stack).toJSON().Resources;
const left = (stack: Stack): string[] => blocking(stack).filter((one) => /^TABLE-0[234]/.test(one));

/** Properties that differ between two templates: `Table.BillingMode`. */
function changed(before: Record<string, any>, after: Record<string, any>): string[] {
  expect(Object.keys(after)).toEqual(Object.keys(before));
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return Object.keys(before).flatMap((id) => {
    const [a, b] = [before[id].Properties, after[id].Properties];
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !same(a[key], b[key]));
  });
}

describe('the blueprints', () => {
  const withBlueprints = (): Stack => {
    const stack = newStack();
    PropertyInjectors.of(stack).add(...BLUEPRINTS);
    return stack;
  };

  test('change recovery and protection, and nothing else', () => {
    const build = (stack: Stack) => {
      new Table(stack, 'Table', { partitionKey, tableName: 'orders' });
      return stack;
    };
    const [before, after] = [newStack(), withBlueprints()].map((stack) => resources(build(stack)));
    expect(changed(before, after).sort()).toEqual(['DeletionProtectionEnabled', 'PointInTimeRecoverySpecification']);
  });

  test.each<[string, Partial<TableProps>, object]>([
    [
      'what is to go with its stack',
      { removalPolicy: RemovalPolicy.DESTROY },
      { DeletionProtectionEnabled: undefined },
    ],
    ['what somebody switched off', { deletionProtection: false }, { DeletionProtectionEnabled: false }],
    [
      'what somebody switched off by the older prop',
      { pointInTimeRecovery: false },
      { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } },
    ],
  ])('leave alone %s', (_, props, expected) => {
    process.env.JSII_DEPRECATED = 'quiet';
    const stack = withBlueprints();
    new Table(stack, 'Table', { partitionKey, ...props });
    const [{ Properties }] = Object.values(resources(stack));
    for (const [key, value] of Object.entries(expected)) expect(Properties[key]).toEqual(value);
  });

  test('secure tables are the same with them', () => {
    const templates = [newStack(), withBlueprints()].map((stack) => {
      new SecureTable(stack, 'Table', { partitionKey });
      new SecureTableV2(stack, 'Global', { partitionKey });
      return resources(stack);
    });
    expect(templates[1]).toEqual(templates[0]);
  });
});

describe('the mixins', () => {
  const weak = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 7 } };
  const builds: [string, (stack: Stack) => void, string[]][] = [
    [
      'L2s',
      (stack) => {
        new Table(stack, 'Table', { partitionKey, removalPolicy: RemovalPolicy.DESTROY });
        new TableV2(stack, 'Global', { partitionKey, replicas: [{ region: 'eu-west-1' }], deletionProtection: false });
      },
      ['DeletionProtectionEnabled', 'PointInTimeRecoverySpecification', 'Replicas'],
    ],
    [
      'L1s',
      (stack) => {
        const keySchema = [{ attributeName: 'id', keyType: 'HASH' }];
        const attributeDefinitions = [{ attributeName: 'id', attributeType: 'S' }];
        new CfnTable(stack, 'Table', { keySchema, attributeDefinitions, deletionProtectionEnabled: false });
        new CfnGlobalTable(stack, 'Global', { keySchema, attributeDefinitions, replicas: [{ region: 'us-east-1' }] });
      },
      ['DeletionProtectionEnabled', 'PointInTimeRecoverySpecification', 'Replicas'],
    ],
    [
      'generic resources',
      (stack) => {
        new CfnResource(stack, 'Table', { type: 'AWS::DynamoDB::Table', properties: { ...KEYED, ...weak } });
        const properties = { ...KEYED, Replicas: [{ Region: 'us-east-1', ...weak }, { Region: 'eu-west-1' }] };
        new CfnResource(stack, 'Global', { type: 'AWS::DynamoDB::GlobalTable', properties });
      },
      ['DeletionProtectionEnabled', 'PointInTimeRecoverySpecification', 'Replicas'],
    ],
  ];
  test.each(builds)('make their rules hold on %s, and change nothing else', (_, build, expected) => {
    const [plain, stack] = [newStack(), newStack()];
    build(plain);
    build(stack);
    expect(left(plain).length).toBeGreaterThan(3);
    stack.with(...MIXINS);
    expect(left(stack)).toEqual([]);
    expect([...new Set(changed(resources(plain), resources(stack)))].sort()).toEqual(expected);
  });

  test('keep the period of recovery, and the region of each replica', () => {
    const stack = newStack();
    builds[2][1](stack);
    stack.with(...MIXINS);
    const { Table: table, Global: global } = resources(stack);
    expect(table.Properties.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 7,
    });
    expect(global.Properties.Replicas.map(({ Region }: any) => Region)).toEqual(['us-east-1', 'eu-west-1']);
  });

  test('a replica that is added later counts', () => {
    const stack = newStack();
    const table = new TableV2(stack, 'Global', { partitionKey });
    Mixins.of(table).apply(new SecureTableV2Mixin());
    table.addReplica({ region: 'eu-west-1' });
    expect(left(stack)).toEqual([]);
  });

  test('leave development as it is, and what is no table', () => {
    const build = (stack: Stack) => {
      SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
      builds[0][1](stack);
      return stack;
    };
    const [before, stack] = [build(newStack()), build(newStack())];
    stack.with(...MIXINS);
    expect(resources(stack)).toEqual(resources(before));
    const other = new CfnResource(stack, 'Other', { type: 'AWS::SNS::Topic' });
    for (const mixin of MIXINS) {
      expect(mixin.supports(other)).toBe(false);
      expect(() => mixin.applyTo(other)).not.toThrow();
    }
    expect(Aspects.of(other).all).toEqual([]);
  });
});
