import { ANY, api, defined, either, method, operation, part, Raw, rest } from './building';
import { verdicts } from '../../support/judging';

const authorizer = (properties: Raw = {}) => part('Authorizer', { Name: 'users', Type: 'REQUEST', ...properties });
const withMethod = (properties: Raw, others: Raw = {}): Raw => ({ ...api(), Method: method(properties), ...others });
const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } };
const cognito = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Users' } };

describe('API-13: a user pool is asked for scopes or audience', () => {
  const users = (expression?: unknown) =>
    authorizer({
      Type: 'COGNITO_USER_POOLS',
      ...(expression === undefined ? {} : { IdentityValidationExpression: expression }),
    });
  const asked = (AuthorizationScopes: unknown, expression?: unknown): Raw =>
    withMethod(
      { ...cognito, ...(AuthorizationScopes === undefined ? {} : { AuthorizationScopes }) },
      { Users: users(expression) },
    );
  test.each<[string, string[], Raw]>([
    ['fails: neither', ['fail Method'], asked(undefined)],
    ['fails: no scopes in the list', ['fail Method'], asked([])],
    ['fails: what every client has', ['fail Method'], asked(['openid'])],
    ['fails: what every signed-in user has', ['fail Method'], asked(['aws.cognito.signin.user.admin'])],
    ['fails: one of its own or email, since one is enough', ['fail Method'], asked(['orders/read', 'email'])],
    ['fails: any audience', ['fail Method'], asked(undefined, '.*')],
    ['fails: any audience, anchored', ['fail Method'], asked(undefined, '^[a-z0-9]+$')],
    ['fails: any audience of letters', ['fail Method'], asked(undefined, '^[a-z]{26}$')],
    ['fails: an empty expression', ['fail Method'], asked(undefined, '')],
    ['unknown: an expression from a parameter', ['unknown Method'], asked(undefined, ANY)],
    ['unknown: scopes from a parameter', ['unknown Method'], asked(ANY)],
    ['fails: an empty scope', ['fail Method'], asked([''])],
    ['unknown: one scope from a parameter', ['unknown Method'], asked(['orders/read', ANY])],
    ['unknown: an expression that is none', ['unknown Method'], asked(undefined, '^(abc$')],
    ['unknown: an authorizer elsewhere', ['unknown Method'], withMethod({ ...cognito, AuthorizerId: 'abc' })],
    ['passes: scopes of its own', [], asked(['orders/read', 'orders/write'])],
    ['passes: a client id', [], asked(undefined, '^6k2m9q4r8s1t6u3v5w0x2y4z6b$')],
    ['passes: clients of the template', [], asked(undefined, { 'Fn::Sub': '^(${Client}|${Other})$' })],
    ['passes: another kind of authorizer', [], withMethod(custom, { Users: authorizer() })],
  ])('%s', (_, expected, resources) =>
    expect(
      verdicts(
        'API-13',
        {
          ...resources,
          Client: { Type: 'AWS::Cognito::UserPoolClient' },
          Other: { Type: 'AWS::Cognito::UserPoolClient' },
        },
        rest,
      ),
    ).toEqual(expected),
  );

  const scheme = (more: Raw = {}) => ({
    components: {
      securitySchemes: {
        users: { type: 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', ...more } },
      },
    },
  });
  test.each<[string, string[], Raw]>([
    ['fails: neither', ['fail Api'], operation({ security: [{ users: [] }] }, scheme())],
    ['fails: a scope of every client', ['fail Api'], operation({ security: [{ users: ['openid'] }] }, scheme())],
    ['passes: another kind of authorizer', [], operation({ security: [{ users: [] }] }, scheme({ type: 'request' }))],
    ['passes: a scope', [], operation({ security: [{ users: ['orders/read'] }] }, scheme())],
    [
      'passes: an audience',
      [],
      operation({ security: [{ users: [] }] }, scheme({ identityValidationExpression: '^abc$' })),
    ],
  ])('a definition, %s', (_, expected, resources) => expect(verdicts('API-13', resources, rest)).toEqual(expected));
});

describe('API-14: an authorizer keeps no decision for requests it did not see', () => {
  const kept = (properties: Raw): Raw => ({ ...api(), Users: authorizer(properties) });
  const token = 'method.request.header.Authorization';
  test.each<[string, string[], Raw]>([
    ['fails: nothing set, which is five minutes', ['fail Users'], kept({ Type: 'TOKEN', IdentitySource: token })],
    ['fails: a minute', ['fail Users'], kept({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 60 })],
    ['fails: by the token', ['fail Users'], kept({ IdentitySource: token, AuthorizerResultTtlInSeconds: 300 })],
    ['fails: by token and path, not method', ['fail Users'], kept({ IdentitySource: `${token}, context.path` })],
    [
      'fails: by token and resource, not its path',
      ['fail Users'],
      kept({ IdentitySource: `${token},context.httpMethod,context.resourcePath` }),
    ],
    ['unknown: a parameter', ['unknown Users'], kept({ AuthorizerResultTtlInSeconds: ANY })],
    ['passes: nothing kept', [], kept({ Type: 'TOKEN', AuthorizerResultTtlInSeconds: 0 })],
    ['passes: nothing kept, as text', [], kept({ AuthorizerResultTtlInSeconds: '0' })],
    ['passes: by the whole route', [], kept({ IdentitySource: `${token},context.httpMethod,context.path` })],
    ['passes: a user pool', [], kept({ Type: 'COGNITO_USER_POOLS' })],
    [
      'fails: in a definition',
      ['fail Api'],
      defined({ paths: {}, securityDefinitions: { users: { 'x-amazon-apigateway-authorizer': { type: 'token' } } } }),
    ],
    [
      'passes: in a definition',
      [],
      defined({
        paths: {},
        securityDefinitions: {
          users: { 'x-amazon-apigateway-authorizer': { type: 'token', authorizerResultTtlInSeconds: 0 } },
        },
      }),
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-14', resources, rest)).toEqual(expected));
});

describe('API-28: what an authorizer decided is kept for the caller it decided on', () => {
  const kept = (IdentitySource?: unknown, properties: Raw = {}): Raw => ({
    ...api(),
    Users: authorizer({ ...(IdentitySource !== undefined && { IdentitySource }), ...properties }),
  });
  const scheme = (more: Raw): Raw =>
    defined({
      paths: {},
      securityDefinitions: { users: { 'x-amazon-apigateway-authorizer': { type: 'request', ...more } } },
    });
  test.each<[string, string[], Raw]>([
    ['fails: by the route, five minutes since nobody says it', ['fail Users'], kept('context.httpMethod,context.path')],
    [
      'fails: by the route, an hour, as text',
      ['fail Users'],
      kept('context.path', { AuthorizerResultTtlInSeconds: '3600' }),
    ],
    ['fails: by the host', ['fail Users'], kept('method.request.header.Host')],
    ['fails: by the program', ['fail Users'], kept('method.request.header.user-agent, context.path')],
    ['fails: by the address', ['fail Users'], kept('context.identity.sourceIp')],
    ['fails: by an address that anybody writes', ['fail Users'], kept('method.request.header.X-Forwarded-For')],
    ['fails: by the stage', ['fail Users'], kept('stageVariables.tenant')],
    ['fails: by nothing', ['fail Users'], kept()],
    ['fails: by an empty text', ['fail Users'], kept('')],
    ['fails: a token that is the host', ['fail Users'], kept('method.request.header.Host', { Type: 'TOKEN' })],
    ['fails: in one branch', ['fail Users'], kept(either('context.path', 'method.request.header.Authorization'))],
    ['unknown: a source from a parameter', ['unknown Users'], kept(ANY)],
    [
      'unknown: a header from a parameter',
      ['unknown Users'],
      kept({ 'Fn::Sub': 'method.request.header.${Any},context.path' }),
    ],
    ['unknown: perhaps not kept', ['unknown Users'], kept('context.path', { AuthorizerResultTtlInSeconds: ANY })],
    ['passes: by the token', [], kept('method.request.header.Authorization')],
    ['passes: by token and route', [], kept('context.httpMethod, context.path, method.request.header.authorization')],
    ['passes: by a query string', [], kept('method.request.querystring.token')],
    ['passes: by the cookie', [], kept('method.request.header.Cookie,method.request.header.Host')],
    ['passes: by the certificate', [], kept('context.identity.clientCert.serialNumber')],
    ['passes: by the token, however long', [], kept('method.request.header.A', { AuthorizerResultTtlInSeconds: ANY })],
    ['passes: not kept', [], kept('context.path', { AuthorizerResultTtlInSeconds: 0 })],
    ['passes: not kept, as text', [], kept(undefined, { AuthorizerResultTtlInSeconds: '0' })],
    ['passes: a token', [], kept('method.request.header.Authorization', { Type: 'TOKEN' })],
    ['passes: a user pool', [], kept('context.path', { Type: 'COGNITO_USER_POOLS' })],
    ['fails: in a definition', ['fail Api'], scheme({ identitySource: 'context.path' })],
    ['passes: in a definition', [], scheme({ identitySource: 'method.request.header.A,context.path' })],
    ['passes: not kept, in a definition', [], scheme({ authorizerResultTtlInSeconds: 0 })],
    ['passes: a token in a definition', [], scheme({ type: 'token' })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-28', resources, rest)).toEqual(expected));
});
