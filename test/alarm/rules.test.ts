import { Alarm, CompositeAlarm, AlarmRule, AlarmState, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Function, Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../lib/function/secure-function';
import { SecurityGate } from '../../lib/gate/security-gate';
import { newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const TOPIC = 'arn:aws:sns:us-east-1:111111111111:alarms';
const P = { Ref: 'P' };
const REST = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [P, 'x'] } } };
const alarm = (Properties: Raw = {}): Raw => ({ A: { Type: 'AWS::CloudWatch::Alarm', Properties } });
const composite = (Properties: Raw): Raw => ({ C: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties } });
const told = { AlarmActions: [TOPIC] };

describe('ALARM-01: an alarm tells somebody', () => {
  test.each<[string, string[], Raw]>([
    ['nothing set', ['fail A'], alarm()],
    ['an empty list', ['fail A'], alarm({ AlarmActions: [] })],
    [
      'nobody in one branch',
      ['fail A'],
      alarm({ AlarmActions: { 'Fn::If': ['C', [TOPIC], { Ref: 'AWS::NoValue' }] } }),
    ],
    ['told only when all is well', ['fail A'], alarm({ OKActions: [TOPIC] })],
    ['told only when it knows nothing', ['fail A'], alarm({ InsufficientDataActions: [TOPIC] })],
    ['a composite one without', ['fail C'], { ...alarm(told), ...composite({ AlarmRule: 'TRUE' }) }],
    [
      'named by a composite one that is about another',
      ['fail A'],
      { ...alarm({ AlarmName: 'a' }), ...composite({ ...told, AlarmRule: 'ALARM("b")' }) },
    ],
    ['a topic', [], alarm(told)],
    ['one topic as text', [], alarm({ AlarmActions: TOPIC })],
    ['a parameter', [], alarm({ AlarmActions: [P] })],
    [
      'a part of a composite alarm, by name',
      [],
      {
        ...alarm({ AlarmName: 'orders errors' }),
        ...composite({ ...told, AlarmRule: 'OK(x) AND ALARM("orders errors")' }),
      },
    ],
    [
      'a part of a composite alarm, by reference',
      [],
      { ...alarm(), ...composite({ ...told, AlarmRule: { 'Fn::Sub': 'ALARM("${A.Arn}")' } }) },
    ],
    [
      'what keeps another one quiet',
      [],
      { ...alarm(), ...composite({ ...told, AlarmRule: 'TRUE', ActionsSuppressor: { 'Fn::GetAtt': ['A', 'Arn'] } }) },
    ],
    [
      'what rolls a deployment back',
      [],
      {
        ...alarm(),
        D: {
          Type: 'AWS::CodeDeploy::DeploymentGroup',
          Properties: { AlarmConfiguration: { Alarms: [{ Name: { Ref: 'A' } }] } },
        },
      },
    ],
    [
      'a rule hears of every alarm',
      [],
      { ...alarm(), R: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.cloudwatch'] } } } },
    ],
    [
      'a rule that hears of something else',
      ['fail A'],
      { ...alarm(), R: { Type: 'AWS::Events::Rule', Properties: { EventPattern: { source: ['aws.s3'] } } } },
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('ALARM-01', resources, REST)).toEqual(expected));
});

describe('ALARM-02: its actions are switched on', () => {
  test.each<[string, string[], Raw]>([
    ['off', ['fail A'], alarm({ ...told, ActionsEnabled: false })],
    ['off, as text', ['fail A'], alarm({ ...told, ActionsEnabled: 'false' })],
    ['off in one branch', ['fail A'], alarm({ ...told, ActionsEnabled: { 'Fn::If': ['C', true, false] } })],
    ['a composite one', ['fail C'], composite({ ...told, AlarmRule: 'TRUE', ActionsEnabled: false })],
    ['a parameter', ['unknown A'], alarm({ ...told, ActionsEnabled: P })],
    ['nothing said: on', [], alarm(told)],
    ['on', [], alarm({ ...told, ActionsEnabled: true })],
    ['off without actions: ALARM-01 says so', [], alarm({ ActionsEnabled: false })],
  ])('%s', (_, expected, resources) => expect(verdicts('ALARM-02', resources, REST)).toEqual(expected));
});

const warnings = (stack: ReturnType<typeof newStack>) =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId }) => /^ALARM/.test(ruleId))
    .map(({ ruleId, path }) => `${ruleId} ${path}`);

test('the alarms of a secure function have a receiver; one written beside it is told of until it has', () => {
  const stack = newStack();
  const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
  new SecureFunction(stack, 'Orders', code);
  expect(warnings(stack)).toEqual([]);
  const plain = new Function(stack, 'Plain', code);
  const metric = plain.metricThrottles();
  const lonely = new Alarm(stack, 'Lonely', { metric, threshold: 1, evaluationPeriods: 1, actionsEnabled: false });
  expect(warnings(stack)).toEqual(['ALARM-01 Stack/Lonely/Resource']);
  lonely.addAlarmAction({ bind: () => ({ alarmActionArn: TOPIC }) });
  expect(warnings(stack)).toEqual(['ALARM-02 Stack/Lonely/Resource']);
});

test('parts of a composite alarm, as CDK writes them, need no action of their own', () => {
  const stack = newStack();
  const metric = new Metric({ namespace: 'n', metricName: 'm' });
  const part = new Alarm(stack, 'Part', { metric, threshold: 1, evaluationPeriods: 1 });
  const whole = new CompositeAlarm(stack, 'Whole', { alarmRule: AlarmRule.fromAlarm(part, AlarmState.ALARM) });
  expect(warnings(stack)).toEqual(['ALARM-01 Stack/Whole/Resource']);
  whole.addAlarmAction({ bind: () => ({ alarmActionArn: TOPIC }) });
  expect(warnings(stack)).toEqual([]);
});
