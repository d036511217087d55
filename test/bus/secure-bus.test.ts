import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus, IncludeDetail, Level, Rule, Schedule as Every } from 'aws-cdk-lib/aws-events';
import { EventBus as ToBus, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { SecureEventBus } from '../../lib/bus/secure-event-bus';
import { SecureRule } from '../../lib/bus/secure-rule';
import { SecureSchedule } from '../../lib/bus/secure-schedule';
import { SecurityProfile } from '../../lib/core/profile';
import { DataClass } from '../../lib/key/data-class';
import { FailureQueues } from '../../lib/queue/failure-queues';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { ENV, blocking, found, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
const HOURLY = ScheduleExpression.rate(Duration.hours(1));
const PATTERN = { source: ['orders'] };
const OTHER = '222222222222';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const deployed = (stack: Stack): Account => Account.of({ stackName: 'Stack', template: rendered(stack) });
const propertiesOf = (stack: Stack, type: string, id = ''): any =>
  Object.entries<any>(rendered(stack).Resources).find(([name, { Type }]) => Type === type && name.startsWith(id))![1]
    .Properties;

/** What cannot be started or delivered ends here, whatever it is. */
const target = (stack: Stack, id = 'Target') =>
  Queue.fromQueueArn(stack, id, `arn:aws:sqs:us-east-1:${ENV.account}:orders`);

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding, with %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    const bus = new SecureEventBus(stack, 'Bus');
    bus.archive('Archive', { eventPattern: PATTERN });
    new SecureEventBus(stack, 'Secret', { dataClass: DataClass.SECRET, logConfig: { level: Level.TRACE } });
    new SecureRule(stack, 'Rule', { eventBus: bus, eventPattern: PATTERN, targets: [new SqsQueue(target(stack))] });
    new SecureSchedule(stack, 'Schedule', { schedule: HOURLY, target: new SqsSendMessage(target(stack, 'Other'), {}) });
    expect(blocking(stack)).toEqual([]);
  });
});

describe('a bus', () => {
  const stack = newStack();
  const bus = new SecureEventBus(stack, 'Bus');
  const sender = new Role(stack, 'Sender', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  bus.grantPutEventsTo(sender);
  const account = deployed(stack);
  const key = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData')[0];
  const as = account.logicalIds('AWS::IAM::Role', 'Sender')[0];
  const events = { service: 'events.amazonaws.com' };
  const may = (access: object) => account.can({ action: 'kms:Decrypt', on: key, ...access } as any).includes('allow');

  test('lets the granted put events on it, and nothing else', () => {
    expect(account.actionsOf(as).map(({ action }) => action)).toEqual(['events:PutEvents']);
  });
  test.each(['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:ReEncryptFrom'])(
    'EventBridge has %s on the key for this account alone',
    (action) => {
      const context = { 'aws:SourceAccount': ENV.account };
      expect(may({ as: events, action, context })).toBe(true);
      expect(may({ as: events, action, context: { 'aws:SourceAccount': OTHER } })).toBe(false);
      expect(may({ as: events, action, context: { 'aws:SourceAccount': undefined } })).toBe(false);
    },
  );
  test('the delivery of logs decrypts records of this account alone', () => {
    const delivery = { service: 'delivery.logs.amazonaws.com' };
    const record = (owner: string) => ({ 'kms:EncryptionContext:SourceArn': `arn:aws:logs:us-east-1:${owner}:*` });
    expect(may({ as: delivery, context: record(ENV.account) })).toBe(true);
    expect(may({ as: delivery, context: record(OTHER) })).toBe(false);
    expect(may({ as: delivery })).toBe(false);
    expect(may({ as: events, action: 'kms:GenerateDataKey', context: record(ENV.account) })).toBe(true);
    expect(may({ as: events, action: 'kms:GenerateDataKey', context: record(OTHER) })).toBe(false);
  });
  test('EventBridge may keep what the key fails on', () => {
    const on = account.logicalIds('AWS::SQS::Queue', 'SecureFailureQueuesPersonal')[0];
    const send = { as: events, action: 'sqs:SendMessage', on };
    expect(account.can({ ...send, context: { 'aws:SourceAccount': ENV.account } })).toContain('allow');
    expect(account.can({ ...send, context: { 'aws:SourceAccount': OTHER } })).not.toContain('allow');
  });

  test.each([
    ['production', undefined, true],
    ['production', DataClass.INTERNAL, false],
    ['development', undefined, false],
    ['development', DataClass.SECRET, true],
  ] as const)('%s, %s: a customer key is %s', (profile, dataClass, expected) => {
    const one = newStack();
    PROFILES[profile].applyTo(one);
    const made = new SecureEventBus(one, 'Bus', { dataClass });
    const properties = propertiesOf(one, 'AWS::Events::EventBus');
    expect('KmsKeyIdentifier' in properties).toBe(expected);
    expect('DeadLetterConfig' in properties).toBe(expected);
    expect(properties.Tags).toEqual([{ Key: 'data-class', Value: made.dataClass }]);
  });
  test.each([
    [undefined, ['ERROR_LOGS']],
    [Level.INFO, ['ERROR_LOGS', 'INFO_LOGS']],
    [Level.TRACE, ['ERROR_LOGS', 'INFO_LOGS', 'TRACE_LOGS']],
    [Level.OFF, []],
  ] as const)('level %s delivers %s', (level, types) => {
    const one = newStack();
    const made = new SecureEventBus(one, 'Bus', { logConfig: level && { level } });
    const sources = Template.fromStack(one).findResources('AWS::Logs::DeliverySource');
    expect(Object.values<any>(sources).map(({ Properties }) => Properties.LogType)).toEqual([...types]);
    Template.fromStack(one).resourceCountIs('AWS::Logs::Delivery', types.length);
    expect(made.logGroup !== undefined).toBe(types.length > 0);
    expect(propertiesOf(one, 'AWS::Events::EventBus').LogConfig.IncludeDetail).toBe('NONE');
  });
  test('keeps what it is told', () => {
    const one = newStack();
    const kmsKey = new Key(one, 'Own');
    const deadLetterQueue = new Queue(one, 'Failed');
    const logConfig = { includeDetail: IncludeDetail.FULL };
    const made = new SecureEventBus(one, 'Bus', { eventBusName: 'orders', kmsKey, deadLetterQueue, logConfig });
    made.archive('Archive', { eventPattern: PATTERN, retention: Duration.days(7) });
    const properties = propertiesOf(one, 'AWS::Events::EventBus');
    expect(properties).toMatchObject({ Name: 'orders', LogConfig: { IncludeDetail: 'FULL', Level: 'ERROR' } });
    expect(properties.KmsKeyIdentifier).toEqual(one.resolve(kmsKey.keyArn));
    expect(properties.DeadLetterConfig).toEqual({ Arn: one.resolve(deadLetterQueue.queueArn) });
    expect(propertiesOf(one, 'AWS::Events::Archive')).toMatchObject({
      KmsKeyIdentifier: one.resolve(kmsKey.keyArn),
      RetentionDays: 7,
    });
  });
});

describe('a rule', () => {
  const targetsOf = (stack: Stack) => propertiesOf(stack, 'AWS::Events::Rule').Targets;

  test('gives every target a queue and bounds, also one added later; what a target says stays', () => {
    const stack = newStack();
    const own = new Queue(stack, 'Own');
    const rule = new SecureRule(stack, 'Rule', {
      schedule: Every.rate(Duration.hours(1)),
      targets: [new SqsQueue(target(stack))],
    });
    rule.addTarget(new SqsQueue(own, { deadLetterQueue: own, retryAttempts: 0 }));
    rule.addTarget(undefined);
    const [first, second, ...more] = targetsOf(stack);
    const shared = stack.resolve(FailureQueues.of(stack).queue().queueArn);
    expect(more).toEqual([]);
    expect(first.DeadLetterConfig).toEqual({ Arn: shared });
    expect(first.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 16 });
    expect(second.DeadLetterConfig).toEqual({ Arn: stack.resolve(own.queueArn) });
    expect(second.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 0 });
  });
  test('keeps secret events apart', () => {
    const stack = newStack();
    new SecureRule(stack, 'Rule', {
      eventPattern: PATTERN,
      dataClass: DataClass.SECRET,
      targets: [new SqsQueue(target(stack))],
    });
    const secret = FailureQueues.of(stack).queue(DataClass.SECRET);
    expect(targetsOf(stack)[0].DeadLetterConfig).toEqual({ Arn: stack.resolve(secret.queueArn) });
  });
  test('another account is a finding, whoever says it', () => {
    const stack = newStack();
    const central = EventBus.fromEventBusArn(stack, 'Central', `arn:aws:events:us-east-1:${OTHER}:event-bus/central`);
    new SecureRule(stack, 'Rule', { eventPattern: PATTERN, targets: [new ToBus(central)] });
    expect(blocking(stack)).toEqual(['BUS-03 Stack/Rule/Resource']);
  });
  test('a plain one without a queue is one too', () => {
    const stack = newStack();
    new SecureEventBus(stack, 'Bus', { dataClass: DataClass.INTERNAL });
    new Rule(stack, 'Rule', { eventPattern: PATTERN, targets: [new SqsQueue(target(stack))] });
    expect(found(stack)).toEqual(['BUS-01 Stack/Rule/Resource']);
  });
});

describe('a schedule', () => {
  const stack = newStack();
  const orders = new Queue(stack, 'Orders');
  const others = new Queue(stack, 'Others');
  for (const [id, to] of Object.entries({ First: orders, Second: orders, Third: others })) {
    new SecureSchedule(stack, id, { schedule: HOURLY, target: new SqsSendMessage(to, {}) });
  }
  const account = deployed(stack);
  const roleIds = account.logicalIds('AWS::IAM::Role');
  const roleOf = (id: string) => roleIds.find((one) => one.startsWith(id))!;
  const queueId = (id: string) => account.logicalIds('AWS::SQS::Queue', id)[0];
  const key = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData')[0];

  test('has a role of its own, also where CDK would share one', () => {
    expect(roleIds).toHaveLength(3);
    expect(roleIds.some((one) => one.startsWith('SchedulerRoleForTarget'))).toBe(false);
  });
  test('reaches its target and the failure queue, and nothing else', () => {
    const can = (as: string, on: string) => account.can({ as: roleOf(as), action: 'sqs:SendMessage', on: queueId(on) });
    expect(can('First', 'Orders')).toContain('allow');
    expect(can('First', 'SecureFailureQueuesPersonal')).toContain('allow');
    expect(can('First', 'Others')).not.toContain('allow');
    expect(account.can({ as: roleOf('First'), action: 'sqs:ReceiveMessage', on: queueId('Orders') })).not.toContain(
      'allow',
    );
  });
  test('uses the key through SQS, and for schedules of its group', () => {
    const can = (context: object) =>
      account.can({ as: roleOf('First'), action: 'kms:Decrypt', on: key, context: context as any }).includes('allow');
    const schedule = (group: string, owner = ENV.account) => ({
      'kms:EncryptionContext:aws:scheduler:schedule:arn': `arn:aws:scheduler:us-east-1:${owner}:schedule/${group}/x`,
    });
    expect(can({ 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' })).toBe(true);
    expect(can(schedule('default'))).toBe(true);
    expect(can(schedule('other'))).toBe(false);
    expect(can(schedule('default', OTHER))).toBe(false);
    expect(can({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe(false);
    expect(can({})).toBe(false);
  });
  test('is taken for schedules of this account and group', () => {
    const { Condition } = rendered(stack).Resources[roleOf('First')].Properties.AssumeRolePolicyDocument.Statement[0];
    expect(Condition.StringEquals).toEqual({
      'aws:SourceAccount': ENV.account,
      'aws:SourceArn': `arn:aws:scheduler:us-east-1:${ENV.account}:schedule-group/default`,
    });
  });
  test('keeps what its target says: role, queue, bounds; a target of another class keeps its role', () => {
    const one = newStack();
    const role = new Role(one, 'Given', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
    const deadLetterQueue = new Queue(one, 'Failed');
    const told = { role, deadLetterQueue, maxEventAge: Duration.minutes(5), retryAttempts: 2 };
    new SecureSchedule(one, 'Schedule', { schedule: HOURLY, target: new SqsSendMessage(target(one), told) });
    new SecureSchedule(one, 'Custom', { schedule: HOURLY, target: { bind: () => ({ arn: 'arn:x', role }) } });
    const { Target } = propertiesOf(one, 'AWS::Scheduler::Schedule', 'Schedule');
    expect(Target.RoleArn).toEqual(one.resolve(role.roleArn));
    expect(Target.DeadLetterConfig).toEqual({ Arn: one.resolve(deadLetterQueue.queueArn) });
    expect(Target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 2 });
    const custom = propertiesOf(one, 'AWS::Scheduler::Schedule', 'Custom').Target;
    expect(custom.RoleArn).toEqual(one.resolve(role.roleArn));
    expect(custom.DeadLetterConfig.Arn).toEqual(one.resolve(FailureQueues.of(one).queue().queueArn));
  });
  test('a plain one without a queue is a finding', () => {
    const one = newStack();
    new SecureEventBus(one, 'Bus', { dataClass: DataClass.INTERNAL });
    new Schedule(one, 'Schedule', { schedule: HOURLY, target: new SqsSendMessage(target(one)) });
    expect(found(one)).toEqual(['BUS-09 Stack/Schedule/Resource']);
  });
});
