import { verdicts } from '../support/judging';

type Raw = Record<string, any>;
const fn = (name: string): string => `arn:aws:lambda:us-east-1:111111111111:function:${name}`;
const policy = (statement: Raw): Raw => ({
  P: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'p',
      Roles: ['r'],
      PolicyDocument: { Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', ...statement } },
    },
  },
});

describe('ROLE-10: who invokes functions names each of them', () => {
  test.each<[string, string[], Raw]>([
    ['a beginning', ['fail P'], policy({ Resource: fn('orders-*') })],
    ['an end', ['fail P'], policy({ Resource: fn('orders-?') })],
    ['one of several', ['fail P'], policy({ Resource: [fn('pay'), fn('orders-*')] })],
    ['asynchronously', ['fail P'], policy({ Action: ['s3:GetObject', 'lambda:InvokeAsync'], Resource: fn('o-*') })],
    ['by URL', ['fail P'], policy({ Action: 'lambda:InvokeFunctionUrl', Resource: fn('o-*') })],
    [
      'in a role',
      ['fail R'],
      {
        R: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {},
            Policies: [
              { PolicyName: 'p', PolicyDocument: policy({ Resource: fn('o-*') }).P.Properties.PolicyDocument },
            ],
          },
        },
      },
    ],
    ['one function', [], policy({ Resource: fn('orders') })],
    ['its versions and aliases', [], policy({ Resource: [fn('orders'), fn('orders:*')] })],
    ['a reference', [], policy({ Resource: { 'Fn::GetAtt': ['F', 'Arn'] } })],
    ['every function is ROLE-02', [], policy({ Resource: fn('*') })],
    ['everything is ROLE-02', [], policy({ Resource: '*' })],
    ['reading is not invoking', [], policy({ Action: 'lambda:GetFunction', Resource: fn('orders-*') })],
    ['a Deny', [], policy({ Effect: 'Deny', Resource: fn('orders-*') })],
    [
      'a name of the deployment',
      [],
      policy({ Resource: { 'Fn::Sub': 'arn:aws:lambda:us-east-1:111111111111:function:${N}' } }),
    ],
  ])('%s', (_, expected, resources) =>
    expect(verdicts('ROLE-10', resources, { Parameters: { N: { Type: 'String' } } })).toEqual(expected),
  );
});
