import { Duration, NestedStack, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  AwsOwnedEncryptionConfiguration,
  CustomerManagedEncryptionConfiguration,
  DefinitionBody,
  LogLevel,
  Pass,
  StateMachine,
  StateMachineProps,
  StateMachineType,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { SqsSendMessage } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import {
  SecureStateMachine,
  SecureStateMachineBlueprint,
  SecureStateMachineProps,
} from '../../lib/workflow/secure-state-machine';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
const OTHER = '222222222222';
const TYPE = 'AWS::StepFunctions::StateMachine';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const chain = (stack: Stack, id = 'Do') => DefinitionBody.fromChainable(new Pass(stack, id));
const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const resourceOf = (stack: Stack, type = TYPE): any =>
  Object.values<any>(rendered(stack).Resources).find(({ Type }) => Type === type);
const machineOf = (stack: Stack): any => resourceOf(stack).Properties;
const made = (props: Partial<SecureStateMachineProps>, stack = newStack()): any => {
  new SecureStateMachine(stack, 'Machine', { definitionBody: chain(stack), ...props });
  return machineOf(stack);
};

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding, with %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    new SecureStateMachine(stack, 'Machine', { definitionBody: chain(stack) });
    const secret = { definitionBody: chain(stack, 'Secret'), dataClass: DataClass.SECRET };
    new SecureStateMachine(stack, 'Express', { ...secret, stateMachineType: StateMachineType.EXPRESS });
    const nested = new NestedStack(stack, 'Nested');
    new SecureStateMachine(nested, 'Inner', { definitionBody: chain(nested) });
    expect(blocking(stack)).toEqual([]);
    const warned = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) =>
      /^(WORKFLOW|EDGE|ROLE)/.test(ruleId),
    );
    expect(warned.filter(({ status }) => status !== 'relaxed')).toEqual([]);
  });
});

describe('who may what', () => {
  const stack = newStack();
  const queue = new Queue(stack, 'Orders');
  const send = new SqsSendMessage(stack, 'Send', { queue, messageBody: TaskInput.fromText('x') });
  const machine = new SecureStateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(send) });
  const other = new SecureStateMachine(stack, 'Other', { definitionBody: chain(stack) });
  const roleFor = (id: string) => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  machine.grantStartExecution(roleFor('Starter'));
  machine.grantRead(roleFor('Reader'));
  machine.grantTaskResponse(roleFor('Answerer'));
  const account = Account.of({ stackName: 'Stack', template: rendered(stack) });
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const key = id('AWS::KMS::Key', 'SecureKeyRingData');
  const [itself, neighbour] = [machine, other].map((one) =>
    account.arnOf(stack.getLogicalId(one.node.defaultChild as any)),
  );
  const roles = Object.fromEntries(
    ['MachineRole', 'Starter', 'Reader', 'Answerer'].map((name) => [name, id('AWS::IAM::Role', name)]),
  );
  const may = (as: string, action: string, on: string, context: object = {}) =>
    account.can({ as: roles[as], action, on, context: context as any }).includes('allow');
  const execution = (arn: string) => arn.replace(':stateMachine:', ':execution:') + ':run-1';
  const of = (arn: string) => ({ 'kms:EncryptionContext:aws:states:stateMachineArn': arn });
  const via = { 'kms:ViaService': 'states.us-east-1.amazonaws.com' };

  test('the machine does what its task asks for, on what it names', () => {
    expect(may('MachineRole', 'sqs:SendMessage', id('AWS::SQS::Queue', 'Orders'))).toBe(true);
    expect(may('MachineRole', 'sqs:ReceiveMessage', id('AWS::SQS::Queue', 'Orders'))).toBe(false);
    expect(may('MachineRole', 'logs:CreateLogDelivery', '*')).toBe(true);
    expect(may('MachineRole', 'logs:PutLogEvents', '*')).toBe(false);
  });
  test.each(['kms:Decrypt', 'kms:GenerateDataKey'])(
    'the machine has %s on the key for its own executions',
    (action) => {
      expect(may('MachineRole', action, key, of(itself))).toBe(true);
      expect(may('MachineRole', action, key, of(neighbour))).toBe(false);
      expect(may('MachineRole', action, key)).toBe(false);
    },
  );
  test('the machine encrypts its log records, and the delivery decrypts those of this account alone', () => {
    const record = (owner: string) => ({ 'kms:EncryptionContext:SourceArn': `arn:aws:logs:us-east-1:${owner}:*` });
    expect(may('MachineRole', 'kms:GenerateDataKey', key, record(ENV.account))).toBe(true);
    expect(may('MachineRole', 'kms:GenerateDataKey', key, record(OTHER))).toBe(false);
    const delivery = (context: object) =>
      account.can({
        as: { service: 'delivery.logs.amazonaws.com' },
        action: 'kms:Decrypt',
        on: key,
        context: context as any,
      });
    expect(delivery(record(ENV.account))).toContain('allow');
    expect(delivery(record(OTHER))).not.toContain('allow');
    expect(delivery({})).not.toContain('allow');
  });
  test('who starts, starts', () => {
    expect(account.actionsOf(roles.Starter).map(({ action }) => action)).toEqual(['states:StartExecution']);
    expect(may('Starter', 'states:StartExecution', itself)).toBe(true);
    expect(may('Starter', 'states:StartExecution', neighbour)).toBe(false);
  });
  test('who reads, reads this machine and its executions', () => {
    for (const action of ['states:DescribeExecution', 'states:GetExecutionHistory']) {
      expect(may('Reader', action, execution(itself))).toBe(true);
      expect(may('Reader', action, execution(neighbour))).toBe(false);
    }
    expect(may('Reader', 'states:ListExecutions', itself)).toBe(true);
    expect(may('Reader', 'states:DescribeStateMachine', neighbour)).toBe(false);
    expect(may('Reader', 'states:StopExecution', execution(itself))).toBe(false);
    expect(may('Reader', 'kms:Decrypt', key, { ...via, ...of(itself) })).toBe(true);
    expect(may('Reader', 'kms:Decrypt', key, { ...via, ...of(neighbour) })).toBe(false);
    expect(may('Reader', 'kms:Decrypt', key, of(itself))).toBe(false);
    expect(may('Reader', 'kms:GenerateDataKey', key, { ...via, ...of(itself) })).toBe(false);
  });
  test('who answers, answers', () => {
    expect(may('Answerer', 'states:SendTaskSuccess', itself)).toBe(true);
    expect(may('Answerer', 'states:SendTaskSuccess', neighbour)).toBe(false);
    expect(may('Answerer', 'kms:GenerateDataKey', key, { ...via, ...of(itself) })).toBe(true);
    expect(may('Answerer', 'kms:GenerateDataKey', key, of(itself))).toBe(false);
  });
  test('nothing is a circle: what waits for the role is not what the role names', () => {
    expect(blocking(stack).filter((one) => one.startsWith('PREFLIGHT'))).toEqual([]);
  });
});

describe('what it renders', () => {
  test('everything is logged without its data, below the vended prefix, and traced', () => {
    const stack = newStack();
    const { LoggingConfiguration, TracingConfiguration, Tags, DefinitionString } = made({}, stack);
    expect(LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
    const group = resourceOf(stack, 'AWS::Logs::LogGroup').Properties;
    expect(JSON.stringify(group.LogGroupName)).toContain('"/aws/vendedlogs/states/Stack-');
    expect(group.KmsKeyId).toBeDefined();
    expect(TracingConfiguration).toEqual({ Enabled: true });
    expect(Tags).toEqual([{ Key: 'data-class', Value: 'personal' }]);
    expect(JSON.parse(DefinitionString).TimeoutSeconds).toBe(86_400);
  });
  test.each([
    ['production', undefined, true],
    ['production', DataClass.INTERNAL, false],
    ['development', undefined, false],
    ['development', DataClass.SECRET, true],
  ] as const)('%s, %s: a customer key is %s', (profile, dataClass, expected) => {
    const stack = newStack();
    PROFILES[profile].applyTo(stack);
    expect(made({ dataClass }, stack).EncryptionConfiguration !== undefined).toBe(expected);
  });
  test('an express one ends after five minutes', () => {
    const { DefinitionString } = made({ stateMachineType: StateMachineType.EXPRESS });
    expect(JSON.parse(DefinitionString).TimeoutSeconds).toBe(300);
  });
  test('keeps what it is told', () => {
    const stack = newStack();
    const destination = new LogGroup(stack, 'Own');
    const key = new Key(stack, 'Key');
    const machine = new SecureStateMachine(stack, 'Machine', {
      definitionBody: chain(stack),
      stateMachineName: 'orders',
      timeout: Duration.hours(2),
      tracingEnabled: false,
      logs: { destination, level: LogLevel.ERROR },
      encryptionConfiguration: new CustomerManagedEncryptionConfiguration(key, Duration.seconds(60)),
    });
    const properties = machineOf(stack);
    expect(properties.StateMachineName).toBe('orders');
    expect(properties.TracingConfiguration).toEqual({ Enabled: false });
    expect(properties.LoggingConfiguration.Level).toBe('ERROR');
    expect(machine.logGroup).toBeUndefined();
    expect(properties.EncryptionConfiguration).toEqual({
      Type: 'CUSTOMER_MANAGED_KMS_KEY',
      KmsKeyId: stack.resolve(key.keyArn),
      KmsDataKeyReusePeriodSeconds: 60,
    });
    expect(JSON.parse(properties.DefinitionString).TimeoutSeconds).toBe(7200);
  });
  test('logs may be off, and a key of AWS be wanted: the gate says so', () => {
    const stack = newStack();
    const encryptionConfiguration = new AwsOwnedEncryptionConfiguration();
    made({ logs: { level: LogLevel.OFF }, encryptionConfiguration }, stack);
    expect(blocking(stack)).toEqual(['WORKFLOW-01 Stack/Machine/Resource', 'WORKFLOW-04 Stack/Machine/Resource']);
  });
  test('a waiver covers this machine alone', () => {
    const stack = newStack();
    const props: Partial<StateMachineProps> = { logs: { level: LogLevel.OFF } };
    const waivers = [{ ruleId: 'WORKFLOW-01', reason: 'Nobody but this test will ever see it.' }];
    new SecureStateMachine(stack, 'First', { definitionBody: chain(stack, 'A'), ...props, waivers });
    new SecureStateMachine(stack, 'Second', { definitionBody: chain(stack, 'B'), ...props });
    expect(blocking(stack)).toEqual(['WORKFLOW-01 Stack/Second/Resource']);
  });
});

test('the blueprint traces a plain machine, and leaves one alone whose role cannot be told to let it', () => {
  const stack = newStack();
  PropertyInjectors.of(stack).add(new SecureStateMachineBlueprint());
  const role = Role.fromRoleArn(stack, 'Imported', `arn:aws:iam::${ENV.account}:role/given`, { mutable: false });
  new StateMachine(stack, 'Plain', { definitionBody: chain(stack, 'A') });
  new StateMachine(stack, 'Given', { definitionBody: chain(stack, 'B'), role });
  const all = Object.values<any>(rendered(stack).Resources).filter(({ Type }) => Type === TYPE);
  expect(all.map(({ Properties }) => Properties.TracingConfiguration?.Enabled)).toEqual([true, undefined]);
});
