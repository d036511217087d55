import { App, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { blocking, ENV, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const ARN = 'arn:aws:iam::111111111111:role/worker';
const fn = (properties: Raw = {}, attributes: Raw = {}): Raw => ({
  Type: 'AWS::Lambda::Function',
  Properties: properties,
  ...attributes,
});
const R = { Type: 'AWS::IAM::Role', Properties: {} };
const GET = { 'Fn::GetAtt': ['R', 'Arn'] };
const rest = {
  Parameters: {
    Any: { Type: 'String' },
    ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`P${index}`, { Type: 'String' }])),
  },
  Conditions: {
    Dev: { 'Fn::Equals': [{ Ref: 'Any' }, 'x'] },
    NotDev: { 'Fn::Not': [{ Condition: 'Dev' }] },
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`C${index}`, { 'Fn::Equals': [{ Ref: `P${index}` }, 'x'] }]),
    ),
  },
};

describe('FUNCTION-01: it has a role of its own', () => {
  const both = ['fail F', 'fail G'];
  test.each<[string, string[], Raw]>([
    ['passes: each its own', [], { R, S: R, F: fn({ Role: GET }), G: fn({ Role: { 'Fn::GetAtt': ['S', 'Arn'] } }) }],
    ['passes: one function, a role from outside', [], { F: fn({ Role: ARN }) }],
    ['passes: one function, a role from a parameter', [], { F: fn({ Role: { Ref: 'Any' } }) }],
    ['fails: no role', ['fail F'], { F: fn() }],
    ['fails: one role for two', both, { R, F: fn({ Role: GET }), G: fn({ Role: GET }) }],
    [
      'fails: one role, written in two ways',
      both,
      { R, F: fn({ Role: GET }), G: fn({ Role: { 'Fn::Sub': '${R.Arn}' } }) },
    ],
    [
      'fails: one role, by reference and by name',
      both,
      {
        R: { ...R, Properties: { RoleName: 'worker' } },
        F: fn({ Role: GET }),
        G: fn({ Role: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/worker' } }),
      },
    ],
    ['fails: one role from outside', both, { F: fn({ Role: ARN }), G: fn({ Role: ARN }) }],
    ['fails: one parameter', both, { F: fn({ Role: { Ref: 'Any' } }), G: fn({ Role: { Ref: 'Any' } }) }],
    ['fails: in one branch', both, { R, F: fn({ Role: GET }), G: fn({ Role: { 'Fn::If': ['Dev', GET, ARN] } }) }],
    [
      'passes: never at the same time',
      [],
      { R, F: fn({ Role: GET }, { Condition: 'Dev' }), G: fn({ Role: GET }, { Condition: 'NotDev' }) },
    ],
    [
      'fails: with a function that may exist',
      both,
      { R, F: fn({ Role: GET }), G: fn({ Role: GET }, { Condition: 'Dev' }) },
    ],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('FUNCTION-01', resources, rest)).toEqual(expected);
  });

  test('many functions with choices of their own stay decidable', () => {
    const resources: Raw = {};
    for (let index = 0; index < 12; index++) {
      resources[`R${index}`] = R;
      const own = { 'Fn::GetAtt': [`R${index}`, 'Arn'] };
      resources[`F${index}`] = fn({ Role: { 'Fn::If': [`C${index}`, own, `${ARN}${index}`] } });
    }
    expect(verdicts('FUNCTION-01', resources, rest)).toEqual([]);
  });

  test('across stacks', () => {
    const app = new App();
    const one = new Stack(app, 'One', { env: ENV });
    const two = new Stack(app, 'Two', { env: ENV });
    const role = new Role(one, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const stack of [one, two]) new CfnFunction(stack, 'F', { role: role.roleArn, code: {} });
    expect(blocking(one).filter((finding) => finding.startsWith('FUNCTION-01'))).toEqual([
      'FUNCTION-01 One/F',
      'FUNCTION-01 Two/F',
    ]);
  });
});

describe('FUNCTION-02: it writes to a log group of its own', () => {
  const G = { Type: 'AWS::Logs::LogGroup', Properties: {} };
  const named = (LogGroupName: unknown, attributes: Raw = {}) => ({
    ...G,
    Properties: { LogGroupName },
    ...attributes,
  });
  const to = (LogGroup: unknown, more: Raw = {}) => fn({ LoggingConfig: { LogGroup }, ...more });
  test.each<[string, string[], Raw]>([
    ['passes: by reference', [], { G, F: to({ Ref: 'G' }) }],
    ['passes: by name', [], { G: named('/orders'), F: to('/orders') }],
    [
      'passes: the default group, named after the function',
      [],
      { G: named('/aws/lambda/orders'), F: fn({ FunctionName: 'orders' }) },
    ],
    [
      'passes: the default group, as CDK names it',
      [],
      { G: named({ 'Fn::Join': ['', ['/aws/lambda/', { Ref: 'F' }]] }), F: fn() },
    ],
    ['fails: nothing set', ['fail F'], { F: fn() }],
    ['fails: nothing set, with a name', ['fail F'], { F: fn({ FunctionName: 'orders' }) }],
    ['fails: a group that nothing creates', ['fail F'], { F: to('/elsewhere') }],
    ['fails: a name that looks like an inner key', ['fail F'], { G, F: to('0#G') }],
    ['fails: something else', ['fail F'], { Q: { Type: 'AWS::SQS::Queue' }, F: to({ Ref: 'Q' }) }],
    ['fails: one group for two', ['fail E', 'fail F'], { G, E: to({ Ref: 'G' }), F: to({ Ref: 'G' }) }],
    [
      'fails: one group for two, by reference and by name',
      ['fail E', 'fail F'],
      { G: named('/orders'), E: to('/orders'), F: to({ Ref: 'G' }) },
    ],
    [
      'fails: the default group of another',
      ['fail E', 'fail F'],
      { G: named('/aws/lambda/f'), E: to({ Ref: 'G' }), F: fn({ FunctionName: 'f' }) },
    ],
    [
      'fails: a group that may be missing',
      ['fail F'],
      { G: named('/orders', { Condition: 'Dev' }), F: to({ Ref: 'G' }) },
    ],
    ['passes: missing together', [], { G: { ...G, Condition: 'Dev' }, F: { ...to({ Ref: 'G' }), Condition: 'Dev' } }],
    ['fails: in one branch', ['fail F'], { G, F: to({ 'Fn::If': ['Dev', { Ref: 'G' }, '/elsewhere'] }) }],
    ['unknown: a parameter', ['unknown F'], { F: to({ Ref: 'Any' }) }],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('FUNCTION-02', resources, rest)).toEqual(expected);
  });
});
