import { Gateway, type ApiRequest } from './gateway';
import { apiTemplate, permission } from './gateway-sample';

const get = (path: string, more: Partial<ApiRequest> = {}): ApiRequest => ({ method: 'GET', path, ...more });

/** The function that was reached, or the status. */
const answer = async (gateway: Gateway, request: ApiRequest) => {
  const { outcome, type, reached } = await gateway.send(request);
  return outcome === 'integration' ? reached : `${outcome} ${type}`;
};

describe('routes', () => {
  const handlers = ['Literal', 'Parameter', 'Greedy', 'Any'];
  const to = (id: string) => ({
    Integration: {
      Type: 'AWS_PROXY',
      Uri: `x/functions/arn:aws:lambda:us-east-1:111111111111:function:Stack-${id}/invocations`,
    },
  });
  const more = Object.fromEntries(
    handlers.flatMap((id) => [
      [id, { Type: 'AWS::Lambda::Function' }],
      [`${id}Permission`, permission(id, '*')],
    ]),
  );
  const gateway = Gateway.of(
    apiTemplate(
      {
        'GET /orders/new': to('Literal'),
        'GET /orders/{id}': to('Parameter'),
        'GET /{proxy+}': to('Greedy'),
        'ANY /orders/new': to('Any'),
      },
      { more },
    ),
  );

  test.each([
    ['GET', '/orders/new', 'Literal'],
    ['GET', '/orders/7', 'Parameter'],
    ['GET', '/orders/7/items', 'Greedy'],
    ['GET', '/elsewhere', 'Greedy'],
    ['DELETE', '/orders/new', 'Any'],
    ['DELETE', '/orders/7', '403 MISSING_AUTHENTICATION_TOKEN'],
    ['GET', '/', '403 MISSING_AUTHENTICATION_TOKEN'],
  ])('%s %s → %s', async (method, path, expected) => {
    expect(await answer(gateway, { method, path })).toBe(expected);
  });

  test('the function’s own policy must name the route', async () => {
    const narrow = apiTemplate(
      { 'GET /orders': {}, 'GET /reports': {} },
      { more: { Permission: permission('Handler', 'prod/GET/orders') } },
    );
    expect(await answer(Gateway.of(narrow), get('/orders'))).toBe('Handler');
    expect(await answer(Gateway.of(narrow), get('/reports'))).toBe('500 API_CONFIGURATION_ERROR');
  });

  test('the environment of a function is what its code will read', () => {
    expect(Gateway.of(apiTemplate({ 'GET /a': {} })).environmentOf('Handler')).toEqual({ API: 'Stack-Api' });
  });
});

describe('limits', () => {
  const key = (more = {}) => ({ Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, ...more } });
  const more = {
    Key: key(),
    Off: key({ Enabled: false }),
    Stray: key(),
    Plan: {
      Type: 'AWS::ApiGateway::UsagePlan',
      Properties: {
        ApiStages: [
          {
            ApiId: { Ref: 'Api' },
            Stage: { Ref: 'Stage' },
            Throttle: { '/slow/GET': { RateLimit: 1, BurstLimit: 2 } },
          },
        ],
        Throttle: { RateLimit: 5, BurstLimit: 10 },
        Quota: { Limit: 1000, Period: 'DAY' },
      },
    },
    ...Object.fromEntries(
      ['Key', 'Off'].map((id) => [
        `In${id}`,
        {
          Type: 'AWS::ApiGateway::UsagePlanKey',
          Properties: { KeyId: { Ref: id }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
        },
      ]),
    ),
  };
  const stage = {
    MethodSettings: [
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      { HttpMethod: 'GET', ResourcePath: '/~1slow~1{id}', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 6 },
      { HttpMethod: 'GET', ResourcePath: '/~1logged', LoggingLevel: 'INFO' },
    ],
  };
  const gateway = Gateway.of(
    apiTemplate(
      { 'GET /': {}, 'GET /slow': { ApiKeyRequired: true }, 'GET /slow/{id}': {}, 'GET /logged': {} },
      { stage, more },
    ),
  );

  test.each([
    ['/', { rate: 50, burst: 100 }],
    ['/slow/7', { rate: 5, burst: 6 }],
    // settings of a method replace those of the stage: without a limit of its own it has the account's
    ['/logged', { rate: 10_000, burst: 5_000 }],
  ])('the throttle of %s', async (path, throttle) => {
    expect(await gateway.send(get(path))).toMatchObject({ throttle });
  });

  test.each<[string, string | undefined, string]>([
    ['no key', undefined, '403 INVALID_API_KEY'],
    ['a key that is off', 'Off', '403 INVALID_API_KEY'],
    ['a key without a plan', 'Stray', '403 INVALID_API_KEY'],
    ['a key', 'Key', 'Handler'],
  ])('%s', async (_what, apiKey, expected) => {
    expect(await answer(gateway, get('/slow', { apiKey }))).toBe(expected);
  });

  test('the limits of a client, and its own for one route', async () => {
    const quota = { limit: 1000, period: 'DAY' };
    expect((await gateway.send(get('/', { apiKey: 'Key' }))).client).toEqual({ rate: 5, burst: 10, quota });
    expect((await gateway.send(get('/slow', { apiKey: 'Key' }))).client).toEqual({ rate: 1, burst: 2, quota });
  });
});

describe('CORS preflights', () => {
  const mock = (response: object, declared = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Methods']) => ({
    Integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '204', ...response }] },
    MethodResponses: [
      {
        StatusCode: '204',
        ResponseParameters: Object.fromEntries(declared.map((name) => [`method.response.header.${name}`, true])),
      },
    ],
  });
  const ResponseParameters = {
    'method.response.header.Access-Control-Allow-Origin': "'https://one.example'",
    'method.response.header.Access-Control-Allow-Methods': "'GET'",
  };
  const repeating = (condition: string) => {
    const set = '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)';
    const text = `#set($origin = $input.params().header.get("Origin"))\n${condition && `#if(${condition})\n`}${set}`;
    return mock({ ResponseTemplates: { 'application/json': text }, ResponseParameters });
  };
  const headers = async (method: object, origin: string) =>
    (
      await Gateway.of(apiTemplate({ 'OPTIONS /a': method })).send({
        method: 'OPTIONS',
        path: '/a',
        headers: { origin },
      })
    ).headers;

  test('literal headers, if the method declares them', async () => {
    expect(await headers(mock({ ResponseParameters }), 'https://evil.example')).toEqual({
      'access-control-allow-origin': 'https://one.example',
      'access-control-allow-methods': 'GET',
    });
    expect(await headers(mock({ ResponseParameters }, []), 'https://one.example')).toEqual({});
  });

  const equal = '$origin == "https://two.example" || $origin == "https://three.example"';
  const pattern = '$origin.matches("https://two.example")';
  test.each([
    [equal, 'https://two.example', true],
    [equal, 'https://evil.example', false],
    [equal, 'https://two.example.evil.example', false],
    [pattern, 'https://two.example.evil.example', false],
    // a dot that is not escaped is any sign
    [pattern, 'https://twoXexample', true],
    // nothing is asked: whoever calls
    ['', 'https://evil.example', true],
  ])('an origin is repeated if %s: %s %p', async (condition, origin, may) => {
    const allowed = may ? origin : 'https://one.example';
    expect(await headers(repeating(condition), origin)).toMatchObject({ 'access-control-allow-origin': allowed });
  });
});

describe('deployments', () => {
  const shut = { 'GET /a': { AuthorizationType: 'AWS_IAM' } };
  const renamed = (template: any) => JSON.parse(JSON.stringify(template).replace(/"Deployment"/g, '"Deployment2"'));

  test('a method that the deployment does not wait for is named', async () => {
    const template: any = apiTemplate({ 'GET /a': {}, 'GET /b': {} });
    template.template.Resources.Deployment.DependsOn = ['GETa'];
    expect(Gateway.of(template).undeployed).toEqual(['GET /b']);
    expect(await Gateway.of(template).send(get('/b'))).toMatchObject({ deployed: false });
    expect(Gateway.of(apiTemplate({ 'GET /a': {} })).undeployed).toEqual([]);
  });

  test('without a new deployment the stage goes on serving the old methods', async () => {
    const open = apiTemplate({ 'GET /a': {} });
    expect(await answer(Gateway.updated(open, apiTemplate(shut)), get('/a'))).toBe('Handler');
    expect(await answer(Gateway.updated(open, renamed(apiTemplate(shut))), get('/a'))).toBe(
      '403 MISSING_AUTHENTICATION_TOKEN',
    );
  });

  test('what cannot be read is refused', () => {
    const template: any = apiTemplate({ 'GET /a': {} });
    expect(() => Gateway.of(template, 'Other')).toThrow('expected one REST API');
    expect(() => Gateway.of(apiTemplate({}, { api: { Body: {} } }))).toThrow('OpenAPI body');
    delete template.template.Resources.Stage;
    expect(() => Gateway.of(template)).toThrow('stage of Api');
  });
});
