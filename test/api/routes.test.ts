import { App, Stack } from 'aws-cdk-lib';
import { JsonSchema, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { addPing, build, gatewayOf, NAME, newHandler, ORDER, propertiesOf, templateOf } from './building';
import { Auth } from '../../lib/api/auth';
import { declaredRoutes } from '../../lib/api/declared-routes';
import { Owner } from '../../lib/api/owner';
import { parseRoute } from '../../lib/api/route-text';
import { modelName } from '../../lib/api/route-request';
import { StepUp } from '../../lib/api/step-up';
import { SecurityGate } from '../../lib/gate/security-gate';
import { ENV } from '../support/judging';

const ME = { account: '111111111111' };
const OTHER = { account: '222222222222' };

describe('the text of a route', () => {
  test.each([
    ['GET /', 'GET', '/', []],
    ['POST /orders', 'POST', '/orders', []],
    ['DELETE /orders/{orderId}/lines/{line}', 'DELETE', '/orders/{orderId}/lines/{line}', ['orderId', 'line']],
    ['GET /files/{key+}', 'GET', '/files/{key+}', ['key']],
    ['HEAD /.well-known/a_b', 'HEAD', '/.well-known/a_b', []],
  ])('%s', (text, method, path, parameters) => {
    expect(parseRoute(text)).toEqual({ method, path, parameters });
  });

  test.each([
    ['/orders', "expected a route to be a method and a path with one space between, got '/orders'"],
    ['get /orders', "a method in capitals and a path, got 'get /orders'; write GET /orders"],
    ['GET  /orders', "one space between, got 'GET  /orders'"],
    ['GET /a b', "one space between, got 'GET /a b'"],
    ['ANY /orders', "one of the methods GET, POST, PUT, PATCH, DELETE, HEAD, got 'ANY' in 'ANY /orders'"],
    ['OPTIONS /orders', 'set cors for preflight requests'],
    ['GET orders', "a path that begins with /, got 'orders'"],
    ['GET /orders/', "a path without / at its end, got '/orders/'"],
    ['GET //orders', "path segments of letters, digits and -._:@, or a {name}, got ''"],
    ['GET /orders?x=1', "got 'orders?x=1'"],
    ['GET /orders/{}', "got '{}'"],
    ['GET /orders/x{id}', "got 'x{id}'"],
    ['GET /{all+}/x', '{all+}, which takes the rest of the path, to be its last segment'],
    ['GET /{id}/x/{id}', "each {name} once, got {id} twice in '/{id}/x/{id}'"],
  ])('%s is refused', (text, message) => {
    expect(() => parseRoute(text)).toThrow('API-01: expected a route to be ');
    expect(() => parseRoute(text)).toThrow(message);
  });

  test('a route once, and one name for a parameter in one place', () => {
    const { route, api } = build();
    route('GET /orders/{orderId}');
    route('DELETE /orders/{orderId}');
    route('GET /orders/all');
    expect(() => route('GET /orders/{orderId}')).toThrow(
      'API-01: expected each route once, got GET /orders/{orderId} again; take out one of the two',
    );
    api.root.addResource('added').addMethod('GET');
    expect(() => route('GET /added')).toThrow('API-01: expected each route once, got GET /added again');
    expect(() => route('GET /orders/{id}/lines')).toThrow(
      'API-01: expected one name for a path parameter in one place, got /orders/{id}/lines beside /orders/{orderId}; give it the same name in both',
    );
  });
});

describe('what comes through', () => {
  const query: JsonSchema = { type: JsonSchemaType.OBJECT, required: ['from'], properties: { from: NAME, to: NAME } };
  const { stack, route } = build();
  route('POST /orders', { request: { body: ORDER } });
  route('POST /orders/{orderId}/cancel', { request: { noBody: true } });
  route('GET /orders', { request: { query } });
  route('GET /health', { auth: Auth.public('The load balancer has no credentials') });
  const gateway = gatewayOf(stack);

  test.each<[string, object, 'integration' | number]>([
    ['POST /orders', { body: { name: 'a' } }, 'integration'],
    ['POST /orders', { body: { name: 'a' }, headers: { 'content-type': 'text/plain' } }, 'integration'],
    ['POST /orders', { body: { name: 'a', admin: true } }, 400],
    ['POST /orders', { body: { name: 'a', admin: true }, headers: { 'content-type': 'text/plain' } }, 400],
    ['POST /orders', { body: { name: 'a', admin: true }, headers: { 'content-type': 'application/json;x' } }, 400],
    ['POST /orders', { body: 'no JSON' }, 400],
    ['POST /orders', {}, 400],
    ['POST /orders/7/cancel', {}, 'integration'],
    ['POST /orders/7/cancel', { body: { force: true } }, 400],
    ['GET /orders', { query: { from: 'a' } }, 'integration'],
    ['GET /orders', { query: { to: 'a' } }, 400],
    ['GET /orders', { query: { from: '' } }, 400],
    ['DELETE /orders', {}, 403],
  ])('%s %j: %s', async (text, more, expected) => {
    const [method, path] = text.split(' ');
    expect(await gateway.send({ method, path, signedBy: ME, ...more })).toMatchObject({ outcome: expected });
  });

  test.each<[string, object | undefined, 'integration' | number]>([
    ['GET /orders', undefined, 403],
    ['GET /orders', OTHER, 403],
    ['GET /orders', ME, 'integration'],
    ['GET /health', undefined, 'integration'],
  ])('%s signed by %j: %s', async (text, signedBy, expected) => {
    const [method, path] = text.split(' ');
    const request = { method, path, query: { from: 'a' }, signedBy: signedBy as any };
    expect(await gateway.send(request)).toMatchObject({ outcome: expected });
  });

  test('everything is deployed', () => expect(gateway.undeployed).toEqual([]));
});

describe('a request that says too little', () => {
  const list = (schema: object): JsonSchema => ({ type: JsonSchemaType.OBJECT, ...schema });
  test.each<[string, object | undefined, string]>([
    ['POST /a', undefined, 'API-04: expected POST /a to say what its body is, got no schema; set request.body'],
    ['PUT /a', {}, 'API-04: expected PUT /a to say what its body is'],
    ['PATCH /a', { query: list({ properties: { x: NAME } }) }, 'API-04: expected PATCH /a to say what its body is'],
    ['POST /a', { body: ORDER, noBody: true }, 'API-04: expected POST /a to have a body or none, got body and noBody'],
    ['GET /a', { body: ORDER }, 'API-04: expected GET /a to take no body, got request.body'],
    ['HEAD /a', { body: ORDER }, 'API-04: expected HEAD /a to take no body'],
    ['POST /a', { body: {} }, 'API-04: expected the body of POST /a'],
    ['POST /a', { body: list({ properties: { x: NAME } }) }, 'additionalProperties: false'],
    [
      'GET /a',
      { query: NAME },
      'API-04: expected request.query of GET /a to be an object schema with a property for each',
    ],
    ['GET /a', { headers: list({}) }, 'API-04: expected request.headers of GET /a to be an object schema'],
    ['GET /a', { query: list({ required: ['y'], properties: { x: NAME } }) }, 'got y without a property'],
    ['GET /a/{b}', { path: list({ properties: { c: NAME } }) }, 'got c; name it {c} there'],
  ])('%s %j', (text, request, message) => {
    const { route } = build();
    expect(() => route(text, { request })).toThrow(message);
  });

  test('a body may be deleted with', () => {
    const { route } = build();
    expect(() => route('DELETE /a', { request: { body: ORDER } })).not.toThrow();
  });

  test('an open response', () => {
    const { route } = build();
    expect(() => route('GET /a', { response: {} })).toThrow('API-04: expected the response of GET /a');
  });
});

describe('what is rendered', () => {
  test('required parameters, by place', () => {
    const { stack, route } = build();
    const some: JsonSchema = { type: JsonSchemaType.OBJECT, required: ['x'], properties: { x: NAME, y: NAME } };
    route('GET /a/{b}/{c}', { request: { query: some, headers: some } });
    route('GET /plain');
    expect(propertiesOf(stack, 'ApiGateway::Method').map((one) => one.RequestParameters)).toEqual([
      {
        'method.request.path.b': true,
        'method.request.path.c': true,
        'method.request.querystring.x': true,
        'method.request.querystring.y': false,
        'method.request.header.x': true,
        'method.request.header.y': false,
      },
      undefined,
    ]);
  });

  test('one validator for all, a stated timeout, one model for every content type', () => {
    const { stack, route } = build();
    route('POST /a', { request: { body: ORDER }, response: ORDER });
    route('PUT /b', { request: { noBody: true } });
    route('PUT /c', { request: { noBody: true } });
    const [validator, ...others] = propertiesOf(stack, 'ApiGateway::RequestValidator');
    expect(others).toEqual([]);
    expect(validator).toMatchObject({ ValidateRequestBody: true, ValidateRequestParameters: true });
    const methods = propertiesOf(stack, 'ApiGateway::Method');
    expect(methods.map((one) => Object.keys(one.RequestModels))).toEqual([['$default'], ['$default'], ['$default']]);
    expect(methods.map((one) => one.Integration.TimeoutInMillis)).toEqual([29000, 29000, 29000]);
    expect(
      propertiesOf(stack, 'ApiGateway::Model')
        .map((one) => one.Name)
        .sort(),
    ).toEqual(['NoBody', modelName(parseRoute('POST /a'), 'Request'), modelName(parseRoute('POST /a'), 'Response')]);
  });

  test('names of models are the same each time, take no odd letters, and never meet', () => {
    const names = ['POST /a/b', 'POST /aB', 'POST /a-b', 'PUT /a/b', `POST /${'x'.repeat(300)}`].map((text) =>
      modelName(parseRoute(text), 'Request'),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[A-Za-z0-9]{1,128}$/.test(name))).toEqual([]);
    expect(modelName(parseRoute('POST /a/b'), 'Request')).toBe(names[0]);
  });

  test('an API key can be asked for besides', async () => {
    const { stack, api, route } = build();
    route('GET /a', { apiKeyRequired: true });
    const key = api.addClient('Partner');
    const gateway = gatewayOf(stack);
    const apiKey = stack.resolve((key.node.defaultChild as any).logicalId);
    const request = { method: 'GET', path: '/a' };
    expect(await gateway.send({ ...request, signedBy: ME })).toMatchObject({ outcome: 403 });
    expect(await gateway.send({ ...request, apiKey })).toMatchObject({ outcome: 403 });
    expect(await gateway.send({ ...request, signedBy: ME, apiKey })).toMatchObject({ outcome: 'integration' });
  });
});

describe('permissions', () => {
  test('one for the API and a function, for this stage alone', () => {
    const { stack, api, route } = build();
    const other = newHandler(stack, 'Other');
    for (const path of ['/a', '/b', '/c']) route(`GET ${path}`);
    route('GET /other', { handler: other });
    const permissions = propertiesOf(stack, 'Lambda::Permission');
    expect(permissions.map((one) => one.Principal)).toEqual(['apigateway.amazonaws.com', 'apigateway.amazonaws.com']);
    const sources = permissions.map((one) => one.SourceArn['Fn::Join'][1].slice(-2));
    const ref = { Ref: stack.resolve((api.node.defaultChild as any).logicalId) };
    expect(sources).toEqual([
      [ref, '/prod/*/*'],
      [ref, '/prod/*/*'],
    ]);
  });

  test('no warning of CDK', () => {
    const { stack, route } = build();
    route('GET /a');
    templateOf(stack);
    const warnings = stack.node
      .findAll()
      .flatMap((one) => one.node.metadata.filter(({ type }) => /warning/.test(type)));
    expect(warnings).toEqual([]);
  });

  test.each(['before', 'after'])('a function of a stack made %s the API', (when) => {
    const app = new App();
    const other = () => newHandler(new Stack(app, 'Functions', { env: ENV }));
    const early = when === 'before' ? other() : undefined;
    const stack = new Stack(app, 'Stack', { env: ENV });
    const { route } = build({}, stack);
    route('GET /a', { handler: early ?? other() });
    const quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => app.synth()).not.toThrow();
    quiet.mockRestore();
    const functions = app.node.findChild('Functions') as Stack;
    expect(stack.dependencies).toEqual([functions]);
    expect(functions.dependencies).toEqual([]);
  });

  test('an imported function, twice', () => {
    const { stack, route } = build();
    const handler = Function.fromFunctionAttributes(stack, 'Imported', {
      functionArn: 'arn:aws:lambda:us-east-1:111111111111:function:there',
      sameEnvironment: true,
    });
    route('GET /a', { handler });
    route('GET /b', { handler });
    expect(propertiesOf(stack, 'Lambda::Permission')).toHaveLength(1);
  });
});

describe('waivers of a route', () => {
  const REASON = 'Nothing behind it is secret, as the tests know';
  const stateOf = (stack: Stack, id: string) =>
    SecurityGate.findingsOf(stack)
      .filter(({ ruleId }) => ruleId === id)
      .map(({ status, path }) => `${status} ${path}`);

  test('Auth.public is one of API-01, for this method alone', () => {
    const { stack, api, route } = build();
    route('GET /open', { auth: Auth.public(REASON) });
    api.root.addResource('closed').addMethod('GET', undefined, { authorizationType: 'NONE' as any });
    expect(stateOf(stack, 'API-01').sort()).toEqual([
      'blocking Stack/Api/Default/closed/GET/Resource',
      'waived Stack/Api/Default/open/GET/Resource',
    ]);
  });

  test('those of owner, step-up and the caller are on the method', () => {
    const { stack, route } = build();
    const pool = new UserPool(stack, 'Pool');
    const auth = Auth.cognito(pool, { clients: [pool.addClient('Web')] });
    const owner = Owner.checkedByHandler(REASON);
    const stepUp = StepUp.checkedByHandler(REASON);
    route('DELETE /orders/{id}', { auth, owner, stepUp });
    expect(stateOf(stack, 'API-15')).toEqual(['waived Stack/Api/Default/orders/{id}/DELETE/Resource']);
    expect(stateOf(stack, 'API-16')).toEqual(['waived Stack/Api/Default/orders/{id}/DELETE/Resource']);
  });

  test('a reason that says nothing is refused', () => {
    const { route } = build();
    expect(() => route('GET /a', { waivers: [{ ruleId: 'API-07', reason: 'ok' }] })).toThrow('GATE-06');
  });
});

test('what was declared can be read as plain data', () => {
  const { api, route } = build({ cors: { allowOrigins: ['https://a.example'] } });
  const query: JsonSchema = { type: JsonSchemaType.OBJECT, properties: { x: { ...NAME, pattern: '^a$' } } };
  const body: JsonSchema = { ref: '#/definitions/order', definitions: { order: ORDER } };
  route('POST /orders', { request: { body, query }, throttle: { rateLimit: 1, burstLimit: 2 } });
  addPing(api);
  expect(JSON.parse(JSON.stringify(declaredRoutes(api)))).toEqual([
    {
      method: 'POST',
      path: '/orders',
      authorizationType: 'AWS_IAM',
      handler: 'Stack/Fn',
      at: 'Stack/Api/Default/orders/POST',
      request: { body: { $ref: '#/definitions/order', definitions: { order: ORDER } }, query },
      throttle: { rateLimit: 1, burstLimit: 2 },
      corsOrigins: ['https://a.example'],
      apiKeyRequired: false,
    },
  ]);
});
