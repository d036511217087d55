import { Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, CfnPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureFunction, SecurityGate } from '../../lib';
import { ENV, newStack, verdicts } from '../support/judging';
import { Account } from '../support/template-access';

type Raw = Record<string, any>;
const OWN = ENV.account;
const ROLE = `arn:aws:iam::${OWN}:role/orders`;
const RULE = `arn:aws:events:us-east-1:${OWN}:rule/nightly`;
const permission = (Properties: Raw): Raw => ({
  P: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: 'pay', ...Properties },
  },
});
const policy = (Statement: unknown): Raw => ({
  P: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn: 'x', PolicyDocument: { Statement } } },
});
const allow = (rest: Raw): Raw => policy({ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*', ...rest });
const events = (rest: Raw = {}): Raw => permission({ Principal: 'events.amazonaws.com', ...rest });

describe('POLICY-09: a function takes calls of the callers that were declared', () => {
  test.each<[string, string[], Raw]>([
    ['the account by number', ['fail P'], permission({ Principal: OWN })],
    ['the account by reference', ['fail P'], permission({ Principal: { Ref: 'AWS::AccountId' } })],
    [
      'the root of the account',
      ['fail P'],
      permission({ Principal: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' } }),
    ],
    ['the account in a policy', ['fail P'], allow({ Principal: { AWS: OWN } })],
    ['the account among others', ['fail P'], allow({ Principal: { AWS: [ROLE, OWN] } })],
    ['every action, for the account', ['fail P'], allow({ Action: 'lambda:*', Principal: { AWS: OWN } })],
    ['a service for whatever the account has', ['fail P'], events({ SourceAccount: OWN })],
    ['a service for every rule', ['fail P'], events({ SourceArn: `arn:aws:events:us-east-1:${OWN}:rule/*` })],
    [
      'a service for everything of the kind',
      ['fail P'],
      permission({
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:${OWN}:*/*/GET/orders`,
      }),
    ],
    [
      'every topic',
      ['fail P'],
      permission({ Principal: 'sns.amazonaws.com', SourceArn: `arn:aws:sns:us-east-1:${OWN}:*` }),
    ],
    ['a role', [], permission({ Principal: ROLE })],
    [
      'a role of the template',
      [],
      { ...permission({ Principal: { 'Fn::GetAtt': ['R', 'Arn'] } }), R: { Type: 'AWS::IAM::Role' } },
    ],
    ['the account, bound to a resource', [], permission({ Principal: OWN, SourceArn: RULE })],
    ['a service for one rule', [], events({ SourceArn: RULE })],
    ['a service for one rule, and the account besides', [], events({ SourceArn: RULE, SourceAccount: OWN })],
    [
      'every route of one API',
      [],
      permission({ Principal: 'apigateway.amazonaws.com', SourceArn: `arn:aws:execute-api:us-east-1:${OWN}:abc123/*` }),
    ],
    [
      'a bucket',
      [],
      permission({ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::orders', SourceAccount: OWN }),
    ],
    ['an ARN that the deployment knows', [], events({ SourceArn: { Ref: 'X' } })],
    [
      'rotation of every secret, which has no other way',
      [],
      permission({ Principal: 'secretsmanager.amazonaws.com', SourceAccount: OWN }),
    ],
    ['another account is POLICY-02', [], permission({ Principal: '222222222222' })],
    ['no source at all is POLICY-03', [], events()],
    ['looking is not calling', [], permission({ Action: 'lambda:GetFunction', Principal: OWN })],
    ['a Deny', [], policy({ Effect: 'Deny', Action: 'lambda:*', Principal: { AWS: OWN }, Resource: '*' })],
  ])('%s', (_, expected, resources) =>
    expect(verdicts('POLICY-09', resources, { Parameters: { X: { Type: 'String' } } }, { account: OWN })).toEqual(
      expected,
    ),
  );
});

const code = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
/** The step that takes money is called by the step before it, and by nobody else. */
function steps() {
  const stack = newStack();
  const [check, pay, other] = ['Check', 'Pay', 'Other'].map((id) => new SecureFunction(stack, id, code));
  pay.grantInvoke(check);
  return { stack, pay, other };
}
const said = (stack: Stack) =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId }) => /^(POLICY-09|ROLE-10)$/.test(ruleId))
    .map(({ ruleId, path }) => `${ruleId} ${path}`);
const accountOf = (stack: Stack) =>
  Account.of({ stackName: 'Stack', template: stack.resolve((stack as any)._toCloudFormation()) });
const id = (stack: Stack, fn: SecureFunction): string => stack.resolve((fn.node.defaultChild as any).logicalId);

describe('an internal function', () => {
  test('is invoked by the one that grantInvoke names, and by no other of the app', () => {
    const { stack, pay, other } = steps();
    const account = accountOf(stack);
    const check = id(stack, stack.node.findChild('Check') as SecureFunction);
    const invoke = { action: 'lambda:InvokeFunction', on: id(stack, pay) };
    expect(account.can({ as: check, ...invoke })).toBe('allowed');
    expect(account.can({ as: id(stack, other), ...invoke })).not.toBe('allowed');
    expect(account.can({ as: check, action: 'lambda:InvokeFunction', on: id(stack, other) })).not.toBe('allowed');
    expect(account.can({ as: check, action: 'lambda:UpdateFunctionCode', on: id(stack, pay) })).not.toBe('allowed');
    expect(account.can({ as: { service: 'events.amazonaws.com' }, ...invoke })).not.toBe('allowed');
    expect(said(stack)).toEqual([]);
  });

  const attacks: [string, (parts: ReturnType<typeof steps>) => unknown, string][] = [
    [
      'a permission for the whole account',
      ({ pay }) => pay.addPermission('X', { principal: new AccountRootPrincipal() }),
      'POLICY-09 Stack/Pay/X',
    ],
    [
      'a service for anything of the account',
      ({ pay }) =>
        pay.addPermission('X', { principal: new ServicePrincipal('events.amazonaws.com'), sourceAccount: OWN }),
      'POLICY-09 Stack/Pay/X',
    ],
    [
      'another function that may invoke by a pattern',
      ({ other }) =>
        other.addToRolePolicy(
          new PolicyStatement({
            actions: ['lambda:InvokeFunction'],
            resources: [`arn:aws:lambda:us-east-1:${OWN}:function:Stack-*`],
          }),
        ),
      'ROLE-10 Stack/Other/ServiceRole/DefaultPolicy/Resource',
    ],
    [
      'a role beside it that may, too',
      ({ stack }) =>
        new CfnPolicy(stack, 'X', {
          policyName: 'x',
          roles: [new Role(stack, 'R', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }).roleName],
          policyDocument: {
            Statement: {
              Effect: 'Allow',
              Action: 'lambda:Invoke*',
              Resource: `arn:aws:lambda:us-east-1:${OWN}:function:pay-?`,
            },
          },
        }),
      'ROLE-10 Stack/X',
    ],
  ];
  test.each(attacks)('reached by %s: said', (_, attack, expected) => {
    const parts = steps();
    attack(parts);
    expect(said(parts.stack)).toEqual([expected]);
  });
});
