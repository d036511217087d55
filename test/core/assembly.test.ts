import { Assembly, TemplateSource } from '../../lib/core/assembly';

const source = (stack: string, body: any, rest: Partial<TemplateSource> = {}): TemplateSource => ({
  file: `${stack}.json`,
  stack,
  stackName: stack,
  body,
  ...rest,
});
const bucket = { Type: 'AWS::S3::Bucket' };
const policy = (Bucket: unknown) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket, PolicyDocument: {} } });
const about = (assembly: Assembly, id = 'B') =>
  assembly.about(assembly.templates[0].resources.get(id)!).map(({ logicalId }) => logicalId);

test.each<[string, unknown, object]>([
  ['Ref', { Ref: 'B' }, {}],
  ['GetAtt', { 'Fn::GetAtt': ['B', 'Arn'] }, {}],
  ['GetAtt as text', { 'Fn::GetAtt': 'B.Arn' }, {}],
  ['Sub', { 'Fn::Sub': '${B}' }, {}],
  ['Select of Split', { 'Fn::Select': [0, { 'Fn::Split': ['|', { Ref: 'B' }] }] }, {}],
  ['physical name', 'my-bucket', { Properties: { BucketName: 'my-bucket' } }],
  ['one branch of a condition', { 'Fn::If': ['C', { Ref: 'B' }, 'elsewhere'] }, {}],
])('finds what a policy is about: %s', (_, value, extra) => {
  expect(about(new Assembly([source('S', { Resources: { B: { ...bucket, ...extra }, P: policy(value) } })]))).toEqual([
    'P',
  ]);
});

test('a policy about nothing here is not seen, and no one is blamed', () => {
  const assembly = new Assembly([source('S', { Resources: { B: bucket, P: policy('imported') } })]);
  expect(about(assembly)).toEqual([]);
  expect(assembly.notSeen().map(({ logicalId }) => logicalId)).toEqual(['P']);
});

test('follows exports, stack outputs, nested parameters and nested outputs', () => {
  const owner = source('Owner', {
    Resources: {
      B: bucket,
      N: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { Ref: 'B' } } } },
    },
    Outputs: { Out: { Value: { Ref: 'B' }, Export: { Name: 'the-bucket' } } },
  });
  const importer = source('Importer', { Resources: { P1: policy({ 'Fn::ImportValue': 'the-bucket' }) } });
  const weak = source('Weak', {
    Resources: { P2: policy({ 'Fn::GetStackOutput': { StackName: 'Owner', OutputName: 'Out' } }) },
  });
  const nested = source(
    'Owner/Nested',
    {
      Parameters: { Given: { Type: 'String' } },
      Resources: { P3: policy({ Ref: 'Given' }) },
      Outputs: { Deep: { Value: { Ref: 'Given' } } },
    },
    { stackName: undefined, nestedIn: { stack: 'Owner', logicalId: 'N' } },
  );
  (owner.body.Resources as any).P4 = policy({ 'Fn::GetAtt': ['N', 'Outputs.Deep'] });
  expect(about(new Assembly([owner, importer, weak, nested])).sort()).toEqual(['P1', 'P2', 'P3', 'P4']);
});

test('an alias leads to its function', () => {
  const Resources = {
    F: { Type: 'AWS::Lambda::Function' },
    V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
    A: {
      Type: 'AWS::Lambda::Alias',
      Properties: { FunctionName: { Ref: 'F' }, FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] } },
    },
    P: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'A' } } },
  };
  const assembly = new Assembly([source('S', { Resources })]);
  const permission = assembly.templates[0].resources.get('P')!;
  expect(assembly.subjects(permission).map(({ logicalId }) => logicalId)).toEqual(['A', 'F']);
});

test('a circle of outputs and parameters ends as unknown', () => {
  const a = source('A', {
    Resources: { P: policy({ 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'O' } }) },
    Outputs: { O: { Value: { 'Fn::GetStackOutput': { StackName: 'A', OutputName: 'O' } } } },
  });
  const assembly = new Assembly([a]);
  expect(assembly.templates[0].resources.get('P')!.get('Bucket')).toMatch(/^⟨\?/);
});

test.each([
  ['arn:aws:s3:::my-bucket', true],
  ['arn:aws:s3:::my-bucket/*', true],
  ['my-bucket', true],
  ['other', false],
  [undefined, false],
  [42, false],
])('find(%p)', (value, found) => {
  const assembly = new Assembly([
    source('S', { Resources: { B: { ...bucket, Properties: { BucketName: 'my-bucket' } } } }),
  ]);
  expect(assembly.find(value) !== undefined).toBe(found);
});

test('of resources with one name, the one that is meant', () => {
  const named = (Type: string, property: string) => ({ Type, Properties: { [property]: 'orders' } });
  const B = { ...bucket, Properties: { BucketName: 'orders' } };
  const Resources = { F: named('AWS::Lambda::Function', 'FunctionName'), B, P: policy('orders') };
  const assembly = new Assembly([source('S', { Resources })]);
  expect(about(assembly)).toEqual(['P']);
  expect(assembly.find('arn:aws:s3:::orders')?.logicalId).toBe('B');
  expect(assembly.find('arn:aws:lambda:us-east-1:111111111111:function:orders')?.logicalId).toBe('F');
});

test('a managed policy is about the roles that list it', () => {
  const Resources = {
    R: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [{ Ref: 'M' }, 'arn:aws:iam::aws:policy/X'] } },
    M: { Type: 'AWS::IAM::ManagedPolicy', Properties: {} },
  };
  const assembly = new Assembly([source('S', { Resources })]);
  expect(about(assembly, 'R')).toEqual(['M']);
  expect(assembly.notSeen()).toEqual([]);
});

test.each([
  ['BasePathMapping', 'AWS::ApiGateway::DomainName', 'AWS::ApiGateway::BasePathMapping', 'RestApiId', 'DomainName'],
  [
    'BasePathMappingV2',
    'AWS::ApiGateway::DomainNameV2',
    'AWS::ApiGateway::BasePathMappingV2',
    'RestApiId',
    'DomainNameArn',
  ],
  ['ApiMapping', 'AWS::ApiGatewayV2::DomainName', 'AWS::ApiGatewayV2::ApiMapping', 'ApiId', 'DomainName'],
  ['WebACLAssociation', 'AWS::WAFv2::WebACL', 'AWS::WAFv2::WebACLAssociation', 'ResourceArn', 'WebACLArn'],
])('what stands before an API is about it: %s', (_, domain, mapping, api, by) => {
  const mapped = { Type: mapping, Properties: { [api]: { Ref: 'B' }, [by]: { Ref: 'Domain' } } };
  const elsewhere = { Type: mapping, Properties: { [api]: 'abc123', [by]: { Ref: 'Other' } } };
  const assembly = new Assembly([
    source('S', {
      Resources: {
        B: { Type: 'AWS::ApiGateway::RestApi' },
        Domain: { Type: domain },
        Other: { Type: domain },
        M: mapped,
        N: elsewhere,
      },
    }),
  ]);
  expect(about(assembly)).toEqual(['M', 'Domain']);
  expect(assembly.notSeen().map(({ logicalId }) => logicalId)).toEqual(['N']);
});

test('a list is read without its AWS::NoValue, and what comes out of a condition is read once', () => {
  const L = { 'Fn::If': ['C', { X: { Ref: 'B' } }, { X: { Ref: 'P' } }] };
  const Resources = { B: { ...bucket, Properties: { List: [{ Ref: 'AWS::NoValue' }, { X: 1 }], L } } };
  const body = { Resources, Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': ['a', 'a'] } } };
  const one = new Assembly([source('S', body)]).templates[0].resources.get('B')!;
  expect([one.get('List.0.X'), one.get('L.X')]).toEqual([1, '⟨0#B⟩']);
});
