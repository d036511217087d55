import { verdicts } from '../support/judging';

type Raw = Record<string, any>;
const ROLE = 'arn:aws:iam::111111111111:role/worker';
const trust = {
  Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
};
const allow = (action: unknown, resource: unknown = '*', more: Raw = {}): Raw => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const R: Raw = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } };
const policy = (statements: Raw[], properties: Raw = { Roles: [{ Ref: 'R' }] }): Raw => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'p', PolicyDocument: { Statement: statements }, ...properties },
});
const about = (...statements: Raw[]): Raw => ({ R, P: policy(statements) });

describe('ROLE-04: no statements together let the role grant itself more', () => {
  test.each<[string, Raw]>([
    ['writes a policy version', allow('iam:CreatePolicyVersion', 'arn:aws:iam::111111111111:policy/mine')],
    ['puts an inline policy', allow('iam:PutRolePolicy', ROLE)],
    ['attaches a policy', allow('iam:AttachRolePolicy', ROLE)],
    ['rewrites a trust policy', allow('iam:UpdateAssumeRolePolicy', ROLE)],
    ['makes an access key', allow('iam:CreateAccessKey', '*')],
    ['takes a boundary away', allow('iam:DeleteRolePermissionsBoundary', ROLE)],
    ['takes any role', allow('sts:AssumeRole', '*')],
    ['takes any role of an account', allow('sts:AssumeRole', 'arn:aws:iam::111111111111:role/*')],
    [
      'changes the code of a function',
      allow('lambda:UpdateFunctionCode', 'arn:aws:lambda:us-east-1:111111111111:function:other'),
    ],
    ['changes the configuration of a function', allow('lambda:UpdateFunctionConfiguration', '*')],
    ['opens a function', allow('lambda:AddPermission', 'arn:aws:lambda:us-east-1:111111111111:function:other')],
    ['rewrites a bucket policy', allow('s3:PutBucketPolicy', 'arn:aws:s3:::data')],
    ['rewrites a key policy', allow('kms:PutKeyPolicy', 'arn:aws:kms:us-east-1:111111111111:key/k')],
    ['shares a key', allow('kms:CreateGrant', 'arn:aws:kms:us-east-1:111111111111:key/k')],
    ['runs commands anywhere', allow('ssm:SendCommand', '*')],
    ['all of IAM', allow('iam:*', ROLE)],
    ['everything', allow('*', '*')],
    ['everything but one service', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
    ['by a prefix', allow('iam:Put*', ROLE)],
  ])('fails: %s', (_, statement) => {
    expect(verdicts('ROLE-04', about(statement))).toEqual(['fail R']);
  });

  test.each<[string, Raw[]]>([
    ['reads a table', [allow('dynamodb:GetItem', 'arn:aws:dynamodb:us-east-1:111111111111:table/t')]],
    ['takes one named role', [allow('sts:AssumeRole', ROLE)]],
    ['passes a named role to a new function', [allow('iam:PassRole', ROLE), allow('lambda:CreateFunction')]],
    ['passes any role to nobody', [allow('iam:PassRole', '*')]],
    [
      'shares a key with AWS services only',
      [allow('kms:CreateGrant', 'k', { Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } })],
    ],
    [
      'puts policies within a boundary',
      [allow('iam:PutRolePolicy', '*', { Condition: { StringEquals: { 'iam:PermissionsBoundary': 'b' } } })],
    ],
    ['denied everywhere', [allow('iam:PutRolePolicy', '*'), { Effect: 'Deny', Action: 'iam:*', Resource: '*' }]],
    [
      'everything but IAM and the like, which are denied',
      [allow('dynamodb:Query', 't'), { Effect: 'Deny', Action: '*', Resource: '*' }],
    ],
  ])('passes: %s', (_, statements) => {
    expect(verdicts('ROLE-04', about(...statements))).toEqual([]);
  });

  test('a Deny with a condition, or of some resources, does not help', () => {
    const some = { Effect: 'Deny', Action: 'iam:*', Resource: ROLE };
    const sometimes = {
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    };
    expect(verdicts('ROLE-04', about(allow('iam:PutRolePolicy'), some))).toEqual(['fail R']);
    expect(verdicts('ROLE-04', about(allow('iam:PutRolePolicy'), sometimes))).toEqual(['fail R']);
  });

  test.each([
    'lambda:CreateFunction',
    'ecs:RunTask',
    'states:CreateStateMachine',
    'cloudformation:CreateStack',
    'glue:CreateJob',
  ])('fails: iam:PassRole in one policy with %s in another', (action) => {
    const resources = { R, P: policy([allow('iam:PassRole')]), Q: policy([allow(action, 'x')]) };
    expect(verdicts('ROLE-04', resources)).toEqual(['fail R']);
  });

  test('halves on two roles are no path', () => {
    const resources = {
      R,
      S: R,
      P: policy([allow('iam:PassRole')]),
      Q: policy([allow('ecs:RunTask')], { Roles: [{ Ref: 'S' }] }),
    };
    expect(verdicts('ROLE-04', resources)).toEqual([]);
  });

  test('halves inline, attached and listed are one', () => {
    const inline = { PolicyName: 'i', PolicyDocument: { Statement: [allow('iam:PassRole')] } };
    const listed = {
      R: { ...R, Properties: { ...R.Properties, Policies: [inline], ManagedPolicyArns: [{ Ref: 'M' }] } },
      M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [allow('ecs:RunTask')] } } },
    };
    expect(verdicts('ROLE-04', listed)).toEqual(['fail R']);
  });

  test('a policy whose role is not seen is judged alone', () => {
    expect(verdicts('ROLE-04', { P: policy([allow('iam:PutRolePolicy')], { Roles: ['outside'] }) })).toEqual([
      'fail P',
    ]);
    expect(verdicts('ROLE-04', { P: policy([allow('s3:GetObject', 'x')], { Roles: ['outside'] }) })).toEqual([]);
  });

  test('a policy whose role is not seen, and has the name of something else', () => {
    const orders = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'orders' } };
    const P = policy([allow('iam:PutRolePolicy')], { Roles: ['orders'] });
    expect(verdicts('ROLE-04', { orders, P })).toEqual(['fail P']);
  });

  test.each(['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess', 'AWSLambda_FullAccess'])(
    'fails: %s',
    (name) => {
      const ManagedPolicyArns = [{ 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` }];
      const states = { Statement: { ...trust.Statement, Principal: { Service: 'states.amazonaws.com' } } };
      const role = { ...R, Properties: { AssumeRolePolicyDocument: states, ManagedPolicyArns } };
      expect(verdicts('ROLE-04', { role })).toEqual(['fail role']);
      expect(verdicts('ROLE-04', { U: { Type: 'AWS::IAM::User', Properties: { ManagedPolicyArns } } })).toEqual([
        'fail U',
      ]);
    },
  );

  test('the policies of users and groups', () => {
    const PolicyDocument = { Statement: [allow('iam:PutRolePolicy')] };
    const P = { Type: 'AWS::IAM::UserPolicy', Properties: { PolicyName: 'p', UserName: 'u', PolicyDocument } };
    const G = { Type: 'AWS::IAM::Group', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument }] } };
    expect(verdicts('ROLE-04', { P, G })).toEqual(['fail G', 'fail P']);
  });

  test('a policy that cannot be read is unknown, unless another fails', () => {
    const dark = { ...policy([]), Properties: { Roles: [{ Ref: 'R' }], PolicyDocument: { 'Fn::Transform': {} } } };
    expect(verdicts('ROLE-04', { R, P: dark })).toEqual(['unknown R']);
    expect(verdicts('ROLE-04', { R, P: dark, Q: policy([allow('iam:PutRolePolicy')]) })).toEqual(['fail R']);
  });

  test('a statement under a condition counts', () => {
    const Conditions = { Dev: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } };
    const P = { ...policy([allow('iam:PutRolePolicy')]), Condition: 'Dev' };
    expect(verdicts('ROLE-04', { R, P }, { Conditions })).toEqual(['fail R']);
  });
});
