import { CfnParameter } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { blockingIds, judged, newStack, verdicts } from '../support/judging';

const queue = (QueueName: unknown, rest: object = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName },
  ...rest,
});
const Parameters = { P: { Type: 'String' } };
const Conditions = { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, D: { 'Fn::Not': [{ Condition: 'C' }] } };

test.each<[string, Record<string, unknown>, string[]]>([
  ['two queues of one name', { A: queue('x'), B: queue('x') }, ['fail A', 'fail B']],
  [
    'the same expression',
    { A: queue({ 'Fn::Sub': '${AWS::StackName}-x' }), B: queue({ 'Fn::Sub': '${AWS::StackName}-x' }) },
    ['fail A', 'fail B'],
  ],
  ['the same parameter', { A: queue({ Ref: 'P' }), B: queue({ Ref: 'P' }) }, ['fail A', 'fail B']],
  ['one of them conditional', { A: queue('x'), B: queue('x', { Condition: 'C' }) }, ['fail A', 'fail B']],
  [
    'a type CDK names itself',
    {
      A: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/x' } },
      B: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/x' } },
    },
    ['fail A', 'fail B'],
  ],
  ['passes: other names', { A: queue('x'), B: queue('y') }, []],
  ['passes: other types', { A: queue('x'), B: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'x' } } }, []],
  ['passes: never there together', { A: queue('x', { Condition: 'C' }), B: queue('x', { Condition: 'D' }) }, []],
  [
    'passes: no names',
    {
      A: queue(undefined),
      B: { Type: 'AWS::SQS::Queue' },
      C: queue({ Ref: 'AWS::NoValue' }),
      D: queue({ Ref: 'AWS::NoValue' }),
    },
    [],
  ],
])('PREFLIGHT-07 %s', (_, resources, expected) =>
  expect(verdicts('PREFLIGHT-07', resources, { Parameters, Conditions })).toEqual(expected),
);

test('PREFLIGHT-07 says which name, and who has it too', () => {
  expect(
    judged({ A: queue('x'), B: queue('x') })
      .filter(({ ruleId }) => ruleId === 'PREFLIGHT-07')
      .map(({ got }) => got),
  ).toEqual(['"x" on B too', '"x" on A too']);
  const stack = newStack();
  new Queue(stack, 'A', { queueName: 'x' });
  new Queue(stack, 'B', { queueName: 'x' });
  expect(blockingIds(stack)).toContain('PREFLIGHT-07');
});

const fn = (variables: unknown) => ({
  F: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: variables } } },
});
const AROUND = '{"KEY":""}'.length;

test.each<[string, unknown, string[]]>([
  ['4,096 bytes', { KEY: 'x'.repeat(4_096 - AROUND) }, []],
  ['4,097 bytes', { KEY: 'x'.repeat(4_097 - AROUND) }, ['fail F']],
  ['bytes, not characters', { KEY: 'é'.repeat(2_100) }, ['fail F']],
  ['many small ones', Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`SOME_NAME_${i}`, 'x'])), ['fail F']],
  ['names count too', { ['K'.repeat(4_100)]: '' }, ['fail F']],
  [
    'references count as short as they can be',
    Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`KEY_${i}`, { 'Fn::GetAtt': ['F', 'Arn'] }])),
    [],
  ],
  ['parameters count as one character', { KEY: { Ref: 'P' } }, []],
  ['one branch too long', { KEY: { 'Fn::If': ['C', 'x', 'x'.repeat(5_000)] } }, ['fail F']],
  ['all of it a parameter', { Ref: 'P' }, []],
  ['none', undefined, []],
])('PREFLIGHT-08 %s', (_, variables, expected) =>
  expect(verdicts('PREFLIGHT-08', fn(variables), { Parameters, Conditions })).toEqual(expected),
);

test.each<[string, unknown, string[]]>([
  ['a reserved name', { AWS_REGION: 'x' }, ['fail F']],
  ['a reserved name that starts with _', { _HANDLER: 'x' }, ['fail F']],
  ['one letter', { A: 'x' }, ['fail F']],
  ['a hyphen', { 'MY-KEY': 'x' }, ['fail F']],
  ['a digit first', { '1KEY': 'x' }, ['fail F']],
  ['in one branch', { 'Fn::If': ['C', { KEY: 'x' }, { AWS_REGION: 'x' }] }, ['fail F']],
  [
    'passes: usual names',
    { KEY: 'x', my_key2: 'x', AWS_LAMBDA_EXEC_WRAPPER: 'x', AWS_NODEJS_CONNECTION_REUSE_ENABLED: '1', TZ: 'UTC' },
    [],
  ],
  ['passes: none', undefined, []],
])('PREFLIGHT-09 %s', (_, variables, expected) =>
  expect(verdicts('PREFLIGHT-09', fn(variables), { Parameters, Conditions })).toEqual(expected),
);

test('what CDK lets through', () => {
  const stack = newStack();
  const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
  const props = { runtime: Runtime.NODEJS_22_X, handler: 'i.h', code: Code.fromInline('1') };
  new Function(stack, 'Fine', { ...props, environment: { KEY: parameter } });
  expect(blockingIds(stack).filter((id) => id.startsWith('PREFLIGHT'))).toEqual([]);
  new Function(stack, 'Large', { ...props, environment: { KEY: 'x'.repeat(5_000) } });
  new Function(stack, 'Short', { ...props, environment: { A: 'x' } });
  expect(blockingIds(stack)).toEqual(expect.arrayContaining(['PREFLIGHT-08', 'PREFLIGHT-09']));
});
