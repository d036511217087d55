import { readSchemaText } from '../../lib/graphql/schema-text';
import { judged, verdicts } from '../support/judging';

const P = {
  Parameters: { P: { Type: 'String' }, Hidden: { Type: 'String', NoEcho: true } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const API = 'AWS::AppSync::GraphQLApi';
const KEY = 'API_KEY';
const ApiId = { 'Fn::GetAtt': ['Api', 'ApiId'] };
const api = (Properties: object = {}) => ({ Api: { Type: API, Properties } });
const iam = (rest: object = {}) => api({ AuthenticationType: 'AWS_IAM', ...rest });
const schema = (Definition: unknown) => ({
  Schema: { Type: 'AWS::AppSync::GraphQLSchema', Properties: { ApiId, Definition } },
});
const others = (...types: string[]) => types.map((AuthenticationType) => ({ AuthenticationType }));
const says = (id: string, resources: Record<string, unknown>) => verdicts(id, resources, P);

const CLOSED = 'type Query { order: String @aws_iam } type Mutation @aws_iam { cancel: String }';

test.each<[string, object, string[]]>([
  ['IAM', iam(), []],
  ['a user pool', api({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }), []],
  ['nothing said', api(), ['fail Api']],
  ['what AppSync does not know', api({ AuthenticationType: 'NONE' }), ['fail Api']],
  ['a key', api({ AuthenticationType: KEY }), ['fail Api']],
  [
    'a key, others beside',
    api({ AuthenticationType: KEY, AdditionalAuthenticationProviders: others('AWS_IAM') }),
    ['fail Api'],
  ],
  [
    'a key that opens nothing',
    { ...api({ AuthenticationType: KEY, AdditionalAuthenticationProviders: others('AWS_IAM') }), ...schema(CLOSED) },
    [],
  ],
  [
    'a key that opens one field',
    {
      ...api({ AuthenticationType: KEY, AdditionalAuthenticationProviders: others('AWS_IAM') }),
      ...schema(`${CLOSED} extend type Query { news: String }`),
    },
    ['fail Api'],
  ],
  ['a key in one branch', api({ AuthenticationType: { 'Fn::If': ['C', KEY, 'AWS_IAM'] } }), ['fail Api']],
  ['a parameter', api({ AuthenticationType: { Ref: 'P' } }), ['unknown Api']],
])('GRAPHQL-01 callers: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-01', resources as any)).toEqual(expected);
});

const withKey = (definition: unknown) => ({
  ...iam({ AdditionalAuthenticationProviders: others(KEY) }),
  ...schema(definition),
});
test.each<[string, object, string[]]>([
  ['no directive', withKey('type Mutation { cancel(id: ID!): String }'), []],
  ['a query by key', withKey('type Query { news: String @aws_api_key } type Mutation { a: String }'), []],
  ['a mutation by key', withKey('type Mutation { cancel: String @aws_api_key @aws_iam }'), ['fail Api']],
  ['the type by key', withKey('type Mutation @aws_api_key { cancel: String }'), ['fail Api']],
  ['the type by key, the field not', withKey('type Mutation @aws_api_key { cancel: String @aws_iam }'), []],
  ['a root of another name', withKey('schema { mutation: M } type M { a: String @aws_api_key }'), ['fail Api']],
  ['in a description', withKey('type Mutation { """@aws_api_key""" a: String # @aws_api_key\n }'), []],
  ['no key', { ...iam(), ...schema('type Mutation { a: String @aws_api_key }') }, []],
  ['a schema in S3', withKey(undefined), ['unknown Api']],
  ['a schema that cannot be read', withKey('type Mutation { a: '), ['unknown Api']],
  ['a schema from a parameter', withKey({ Ref: 'P' }), ['unknown Api']],
  ['a text without an end', withKey('type Mutation { a: String } "type Query { a: String }'), ['unknown Api']],
  ['a block without an end', withKey('type Mutation { a: String } """ \\"""'), ['unknown Api']],
  ['a schema elsewhere', iam({ AdditionalAuthenticationProviders: others(KEY) }), []],
  ['a schema in S3, no key', { ...iam(), ...schema(undefined) }, []],
  ['behind marks in a block', withKey('""" as \\""" says """ type Mutation { a: String @aws_api_key }'), ['fail Api']],
  [
    'marks in a block only',
    withKey('""" \\""" type Mutation { a: String @aws_api_key } """ type Mutation { a: String }'),
    [],
  ],
  ['an empty block', withKey('"""""" type Mutation { "" a: String @aws_api_key }'), ['fail Api']],
  [
    'a directive of a name that objects have',
    withKey('type Mutation @aws_api_key { a: String @toString }'),
    ['fail Api'],
  ],
])('GRAPHQL-02 mutations by key: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-02', resources as any)).toEqual(expected);
});

test.each<[string, string]>([
  ['texts that never end', '"a\\'.repeat(50_000)],
  ['blocks that never end', '"""\\"""'.repeat(50_000)],
  ['one type, again and again', 'type T { a: String @aws_iam } '.repeat(30_000)],
  ['one union, again and again', 'union U = A | B '.repeat(30_000)],
  ['comments', '#\n'.repeat(300_000)],
])('a schema is read once from left to right: %s', (_, text) => {
  const begin = Date.now();
  readSchemaText(text);
  expect(Date.now() - begin).toBeLessThan(1500);
});

test('a type of several parts has the fields and directives of all', () => {
  const parts = readSchemaText(
    'type A @aws_iam { a: Int } extend type A @aws_oidc { b: Int } union U = A | B union U = C',
  );
  const { fields, directives } = parts!.types.get('A')!;
  expect([fields, directives].map((list) => list.map(({ name }) => name))).toEqual([
    ['a', 'b'],
    ['aws_iam', 'aws_oidc'],
  ]);
  expect(parts!.unions.get('U')).toEqual(['A', 'B', 'C']);
});

const events = (Config: object = {}) => ({
  Events: { Type: 'AWS::AppSync::Api', Properties: { EventConfig: Config } },
});
const auth = (...types: unknown[]) => types.map((AuthType) => ({ AuthType }));
test.each<[string, object, string[]]>([
  ['none', iam(), []],
  ['beside IAM', iam({ AdditionalAuthenticationProviders: others(KEY) }), ['fail Api']],
  [
    'one value in place of a list',
    iam({ AdditionalAuthenticationProviders: { AuthenticationType: KEY } }),
    ['fail Api'],
  ],
  [
    'as the default, which is an error',
    api({ AuthenticationType: KEY, AdditionalAuthenticationProviders: others('AWS_IAM') }),
    [],
  ],
  ['beside IAM, of events', events({ AuthProviders: auth('AWS_IAM', KEY) }), ['fail Events']],
  ['a parameter', iam({ AdditionalAuthenticationProviders: others({ Ref: 'P' } as any) }), ['unknown Api']],
])('GRAPHQL-03 keys beside: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-03', resources as any)).toEqual(expected);
});

const epoch = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000;
test.each<[string, unknown, string[]]>([
  ['nothing said: seven days', undefined, []],
  ['in 90 days', epoch('2026-09-29'), []],
  ['in a year', epoch('2027-07-01'), ['fail Key']],
  ['in a year, as text', String(epoch('2027-07-01')), ['fail Key']],
  ['over', epoch('2025-01-01'), []],
  ['a parameter', { Ref: 'P' }, ['unknown Key']],
])('GRAPHQL-04 expiry: %s', (_, Expires, expected) => {
  const key = { Key: { Type: 'AWS::AppSync::ApiKey', Properties: { ApiId: 'a', Expires } } };
  expect(verdicts('GRAPHQL-04', key, P, { day: '2026-07-01' })).toEqual(expected);
});

const namespace = (rest: object) => ({
  Orders: {
    Type: 'AWS::AppSync::ChannelNamespace',
    Properties: { ApiId: { 'Fn::GetAtt': ['Events', 'ApiId'] }, ...rest },
  },
});
test.each<[string, object, string[]]>([
  ['IAM', events({ AuthProviders: auth('AWS_IAM'), DefaultPublishAuthModes: auth('AWS_IAM') }), []],
  ['listened to by key', events({ AuthProviders: auth('AWS_IAM', KEY), DefaultSubscribeAuthModes: auth(KEY) }), []],
  ['a key only', events({ AuthProviders: auth(KEY) }), ['fail Events']],
  ['nothing', events(), ['fail Events']],
  [
    'published by key',
    events({ AuthProviders: auth('AWS_IAM', KEY), DefaultPublishAuthModes: auth('AWS_IAM', KEY) }),
    ['fail Events'],
  ],
  ['a namespace without a word', namespace({}), []],
  ['a namespace published by key', namespace({ PublishAuthModes: auth(KEY) }), ['fail Orders']],
  ['a namespace listened to by key', namespace({ SubscribeAuthModes: auth(KEY) }), []],
  ['a parameter', events({ AuthProviders: { Ref: 'P' } }), ['unknown Events']],
  ['a mode from a parameter', namespace({ PublishAuthModes: auth({ Ref: 'P' }) }), ['unknown Orders']],
])('GRAPHQL-05 publishing: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-05', resources as any)).toEqual(expected);
});

const acl = (
  ResourceArn: unknown,
  WebACLArn: unknown = 'arn:aws:wafv2:us-east-1:111111111111:regional/webacl/w/1',
  more: object = {},
) => ({
  Acl: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn, WebACLArn }, ...more },
});
const ARN = { 'Fn::GetAtt': ['Api', 'Arn'] };
test.each<[string, object, string[]]>([
  ['its ARN', { ...iam(), ...acl(ARN) }, []],
  [
    'its ARN, written by hand',
    { ...iam(), ...acl({ 'Fn::Sub': 'arn:aws:appsync:${AWS::Region}:${AWS::AccountId}:apis/${Api.ApiId}' }) },
    [],
  ],
  ['private', iam({ Visibility: 'PRIVATE' }), []],
  ['none', iam(), ['fail Api']],
  [
    'of another API',
    { ...iam(), Other: { Type: API, Properties: {} }, ...acl({ 'Fn::GetAtt': ['Other', 'Arn'] }) },
    ['fail Api'],
  ],
  ['without a web ACL', { ...iam(), ...acl(ARN, { Ref: 'AWS::NoValue' }) }, ['fail Api']],
  ['in production only', { ...iam(), ...acl(ARN, undefined, { Condition: 'C' }) }, ['fail Api']],
  ['of whom, is a parameter', { ...iam(), ...acl({ Ref: 'P' }) }, ['unknown Api']],
  [
    'of a stage known later',
    { ...iam(), ...acl({ 'Fn::Sub': 'arn:aws:apigateway:us-east-1::/restapis/${P}/stages/a' }) },
    ['fail Api'],
  ],
  ['perhaps private', iam({ Visibility: { Ref: 'P' } }), ['unknown Api']],
])('GRAPHQL-06 web ACL: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-06', resources as any)).toEqual(expected);
});

const log = (rest: object = {}) => ({
  LogConfig: { CloudWatchLogsRoleArn: { Ref: 'P' }, FieldLogLevel: 'ERROR', ...rest },
});
test.each<[string, object, string[]]>([
  ['errors', iam(log()), []],
  ['everything', iam(log({ FieldLogLevel: 'ALL' })), []],
  ['nothing said', iam(), ['fail Api']],
  ['no level', iam(log({ FieldLogLevel: undefined })), ['fail Api']],
  ['off', iam(log({ FieldLogLevel: 'NONE' })), ['fail Api']],
  ['by nobody', iam(log({ CloudWatchLogsRoleArn: { Ref: 'AWS::NoValue' } })), ['fail Api']],
  ['a parameter', iam(log({ FieldLogLevel: { Ref: 'P' } })), ['unknown Api']],
  ['events', events({ LogConfig: { CloudWatchLogsRoleArn: 'arn', LogLevel: 'ERROR' } }), []],
  ['events without', events({}), ['fail Events']],
  ['events off', events({ LogConfig: { CloudWatchLogsRoleArn: 'arn', LogLevel: 'NONE' } }), ['fail Events']],
])('GRAPHQL-07 logs: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-07', resources as any)).toEqual(expected);
});

const group = (rest: object, of = 'Api') => ({
  Group: {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: { 'Fn::Sub': `/aws/appsync/apis/\${${of}.ApiId}` }, ...rest },
  },
});
test.each<[string, object, string[]]>([
  ['left out', iam(log({ ExcludeVerboseContent: true })), []],
  ['left out, as text', iam(log({ ExcludeVerboseContent: 'true' })), []],
  ['no logs', iam(), []],
  ['nothing said', iam(log()), ['fail Api']],
  ['in', iam(log({ ExcludeVerboseContent: false })), ['fail Api']],
  ['in, to a group with a key', { ...iam(log()), ...group({ KmsKeyId: { Ref: 'P' } }) }, []],
  ['in, to a group without', { ...iam(log()), ...group({}) }, ['fail Api']],
  [
    'in, a key for the group of another',
    { ...iam(log()), Other: { Type: API }, ...group({ KmsKeyId: 'k' }, 'Other') },
    ['fail Api'],
  ],
  ['a parameter', iam(log({ ExcludeVerboseContent: { Ref: 'P' } })), ['unknown Api']],
])('GRAPHQL-08 content of logs: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-08', resources as any)).toEqual(expected);
});

test.each<[string, string, object, string[]]>([
  ['GRAPHQL-09', 'traced', { XrayEnabled: true }, []],
  ['GRAPHQL-09', 'traced, as text', { XrayEnabled: 'true' }, []],
  ['GRAPHQL-09', 'nothing said', {}, ['fail Api']],
  ['GRAPHQL-09', 'off', { XrayEnabled: false }, ['fail Api']],
  ['GRAPHQL-09', 'parameter', { XrayEnabled: { Ref: 'P' } }, ['unknown Api']],
  ['GRAPHQL-11', '200', { ResolverCountLimit: 200 }, []],
  ['GRAPHQL-11', '1000, as text', { ResolverCountLimit: '1000' }, []],
  ['GRAPHQL-11', 'nothing said', {}, ['fail Api']],
  ['GRAPHQL-11', '0', { ResolverCountLimit: 0 }, ['fail Api']],
  ['GRAPHQL-11', 'all of them', { ResolverCountLimit: 10_000 }, ['fail Api']],
  ['GRAPHQL-11', 'parameter', { ResolverCountLimit: { Ref: 'P' } }, ['unknown Api']],
  ['GRAPHQL-12', 'hidden', { IntrospectionConfig: 'DISABLED' }, []],
  ['GRAPHQL-12', 'nothing said', {}, ['fail Api']],
  ['GRAPHQL-12', 'told', { IntrospectionConfig: 'ENABLED' }, ['fail Api']],
  ['GRAPHQL-12', 'parameter', { IntrospectionConfig: { Ref: 'P' } }, ['unknown Api']],
])('%s: %s', (id, _, properties, expected) => {
  expect(says(id, iam(properties))).toEqual(expected);
});

const RING = 'type Query { order: Order } type Order { lines: [Line!]! } type Line { order: Order }';
const TREE = 'type Query { order: Order } type Order { id: ID line: Line } type Line { name: String }';
test.each<[string, object, string[]]>([
  ['a limit', { ...iam({ QueryDepthLimit: 10 }), ...schema(RING) }, []],
  ['none, and a tree', { ...iam(), ...schema(TREE) }, []],
  ['none, and a ring', { ...iam(), ...schema(RING) }, ['fail Api']],
  ['0, and a ring', { ...iam({ QueryDepthLimit: 0 }), ...schema(RING) }, ['fail Api']],
  [
    'a ring by a union',
    { ...iam(), ...schema('type Query { a: U } union U = A | B type A { u: [U] } type B { x: Int }') },
    ['fail Api'],
  ],
  [
    'a ring by an interface',
    {
      ...iam(),
      ...schema('type Query { n: Node } interface Node { parent: Node } type A implements Node & X { parent: Node }'),
    },
    ['fail Api'],
  ],
  [
    'a type of itself',
    { ...iam(), ...schema('type Query { c: Comment } type Comment { answers: [Comment] }') },
    ['fail Api'],
  ],
  ['a ring of inputs only', { ...iam(), ...schema('input I { i: I } type Query { a(i: I): String }') }, []],
  ['a schema elsewhere', iam(), []],
  ['a schema in S3', { ...iam(), ...schema(undefined) }, ['unknown Api']],
  ['a schema that cannot be read', { ...iam(), ...schema('type Query { a: ') }, ['unknown Api']],
  ['a parameter', { ...iam({ QueryDepthLimit: { Ref: 'P' } }), ...schema(TREE) }, ['unknown Api']],
])('GRAPHQL-10 depth: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-10', resources as any)).toEqual(expected);
});

const oidc = (OpenIDConnectConfig: unknown) => api({ AuthenticationType: 'OPENID_CONNECT', OpenIDConnectConfig });
const ISSUER = 'https://login.example.com';
test.each<[string, object, string[]]>([
  ['https and a client', oidc({ Issuer: ISSUER, ClientId: 'web|app' }), []],
  ['a client known later', oidc({ Issuer: ISSUER, ClientId: { Ref: 'P' } }), []],
  ['plain http', oidc({ Issuer: 'http://login.example.com', ClientId: 'web' }), ['fail Api']],
  ['no client', oidc({ Issuer: ISSUER }), ['fail Api']],
  ...[
    '.*',
    '*',
    '.+',
    'web|',
    '|web',
    'web||app',
    '^(web|)$',
    '[0-9a-z.-]+',
    '...',
    'a..b',
    'web.*',
    'web?',
    '\\w+',
    'a{1,9}',
  ].map((ClientId): [string, object, string[]] => [
    `clients ${ClientId}`,
    oidc({ Issuer: ISSUER, ClientId }),
    ['fail Api'],
  ]),
  ...['web', '^web$', '^(web|app)$', '^web$|^app$', '123-abc.apps.googleusercontent.com', 'api://a1b2\\.c'].map(
    (ClientId): [string, object, string[]] => [`clients ${ClientId}`, oidc({ Issuer: ISSUER, ClientId }), []],
  ),
  ['one known later, or anybody', oidc({ Issuer: ISSUER, ClientId: { 'Fn::Sub': '${P}|' } }), ['fail Api']],
  ['two known later', oidc({ Issuer: ISSUER, ClientId: { 'Fn::Sub': '${P}|${P}' } }), []],
  ['nothing', oidc(undefined), ['fail Api']],
  [
    'beside another',
    iam({
      AdditionalAuthenticationProviders: [
        { AuthenticationType: 'OPENID_CONNECT', OpenIDConnectConfig: { Issuer: ISSUER } },
      ],
    }),
    ['fail Api'],
  ],
  [
    'of events',
    events({ AuthProviders: [{ AuthType: 'OPENID_CONNECT', OpenIDConnectConfig: { Issuer: 'http://a.b' } }] }),
    ['fail Events'],
  ],
  ['IAM', iam({ OpenIDConnectConfig: { Issuer: 'http://a.b' } }), []],
  ['a parameter', oidc({ Issuer: { Ref: 'P' }, ClientId: 'web' }), ['unknown Api']],
])('GRAPHQL-13 tokens: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-13', resources as any)).toEqual(expected);
});

const lambda = (LambdaAuthorizerConfig: unknown) => api({ AuthenticationType: 'AWS_LAMBDA', LambdaAuthorizerConfig });
const FORM = { IdentityValidationExpression: '^Bearer .+$' };
test.each<[string, object, string[]]>([
  ['a form', lambda(FORM), []],
  ['a form, five minutes', lambda({ ...FORM, AuthorizerResultTtlInSeconds: 300 }), []],
  ['no form', lambda({}), ['fail Api']],
  ['an hour', lambda({ ...FORM, AuthorizerResultTtlInSeconds: '3600' }), ['fail Api']],
  ['a parameter', lambda({ ...FORM, AuthorizerResultTtlInSeconds: { Ref: 'P' } }), ['unknown Api']],
  ['of events', events({ AuthProviders: [{ AuthType: 'AWS_LAMBDA', LambdaAuthorizerConfig: {} }] }), ['fail Events']],
])('GRAPHQL-14 authorizers: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-14', resources as any)).toEqual(expected);
});

const source = (Properties: object) => ({
  Source: { Type: 'AWS::AppSync::DataSource', Properties: { ApiId, ...Properties } },
});
test.each<[string, object, string[]]>([
  ['https', { HttpConfig: { Endpoint: 'https://a.example.com' } }, []],
  ['http', { HttpConfig: { Endpoint: 'http://a.example.com' } }, ['fail Source']],
  ['a search domain by http', { OpenSearchServiceConfig: { Endpoint: 'http://a.example.com' } }, ['fail Source']],
  ['none', { DynamoDBConfig: { TableName: 'orders' } }, []],
  ['a host from a parameter', { HttpConfig: { Endpoint: { 'Fn::Sub': 'https://${P}' } } }, []],
  ['a parameter', { HttpConfig: { Endpoint: { Ref: 'P' } } }, ['unknown Source']],
])('GRAPHQL-15 backends: %s', (_, properties, expected) => {
  expect(says('GRAPHQL-15', source(properties))).toEqual(expected);
});

const TOKEN = ['ghp_', 'a1B2c3D4e5F6g7H8i9J0', 'k1L2m3N4o5P6q7R8'].join('');
test.each<[string, object, string[]]>([
  [
    'a name',
    iam({
      EnvironmentVariables: { TABLE: 'orders', SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:x' },
    }),
    [],
  ],
  ['none', iam(), []],
  ['a password', iam({ EnvironmentVariables: { DB_PASSWORD: 'correct-horse-battery' } }), ['fail Api']],
  ['a token', iam({ EnvironmentVariables: { GIT: TOKEN } }), ['fail Api']],
  ['revealed', iam({ EnvironmentVariables: { DB: '{{resolve:secretsmanager:x}}' } }), ['fail Api']],
  ['a hidden parameter', iam({ EnvironmentVariables: { DB: { Ref: 'Hidden' } } }), ['fail Api']],
  ['handlers', namespace({ CodeHandlers: 'export const onPublish = (ctx) => ctx.events;' }), []],
  ['a token in handlers', namespace({ CodeHandlers: `const token = '${TOKEN}';` }), ['fail Orders']],
])('GRAPHQL-16 secrets: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-16', resources as any)).toEqual(expected);
});

const users = (definition: unknown, rest: object = {}) => ({
  ...api({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS', ...rest }),
  ...schema(definition),
});
test.each<[string, object, string[]]>([
  ['no directive', users('type Mutation { cancel: String }'), ['fail Api']],
  [
    'no directive, denied',
    users('type Mutation { cancel: String }', { UserPoolConfig: { DefaultAction: 'DENY' } }),
    [],
  ],
  ['a group', users('type Mutation { cancel: String @aws_auth(cognito_groups: ["staff"]) }'), []],
  ['one group', users('type Mutation @aws_cognito_user_pools(cognito_groups: "staff") { cancel: String }'), []],
  ['no group', users('type Mutation { cancel: String @aws_cognito_user_pools }'), ['fail Api']],
  ['an empty list', users('type Mutation { cancel: String @aws_auth(cognito_groups: []) }'), ['fail Api']],
  ['not for users', users('type Mutation { cancel: String @aws_iam }'), []],
  ['IAM', { ...iam(), ...schema('type Mutation { cancel: String }') }, []],
  ['reading', users('type Query { orders: String }'), []],
  ['a schema elsewhere', api({ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }), []],
])('GRAPHQL-17 groups: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-17', resources as any)).toEqual(expected);
});

const ORDER = 'type Query { order(id: ID!): String }';
const table = source({ Type: 'AMAZON_DYNAMODB', Name: 'orders' });
const resolver = (rest: object) => ({
  Resolver: {
    Type: 'AWS::AppSync::Resolver',
    Properties: {
      ApiId,
      TypeName: 'Query',
      FieldName: 'order',
      DataSourceName: { 'Fn::GetAtt': ['Source', 'Name'] },
      ...rest,
    },
  },
});
const GET = 'export const request = (ctx) => ddb.get({ key: { id: ctx.args.id } });';
const OWN = 'export const request = (ctx) => ddb.get({ key: { id: ctx.args.id, owner: ctx.identity.sub } });';
test.each<[string, object, string[]]>([
  ['no look', { ...users(ORDER), ...table, ...resolver({ Code: GET }) }, ['fail Api']],
  [
    'no look, by template',
    { ...users(ORDER), ...table, ...resolver({ RequestMappingTemplate: '{"id": $ctx.args.id}' }) },
    ['fail Api'],
  ],
  [
    'no look, the source by name',
    { ...users(ORDER), ...table, ...resolver({ Code: GET, DataSourceName: 'orders' }) },
    ['fail Api'],
  ],
  ['a look', { ...users(ORDER), ...table, ...resolver({ Code: OWN }) }, []],
  [
    'for a group',
    {
      ...users('type Query { order(id: ID!): String @aws_auth(cognito_groups: ["staff"]) }'),
      ...table,
      ...resolver({ Code: GET }),
    },
    [],
  ],
  ['no id', { ...users('type Query { order(page: Int): String }'), ...table, ...resolver({ Code: GET }) }, []],
  [
    'an id of another name',
    { ...users('type Query { order(orderId: ID! = "a:b"): String }'), ...table, ...resolver({ Code: GET }) },
    ['fail Api'],
  ],
  ['IAM', { ...iam(), ...schema(ORDER), ...table, ...resolver({ Code: GET }) }, []],
  ['a function behind', { ...users(ORDER), ...source({ Type: 'AWS_LAMBDA' }), ...resolver({ Code: GET }) }, []],
  ['code in S3', { ...users(ORDER), ...table, ...resolver({ CodeS3Location: 's3://b/k' }) }, []],
  ['no resolver', { ...users(ORDER), ...table }, []],
  [
    'a look in one function of a pipeline',
    {
      ...users(ORDER),
      ...table,
      ...resolver({
        DataSourceName: undefined,
        Code: GET,
        PipelineConfig: { Functions: [{ 'Fn::GetAtt': ['Step', 'FunctionId'] }] },
      }),
      Step: { Type: 'AWS::AppSync::FunctionConfiguration', Properties: { ApiId, DataSourceName: 'orders', Code: OWN } },
    },
    [],
  ],
  [
    'no look in a pipeline',
    {
      ...users(ORDER),
      ...table,
      ...resolver({
        DataSourceName: undefined,
        Code: 'x',
        PipelineConfig: { Functions: [{ 'Fn::GetAtt': ['Step', 'FunctionId'] }] },
      }),
      Step: { Type: 'AWS::AppSync::FunctionConfiguration', Properties: { ApiId, DataSourceName: 'orders', Code: GET } },
    },
    ['fail Api'],
  ],
])('GRAPHQL-18 owner: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-18', resources as any)).toEqual(expected);
});

const cached = (CachingConfig: unknown) => ({ ...users(ORDER), ...resolver({ CachingConfig }) });
test.each<[string, object, string[]]>([
  ['no keys', cached({ Ttl: 60 }), []],
  ['an empty list', cached({ Ttl: 60, CachingKeys: [] }), []],
  ['the caller', cached({ CachingKeys: ['$context.arguments.id', '$context.identity.sub'] }), []],
  ['arguments only', cached({ CachingKeys: ['$context.arguments.id'] }), ['fail Resolver']],
  ['one value in place of a list', cached({ CachingKeys: '$context.arguments.id' }), ['fail Resolver']],
  ['a key known later', cached({ CachingKeys: [{ Ref: 'P' }] }), []],
  [
    'for everybody',
    {
      ...users('type Query { order(id: ID!): String @aws_api_key }'),
      ...resolver({ CachingConfig: { CachingKeys: ['$context.arguments.id'] } }),
    },
    [],
  ],
])('GRAPHQL-19 caches: %s', (_, resources, expected) => {
  expect(says('GRAPHQL-19', resources as any)).toEqual(expected);
});

test('a schema in S3 without a limit is no reason to block what no secure construct made', () => {
  const [finding] = judged({ ...iam(), ...schema(undefined) }).filter(({ ruleId }) => ruleId === 'GRAPHQL-10');
  expect(finding).toMatchObject({ verdict: 'unknown', weight: 'warning' });
});

test('a schema nested deeper than calls can be is read', () => {
  const types = [...Array(20_000).keys()].map((one) => `type T${one} { next(id: ID!): T${one + 1} @aws_iam }`);
  const tree = users(`type Query { start: T0 }\n${types.join('\n')}`);
  const ring = users(`type Query { start: T0 }\n${types.join('\n')} type T20000 { first: T0 }`);
  expect([says('GRAPHQL-10', tree as any), says('GRAPHQL-10', ring as any)]).toEqual([[], ['fail Api']]);
});
