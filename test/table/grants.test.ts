import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { AccountPrincipal, IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { FailureQueues, SecureFunction, SecureTable, SecureTableV2 } from '../../lib';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, newStack } from '../support/judging';
import { Account } from '../support/template-access';

type AnyTable = SecureTable | SecureTableV2;

const partitionKey = { name: 'id', type: AttributeType.STRING };
const index = (indexName: string) => ({ indexName, partitionKey: { name: indexName, type: AttributeType.STRING } });

const newRole = (stack: Stack, id: string) =>
  new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

const MAKERS: Record<string, (stack: Stack, id: string) => AnyTable> = {
  SecureTable: (stack, id) => {
    const table = new SecureTable(stack, id, { partitionKey, stream: StreamViewType.NEW_IMAGE });
    table.addGlobalSecondaryIndex(index('first'));
    return table;
  },
  SecureTableV2: (stack, id) =>
    new SecureTableV2(stack, id, {
      partitionKey,
      dynamoStream: StreamViewType.NEW_IMAGE,
      globalSecondaryIndexes: [index('first')],
    }),
};
const TYPE: Record<string, string> = {
  SecureTable: 'AWS::DynamoDB::Table',
  SecureTableV2: 'AWS::DynamoDB::GlobalTable',
};

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation()); // nobody receives the alarms
afterAll(() => jest.restoreAllMocks());

const actions = (...names: string[]) => names.map((one) => `dynamodb:${one}`);
const READ = actions('GetItem', 'BatchGetItem', 'Query', 'Scan', 'ConditionCheckItem', 'DescribeTable');
const WRITE = actions('PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'DescribeTable');
const NEVER = actions(
  'DeleteTable',
  'UpdateTable',
  'CreateBackup',
  'RestoreTableToPointInTime',
  'ExportTableToPointInTime',
  'PutResourcePolicy',
  'UpdateTimeToLive',
  'UpdateContinuousBackups',
  'PartiQLDelete',
  'GetRecords',
  'BatchSomethingNew',
);
const ALL = [...new Set([...READ, ...WRITE, ...NEVER])];
const ON_INDEX = actions('Query', 'Scan');

interface Scene {
  readonly account: Account;
  readonly as: string;
  readonly stranger: string;
  readonly on: string;
  readonly other: string;
  readonly key: string;
  readonly stack: Stack;
}

function scene(name: string, grant: (table: AnyTable, fn: IGrantable) => unknown, flags = RECOMMENDED_FLAGS): Scene {
  const stack = newStack({ flags });
  const table = MAKERS[name](stack, 'Table');
  MAKERS[name](stack, 'Other');
  const fn = newRole(stack, 'Fn');
  newRole(stack, 'Stranger');
  grant(table, fn);
  const account = Account.of({ stackName: 'Stack', template: Template.fromStack(stack).toJSON() });
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  return {
    account,
    stack,
    as: id('AWS::IAM::Role', 'Fn'),
    stranger: id('AWS::IAM::Role', 'Stranger'),
    on: id(TYPE[name], 'Table'),
    other: id(TYPE[name], 'Other'),
    key: id('AWS::KMS::Key', 'SecureKeyRingData'),
  };
}

const may = ({ account }: Scene, as: string, on: string, path?: string): string[] =>
  ALL.filter((action) => account.can({ as, action, on, path }) === 'allowed').sort();

describe.each(Object.keys(MAKERS))('%s', (name) => {
  test.each<[string, (table: AnyTable, fn: IGrantable) => unknown, string[]]>([
    ['grantReadData', (table, fn) => table.grantReadData(fn), READ],
    ['grantWriteData', (table, fn) => table.grantWriteData(fn), WRITE],
    ['grantReadWriteData', (table, fn) => table.grantReadWriteData(fn), [...READ, ...WRITE]],
    ['grantFullAccess', (table, fn) => table.grantFullAccess(fn), [...READ, ...WRITE]],
    ['grants.readData', (table, fn) => table.grants.readData(fn), READ],
    ['grants.writeData', (table, fn) => table.grants.writeData(fn), WRITE],
    ['grants.readWriteData', (table, fn) => table.grants.readWriteData(fn), [...READ, ...WRITE]],
    ['grants.fullAccess', (table, fn) => table.grants.fullAccess(fn), [...READ, ...WRITE]],
    ['grant', (table, fn) => table.grant(fn, 'dynamodb:PutItem', 'dynamodb:Query'), actions('PutItem', 'Query')],
  ])('%s gives exactly its actions, there, to this function', (_, grant, expected) => {
    const it = scene(name, grant);
    const wanted = [...new Set(expected)].sort();
    expect(may(it, it.as, it.on)).toEqual(wanted);
    expect(may(it, it.as, it.on, 'index/first')).toEqual(wanted.filter((one) => ON_INDEX.includes(one)));
    expect(may(it, it.as, it.on, 'index/firstborn')).toEqual([]);
    expect(may(it, it.as, it.other)).toEqual([]);
    expect(may(it, it.as, it.other, 'index/first')).toEqual([]);
    expect(may(it, it.stranger, it.on)).toEqual([]);
  });

  test('no rule finds anything in what they give', () => {
    const { stack } = scene(name, (table, fn) => {
      table.grantReadData(fn);
      table.grantWriteData(fn);
      table.grantFullAccess(fn);
      table.grants.readWriteData(fn);
      table.grantStreamRead(fn);
      table.grantOnKey(fn, 'kms:GenerateDataKey*');
      table.grant(fn, 'dynamodb:UpdateItem');
    });
    expect(blocking(stack)).toEqual([]);
  });

  test('an index that is added later is for readers, and not for writers', () => {
    for (const [grant, expected] of [
      ['grantReadData', [...ON_INDEX].sort()],
      ['grantWriteData', []],
    ] as const) {
      const it = scene(name, (table, fn) => {
        table[grant](fn);
        table.addGlobalSecondaryIndex(index('later'));
      });
      expect(may(it, it.as, it.on, 'index/later')).toEqual(expected);
      expect(may(it, it.as, it.on, 'index/latest')).toEqual([]);
      expect(may(it, it.as, it.other, 'index/later')).toEqual([]);
    }
  });

  test('without flags it is the same', () => {
    const it = scene(name, (table, fn) => table.grantReadData(fn), {} as typeof RECOMMENDED_FLAGS);
    expect(may(it, it.as, it.on)).toEqual([...READ].sort());
    expect(may(it, it.as, it.on, 'index/first')).toEqual([...ON_INDEX].sort());
  });

  test.each<[string, (table: AnyTable, fn: IGrantable) => unknown]>([
    ['grantReadData', (table, fn) => table.grantReadData(fn)],
    ['grantWriteData', (table, fn) => table.grantWriteData(fn)],
    ['grant', (table, fn) => table.grant(fn, 'dynamodb:GetItem')],
    ['grantStreamRead', (table, fn) => table.grantStreamRead(fn)],
  ])('the key works through DynamoDB only, by %s', (_, grant) => {
    const { account, as, stranger, key: on } = scene(name, grant);
    const via = (service: string) => ({ 'kms:ViaService': `${service}.us-east-1.amazonaws.com` });
    const ask = (who: string, action: string, context: Record<string, string>) =>
      account.can({ as: who, action, on, context });
    expect(ask(as, 'kms:Decrypt', via('dynamodb'))).toBe('allowed');
    expect(ask(as, 'kms:Decrypt', via('s3'))).toBe('implicitly-denied');
    expect(ask(as, 'kms:Decrypt', {})).toBe('implicitly-denied');
    for (const action of ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'])
      expect(ask(as, action, via('dynamodb'))).toBe('implicitly-denied');
    expect(ask(stranger, 'kms:Decrypt', via('dynamodb'))).toBe('implicitly-denied');
  });

  test('who only asks what a table is like, gets no key', () => {
    const { account, as, key: on } = scene(name, (table, fn) => table.grant(fn, 'dynamodb:DescribeTable'));
    const context = { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' };
    expect(account.can({ as, action: 'kms:Decrypt', on, context })).toBe('implicitly-denied');
  });

  test('grantOnKey names each operation', () => {
    const it = scene(name, (table, fn) => table.grantOnKey(fn, 'kms:GenerateDataKey*', 'kms:ReEncrypt*'));
    const context = { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' };
    const can = (action: string) => it.account.can({ as: it.as, action, on: it.key, context }) === 'allowed';
    expect(['GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'].map((one) => can(`kms:${one}`))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['Decrypt', 'GenerateDataKeyPair'].map((one) => can(`kms:${one}`))).toEqual([false, false]);
  });

  test('a stream is read by whoever it is given to, through a mapping too', () => {
    const stream = actions('DescribeStream', 'GetRecords', 'GetShardIterator');
    const it = scene(name, (table, fn) => table.grantStreamRead(fn));
    const allowed = (as: string, path?: string) =>
      stream.filter((action) => it.account.can({ as, action, on: it.on, path }) === 'allowed');
    expect(allowed(it.as)).toEqual([]);
    expect(allowed(it.stranger)).toEqual([]);
    expect(may(it, it.as, it.on)).toEqual([]);
    const stack = newStack();
    const fn = new SecureFunction(stack, 'Fn', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
    });
    fn.addEventSource(
      new DynamoEventSource(MAKERS[name](stack, 'Table'), {
        startingPosition: StartingPosition.LATEST,
        onFailure: new SqsDlq(FailureQueues.of(stack).queue()),
        retryAttempts: 2,
        bisectBatchOnError: true,
      }),
    );
    const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const [reading] = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:GetRecords'));
    expect(reading.Resource['Fn::GetAtt'][1]).toBe('StreamArn');
    expect([reading.Action].flat().every((one: string) => stream.concat('dynamodb:ListStreams').includes(one))).toBe(
      true,
    );
    expect(blocking(stack).filter((one) => /^(ROLE|TABLE|KEY)/.test(one))).toEqual([]);
  });

  test('a table without a stream has none to read', () => {
    const stack = newStack();
    const fn = newRole(stack, 'Fn');
    const table: AnyTable =
      name === 'SecureTable'
        ? new SecureTable(stack, 'Table', { partitionKey })
        : new SecureTableV2(stack, 'Table', { partitionKey });
    // TableV2 of CDK always has the attribute
    if (table.tableStreamArn === undefined) expect(() => table.grantStreamRead(fn)).toThrow();
    expect(() => table.grantReadData(new ServicePrincipal('s3.amazonaws.com'))).toThrow(/ServicePrincipal/);
  });

  test('another account comes into the table’s policy, and the gate says so', () => {
    const stack = newStack();
    MAKERS[name](stack, 'Table').grantReadData(new AccountPrincipal('222222222222'));
    expect(blocking(stack)).toEqual(['POLICY-02 Stack/Table/Resource']);
  });
});

test('the key’s policy names nobody, across stacks too', () => {
  const data = newStack();
  const compute = new Stack(data.node.root as any, 'Compute', {
    env: { account: '111111111111', region: 'us-east-1' },
  });
  const own = new Key(data, 'Own', { enableKeyRotation: true });
  const fn = newRole(compute, 'Fn');
  new SecureTable(data, 'Ring', { partitionKey }).grantReadWriteData(fn);
  new SecureTable(data, 'Table', { partitionKey, encryptionKey: own }).grantReadWriteData(fn);
  new SecureTableV2(data, 'Global', { partitionKey }).grantReadWriteData(fn);
  expect(blocking(data).filter((one) => !one.includes('Stack/Own'))).toEqual([]);
  const keys = JSON.stringify(Template.fromStack(data).findResources('AWS::KMS::Key'));
  expect(keys).not.toContain('Fn');
});
