import { api, defined, method, of, operation, part, Raw, rest } from './building';
import { verdicts } from '../../support/judging';

const resource = (PathPart: unknown, parent?: string): Raw =>
  part('Resource', { PathPart, ParentId: parent ? { Ref: parent } : { 'Fn::GetAtt': ['Api', 'RootResourceId'] } });
const paths: Raw = { Orders: resource('orders'), Order: resource('{orderId}', 'Orders'), Other: resource('other') };
const on = (path: string, HttpMethod: string, more: Raw = {}): Raw =>
  method({ ResourceId: { Ref: path }, HttpMethod, ...more });

const users = { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: 'users' };
const token = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
const scoped = (...AuthorizationScopes: string[]): Raw => ({ ...users, AuthorizationScopes });
const isPrivate = api({ EndpointConfiguration: { Types: ['PRIVATE'] } });
const withPaths = (methods: Raw, first: Raw = api()): Raw => ({ ...first, ...paths, ...methods });

/** Our own authorizer, with what it demands of each route; the client is a reference, as CDK writes it. */
function ours(routes: Readonly<Record<string, Raw>>, text = tableOf(routes)): Raw {
  return {
    Client: { Type: 'AWS::Cognito::UserPoolClient' },
    Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { AUTHORIZER_TABLE: text } } } },
    Authorizer: part('Authorizer', {
      Type: 'REQUEST',
      AuthorizerUri: {
        'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations',
      },
    }),
  };
}
function tableOf(routes: Readonly<Record<string, Raw>>): Raw {
  const policies = Object.values(routes);
  const places = Object.fromEntries(Object.keys(routes).map((route, index) => [route, index]));
  const issuers = [{ kind: 'cognito', pool: 'us-east-1_abc', clients: ['CLIENT'], use: 'access' }];
  const [before, after] = JSON.stringify({ v: 1, issuers, policies, routes: places }).split('CLIENT');
  return { 'Fn::Join': ['', [before, { Ref: 'Client' }, after]] };
}

describe('API-15: a route with an id names the owner', () => {
  const byId = (more: Raw) => ({ Get: on('Order', 'GET', more) });
  test.each<[string, string[], Raw]>([
    ['warns: a user pool', ['fail Get'], withPaths(byId(users))],
    ['warns: an authorizer of somebody else', ['fail Get'], withPaths(byId({ ...token, AuthorizerId: 'abc' }))],
    [
      'warns: ours, without an owner',
      ['fail Get'],
      withPaths({ ...byId(token), ...ours({ 'GET /orders/{orderId}': { scopes: ['a/b'] } }) }),
    ],
    [
      'warns: ours, of another route',
      ['fail Get'],
      withPaths({ ...byId(token), ...ours({ 'PUT /orders/{orderId}': { owner: ['orderId', 'sub'] } }) }),
    ],
    ['warns: a table that is none', ['fail Get'], withPaths({ ...byId(token), ...ours({}, { Ref: 'Any' }) })],
    ['warns: everything below', ['fail Get'], { ...api(), Rest: resource('{proxy+}'), Get: on('Rest', 'ANY', users) }],
    [
      'warns: an id further up',
      ['fail Get'],
      withPaths({ Lines: resource('lines', 'Order'), Get: on('Lines', 'GET', users) }),
    ],
    ['unknown: a path elsewhere', ['unknown Get'], { ...api(), Get: method({ ...users, ResourceId: 'abc123' }) }],
    [
      'passes: ours, with an owner',
      [],
      withPaths({ ...byId(token), ...ours({ 'GET /orders/{orderId}': { owner: ['orderId', 'sub'] } }) }),
    ],
    [
      'unknown: a part of the path from a parameter',
      ['unknown Get'],
      { ...api(), Odd: resource({ Ref: 'Any' }), Get: on('Odd', 'GET', users) },
    ],
    ['passes: no id', [], withPaths({ Get: on('Orders', 'GET', users) })],
    ['passes: signed requests', [], withPaths(byId({ AuthorizationType: 'AWS_IAM' }))],
    ['passes: everybody, which is another rule’s matter', [], withPaths(byId({ AuthorizationType: 'NONE' }))],
    ['passes: a private API', [], withPaths(byId(users), isPrivate)],
    [
      'warns: a definition',
      ['fail Api'],
      defined({
        paths: { '/orders/{orderId}': { get: { security: [{ users: [] }] } } },
        securityDefinitions: { users: { 'x-amazon-apigateway-authorizer': { type: 'token' } } },
      }),
    ],
    [
      'passes: a definition for signed requests',
      [],
      defined({ paths: { '/orders/{orderId}': { get: { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } } } } }),
    ],
    ['passes: a definition without an id', [], operation({ security: [{ users: [] }] })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-15', resources, rest)).toEqual(expected));
});

describe('API-16: changing asks for more than reading', () => {
  const two = (get: Raw, change: Raw, verb = 'PUT') =>
    withPaths({ Get: on('Order', 'GET', get), Change: on('Order', verb, change) });
  const jwt = (routes: Readonly<Record<string, Raw>>, verb = 'PUT') =>
    withPaths({ Get: on('Order', 'GET', token), Change: on('Order', verb, token), ...ours(routes) });
  const [GET, PUT, DELETE] = ['GET', 'PUT', 'DELETE'].map((verb) => `${verb} /orders/{orderId}`);
  test.each<[string, string[], Raw]>([
    ['warns: no scopes', ['fail Change'], two(users, users)],
    ['warns: an empty list of scopes', ['fail Change'], two(users, scoped())],
    ['warns: the same scope', ['fail Change'], two(scoped('orders/use'), scoped('orders/use'))],
    [
      'warns: its own or that of reading, since one is enough',
      ['fail Change'],
      two(scoped('orders/read'), scoped('orders/write', 'orders/read')),
    ],
    [
      'warns: the scope of the list it stands in',
      ['fail Change'],
      withPaths({
        List: on('Orders', 'GET', scoped('orders/read')),
        Change: on('Order', 'DELETE', scoped('orders/read')),
      }),
    ],
    [
      'warns: the scope of its items',
      ['fail Change'],
      withPaths({
        Get: on('Order', 'GET', scoped('orders/read')),
        Change: on('Orders', 'POST', scoped('orders/read')),
      }),
    ],
    ['warns: ours, the same scope', ['fail Change'], jwt({ [GET]: { scopes: ['a/r'] }, [PUT]: { scopes: ['a/r'] } })],
    ['warns: ours, no scope', ['fail Change'], jwt({ [GET]: {}, [PUT]: {} })],
    [
      'warns: ours, deleting without a step-up',
      ['fail Change'],
      jwt({ [GET]: { scopes: ['a/r'] }, [DELETE]: { scopes: ['a/d'] } }, 'DELETE'),
    ],
    ['passes: a scope of its own', [], two(scoped('orders/read'), scoped('orders/write'))],
    ['passes: who may write may read too', [], two(scoped('orders/read', 'orders/write'), scoped('orders/write'))],
    [
      'passes: the scope of reading something else',
      [],
      withPaths({
        Get: on('Other', 'GET', scoped('orders/write')),
        Change: on('Orders', 'POST', scoped('orders/write')),
      }),
    ],
    ['passes: ours, a scope of its own', [], jwt({ [GET]: { scopes: ['a/r'] }, [PUT]: { scopes: ['a/w'] } })],
    [
      'passes: ours, deleting after a fresh login',
      [],
      jwt({ [GET]: { scopes: ['a/r'] }, [DELETE]: { scopes: ['a/d'], login: 300 } }, 'DELETE'),
    ],
    [
      'passes: ours, deleting with a second factor',
      [],
      jwt({ [GET]: { scopes: ['a/r'] }, [DELETE]: { scopes: ['a/d'], mfa: 'custom:mfa' } }, 'DELETE'),
    ],
    [
      'passes: ours, deleting after a fresh login, without scopes',
      [],
      jwt({ [GET]: {}, [DELETE]: { login: 300 } }, 'DELETE'),
    ],
    ['passes: an authorizer of somebody else, out of sight', [], two(users, { ...token, AuthorizerId: 'abc' })],
    ['passes: reading', [], withPaths({ Get: on('Order', 'GET', users) })],
    ['passes: signed requests', [], two(users, { AuthorizationType: 'AWS_IAM' })],
    ['passes: a private API', [], withPaths({ Change: on('Order', 'PUT', users) }, isPrivate)],
    [
      'passes: the same scope in another API',
      [],
      {
        ...withPaths({ Change: on('Orders', 'POST', scoped('a/w')) }),
        Second: of('RestApi'),
        Get: of('Method', {
          ...scoped('a/w'),
          RestApiId: { Ref: 'Second' },
          HttpMethod: 'GET',
          ResourceId: { Ref: 'Orders' },
        }),
      },
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-16', resources, rest)).toEqual(expected));
});
