import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration, HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Owner, SecureHttpApi, SecurityGate } from '../../lib';
import { blocking, blockingIds, newStack } from '../support/judging';

const REASON = 'The handler compares the owner of the order with the caller.';
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
const handlerIn = (stack: Stack, id = 'Handler') => new Function(stack, id, CODE);
const jwt = () => new HttpJwtAuthorizer('Users', 'https://login.example.com', { jwtAudience: ['orders'] });
const routesIn = (stack: Stack) =>
  Object.values<any>(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties,
  );
const statusOf = (stack: Stack, id: string) =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId }) => ruleId === id)
    .map(({ status, path }) => `${status} ${path}`);
const own = (stack: Stack) => blocking(stack).filter((one) => !one.includes('Handler'));

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

describe('routes', () => {
  test('addRoutes of CDK has the default authorizer too, and the ids of CDK', () => {
    const ids = [HttpApi, SecureHttpApi].map((Api) => {
      const stack = newStack();
      const api = new Api(stack, 'Api', { defaultAuthorizer: jwt() });
      api.addRoutes({
        path: '/orders',
        methods: [HttpMethod.GET],
        integration: new HttpLambdaIntegration('I', handlerIn(stack)),
      });
      return Object.keys(
        Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route', {
          Properties: { AuthorizationType: 'JWT' },
        }),
      );
    });
    expect(ids[0]).toHaveLength(1);
    expect(ids[1]).toEqual(ids[0]);
  });

  test('a public route states why: the gate shows it as waived, and goes on to warn that no web ACL stands before it', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api', {
      defaultAuthorizer: jwt(),
      defaultAuthorizationScopes: ['orders/read'],
    });
    api.addRoute('GET /health', {
      handler: handlerIn(stack),
      publicReason: 'The load balancer asks without any token.',
    });
    api.addRoute('GET /orders', { handler: handlerIn(stack, 'HandlerOfOrders') });
    expect(routesIn(stack).find(({ RouteKey }) => RouteKey === 'GET /health')).not.toHaveProperty(
      'AuthorizationScopes',
    );
    expect(statusOf(stack, 'HTTP-01')).toEqual(['waived Stack/Api/GET--health/Resource']);
    expect(statusOf(stack, 'HTTP-13')).toEqual(['warning Stack/Api/Resource']);
    expect(own(stack)).toEqual([]);
  });

  test.each<[string, (api: SecureHttpApi, stack: Stack) => unknown]>([
    [
      'by HttpNoneAuthorizer',
      (api, stack) => api.addRoute('GET /a', { handler: handlerIn(stack), authorizer: new HttpNoneAuthorizer() }),
    ],
    [
      'by addRoutes of CDK',
      (api) =>
        api.addRoutes({
          path: '/a',
          authorizer: new HttpNoneAuthorizer(),
          integration: new HttpUrlIntegration('U', 'https://b.example'),
        }),
    ],
    [
      'by a route beside it',
      (api, stack) =>
        new HttpRoute(stack, 'Route', {
          httpApi: api,
          routeKey: HttpRouteKey.DEFAULT,
          authorizer: new HttpNoneAuthorizer(),
          integration: new HttpUrlIntegration('U', 'https://b.example'),
        }),
    ],
  ])('one for everybody without a reason is refused: %s', (_, add) => {
    const stack = newStack();
    add(new SecureHttpApi(stack, 'Api'), stack);
    expect(blockingIds(stack)).toContain('HTTP-01');
  });

  test('routes of one function share an integration', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api');
    const handler = handlerIn(stack);
    api.addRoute('GET /orders', { handler });
    api.addRoute('POST /orders', { handler });
    api.addRoute('$default', { handler });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 3);
  });

  test('limits of a route stand on the stage, which waits for it', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api');
    const handler = handlerIn(stack);
    api.addRoute('POST /orders', { handler, throttle: { rateLimit: 5, burstLimit: 10 } });
    api.addRoute('$default', { handler, throttle: { rateLimit: 1, burstLimit: 1 } });
    const template = Template.fromStack(stack);
    const routes = Object.keys(template.findResources('AWS::ApiGatewayV2::Route'));
    template.hasResource('AWS::ApiGatewayV2::Stage', {
      DependsOn: Match.arrayWith(routes.sort()),
      Properties: {
        RouteSettings: {
          'POST /orders': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
          $default: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
        },
      },
    });
    expect(own(stack)).toEqual([]);
  });

  test('an id in the path asks users for an owner, which is recorded; services are not asked', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api');
    const handler = handlerIn(stack);
    expect(() => api.addRoute('GET /orders/{id}', { handler, authorizer: jwt() })).toThrow(
      /HTTP-14: .*without owner; set owner/,
    );
    const other = new SecureHttpApi(stack, 'Other');
    other.addRoute('GET /orders/{id}', { handler, authorizer: jwt(), owner: Owner.checkedByHandler(REASON) });
    other.addRoute('PUT /orders/{id}', { handler });
    expect(statusOf(stack, 'HTTP-14').filter((one) => one.includes('/Other/'))).toEqual([
      'waived Stack/Other/GET--orders--{id}/Resource',
    ]);
  });

  test('the rest of a path is no id: nobody asks for its owner', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api').addRoute('ANY /y/{proxy+}', { handler: handlerIn(stack), authorizer: jwt() });
    expect(statusOf(stack, 'HTTP-14')).toEqual([]);
  });

  test.each(['GET /orders/{id}', 'ANY /', '$default'])('the same route twice is refused: %s', (route) => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api');
    const handler = handlerIn(stack);
    api.addRoute(route, { handler });
    expect(() => api.addRoute(route, { handler })).toThrow(
      `HTTP-01: expected each route once, got ${route} twice in Stack/Api; take one out`,
    );
  });

  test('a route that addRoutes of CDK has made is refused, one of another method is not', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api');
    const handler = handlerIn(stack);
    api.addRoutes({
      path: '/a',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('U', 'https://b.example'),
    });
    expect(() => api.addRoute('GET /a', { handler })).toThrow(/expected each route once, got GET \/a twice/);
    expect(() => api.addRoute('POST /a', { handler })).not.toThrow();
  });

  test.each<[string, RegExp, (api: SecureHttpApi, stack: Stack) => unknown]>([
    [
      'a lower-case method',
      /HTTP-01: expected a method and a path/,
      (api, stack) => api.addRoute('get /a', { handler: handlerIn(stack) }),
    ],
    [
      'OPTIONS',
      /corsPreflight of the API for OPTIONS/,
      (api, stack) => api.addRoute('OPTIONS /a', { handler: handlerIn(stack) }),
    ],
    ['nothing that answers', /HTTP-01: .*neither handler nor integration/, (api) => api.addRoute('GET /a', {})],
    [
      'two that answer',
      /HTTP-01: .*handler and integration/,
      (api, stack) =>
        api.addRoute('GET /a', {
          handler: handlerIn(stack),
          integration: new HttpUrlIntegration('U', 'https://b.example'),
        }),
    ],
    [
      'everybody and somebody',
      /HTTP-01: .*publicReason and authorizer/,
      (api, stack) => api.addRoute('GET /a', { handler: handlerIn(stack), publicReason: REASON, authorizer: jwt() }),
    ],
    [
      'a reason of nothing',
      /GATE-06/,
      (api, stack) => api.addRoute('GET /a', { handler: handlerIn(stack), publicReason: 'because' }),
    ],
    [
      'claims that nobody compares',
      /HTTP-14: .*Owner.pathMatchesClaim/,
      (api, stack) => api.addRoute('GET /{id}', { handler: handlerIn(stack), owner: Owner.pathMatchesClaim('id') }),
    ],
    [
      'limits above the stage',
      /HTTP-07: expected rateLimit of GET \/a to be at most the stage's 50, got 51/,
      (api, stack) => api.addRoute('GET /a', { handler: handlerIn(stack), throttle: { rateLimit: 51, burstLimit: 5 } }),
    ],
    [
      'limits of nobody',
      /HTTP-07: expected burstLimit/,
      (api, stack) => api.addRoute('GET /a', { handler: handlerIn(stack), throttle: { rateLimit: 5, burstLimit: 0 } }),
    ],
  ])('throws at %s', (_, message, add) => {
    const stack = newStack();
    expect(() => add(new SecureHttpApi(stack, 'Api'), stack)).toThrow(message);
  });
});
