import { Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecurityGate } from '../../lib/gate/security-gate';
import { judged, newStack, verdicts } from '../support/judging';

const many = (count: number, value: unknown): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`E${index}`, value]));
const resources = (count: number) => many(count, { Type: 'A::B::C' });
const parameters = (count: number) => ({ Parameters: many(count, { Type: 'String' }) });
const outputs = (count: number) => ({ Outputs: many(count, { Value: 'x' }) });
const mappings = (count: number) => ({ Mappings: many(count, { a: { b: 'c' } }) });

const got = (ruleId: string, all: Record<string, unknown>, rest: Record<string, unknown> = {}, source = {}) =>
  judged(all, rest, source).find((one) => one.ruleId === ruleId)?.got;

test.each<[string, number, Record<string, unknown>, string | undefined, string | undefined]>([
  ['449 resources', 449, {}, undefined, undefined],
  ['450 resources', 450, {}, undefined, '450 resources (quota 500)'],
  ['500 resources', 500, {}, undefined, '500 resources (quota 500)'],
  ['501 resources', 501, {}, '501 resources (quota 500)', undefined],
  ['200 parameters', 1, parameters(200), undefined, '200 parameters (quota 200)'],
  ['201 parameters', 1, parameters(201), '201 parameters (quota 200)', undefined],
  ['201 outputs', 1, outputs(201), '201 outputs (quota 200)', undefined],
  ['201 mappings', 1, mappings(201), '201 mappings (quota 200)', undefined],
  ['1.1 MB', 1, { Metadata: 'x'.repeat(1_100_000) }, '1,100,053 bytes (quota 1,000,000)', undefined],
  ['0.95 MB', 1, { Metadata: 'x'.repeat(950_000) }, undefined, '950,053 bytes (quota 1,000,000)'],
  ['bytes, not characters', 1, { Metadata: 'é'.repeat(500_000) }, '1,000,053 bytes (quota 1,000,000)', undefined],
  ['two at once', 501, outputs(201), '501 resources (quota 500), 201 outputs (quota 200)', undefined],
  ['no resources at all', 0, {}, undefined, undefined],
])('PREFLIGHT-02 and PREFLIGHT-03: %s', (_, count, rest, refused, near) => {
  expect(got('PREFLIGHT-02', resources(count), rest)).toBe(refused);
  expect(got('PREFLIGHT-03', resources(count), rest)).toBe(near);
});

test('the size is that of the file as it was written', () => {
  expect(got('PREFLIGHT-02', resources(1), {}, { bytes: 1_000_001 })).toBe('1,000,001 bytes (quota 1,000,000)');
  const quiet = jest.spyOn(console, 'error').mockImplementation(); // CDK only warns
  const stack = newStack();
  const metadata = { rows: Array.from({ length: 20_000 }, () => ({ a: [['some text that takes room']] })) };
  stack.templateOptions.metadata = metadata;
  expect(JSON.stringify(metadata).length).toBeLessThan(800_000); // CDK indents what it writes
  expect(SecurityGate.findingsOf(stack).find(({ ruleId }) => ruleId === 'PREFLIGHT-02')?.got).toMatch(
    /^1,\d+,\d+ bytes/,
  );
  quiet.mockRestore();
});

/** A policy of about so many characters, and exactly so many when `size` > 100. */
const policy = (size: number, resource: unknown = undefined) => {
  const document = (padding: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: `s3:${padding}`, Resource: resource ?? '*' }],
  });
  return document('x'.repeat(Math.max(0, size - JSON.stringify(document('')).length)));
};
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: policy(200), ...properties },
});
const inline = (...sizes: number[]) => ({
  Policies: sizes.map((size, index) => ({ PolicyName: `p${index}`, PolicyDocument: policy(size) })),
});
const attached = (type: string, size: number, rest: object = {}) => ({
  Type: type,
  Properties: {
    [type === 'AWS::IAM::Policy' ? 'Roles' : 'RoleName']: type === 'AWS::IAM::Policy' ? [{ Ref: 'R' }] : { Ref: 'R' },
    PolicyDocument: policy(size),
  },
  ...rest,
});
const withPolicy = (Type: string, size: number, property = 'PolicyDocument') => ({
  X: { Type, Properties: { [property]: policy(size) } },
});
const permission = (index: number, extra: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] },
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: `arn:aws:execute-api:us-east-1:111111111111:abcdefghij/prod/GET/some/path/${index}`,
    ...extra,
  },
});
const permissions = (count: number, extra: object = {}) => ({
  F: { Type: 'AWS::Lambda::Function' },
  ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`P${index}`, permission(index, extra)])),
});

test.each<[string, Record<string, unknown>, string[]]>([
  ['inline policies that fit together', { R: role(inline(5_000, 5_240)) }, []],
  ['inline policies one character too long together', { R: role(inline(5_000, 5_241)) }, ['fail R']],
  ['inline and attached together', { R: role(inline(5_000)), P: attached('AWS::IAM::Policy', 5_241) }, ['fail R']],
  [
    'inline and a role policy together',
    { R: role(inline(5_000)), P: attached('AWS::IAM::RolePolicy', 5_241) },
    ['fail R'],
  ],
  ['policies of two roles', { R: role(inline(6_000)), S: role(inline(6_000)) }, []],
  [
    'white space, which IAM does not count',
    {
      R: role({
        Policies: [
          { PolicyDocument: policy(5_000), x: 1 },
          { PolicyDocument: { Statement: { Effect: 'Allow', Action: ' '.repeat(9_000), Resource: '*' } } },
        ],
      }),
    },
    [],
  ],
  [
    'a trust policy above what an account can get',
    { R: role({ AssumeRolePolicyDocument: policy(8_193) }) },
    ['fail R'],
  ],
  ['a managed policy that fits', withPolicy('AWS::IAM::ManagedPolicy', 6_144), []],
  ['a managed policy that does not', withPolicy('AWS::IAM::ManagedPolicy', 6_145), ['fail X']],
  ['a bucket policy that fits', withPolicy('AWS::S3::BucketPolicy', 20_480), []],
  ['a bucket policy that does not', withPolicy('AWS::S3::BucketPolicy', 20_481), ['fail X']],
  ['a key policy that does not', withPolicy('AWS::KMS::Key', 32_769, 'KeyPolicy'), ['fail X']],
  ['a replica key policy that does not', withPolicy('AWS::KMS::ReplicaKey', 32_769, 'KeyPolicy'), ['fail X']],
  ['a queue policy that fits', withPolicy('AWS::SQS::QueuePolicy', 8_192), []],
  ['a queue policy that does not', withPolicy('AWS::SQS::QueuePolicy', 8_193), ['fail X']],
  ['a topic policy that does not', withPolicy('AWS::SNS::TopicPolicy', 30_721), ['fail X']],
  [
    'a secret policy that does not',
    withPolicy('AWS::SecretsManager::ResourcePolicy', 20_481, 'ResourcePolicy'),
    ['fail X'],
  ],
  [
    'a log policy written as text',
    { X: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyDocument: 'x'.repeat(5_121) } } },
    ['fail X'],
  ],
  [
    'a document of the deployment',
    { X: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: { Ref: 'P' } } } },
    [],
  ],
  [
    'one branch of a condition too long',
    {
      X: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: { 'Fn::If': ['C', policy(300), policy(9_000)] } },
      },
    },
    ['fail X'],
  ],
  [
    'an attached policy that is never there with the other',
    {
      R: role(inline(5_000)),
      P: attached('AWS::IAM::Policy', 5_200, { Condition: 'C' }),
      Q: attached('AWS::IAM::Policy', 5_200, { Condition: 'D' }),
    },
    [],
  ],
  ['50 permissions on a function', permissions(50), []],
  ['90 permissions on a function', permissions(90), ['fail F']],
  ['90 permissions on functions elsewhere', permissions(90, { FunctionName: 'elsewhere' }), []],
  [
    'nothing at all',
    { R: { Type: 'AWS::IAM::Role' }, K: { Type: 'AWS::KMS::Key' }, B: { Type: 'AWS::S3::BucketPolicy' } },
    [],
  ],
])('PREFLIGHT-04 %s', (_, all, expected) => {
  const Conditions = { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, D: { 'Fn::Not': [{ Condition: 'C' }] } };
  expect(verdicts('PREFLIGHT-04', all, { Parameters: { P: { Type: 'String' } }, Conditions })).toEqual(expected);
});

test('permissions count per function, version and alias, each on its own', () => {
  const alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' }, Name: 'live' } };
  const onAlias = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`A${index}`, permission(index, { FunctionName: { Ref: 'Live' } })]),
  );
  expect(verdicts('PREFLIGHT-04', { ...permissions(50), ...onAlias, Live: alias })).toEqual([]);
  const byName = permissions(90, { FunctionName: { 'Fn::Sub': '${F.Arn}:live' } });
  const mixed = { ...permissions(45), ...Object.fromEntries(Object.entries(byName).slice(46)) };
  expect(verdicts('PREFLIGHT-04', mixed)).toEqual([]);
  const both = {
    ...permissions(45),
    ...Object.fromEntries(Object.entries(permissions(90, { FunctionName: { Ref: 'F' } })).slice(46)),
  };
  expect(verdicts('PREFLIGHT-04', both)).toEqual(['fail F']);
});

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'names that are short fit',
    {
      X: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: policy(500, [{ 'Fn::GetAtt': ['Q', 'Arn'] }]) },
      },
    },
    [],
  ],
  [
    'a hundred references of usual length do not',
    {
      X: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: policy(500, Array(120).fill({ 'Fn::GetAtt': ['Q', 'Arn'] })) },
      },
    },
    ['fail X'],
  ],
  [
    'names that are written are measured',
    {
      Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
      X: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: policy(500, Array(120).fill({ 'Fn::GetAtt': ['Q', 'Arn'] })) },
      },
    },
    [],
  ],
  [
    'a trust policy above what an account has unasked',
    { R: role({ AssumeRolePolicyDocument: policy(2_049) }) },
    ['fail R'],
  ],
  ['what PREFLIGHT-04 says already', { R: role({ AssumeRolePolicyDocument: policy(9_000) }) }, []],
])('PREFLIGHT-05 %s', (_, all, expected) => {
  expect(verdicts('PREFLIGHT-05', { Q: { Type: 'AWS::SQS::Queue' }, ...all })).toEqual(expected);
  if (expected.length > 0) expect(verdicts('PREFLIGHT-04', all)).toEqual([]);
});

test('PREFLIGHT-05 warns and never blocks', () => {
  expect(
    judged({ R: role({ AssumeRolePolicyDocument: policy(2_049) }) })
      .filter(({ ruleId }) => ruleId === 'PREFLIGHT-05')
      .map(({ weight, got: seen }) => [weight, seen]),
  ).toEqual([
    [
      'warning',
      'the trust policy: about 2,049 characters without white space, quota 2,048 (IAM and STS quotas)'.replace(
        'IAM and STS',
        'IAM and AWS STS',
      ),
    ],
  ]);
});

describe('what CDK synthesizes without a word', () => {
  const blocked = (stack: Stack) =>
    SecurityGate.findingsOf(stack)
      .filter(({ ruleId, status }) => ruleId === 'PREFLIGHT-04' && status === 'blocking')
      .map(({ path, got: seen }) => `${path}: ${seen?.replace(/[\d,]+ bytes|[\d,]+ char/, '…')}`);

  test('one function behind sixty routes', () => {
    const stack = newStack();
    const handler = new Function(stack, 'Handler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'i.h',
      code: Code.fromInline('1'),
    });
    const api = new RestApi(stack, 'Api', { cloudWatchRole: false });
    for (let i = 0; i < 60; i++) api.root.addResource(`things-${i}`).addMethod('GET', new LambdaIntegration(handler));
    expect(blocked(stack)).toEqual([
      'Stack/Handler/Resource: the permissions of the function: at least …, quota 20,480 (Lambda quotas)',
    ]);
  });

  test('a managed policy with a line per object', () => {
    const stack = newStack();
    const statements = Array.from(
      { length: 40 },
      (_, i) =>
        new PolicyStatement({
          actions: [`s3:Get${'x'.repeat(i)}`],
          resources: [`arn:aws:s3:::the-bucket-of-the-orders/${'path/'.repeat(20)}${i}`],
        }),
    );
    new ManagedPolicy(stack, 'Policy', { statements });
    expect(blocked(stack)).toHaveLength(1);
  });
});
