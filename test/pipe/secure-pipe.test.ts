import { App, Duration, NestedStack, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { SecureEventBus } from '../../lib/bus/secure-event-bus';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { PipeSource } from '../../lib/pipe/pipe-source';
import { PipeTarget } from '../../lib/pipe/pipe-target';
import { PipeLogLevel, SecurePipe, SecurePipeProps } from '../../lib/pipe/secure-pipe';
import { SecureQueue } from '../../lib/queue/secure-queue';
import { SecureStream } from '../../lib/stream/secure-stream';
import { SecureTable } from '../../lib/table/secure-table';
import { SecureTopic } from '../../lib/topic/secure-topic';
import { SecureStateMachine } from '../../lib/workflow/secure-state-machine';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
type Profile = keyof typeof PROFILES;
const TYPE = 'AWS::Pipes::Pipe';
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const resourcesOf = (stack: Stack, type: string): any[] =>
  Object.values<any>(rendered(stack).Resources).filter(({ Type }) => Type === type);
const pipeOf = (stack: Stack): any => resourcesOf(stack, TYPE)[0].Properties;
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${ENV.account}:${name}`;
const queueIn = (stack: Stack, name = 'orders') => Queue.fromQueueArn(stack, name, arn('sqs', name));
function made(props: Partial<SecurePipeProps> = {}, stack = newStack()): any {
  const [from, to] = ['orders', 'paid'].map((name) => queueIn(stack, name));
  new SecurePipe(stack, 'Pipe', { source: PipeSource.queue(from), target: PipeTarget.queue(to), ...props });
  return pipeOf(stack);
}
const tableIn = (stack: Stack) =>
  new SecureTable(stack, 'Table', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    stream: StreamViewType.NEW_IMAGE,
  });

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('nothing of a pipe, its role, key or log is found, with %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    const queue = new SecureQueue(stack, 'Queue');
    const bus = PipeTarget.bus(new SecureEventBus(stack, 'Bus'));
    new SecurePipe(stack, 'FromQueue', { source: PipeSource.queue(queue), target: bus });
    new SecurePipe(stack, 'FromStream', {
      source: PipeSource.stream(new SecureStream(stack, 'Stream')),
      target: bus,
      dataClass: DataClass.SECRET,
      filters: [{ data: { kind: ['order'] } }],
    });
    new SecurePipe(stack, 'FromTable', { source: PipeSource.tableStream(tableIn(stack)), target: bus });
    new SecurePipe(new NestedStack(stack, 'Nested'), 'Inner', { source: PipeSource.queue(queue), target: bus });
    expect(blocking(stack)).toEqual([]);
    const open = SecurityGate.findingsOf(stack.node.root).filter(
      ({ ruleId, status }) => status !== 'relaxed' && /^(BUS|ROLE|LOGS|KEY|EDGE|QUEUE|PREFLIGHT)/.test(ruleId),
    );
    expect(open.map(({ ruleId, path }) => `${ruleId} ${path}`)).toEqual([]);
  });
});

/** A pipe, and what its role may do. */
function roleIn(build: (stack: Stack) => Partial<SecurePipeProps>) {
  const stack = newStack();
  made(build(stack), stack);
  const account = Account.of({ stackName: 'Stack', template: rendered(stack) });
  const role = account.logicalIds('AWS::IAM::Role', 'Pipe')[0];
  return {
    account,
    role,
    id: (type: string, prefix: string) => account.logicalIds(type, prefix)[0],
    may: (action: string, on: string, context: object = {}) =>
      account.can({ as: role, action, on, context: context as any }).includes('allow'),
    actionsOn: (wanted: string) =>
      account
        .actionsOf(role)
        .filter(({ resource }) => resource === wanted)
        .map(({ action }) => action)
        .sort(),
  };
}
const via = (service: string) => ({ 'kms:ViaService': `${service}.us-east-1.amazonaws.com` });

describe('who may what', () => {
  test('from a queue to a queue: receives here, sends there, and nothing else', () => {
    const { account, role, may } = roleIn(() => ({ dataClass: DataClass.INTERNAL }));
    expect(account.actionsOf(role)).toEqual([
      { action: 'sqs:DeleteMessage', resource: arn('sqs', 'orders') },
      { action: 'sqs:GetQueueAttributes', resource: arn('sqs', 'orders') },
      { action: 'sqs:ReceiveMessage', resource: arn('sqs', 'orders') },
      { action: 'sqs:SendMessage', resource: arn('sqs', 'paid') },
    ]);
    expect(may('sqs:ReceiveMessage', arn('sqs', 'orders'))).toBe(true);
    expect(may('sqs:SendMessage', arn('sqs', 'orders'))).toBe(false);
    expect(may('sqs:ReceiveMessage', arn('sqs', 'paid'))).toBe(false);
    expect(may('sqs:PurgeQueue', arn('sqs', 'orders'))).toBe(false);
  });

  test('Pipes takes the role for this pipe of this account only', () => {
    const { account, role, id } = roleIn(() => ({}));
    const itself = account.arnOf(id(TYPE, 'Pipe'));
    const take = (service: string, context: object) =>
      account.can({ as: { service }, action: 'sts:AssumeRole', on: role, context: context as any }).includes('allow');
    const own = { 'aws:SourceAccount': ENV.account, 'aws:SourceArn': itself };
    expect(take('pipes.amazonaws.com', own)).toBe(true);
    expect(take('events.amazonaws.com', own)).toBe(false);
    expect(take('pipes.amazonaws.com', { ...own, 'aws:SourceAccount': '222222222222' })).toBe(false);
    expect(take('pipes.amazonaws.com', { ...own, 'aws:SourceArn': arn('pipes', 'pipe/another') })).toBe(false);
    expect(take('pipes.amazonaws.com', {})).toBe(false);
  });

  test.each(['aws:pipe:arn', 'aws:pipes:arn'])('the key for what this pipe stores, by %s', (context) => {
    const { account, id, may } = roleIn(() => ({}));
    const key = id('AWS::KMS::Key', 'SecureKeyRingData');
    const of = (pipe: string) => ({ [`kms:EncryptionContext:${context}`]: pipe });
    const itself = account.arnOf(id(TYPE, 'Pipe'));
    for (const action of ['kms:Decrypt', 'kms:GenerateDataKey']) {
      expect(may(action, key, of(itself))).toBe(true);
      expect(may(action, key, of(arn('pipes', 'pipe/another')))).toBe(false);
      expect(may(action, key)).toBe(false);
    }
    expect(may('kms:DescribeKey', key)).toBe(true);
    expect(may('kms:CreateGrant', key)).toBe(false);
  });

  test('an encrypted queue: its key through SQS, to decrypt', () => {
    const { id, may } = roleIn((stack) => ({ source: PipeSource.queue(new SecureQueue(stack, 'Queue')) }));
    const key = id('AWS::KMS::Key', 'SecureKeyRingData');
    expect(may('kms:Decrypt', key, via('sqs'))).toBe(true);
    expect(may('kms:GenerateDataKey', key, via('sqs'))).toBe(false);
    expect(may('kms:Decrypt', key, via('s3'))).toBe(false);
  });

  test('a stream: reads it, decrypts through Kinesis, and sends what fails to the failure queue', () => {
    const { account, id, may, actionsOn } = roleIn((stack) => ({
      source: PipeSource.stream(new SecureStream(stack, 'Stream')),
      dataClass: DataClass.PERSONAL,
    }));
    const [stream, key] = [id('AWS::Kinesis::Stream', 'Stream'), id('AWS::KMS::Key', 'SecureKeyRingData')];
    const failures = id('AWS::SQS::Queue', 'SecureFailureQueuesPersonal');
    expect(may('kinesis:GetRecords', stream)).toBe(true);
    expect(may('kinesis:PutRecord', stream)).toBe(false);
    expect(may('kms:Decrypt', key, via('kinesis'))).toBe(true);
    expect(actionsOn(account.arnOf(failures))).toEqual(['sqs:SendMessage']);
    expect(may('kms:GenerateDataKey', key, via('sqs'))).toBe(true);
  });

  test('a table’s stream: reads it, never the table', () => {
    const { account, id, may, role } = roleIn((stack) => ({ source: PipeSource.tableStream(tableIn(stack)) }));
    const table = id('AWS::DynamoDB::Table', 'Table');
    const records = account.actionsOf(role).filter(({ action }) => action.startsWith('dynamodb:'));
    expect(records.map(({ action }) => action).sort()).toEqual([
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ]);
    expect(may('dynamodb:GetItem', table)).toBe(false);
    expect(may('dynamodb:Scan', table)).toBe(false);
    expect(may('kms:Decrypt', id('AWS::KMS::Key', 'SecureKeyRingData'), via('dynamodb'))).toBe(true);
  });

  test.each<[string, (stack: Stack) => PipeTarget, string, string, string[]]>([
    ['a bus', (s) => PipeTarget.bus(new SecureEventBus(s, 'To')), 'AWS::Events::EventBus', '', ['events:PutEvents']],
    ['a topic', (s) => PipeTarget.topic(new SecureTopic(s, 'To')), 'AWS::SNS::Topic', 'sns', ['sns:Publish']],
    [
      'a function',
      (s) => PipeTarget.fn(new Function(s, 'To', CODE)),
      'AWS::Lambda::Function',
      '',
      ['lambda:InvokeFunction'],
    ],
    [
      'a stream',
      (s) => PipeTarget.stream(new SecureStream(s, 'To'), { partitionKey: '$.messageId' }),
      'AWS::Kinesis::Stream',
      'kinesis',
      ['kinesis:PutRecord', 'kinesis:PutRecords'],
    ],
    ['a queue', (s) => PipeTarget.queue(new SecureQueue(s, 'To')), 'AWS::SQS::Queue', 'sqs', ['sqs:SendMessage']],
    [
      'a state machine',
      (s) =>
        PipeTarget.stateMachine(
          new SecureStateMachine(s, 'To', { definitionBody: DefinitionBody.fromChainable(new Pass(s, 'Do')) }),
        ),
      'AWS::StepFunctions::StateMachine',
      '',
      ['states:StartExecution'],
    ],
  ])('to %s: exactly what it takes', (_, target, type, service, expected) => {
    const { account, id, may, actionsOn } = roleIn((stack) => ({ target: target(stack) }));
    expect(actionsOn(account.arnOf(id(type, 'To')))).toEqual(expected);
    if (!service) return;
    const key = id('AWS::KMS::Key', 'SecureKeyRingData');
    expect(may('kms:GenerateDataKey', key, via(service))).toBe(true);
    expect(may('kms:GenerateDataKey', key, via('s3'))).toBe(false);
  });

  test('the enrichment is invoked, and no other function', () => {
    const { account, id, may, actionsOn } = roleIn((stack) => {
      const [enrichment] = ['Enrich', 'Other'].map((name) => new Function(stack, name, CODE));
      return { enrichment };
    });
    expect(actionsOn(account.arnOf(id('AWS::Lambda::Function', 'Enrich')))).toEqual(['lambda:InvokeFunction']);
    expect(may('lambda:InvokeFunction', id('AWS::Lambda::Function', 'Other'))).toBe(false);
  });

  test('others say what they need', () => {
    const [broker, api] = [arn('mq', 'broker:orders:b-1'), arn('events', 'api-destination/orders/a')];
    const statement = (action: string, on: string) => [new PolicyStatement({ actions: [action], resources: [on] })];
    const { account, role } = roleIn(() => ({
      source: PipeSource.other({ arn: broker, statements: statement('mq:DescribeBroker', broker) }),
      target: PipeTarget.other({ arn: api, statements: statement('events:InvokeApiDestination', api) }),
      dataClass: DataClass.INTERNAL,
    }));
    expect(account.actionsOf(role)).toEqual([
      { action: 'events:InvokeApiDestination', resource: api },
      { action: 'mq:DescribeBroker', resource: broker },
    ]);
  });
});

describe('what it renders', () => {
  test('errors are logged without payloads, below the vended prefix, under a key', () => {
    const stack = newStack();
    const { LogConfiguration } = made({}, stack);
    expect(LogConfiguration.Level).toBe('ERROR');
    expect(LogConfiguration.IncludeExecutionData).toBeUndefined();
    const [group] = resourcesOf(stack, 'AWS::Logs::LogGroup');
    expect(JSON.stringify(group.Properties.LogGroupName)).toContain('"/aws/vendedlogs/pipes/');
    expect(group.Properties.KmsKeyId).toBeDefined();
  });
  test('without logs the gate warns', () => {
    const stack = newStack();
    made({ logLevel: PipeLogLevel.OFF }, stack);
    expect(resourcesOf(stack, 'AWS::Logs::LogGroup')).toEqual([]);
    const found = SecurityGate.findingsOf(stack.node.root).map(({ ruleId, status }) => `${status} ${ruleId}`);
    expect(found).toContain('warning BUS-07');
  });
  test.each<[Profile, DataClass | undefined, boolean, string]>([
    ['production', undefined, true, 'personal'],
    ['production', DataClass.INTERNAL, false, 'internal'],
    ['development', undefined, false, 'internal'],
    ['development', DataClass.SECRET, true, 'secret'],
  ])('%s, class %s: a customer key is %s', (profile, dataClass, expected, tag) => {
    const stack = newStack();
    PROFILES[profile].applyTo(stack);
    const { KmsKeyIdentifier, Tags } = made({ dataClass }, stack);
    expect(KmsKeyIdentifier !== undefined).toBe(expected);
    expect(Tags).toEqual({ 'data-class': tag });
  });
  test.each([
    [
      'KinesisStreamParameters',
      (stack: Stack, options?: object) => PipeSource.stream(new SecureStream(stack, 'S'), options),
    ],
    ['DynamoDBStreamParameters', (stack: Stack, options?: object) => PipeSource.tableStream(tableIn(stack), options)],
  ])('%s: bounded, halved and kept, as far as nobody says otherwise', (name, source) => {
    const stack = newStack();
    const { SourceParameters } = made({ source: source(stack) }, stack);
    expect(SourceParameters[name]).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 43_200,
      OnPartialBatchItemFailure: 'AUTOMATIC_BISECT',
    });
    expect(JSON.stringify(SourceParameters[name].DeadLetterConfig.Arn)).toContain('SecureFailureQueuesPersonal');
    const other = newStack();
    const said = {
      batchSize: 7,
      maxBatchingWindow: Duration.seconds(5),
      startingPosition: StartingPosition.LATEST,
      retryAttempts: 1,
      maxRecordAge: Duration.minutes(5),
      parallelizationFactor: 2,
    };
    expect(made({ source: source(other, said) }, other).SourceParameters[name]).toMatchObject({
      BatchSize: 7,
      MaximumBatchingWindowInSeconds: 5,
      StartingPosition: 'LATEST',
      MaximumRetryAttempts: 1,
      MaximumRecordAgeInSeconds: 300,
      ParallelizationFactor: 2,
    });
  });
  test('filters are patterns as text, beside what the source says', () => {
    const stack = newStack();
    const source = PipeSource.queue(queueIn(stack), { batchSize: 100, maxBatchingWindow: Duration.seconds(1) });
    const filters = [{ body: { kind: ['order'] } }, { body: { kind: ['refund'] } }];
    const { SourceParameters } = made({ source, filters, target: PipeTarget.queue(queueIn(stack, 'to')) }, newStack());
    expect(SourceParameters).toEqual({
      FilterCriteria: { Filters: filters.map((one) => ({ Pattern: JSON.stringify(one) })) },
      SqsQueueParameters: { BatchSize: 100, MaximumBatchingWindowInSeconds: 1 },
    });
  });
  test('targets are told how', () => {
    const stack = newStack();
    const queue = queueIn(stack, 'q.fifo');
    const inputTemplate = '{ "id": <$.body.id> }';
    expect(
      made({ target: PipeTarget.queue(queue, { messageGroupId: '$.body.id', inputTemplate }) }).TargetParameters,
    ).toEqual({
      InputTemplate: inputTemplate,
      SqsQueueParameters: { MessageGroupId: '$.body.id' },
    });
    const bus = new SecureEventBus(newStack(), 'Bus');
    expect(made({ target: PipeTarget.bus(bus, { source: 'orders' }) }, Stack.of(bus)).TargetParameters).toEqual({
      EventBridgeEventBusParameters: { Source: 'orders' },
    });
    expect(made().TargetParameters).toBeUndefined();
  });
  test('a machine it waits for is run synchronously', () => {
    const { account, role } = roleIn((stack) => ({
      target: PipeTarget.stateMachine(
        new SecureStateMachine(stack, 'To', {
          definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Do')),
          stateMachineType: StateMachineType.EXPRESS,
        }),
        { waits: true },
      ),
      dataClass: DataClass.INTERNAL,
    }));
    const started = account.actionsOf(role).map(({ action }) => action);
    expect(started).toContain('states:StartSyncExecution');
    expect(started).not.toContain('states:StartExecution');
  });
  test('keeps its name, its text and its state', () => {
    const said = made({ pipeName: 'orders', description: 'Orders that are paid', enabled: false });
    expect(said).toMatchObject({ Name: 'orders', Description: 'Orders that are paid', DesiredState: 'STOPPED' });
  });
  test('another source is another name, which is no longer than AWS takes', () => {
    const name = (source: string) => made({ source: PipeSource.queue(queueIn(newStack(), source)) }).Name;
    expect(name('orders')).toBe(name('orders'));
    expect(name('orders')).not.toBe(name('returns'));
    expect(name('orders')).toMatch(/^[\w.-]{1,64}$/);
  });
  test('it is made when its role may do everything', () => {
    const stack = newStack();
    made({}, stack);
    const resources = Object.entries<any>(Template.fromStack(stack).toJSON().Resources);
    const policies = resources.filter(([, { Type }]) => Type === 'AWS::IAM::Policy').map(([id]) => id);
    const [, pipe] = resources.find(([, { Type }]) => Type === TYPE)!;
    expect(pipe.DependsOn).toEqual(expect.arrayContaining(policies));
    expect(policies).toHaveLength(1);
  });
});

describe('mistakes', () => {
  test.each([0, 10_001, 1.5])('a batch of %s', (batchSize) => {
    expect(() => PipeSource.queue(queueIn(newStack()), { batchSize })).toThrow(/whole number from 1 to 10000, got/);
  });
  test('a queue, or a stream, into itself', () => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue');
    const stream = new SecureStream(stack, 'Stream');
    const loop = /^expected 'Stack\/Pipe' to deliver elsewhere, got the same source and target/;
    const ends: [PipeSource, PipeTarget][] = [
      [PipeSource.queue(queue), PipeTarget.queue(queue)],
      [PipeSource.queue(queueIn(newStack())), PipeTarget.queue(queueIn(newStack()))],
      [PipeSource.stream(stream), PipeTarget.stream(stream, { partitionKey: '$.partitionKey' })],
    ];
    for (const [source, target] of ends) {
      const build = () => new SecurePipe(stack, 'Pipe', { source, target });
      expect(build).toThrow(loop);
      stack.node.tryRemoveChild('Pipe');
    }
  });
  test('queues of two stacks with the same id are two', () => {
    const stack = newStack();
    const [from, to] = ['A', 'B'].map(
      (id) => new SecureQueue(new Stack(stack.node.root as App, id, { env: ENV }), 'Queue'),
    );
    const props = { source: PipeSource.queue(from), target: PipeTarget.queue(to) };
    expect(() => new SecurePipe(stack, 'Pipe', props)).not.toThrow();
  });
  test('a FIFO queue without a group', () => {
    const own = new SecureQueue(newStack(), 'Queue', { fifo: true });
    for (const queue of [own, queueIn(newStack(), 'q.fifo')])
      expect(() => PipeTarget.queue(queue)).toThrow(
        /^expected messageGroupId for the FIFO queue Stack\/.*, got none; set/,
      );
    expect(() => PipeTarget.queue(own, { messageGroupId: 'all' })).not.toThrow();
  });
  test('waiting for a standard workflow', () => {
    const stack = newStack();
    const definitionBody = DefinitionBody.fromChainable(new Pass(stack, 'Do'));
    const machine = new SecureStateMachine(stack, 'Machine', { definitionBody });
    expect(() => PipeTarget.stateMachine(machine, { waits: true })).toThrow(
      /^expected an express workflow to wait for, got the standard one Stack\/Machine; set stateMachineType/,
    );
    expect(() => PipeTarget.stateMachine(machine)).not.toThrow();
    const imported = StateMachine.fromStateMachineName(stack, 'Imported', 'machine');
    expect(() => PipeTarget.stateMachine(imported, { waits: true })).not.toThrow();
  });
  test.each(['', 'my pipe', 'a/b', 'ö', 'a'.repeat(65)])('the name "%s"', (pipeName) => {
    expect(() => made({ pipeName })).toThrow(/^expected pipeName of 'Stack\/Pipe' to be 1 to 64 .*, got '/);
  });
  test.each(['a', 'My.pipe_1-2', 'a'.repeat(64), Token.asString({ Ref: 'Name' })])('not the name %s', (pipeName) => {
    expect(() => made({ pipeName })).not.toThrow();
  });
  test.each<[any, string]>([
    [{ body: { kind: 'order' } }, 'filters[1].body.kind'],
    [{ body: { total: 1 } }, 'filters[1].body.total'],
    [{ body: null }, 'filters[1].body'],
    [{ body: { kind: [] } }, 'filters[1].body.kind'],
    [{ $or: [{ body: { kind: ['order'] } }, { body: { kind: 'refund' } }] }, 'filters[1].$or.body.kind'],
    [{ $or: ['order'] }, 'filters[1].$or'],
    ['order', 'filters[1]'],
  ])('the filter %j', (filter, at) => {
    const filters = [{ body: { kind: ['order'] } }, filter];
    expect(() => made({ filters })).toThrow(`expected ${at} of 'Stack/Pipe' to be a list of what matches, got `);
  });
  test('not a filter of lists, however deep', () => {
    const filters = [
      { body: { kind: [{ prefix: 'o' }], at: { place: [null, 1, 'x'] } } },
      { $or: [{ body: { a: [1] } }, { body: { b: { c: [{ exists: true }] } } }] },
    ];
    expect(() => made({ filters })).not.toThrow();
  });
  test('a table without a stream', () => {
    const table = new SecureTable(newStack(), 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    expect(() => PipeSource.tableStream(table)).toThrow(/expected the table Stack\/Table to have a stream, got none/);
  });
  test('a queue that keeps nothing that fails is found', () => {
    const stack = newStack();
    made({ source: PipeSource.queue(new Queue(stack, 'Queue', { enforceSSL: true })) }, stack);
    expect(blocking(stack)).toContain('QUEUE-06 Stack/Queue/Resource');
  });
  test('a waiver covers this pipe alone', () => {
    const stack = newStack();
    const end = { source: PipeSource.queue(queueIn(stack, 'a')), target: PipeTarget.queue(queueIn(stack, 'b')) };
    const waivers = [{ ruleId: 'BUS-08', reason: 'Nobody but this test will ever see it.' }];
    for (const [id, said] of [
      ['First', { waivers }],
      ['Second', {}],
    ] as const) {
      const { node } = new SecurePipe(stack, id, { ...end, ...said });
      (node.defaultChild as any).addPropertyOverride('LogConfiguration.IncludeExecutionData', ['ALL']);
      (node.findChild('Logs').node.defaultChild as any).addPropertyDeletionOverride('KmsKeyId');
    }
    expect(blocking(stack).filter((one) => one.startsWith('BUS'))).toEqual(['BUS-08 Stack/Second/Resource']);
  });
});
