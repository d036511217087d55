import { judged, verdicts } from '../support/judging';
import { api, authorizer, Case, connect, definition, route, schemes, SECURED, users, ws } from './resources';

describe('HTTP-01: every route knows its caller', () => {
  test.each<Case>([
    ['fails: nothing said', ['fail Route'], { ...api(), ...route({}) }],
    ['fails: NONE', ['fail Route'], { ...api(), ...route({ AuthorizationType: 'NONE' }) }],
    ['fails: $default for everybody', ['fail Route'], { ...api(), ...route({ RouteKey: '$default' }) }],
    [
      'fails: an API without a protocol is an HTTP API',
      ['fail Route'],
      { ...api({ ProtocolType: undefined }), ...route({}) },
    ],
    ['fails: JWT without an authorizer', ['fail Route'], { ...api(), ...route({ AuthorizationType: 'JWT' }) }],
    [
      'fails: JWT with a Lambda authorizer',
      ['fail Route'],
      {
        ...api(),
        ...route({ AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } }),
        ...authorizer({ AuthorizerType: 'REQUEST' }),
      },
    ],
    ['fails: an API key is no caller', ['fail Connect'], { ...ws(), ...connect({ ApiKeyRequired: true }) }],
    ['fails: $connect for everybody', ['fail Connect'], { ...ws(), ...connect({ AuthorizationType: 'NONE' }) }],
    ['fails: a WebSocket API without $connect', ['fail Api'], { ...ws(), ...route({ RouteKey: '$default' }) }],
    [
      'fails: an OPTIONS route without CORS, which is a route like any other',
      ['fail Route'],
      { ...api(), ...route({ RouteKey: 'OPTIONS /{proxy+}' }) },
    ],
    ['fails: a route of an API elsewhere', ['fail Route'], route({ ApiId: 'a1b2c3' })],
    [
      'fails: $default of an API elsewhere, whose integration is of an HTTP API',
      ['fail Route'],
      {
        ...route({
          ApiId: 'a1b2c3',
          RouteKey: '$default',
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'I' }]] },
        }),
        I: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: 'a1b2c3', PayloadFormatVersion: '2.0' } },
      },
    ],
    [
      'fails in one branch',
      ['fail Route'],
      { ...api(), ...route({ AuthorizationType: { 'Fn::If': ['IsProd', 'AWS_IAM', 'NONE'] } }) },
      { Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } } },
    ],
    [
      'unknown: a parameter',
      ['unknown Route'],
      { ...api(), ...route({ AuthorizationType: { Ref: 'Auth' } }) },
      { Parameters: { Auth: { Type: 'String' } } },
    ],
    ['passes: IAM', [], { ...api(), ...route({ AuthorizationType: 'AWS_IAM' }) }],
    ['passes: JWT', [], { ...api(), ...route({ AuthorizationType: 'JWT', AuthorizerId: 'abc' }) }],
    [
      'passes: a Lambda authorizer',
      [],
      {
        ...api(),
        ...route({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
        ...authorizer({ AuthorizerType: 'REQUEST' }),
      },
    ],
    [
      'passes: messages of those whom $connect let in',
      [],
      {
        ...ws(),
        ...connect({ AuthorizationType: 'AWS_IAM' }),
        ...route({ RouteKey: 'say' }),
        ...route({ RouteKey: '$default' }, 'D'),
      },
    ],
    ['passes: $disconnect of an API elsewhere', [], route({ ApiId: 'a1b2c3', RouteKey: '$disconnect' })],
    [
      'passes: preflight requests of an API with CORS',
      [],
      {
        ...api({ CorsConfiguration: { AllowOrigins: ['https://a.example'] } }),
        ...route({ RouteKey: 'OPTIONS /{proxy+}' }),
      },
    ],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-01', resources, rest)).toEqual(expected));

  test.each<Case>([
    ['fails: an operation without security', ['fail Api'], definition({})],
    [
      'fails: the default route without security',
      ['fail Api'],
      definition({}, {}, '/$default', 'x-amazon-apigateway-any-method'),
    ],
    ['fails: security []', ['fail Api'], definition({ security: [] }, users())],
    ['fails: optional security', ['fail Api'], definition({ security: [{ users: [] }, {}] }, users())],
    ['fails: a scheme nobody defined', ['fail Api'], definition(SECURED)],
    ['fails: a scheme without an authorizer', ['fail Api'], definition(SECURED, schemes({ type: 'oauth2' }))],
    ['fails: an authorizer of a REST API', ['fail Api'], definition(SECURED, users({ type: 'cognito_user_pools' }))],
    ['fails: a definition as text', ['fail Api'], api({ Body: JSON.stringify({ paths: { '/a': { get: {} } } }) })],
    ['unknown: security at the root only', ['unknown Api'], definition({}, { ...users(), ...SECURED })],
    ['unknown: a file in a bucket', ['unknown Api'], api({ BodyS3Location: { Bucket: 'b', Key: 'k' } })],
    ['unknown: text that is no JSON', ['unknown Api'], api({ Body: 'openapi: 3.0.1' })],
    ['passes: JWT', [], definition(SECURED, users())],
    ['passes: a Lambda authorizer', [], definition(SECURED, users({ type: 'request' }))],
    ['passes: a signature', [], definition({ 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } })],
    [
      'passes: a scheme of signatures',
      [],
      definition(SECURED, schemes({ type: 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' })),
    ],
  ])('a definition %s', (_, expected, resources) => expect(verdicts('HTTP-01', resources)).toEqual(expected));
});

describe('HTTP-02: no quick create', () => {
  const overrides = (Properties: object) => ({
    Overrides: {
      Type: 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
      Properties: { ApiId: { Ref: 'Api' }, ...Properties },
    },
  });
  const quick = api({ Target: 'arn:aws:lambda:us-east-1:111111111111:function:orders' });
  test.each<Case>([
    ['fails: a function', ['fail Api'], quick],
    ['fails: a reference', ['fail Api'], api({ Target: { Ref: 'Function' } })],
    [
      'fails: an override without an authorizer',
      ['fail Api'],
      { ...quick, ...overrides({ Route: { OperationName: 'x' } }) },
    ],
    [
      'fails: an override for everybody',
      ['fail Api'],
      { ...quick, ...overrides({ Route: { AuthorizationType: 'NONE' } }) },
    ],
    [
      'passes: an override with an authorizer',
      [],
      { ...quick, ...overrides({ Route: { AuthorizationType: 'AWS_IAM' } }) },
    ],
    ['passes: nothing', [], api()],
  ])('%s', (_, expected, resources) => expect(verdicts('HTTP-02', resources)).toEqual(expected));
  test('the stage that an override makes is judged as any other', () =>
    expect(verdicts('HTTP-07', { ...quick, ...overrides({ Route: { AuthorizationType: 'AWS_IAM' } }) })).toEqual([
      'fail Overrides',
    ]));
});

describe('HTTP-03: tokens for this API', () => {
  const jwt = (JwtConfiguration: unknown) => authorizer({ AuthorizerType: 'JWT', JwtConfiguration });
  const issuer = 'https://login.example.com';
  test.each<Case>([
    ['fails: nothing', ['fail Authorizer'], jwt(undefined)],
    ['fails: no audience', ['fail Authorizer'], jwt({ Issuer: issuer })],
    ['fails: an empty audience', ['fail Authorizer'], jwt({ Issuer: issuer, Audience: [] })],
    ['fails: an audience of nothing', ['fail Authorizer'], jwt({ Issuer: issuer, Audience: [''] })],
    ['fails: no issuer', ['fail Authorizer'], jwt({ Audience: ['orders'] })],
    ['fails: plain http', ['fail Authorizer'], jwt({ Issuer: 'http://login.example.com', Audience: ['orders'] })],
    [
      'unknown: an issuer from outside',
      ['unknown Authorizer'],
      jwt({ Issuer: { Ref: 'Issuer' }, Audience: ['orders'] }),
      { Parameters: { Issuer: { Type: 'String' } } },
    ],
    [
      'fails: a definition without an audience',
      ['fail Api'],
      definition(SECURED, users({ type: 'jwt', jwtConfiguration: { issuer } })),
    ],
    ['passes: both', [], jwt({ Issuer: issuer, Audience: ['orders'] })],
    ['passes: one audience instead of a list', [], jwt({ Issuer: issuer, Audience: 'orders' })],
    [
      'passes: a user pool',
      [],
      jwt({
        Issuer: { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}' },
        Audience: [{ Ref: 'Client' }],
      }),
    ],
    ['passes: a Lambda authorizer', [], authorizer({ AuthorizerType: 'REQUEST' })],
    ['passes: a definition with both', [], definition(SECURED, users())],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-03', resources, rest)).toEqual(expected));
});

describe('HTTP-04: a cache no wider than its key', () => {
  const routes = (count: number) =>
    Object.assign(
      {},
      ...[...Array(count).keys()].map((n) =>
        route({ RouteKey: `GET /r${n}`, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }, `R${n}`),
      ),
    );
  const cached = (Properties: object, count = 2) => ({
    ...api(),
    ...authorizer({
      AuthorizerType: 'REQUEST',
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: ['$request.header.Authorization'],
      ...Properties,
    }),
    ...routes(count),
  });
  test.each<Case>([
    ['fails: two routes by one token', ['fail Authorizer'], cached({})],
    ['fails: a simple answer', ['fail Authorizer'], cached({ EnableSimpleResponses: true })],
    ['fails: by nothing, for one route', ['fail Authorizer'], cached({ IdentitySource: [] }, 1)],
    [
      'fails: an authorizer of an API elsewhere',
      ['fail Authorizer'],
      authorizer({
        ApiId: 'a1',
        AuthorizerType: 'REQUEST',
        AuthorizerResultTtlInSeconds: '60',
        IdentitySource: '$request.header.A',
      }),
    ],
    [
      'fails: a definition',
      ['fail Api'],
      api({
        Body: {
          paths: { '/a': { get: SECURED }, '/b': { get: SECURED } },
          ...users({ type: 'request', authorizerResultTtlInSeconds: 60, identitySource: '$request.header.A' }),
        },
      }),
    ],
    [
      'unknown: a parameter',
      ['unknown Authorizer'],
      cached({ AuthorizerResultTtlInSeconds: { Ref: 'Ttl' } }),
      { Parameters: { Ttl: { Type: 'Number' } } },
    ],
    [
      'passes: the route is a part of the key',
      [],
      cached({ IdentitySource: ['$request.header.Authorization', '$context.routeKey'] }),
    ],
    ['passes: one route', [], cached({}, 1)],
    ['passes: nothing is kept', [], cached({ AuthorizerResultTtlInSeconds: 0 })],
    ['passes: nothing is said', [], cached({ AuthorizerResultTtlInSeconds: undefined })],
    ['passes: JWT', [], { ...api(), ...authorizer({ AuthorizerType: 'JWT' }) }],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-04', resources, rest)).toEqual(expected));
});

test('a route that SAM opens is said to be open', () => {
  const all = judged(definition({ security: [{ NONE: [] }] }, users()));
  const [{ got }] = all.filter(({ ruleId }) => ruleId === 'HTTP-01');
  expect(got).toBe('GET /orders: open to everybody (NONE)');
});

describe('HTTP-18: what an authorizer decided is kept for the caller it decided on', () => {
  const cached = (IdentitySource: unknown, Properties: object = {}, of: object = api()) => ({
    ...of,
    ...authorizer({
      AuthorizerType: 'REQUEST',
      AuthorizerResultTtlInSeconds: 3600,
      IdentitySource,
      ...Properties,
    }),
  });
  const defined = (identitySource: string, more: object = {}) =>
    definition(SECURED, users({ type: 'request', authorizerResultTtlInSeconds: 60, identitySource, ...more } as any));
  const parameters = { Parameters: { P: { Type: 'String' } } };
  test.each<Case>([
    ['fails: by the route', ['fail Authorizer'], cached(['$context.routeKey'])],
    ['fails: by the host', ['fail Authorizer'], cached(['$request.header.Host'])],
    ['fails: by host and route', ['fail Authorizer'], cached(['$request.header.host', '$context.routeKey'])],
    ['fails: by the address', ['fail Authorizer'], cached(['$context.identity.sourceIp'])],
    ['fails: by the stage, as text', ['fail Authorizer'], cached('$stageVariables.tenant')],
    ['fails: by nothing', ['fail Authorizer'], cached([])],
    ['fails: of an API elsewhere', ['fail Authorizer'], cached(['$context.path'], { ApiId: 'a1' }, {})],
    ['fails: a definition', ['fail Api'], defined('$context.routeKey')],
    ['unknown: a source from a parameter', ['unknown Authorizer'], cached([{ Ref: 'P' }]), parameters],
    [
      'unknown: perhaps not kept',
      ['unknown Authorizer'],
      cached(['$context.path'], { AuthorizerResultTtlInSeconds: { Ref: 'P' } }),
      parameters,
    ],
    ['passes: by the token', [], cached(['$request.header.Authorization'])],
    ['passes: by token and route', [], cached(['$context.routeKey', '$request.header.Authorization'])],
    ['passes: by a query string', [], cached(['$request.querystring.token'])],
    ['passes: by the cookie', [], cached(['$request.header.Cookie'])],
    ['passes: by the certificate', [], cached(['$context.identity.clientCert.subjectDN'])],
    ['passes: not kept', [], cached(['$context.routeKey'], { AuthorizerResultTtlInSeconds: 0 })],
    ['passes: nothing said', [], cached(['$context.routeKey'], { AuthorizerResultTtlInSeconds: undefined })],
    ['passes: JWT', [], cached(['$context.routeKey'], { AuthorizerType: 'JWT' })],
    ['passes: a WebSocket API, which keeps nothing', [], cached(['context.path'], {}, ws())],
    ['passes: a definition', [], defined('$request.header.A, $context.routeKey')],
    [
      'passes: a definition that says nothing',
      [],
      defined('$context.path', { authorizerResultTtlInSeconds: undefined }),
    ],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-18', resources, rest)).toEqual(expected));
});
