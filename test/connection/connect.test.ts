import { App, CfnParameter, Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, CfnTable, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import {
  Access,
  ConnectOptions,
  DataClass,
  SecureBucket,
  SecureEventBus,
  SecureFunction,
  SecureFunctionProps,
  SecureNodejsFunction,
  SecureQueue,
  SecureSecret,
  SecureStateMachine,
  SecureTable,
  SecureTableV2,
  SecureTopic,
  SecurityProfile,
  Source,
} from '../../lib';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1;') };
const ID = { name: 'id', type: AttributeType.STRING };
const OWNER = { name: 'owner', type: AttributeType.STRING };
const arn = (service: string, rest: string) => `arn:aws:${service}:us-east-1:${ENV.account}:${rest}`;

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const worker = (stack: Stack, props: Partial<SecureFunctionProps> = {}, id = 'Worker') =>
  new SecureFunction(stack, id, { ...CODE, ...props });
const synthesized = (stack: Stack): any => (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template;
const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const deployed = (stack: Stack, template = rendered(stack)): Account => Account.of({ stackName: 'Stack', template });
const FUNCTION = 'AWS::Lambda::Function';
const fnIn = (account: Account): string => account.logicalIds(FUNCTION, 'Worker')[0];
const variables = (stack: Stack): Record<string, unknown> =>
  rendered(stack).Resources[fnIn(deployed(stack))].Properties.Environment?.Variables ?? {};

/** What every function of ours may do: write its logs and traces. */
const ITS_OWN = /^(logs|xray):/;
/** Everything that was granted, but for keys: `action resource`. */
const granted = (stack: Stack): string[] =>
  deployed(stack)
    .actionsOf(fnIn(deployed(stack)))
    .filter(({ action }) => !ITS_OWN.test(action) && !action.startsWith('kms:'))
    .map(({ action }) => action)
    .sort();

/** Kind · how it is made · the type of its resource · each access with what it brings · the variable’s value, in parts. */
type Row = [string, (stack: Stack, dataClass?: DataClass) => IConstruct, [Access, string[], string[]][]];

const machine = '{"StartAt":"Do","TimeoutSeconds":60,"States":{"Do":{"Type":"Succeed"}}}';
const table = (stack: Stack, dataClass?: DataClass) => new SecureTable(stack, 'It', { partitionKey: ID, dataClass });
const ROWS: Row[] = [
  [
    'table',
    table,
    [
      [
        Access.READ,
        ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query', 'Scan'].map(of('dynamodb')),
        ['kms:Decrypt'],
      ],
      [Access.WRITE, ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'].map(of('dynamodb')), ['kms:Decrypt']],
      [Access.actions('dynamodb:GetItem'), ['dynamodb:GetItem'], ['kms:Decrypt']],
      [Access.actions('dynamodb:DescribeTable'), ['dynamodb:DescribeTable'], []],
    ],
  ],
  [
    'table, version 2',
    (stack, dataClass) => new SecureTableV2(stack, 'It', { partitionKey: ID, dataClass }),
    [[Access.actions('dynamodb:PutItem'), ['dynamodb:PutItem'], ['kms:Decrypt']]],
  ],
  [
    'bucket',
    (stack, dataClass) => new SecureBucket(stack, 'It', { dataClass }),
    [
      [Access.READ, ['s3:GetObject', 's3:ListBucket'], ['kms:Decrypt']],
      [
        Access.WRITE,
        ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'],
        ['kms:Decrypt', 'kms:GenerateDataKey'],
      ],
      [Access.actions('s3:GetObject'), ['s3:GetObject'], ['kms:Decrypt']],
      [Access.actions('s3:DeleteObject'), ['s3:DeleteObject'], []],
    ],
  ],
  [
    'queue',
    (stack, dataClass) => new SecureQueue(stack, 'It', { dataClass }),
    [
      [Access.SEND, ['sqs:SendMessage'], ['kms:Decrypt', 'kms:GenerateDataKey']],
      [Access.RECEIVE, ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'], ['kms:Decrypt']],
    ],
  ],
  [
    'topic',
    (stack, dataClass) => new SecureTopic(stack, 'It', { dataClass }),
    [[Access.PUBLISH, ['sns:Publish'], ['kms:Decrypt', 'kms:GenerateDataKey']]],
  ],
  [
    'event bus',
    (stack, dataClass) => new SecureEventBus(stack, 'It', { dataClass }),
    [[Access.PUBLISH, ['events:PutEvents'], []]],
  ],
  [
    'secret',
    (stack, dataClass) => new SecureSecret(stack, 'It', { dataClass, rotation: 'never' }),
    [
      [Access.READ, ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], ['kms:Decrypt']],
      [Access.WRITE, ['secretsmanager:PutSecretValue'], ['kms:Decrypt', 'kms:GenerateDataKey']],
    ],
  ],
  [
    'parameter',
    (stack) => new StringParameter(stack, 'It', { stringValue: 'x' }),
    [
      [Access.READ, ['ssm:GetParameter', 'ssm:GetParameters'], []],
      [Access.WRITE, ['ssm:PutParameter'], []],
    ],
  ],
  [
    'state machine',
    (stack, dataClass) =>
      new SecureStateMachine(stack, 'It', { definitionBody: DefinitionBody.fromString(machine), dataClass }),
    [
      [Access.START, ['states:StartExecution'], []],
      [Access.INVOKE, ['states:StartSyncExecution'], []],
    ],
  ],
  ['function', (stack) => worker(stack, {}, 'It'), [[Access.INVOKE, ['lambda:InvokeFunction'], []]]],
  [
    'stream',
    (stack, dataClass) =>
      new Stream(
        stack,
        'It',
        dataClass === DataClass.INTERNAL ? {} : { encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) },
      ),
    [
      [
        Access.READ,
        ['DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map(of('kinesis')),
        ['kms:Decrypt'],
      ],
      [Access.WRITE, ['kinesis:PutRecord', 'kinesis:PutRecords'], ['kms:GenerateDataKey']],
    ],
  ],
];
function of(service: string) {
  return (name: string) => `${service}:${name}`;
}

describe.each(ROWS)('a %s', (_, make, accesses) => {
  test.each(accesses)(
    '%#: gives exactly what the access says, on this one, and its key through its service',
    (access, actions, onKey) => {
      const stack = newStack();
      const it = make(stack, DataClass.SECRET);
      const fn = worker(stack);
      const environmentOnly = rendered(stack);
      fn.connect(it, { access });
      expect(granted(stack)).toEqual([...actions].sort());
      const grants = deployed(stack).actionsOf(fnIn(deployed(stack)));
      const before = Account.of({ stackName: 'Stack', template: environmentOnly });
      expect(before.actionsOf(fnIn(before)).filter(({ action }) => !ITS_OWN.test(action))).toEqual([]);
      const keys = grants.filter(({ action }) => action.startsWith('kms:'));
      expect(keys.map(({ action }) => action).sort()).toEqual(onKey);
      for (const { condition } of keys) {
        expect(Object.keys(condition ?? {})).toEqual(['StringEquals']);
        expect(Object.keys(condition!.StringEquals!)).toContain('kms:ViaService');
      }
      for (const { action, resource } of grants) if (!ITS_OWN.test(action)) expect(resource).not.toBe('*');
    },
  );

  test.each(['production', 'development', 'regulated'] as const)('has no finding in %s', (profile) => {
    const profiles = {
      production: SecurityProfile.production(),
      development: SecurityProfile.development({ accounts: [ENV.account] }),
      regulated: SecurityProfile.regulated(),
    };
    for (const [flags, dataClass] of [
      [RECOMMENDED_FLAGS, DataClass.SECRET],
      [{}, DataClass.INTERNAL],
    ] as const) {
      const stack = newStack({ flags });
      profiles[profile].applyTo(stack);
      const it = make(stack, dataClass);
      const fn = worker(stack);
      for (const [access] of accesses) fn.connect(it, { access, env: 'THE_ENV' });
      expect(blocking(stack).filter((one) => !one.endsWith('Stack/It/Resource'))).toEqual([]);
    }
  });
});

describe('reading and writing', () => {
  const connected = (access: Access, options: Partial<ConnectOptions> = {}) => {
    const stack = newStack();
    const orders = new SecureTable(stack, 'Orders', { partitionKey: ID });
    new SecureTable(stack, 'Payments', { partitionKey: ID });
    worker(stack).connect(orders, { access, ...options });
    const account = deployed(stack);
    const can = (action: string, prefix = 'Orders') =>
      account.can({
        as: fnIn(account),
        action: `dynamodb:${action}`,
        on: account.logicalIds('AWS::DynamoDB::Table', prefix)[0],
      });
    return can;
  };

  test('a reader cannot write, nor read anything else', () => {
    const can = connected(Access.READ);
    for (const one of ['GetItem', 'Query', 'Scan', 'BatchGetItem']) expect(can(one)).toBe('allowed');
    for (const one of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'DeleteTable', 'UpdateTable'])
      expect(can(one)).toBe('implicitly-denied');
    expect(can('GetItem', 'Payments')).toBe('implicitly-denied');
  });

  test('a writer cannot read', () => {
    const can = connected(Access.WRITE);
    for (const one of ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem']) expect(can(one)).toBe('allowed');
    for (const one of ['GetItem', 'Query', 'Scan', 'BatchGetItem']) expect(can(one)).toBe('implicitly-denied');
    expect(can('PutItem', 'Payments')).toBe('implicitly-denied');
  });

  test('who does both does both, and nothing with the table itself', () => {
    const can = connected(Access.READ_WRITE);
    for (const one of ['GetItem', 'PutItem', 'DeleteItem']) expect(can(one)).toBe('allowed');
    for (const one of ['DeleteTable', 'UpdateTable', 'CreateBackup', 'ExportTableToPointInTime'])
      expect(can(one)).toBe('implicitly-denied');
  });

  test('function A may put items on table A and nothing else', () => {
    const can = connected(Access.actions('dynamodb:PutItem'));
    expect(can('PutItem')).toBe('allowed');
    for (const one of ['GetItem', 'UpdateItem', 'DeleteItem', 'Query']) expect(can(one)).toBe('implicitly-denied');
    expect(can('PutItem', 'Payments')).toBe('implicitly-denied');
  });
});

describe('indexes', () => {
  const can = (account: Account, action: string, index: string) =>
    account.can({
      as: fnIn(account),
      action: `dynamodb:${action}`,
      on: [...account.logicalIds('AWS::DynamoDB::Table'), ...account.logicalIds('AWS::DynamoDB::GlobalTable')][0],
      path: `index/${index}`,
    });
  const byOwner = { indexName: 'byOwner', partitionKey: OWNER };

  test.each<[string, (stack: Stack) => Table | TableV2]>([
    ['of a secure table', (s) => new SecureTable(s, 'T', { partitionKey: ID })],
    ['of a plain table', (s) => new Table(s, 'T', { partitionKey: ID })],
    ['of a table, version 2', (s) => new SecureTableV2(s, 'T', { partitionKey: ID })],
  ])('%s are read by name, those that come later too', (_, make) => {
    const stack = newStack();
    const it = make(stack);
    it.addGlobalSecondaryIndex(byOwner);
    const fn = worker(stack);
    fn.connect(it, { access: Access.READ });
    it.addGlobalSecondaryIndex({ ...byOwner, indexName: 'later' });
    const template = synthesizedQuietly(stack);
    const account = deployed(stack, template);
    for (const name of ['byOwner', 'later']) {
      expect(can(account, 'Query', name)).toBe('allowed');
      expect(can(account, 'Scan', name)).toBe('allowed');
      expect(can(account, 'GetItem', name)).toBe('implicitly-denied');
    }
    expect(can(account, 'Query', 'other')).toBe('implicitly-denied');
    expect(fn.connectedTo[0].resources).toHaveLength(3);
  });

  test('are not for writers, and for nobody who may not query', () => {
    for (const access of [Access.WRITE, Access.actions('dynamodb:GetItem')]) {
      const stack = newStack();
      const it = new SecureTable(stack, 'T', { partitionKey: ID });
      it.addGlobalSecondaryIndex(byOwner);
      worker(stack).connect(it, { access });
      expect(JSON.stringify(rendered(stack))).not.toContain('/index/');
    }
  });

  test('of an imported table are named', () => {
    const stack = newStack();
    const it = TableV2.fromTableArn(stack, 'T', arn('dynamodb', 'table/orders'));
    worker(stack).connect(it, { access: Access.READ, indexes: ['byOwner'], env: 'TABLE_NAME' });
    const resources = JSON.stringify(rendered(stack));
    expect(resources).toContain('table/orders/index/byOwner');
    expect(variables(stack).TABLE_NAME).toBe('orders');
  });

  function synthesizedQuietly(stack: Stack): any {
    for (const one of stack.node.findAll()) if (one instanceof CfnTable) one.applyRemovalPolicy(RemovalPolicy.RETAIN);
    try {
      return synthesized(stack);
    } catch {
      return JSON.parse(JSON.stringify(rendered(stack))); // what the gate refuses of a plain table is not what is asked
    }
  }
});

describe('a prefix of a bucket', () => {
  test('is all that is read, listed or written', () => {
    const stack = newStack();
    const fn = worker(stack);
    const it = new SecureBucket(stack, 'Files');
    fn.connect(it, { access: Access.READ, prefix: 'in/' });
    fn.connect(it, { access: Access.WRITE, prefix: 'out/' });
    const account = deployed(stack);
    const on = account.logicalIds('AWS::S3::Bucket', 'Files')[0];
    const can = (action: string, path?: string, context = {}) =>
      account.can({ as: fnIn(account), action: `s3:${action}`, on, path, context });
    expect(can('GetObject', 'in/1')).toBe('allowed');
    expect(can('GetObject', 'out/1')).toBe('implicitly-denied');
    expect(can('PutObject', 'out/1')).toBe('allowed');
    expect(can('PutObject', 'in/1')).toBe('implicitly-denied');
    expect(can('PutObjectAcl', 'out/1')).toBe('implicitly-denied');
    expect(can('ListBucket', undefined, { 's3:prefix': 'in/2026' })).toBe('allowed');
    expect(can('ListBucket', undefined, { 's3:prefix': '' })).toBe('implicitly-denied');
    expect(can('ListBucket')).toBe('implicitly-denied');
    expect(can('DeleteBucket')).toBe('implicitly-denied');
  });

  test.each(['ListBucketVersions', 'ListBucketMultipartUploads'])('is all that %s lists', (action) => {
    const stack = newStack();
    const it = new SecureBucket(stack, 'Files');
    worker(stack).connect(it, { access: Access.actions(`s3:${action}`), prefix: 'in/' });
    const account = deployed(stack);
    const on = account.logicalIds('AWS::S3::Bucket', 'Files')[0];
    const can = (context = {}) => account.can({ as: fnIn(account), action: `s3:${action}`, on, context });
    expect(can({ 's3:prefix': 'in/2026' })).toBe('allowed');
    expect(can({ 's3:prefix': 'out/' })).toBe('implicitly-denied');
    expect(can()).toBe('implicitly-denied');
  });

  test('may be said later, and is what it was when the function was connected', () => {
    const stack = newStack();
    const files = new SecureBucket(stack, 'Files');
    let now = 'in/';
    worker(stack).connect(files, { access: Access.READ, prefix: Lazy.string({ produce: () => now }) });
    now = '*';
    expect(JSON.stringify(rendered(stack))).toContain('"s3:prefix":"in/*"');
  });

  test('may be a value of the deployment', () => {
    const stack = newStack();
    const tenant = new CfnParameter(stack, 'Tenant').valueAsString;
    worker(stack).connect(new SecureBucket(stack, 'Files'), { access: Access.READ, prefix: `${tenant}/` });
    expect(JSON.stringify(rendered(stack))).toContain('"s3:prefix":{"Fn::Join":["",[{"Ref":"Tenant"},"/*"]]}');
  });

  test('actions on the bucket stand on the bucket, those on objects on objects', () => {
    const stack = newStack();
    worker(stack).connect(new SecureBucket(stack, 'Files'), {
      access: Access.actions('s3:GetObjectTagging', 's3:GetBucketLocation'),
    });
    const account = deployed(stack);
    const on = account.logicalIds('AWS::S3::Bucket', 'Files')[0];
    const can = (action: string, path?: string) => account.can({ as: fnIn(account), action: `s3:${action}`, on, path });
    expect(can('GetObjectTagging', 'x')).toBe('allowed');
    expect(can('GetBucketLocation')).toBe('allowed');
    expect(can('GetObject', 'x')).toBe('implicitly-denied');
  });
});

describe('other resources', () => {
  test('executions of a machine, not the machine', () => {
    const stack = newStack();
    const it = new SecureStateMachine(stack, 'M', { definitionBody: DefinitionBody.fromString(machine) });
    worker(stack).connect(it, { access: Access.actions('states:DescribeExecution', 'states:DescribeStateMachine') });
    const statements = Object.values<any>(rendered(stack).Resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const standsOn = (action: string) => statements.find(({ Action }) => Action === action).Resource;
    expect(standsOn('states:DescribeStateMachine')).toEqual({
      Ref: deployed(stack).logicalIds('AWS::StepFunctions::StateMachine')[0],
    });
    expect(JSON.stringify(standsOn('states:DescribeExecution'))).toMatch(/:execution:.*:\*/);
  });

  test('a stream of a table, and only if there is one', () => {
    const stack = newStack();
    const fn = worker(stack);
    const access = Access.actions('dynamodb:GetRecords');
    expect(() => fn.connect(new Table(stack, 'Without', { partitionKey: ID }), { access })).toThrow(
      /expected the table Stack\/Without to have a stream, got none/,
    );
  });

  test('a function, not its aliases', () => {
    const stack = newStack();
    worker(stack).connect(Function.fromFunctionArn(stack, 'F', arn('lambda', 'function:other')), {
      access: Access.INVOKE,
      env: 'OTHER',
    });
    const account = deployed(stack);
    const can = (on: string) => account.can({ as: fnIn(account), action: 'lambda:InvokeFunction', on });
    expect(can(arn('lambda', 'function:other'))).toBe('allowed');
    expect(can(arn('lambda', 'function:other:live'))).toBe('implicitly-denied');
    expect(variables(stack).OTHER).toBe('other');
  });

  test('a key takes single actions only', () => {
    const stack = newStack();
    const key = new Key(stack, 'Key');
    const fn = worker(stack);
    fn.connect(key, { access: Access.actions('kms:Sign') });
    const account = deployed(stack);
    const on = account.logicalIds('AWS::KMS::Key', 'Key')[0];
    expect(account.can({ as: fnIn(account), action: 'kms:Sign', on })).toBe('allowed');
    expect(account.can({ as: fnIn(account), action: 'kms:Decrypt', on })).toBe('implicitly-denied');
    expect(() => fn.connect(key, { access: Access.READ })).toThrow(
      /expected an access that a key knows, got Access\.READ on Stack\/Key; use Access\.actions\('kms:…'\)/,
    );
  });

  test('imported ones, with the key that is known', () => {
    const stack = newStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', arn('kms', 'key/1'));
    const fn = worker(stack);
    fn.connect(TableV2.fromTableAttributes(stack, 'T', { tableArn: arn('dynamodb', 'table/orders'), encryptionKey }), {
      access: Access.READ,
    });
    fn.connect(Bucket.fromBucketAttributes(stack, 'B', { bucketName: 'files', encryptionKey }), {
      access: Access.WRITE,
    });
    fn.connect(Secret.fromSecretNameV2(stack, 'S', 'carrier'), { access: Access.READ, env: 'SECRET_ARN' });
    fn.connect(Queue.fromQueueArn(stack, 'Q', arn('sqs', 'jobs')), { access: Access.SEND, env: 'QUEUE_URL' });
    fn.connect(
      StringParameter.fromSecureStringParameterAttributes(stack, 'P', { parameterName: '/carrier', encryptionKey }),
      { access: Access.READ, env: 'PARAMETER' },
    );
    expect(blocking(stack)).toEqual([]);
    const account = deployed(stack);
    const can = (action: string, on: string) => account.can({ as: fnIn(account), action, on });
    expect(can('dynamodb:GetItem', arn('dynamodb', 'table/orders'))).toBe('allowed');
    expect(can('s3:PutObject', 'arn:aws:s3:::files/x')).toBe('allowed');
    expect(can('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:carrier-AbCdEf'))).toBe('allowed');
    expect(can('sqs:SendMessage', arn('sqs', 'jobs'))).toBe('allowed');
    const decrypt = (via: string, context = {}) =>
      account.can({
        as: fnIn(account),
        action: 'kms:Decrypt',
        on: arn('kms', 'key/1'),
        context: { 'kms:ViaService': `${via}.us-east-1.amazonaws.com`, ...context },
      });
    // the imported key’s own policy is not here, so that only the identity speaks
    const keys = account.actionsOf(fnIn(account)).filter(({ action }) => action === 'kms:Decrypt');
    expect(keys.map(({ condition }: any) => condition.StringEquals['kms:ViaService']).sort()).toEqual(
      ['dynamodb', 's3', 'ssm'].map((one) => `${one}.us-east-1.amazonaws.com`),
    );
    expect(decrypt('lambda')).toBe('implicitly-denied');
    expect(variables(stack)).toMatchObject({ PARAMETER: '/carrier' });
  });

  test('of another stack, by identity: nothing depends in a circle', () => {
    const app = new App({ context: RECOMMENDED_FLAGS });
    const data = new Stack(app, 'Data', { env: ENV });
    const code = new Stack(app, 'Code', { env: ENV });
    const fn = worker(code);
    fn.connect(new SecureTable(data, 'Orders', { partitionKey: ID }), { access: Access.READ_WRITE, env: 'TABLE_NAME' });
    fn.connect(new SecureBucket(data, 'Files'), { access: Access.READ_WRITE, env: 'BUCKET_NAME' });
    fn.connect(new SecureQueue(data, 'Jobs'), { access: Access.SEND, env: 'QUEUE_URL' });
    expect(() => app.synth()).not.toThrow();
    expect(code.dependencies.map(({ node }) => node.id)).toEqual(['Data']);
    expect(data.dependencies).toEqual([]);
  });
});

describe('the environment', () => {
  test('says where things are, and is encrypted', () => {
    const stack = newStack();
    const fn = worker(stack);
    const orders = new SecureTable(stack, 'Orders', { partitionKey: ID });
    fn.connect(orders, { access: Access.READ, env: 'TABLE_NAME' });
    fn.connect(new SecureQueue(stack, 'Jobs'), { access: Access.SEND, env: 'QUEUE_URL' });
    fn.connect(new SecureTopic(stack, 'News'), { access: Access.PUBLISH, env: 'TOPIC_ARN' });
    fn.connect(orders, { access: Access.WRITE, env: 'TABLE_NAME' });
    const id = (type: string, prefix: string) => deployed(stack).logicalIds(type, prefix)[0];
    expect(variables(stack)).toEqual({
      TABLE_NAME: { Ref: id('AWS::DynamoDB::Table', 'Orders') },
      QUEUE_URL: { Ref: id('AWS::SQS::Queue', 'Jobs') },
      TOPIC_ARN: { Ref: id('AWS::SNS::Topic', 'News') },
    });
    expect(rendered(stack).Resources[fnIn(deployed(stack))].Properties.KmsKeyArn).toBeDefined();
  });

  test('one name means one thing', () => {
    const stack = newStack();
    const fn = worker(stack, { environment: { STAGE: 'prod' } });
    const jobs = new SecureQueue(stack, 'Jobs');
    const clash =
      /expected (STAGE|QUEUE_URL) to mean one thing for Stack\/Worker, got a second value; choose another env/;
    expect(() => fn.connect(jobs, { access: Access.SEND, env: 'STAGE' })).toThrow(clash);
    fn.connect(jobs, { access: Access.SEND, env: 'QUEUE_URL' });
    expect(() => fn.connect(new SecureQueue(stack, 'Others'), { access: Access.SEND, env: 'QUEUE_URL' })).toThrow(
      clash,
    );
    expect(() => fn.addEnvironment('QUEUE_URL', 'https://example.com')).toThrow(clash);
    fn.addEnvironment('STAGE', 'test');
    expect(variables(stack).STAGE).toBe('test');
  });
});

test('what was declared can be read: path, kind, actions, resources, variable', () => {
  const stack = newStack();
  const fn = worker(stack);
  expect(fn.connectedTo).toEqual([]);
  const orders = new SecureTable(stack, 'Orders', { partitionKey: ID });
  fn.connect(orders, { access: Access.actions('dynamodb:GetItem'), env: 'TABLE_NAME' });
  fn.connect(new SecureQueue(stack, 'Jobs'), { access: Access.SEND });
  expect(fn.connectedTo).toEqual([
    {
      targetPath: 'Stack/Orders',
      kind: 'table',
      actions: ['dynamodb:GetItem'],
      resources: [orders.tableArn],
      env: 'TABLE_NAME',
    },
    expect.objectContaining({ targetPath: 'Stack/Jobs', kind: 'queue', actions: ['sqs:SendMessage'], env: undefined }),
  ]);
  const state = (fn as any)[Symbol.for('cdk-secure-serverless/v1')];
  expect(state.connections).toHaveLength(2);
  expect(JSON.parse(JSON.stringify(state.connections))[0].targetPath).toBe('Stack/Orders');
});

test('the grant says what it did', () => {
  const stack = newStack();
  const grant = worker(stack).connect(new SecureTable(stack, 'T', { partitionKey: ID }), { access: Access.READ });
  expect(grant.success).toBe(true);
  expect(() => grant.assertSuccess()).not.toThrow();
});

test('statements for a role that was passed in stand in the stack of the function', () => {
  const stack = newStack();
  const role = Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ENV.account}:role/worker`);
  worker(stack, { role }).connect(new SecureQueue(stack, 'Jobs'), { access: Access.SEND });
  const resources: Record<string, any> = synthesized(stack).Resources;
  const [[id, policy], ...others] = Object.entries(resources).filter(
    ([, { Type, Properties }]) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties).includes('sqs:SendMessage'),
  );
  expect(others).toEqual([]);
  expect(policy.Properties.Roles).toEqual(['worker']);
  expect(resources[fnIn(deployed(stack))].DependsOn).toContain(id);
});

describe('is refused:', () => {
  const stack = newStack();
  const fn = worker(stack, { timeout: Duration.seconds(5) });
  const orders = new SecureTable(stack, 'Orders', { partitionKey: ID });
  const files = new SecureBucket(stack, 'Files');
  const read = Access.READ;
  test.each<[string, () => unknown, RegExp]>([
    [
      'every action',
      () => Access.actions('dynamodb:*'),
      /^ROLE-01: expected each action in full, got 'dynamodb:\*'; name them one by one/,
    ],
    ['a family of actions', () => Access.actions('dynamodb:GetItem*'), /ROLE-01: .*got 'dynamodb:GetItem\*'/],
    ['one letter open', () => Access.actions('dynamodb:Get?tem'), /ROLE-01/],
    ['no service', () => Access.actions('GetItem'), /ROLE-01/],
    ['no action', () => Access.actions(), /expected actions to name one at least, got none/],
    [
      'an action of another service',
      () => fn.connect(orders, { access: Access.actions('s3:GetObject') }),
      /expected actions of dynamodb on a table, got 's3:GetObject' on Stack\/Orders/,
    ],
    [
      'an access of another kind',
      () => fn.connect(orders, { access: Access.SEND }),
      /expected an access that a table knows, got Access\.SEND on Stack\/Orders; use Access\.READ, Access\.WRITE, Access\.READ_WRITE, Access\.actions\('dynamodb:…'\)/,
    ],
    [
      'half an access',
      () => fn.connect(new SecureQueue(stack, 'Q'), { access: Access.READ_WRITE }),
      /got Access\.READ_WRITE on Stack\/Q; use Access\.SEND, Access\.RECEIVE/,
    ],
    [
      'something else',
      () => fn.connect(stack, { access: read }),
      /expected to connect to one of: table, bucket, .*, got 'Stack', a Stack; use its own grant methods/,
    ],
    [
      'itself',
      () => fn.connect(fn, { access: Access.INVOKE }),
      /expected Stack\/Worker to connect to something else, got itself/,
    ],
    [
      'a prefix of a table',
      () => fn.connect(orders, { access: read, prefix: 'a/' }),
      /expected no prefix for a table, got one/,
    ],
    [
      'indexes of a bucket',
      () => fn.connect(files, { access: read, indexes: ['abc'] }),
      /expected no indexes for a bucket, got one/,
    ],
    [
      'a wildcard index',
      () => fn.connect(orders, { access: read, indexes: ['*'] }),
      /expected indexes to be names of indexes, got '\*'/,
    ],
    [
      'a wildcard prefix',
      () => fn.connect(files, { access: read, prefix: 'in/*' }),
      /expected prefix to be how keys begin, without wildcards, got 'in\/\*'/,
    ],
    [
      'a wildcard prefix that is said later',
      () => fn.connect(files, { access: read, prefix: Lazy.string({ produce: () => '*' }) }),
      /expected prefix to be how keys begin, without wildcards, got '\*'/,
    ],
    [
      'a prefix with a wildcard around a value',
      () => fn.connect(files, { access: read, prefix: `*${new CfnParameter(stack, 'Tenant').valueAsString}` }),
      /expected prefix to be without wildcards, got one in '\*'/,
    ],
    [
      'a prefix that is not known yet',
      () => fn.connect(files, { access: read, prefix: Lazy.string({ produce: () => undefined }) }),
      /expected prefix to be known when the function is connected, got nothing yet/,
    ],
    [
      'a wildcard index that is said later',
      () => fn.connect(orders, { access: read, indexes: [Lazy.string({ produce: () => '*' })] }),
      /expected indexes to be names of indexes, got '\*'/,
    ],
    [
      'indexes that are said later',
      () => fn.connect(orders, { access: read, indexes: Lazy.list({ produce: () => ['byOwner', '*'] }) }),
      /expected indexes to be names of indexes, got '\*'/,
    ],
    ['an empty prefix', () => fn.connect(files, { access: read, prefix: '' }), /got ''/],
    [
      'a name that is none',
      () => fn.connect(files, { access: read, env: 'MY-BUCKET' }),
      /expected env to be the name of an environment variable, got 'MY-BUCKET'/,
    ],
  ])('%s', (_, act, message) => {
    const before = JSON.stringify(fn.connectedTo);
    expect(act).toThrow(message);
    expect(JSON.stringify(fn.connectedTo)).toBe(before);
  });
});

describe('what is imported under a name that is many is refused:', () => {
  const stack = newStack();
  const fn = worker(stack);
  const parts = { encryptionKey: Key.fromKeyArn(stack, 'Keys', arn('kms', 'key/*')) };
  test.each<[string, Access, (id: string) => IConstruct]>([
    ['a secret by name', Access.READ, (id) => Secret.fromSecretNameV2(stack, id, '*')],
    ['a secret by a part', Access.READ, (id) => Secret.fromSecretNameV2(stack, id, 'prod/*')],
    [
      'a secret by partial ARN',
      Access.READ,
      (id) => Secret.fromSecretPartialArn(stack, id, arn('secretsmanager', 'secret:*')),
    ],
    [
      'a secret by complete ARN',
      Access.READ,
      (id) => Secret.fromSecretCompleteArn(stack, id, arn('secretsmanager', 'secret:*-AbCdEf')),
    ],
    ['a table', Access.READ, (id) => Table.fromTableName(stack, id, '*-*')],
    ['a table by ARN', Access.WRITE, (id) => TableV2.fromTableArn(stack, id, arn('dynamodb', 'table/*'))],
    [
      'a table, said later',
      Access.READ,
      (id) => Table.fromTableName(stack, id, Lazy.string({ produce: () => 'orders*' })),
    ],
    [
      'a stream of any table',
      Access.actions('dynamodb:GetRecords'),
      (id) =>
        Table.fromTableAttributes(stack, id, {
          tableName: 'orders',
          tableStreamArn: arn('dynamodb', 'table/*/stream/*'),
        }),
    ],
    [
      'a state machine',
      Access.START,
      (id) => StateMachine.fromStateMachineArn(stack, id, arn('states', 'stateMachine:*-*')),
    ],
    ['a function', Access.INVOKE, (id) => Function.fromFunctionArn(stack, id, arn('lambda', 'function:orders-?'))],
    [
      'a bucket, said later',
      Access.READ,
      (id) => Bucket.fromBucketName(stack, id, Lazy.string({ produce: () => 'files*' })),
    ],
    ['a queue', Access.SEND, (id) => Queue.fromQueueArn(stack, id, arn('sqs', 'jobs-*'))],
    ['a topic', Access.PUBLISH, (id) => Topic.fromTopicArn(stack, id, arn('sns', '*'))],
    ['an event bus', Access.PUBLISH, (id) => EventBus.fromEventBusName(stack, id, '*')],
    ['a stream', Access.WRITE, (id) => Stream.fromStreamArn(stack, id, arn('kinesis', 'stream/*'))],
    ['a parameter', Access.READ, (id) => StringParameter.fromStringParameterName(stack, id, '/app/*')],
    ['a key', Access.actions('kms:Sign'), (id) => Key.fromKeyArn(stack, id, arn('kms', 'key/*'))],
    [
      'the key of a bucket',
      Access.READ,
      (id) => Bucket.fromBucketAttributes(stack, id, { bucketName: 'files', ...parts }),
    ],
  ])('%s', (name, access, make) => {
    const target = make(name.replace(/\W/g, ''));
    expect(() => fn.connect(target, { access })).toThrow(
      /^ROLE-02: expected to connect to one [\w ]+, got '.*[*?].*' as a name or ARN of Stack\/\w+; import it by its full name, without \* or \?$/,
    );
    expect(fn.connectedTo).toEqual([]);
  });

  test('the stream of a named table is not: AWS chooses its label', () => {
    const at = newStack();
    const it = Table.fromTableAttributes(at, 'T', {
      tableName: 'orders',
      tableStreamArn: arn('dynamodb', 'table/orders/stream/*'),
    });
    worker(at).connect(it, { access: Access.actions('dynamodb:GetRecords') });
    expect(JSON.stringify(rendered(at))).toContain('table/orders/stream/*');
  });
});

test('a Node.js function is fed and connected the same way', () => {
  const stack = newStack({ flags: { ...RECOMMENDED_FLAGS, 'aws:cdk:bundling-stacks': [] } });
  const fn = new SecureNodejsFunction(stack, 'Worker', { entry: __filename });
  const jobs = new SecureQueue(stack, 'Jobs');
  const grant = fn.on(Source.queue(jobs)).connect(new SecureTable(stack, 'T', { partitionKey: ID }), {
    access: Access.READ,
    env: 'TABLE_NAME',
  });
  expect(grant.success).toBe(true);
  expect(fn.connectedTo.map(({ kind, env }) => [kind, env])).toEqual([['table', 'TABLE_NAME']]);
  expect(granted(stack)).toEqual(expect.arrayContaining(['dynamodb:GetItem', 'sqs:ReceiveMessage']));
  expect(() => fn.addEnvironment('TABLE_NAME', 'other')).toThrow(/expected TABLE_NAME to mean one thing/);
});
