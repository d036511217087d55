import { Duration, Stack } from 'aws-cdk-lib';
import { build, gatewayOf, propertiesOf, templateOf } from './building';
import { StrictCors } from '../../lib/api/strict-cors';
import { SecurityProfile } from '../../lib/core/profile';
import { blockingIds, ENV, newStack } from '../support/judging';

const ONE: StrictCors = { allowOrigins: ['https://app.example.com'] };
const TWO: StrictCors = { allowOrigins: ['https://app.example.com', 'https://admin.example.com:8443'] };

/** The headers of an answer to a browser that asks before it calls. */
async function preflight(stack: Stack, path: string, origin = 'https://app.example.com') {
  const { headers } = await gatewayOf(stack).send({ method: 'OPTIONS', path, headers: { origin } });
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('a preflight', () => {
  test('names the origin, the methods of its path, and nothing else', async () => {
    const { stack, route } = build({ cors: ONE });
    route('GET /orders');
    route('DELETE /orders');
    route('GET /other');
    expect(await preflight(stack, '/orders')).toEqual({
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-allow-methods': 'DELETE,GET',
      'access-control-allow-headers': 'Authorization,Content-Type',
      'access-control-max-age': '3600',
      vary: 'Origin',
    });
    expect(await preflight(stack, '/other')).toMatchObject({ 'access-control-allow-methods': 'GET' });
    expect(blockingIds(stack).filter((id) => id.startsWith('API-'))).toEqual([]);
  });

  test('says what it was told about headers, credentials and time', async () => {
    const { stack, route } = build();
    const cors = { ...ONE, allowHeaders: ['X-Mine'], allowCredentials: true, maxAge: Duration.minutes(5) };
    route('GET /orders', { cors });
    route('GET /closed');
    expect(await preflight(stack, '/orders')).toMatchObject({
      'access-control-allow-headers': 'X-Mine',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '300',
    });
    expect(await preflight(stack, '/closed')).not.toHaveProperty('access-control-allow-origin');
    expect(blockingIds(stack).filter((id) => id.startsWith('API-'))).toEqual([]);
  });

  test('reflects an origin only when it is one of several, letter by letter', () => {
    const { stack, route } = build({ cors: TWO });
    route('GET /');
    const options = propertiesOf(stack, 'ApiGateway::Method').find(({ HttpMethod }) => HttpMethod === 'OPTIONS');
    const [{ ResponseParameters, ResponseTemplates }] = options.Integration.IntegrationResponses;
    expect(ResponseParameters['method.response.header.Access-Control-Allow-Origin']).toBe("'https://app.example.com'");
    const condition = /#if\((\$origin == "https.*)\)/.exec(ResponseTemplates['application/json'])![1];
    expect(condition).toBe('$origin == "https://admin.example.com:8443"');
    expect(blockingIds(stack).filter((id) => id.startsWith('API-'))).toEqual([]);
  });

  test('asks nobody for a token or a key, and reaches no function', async () => {
    const { stack, route } = build({ cors: ONE });
    route('GET /orders', { apiKeyRequired: true });
    const outcome = await gatewayOf(stack).send({ method: 'OPTIONS', path: '/orders' });
    expect(outcome).toMatchObject({ outcome: 'integration', reason: 'MOCK' });
    expect(outcome.reached).toBeUndefined();
  });
});

describe('refusals', () => {
  const origins = (cors?: StrictCors) => {
    const { stack, route } = build({ cors });
    route('GET /');
    return propertiesOf(stack, 'ApiGateway::GatewayResponse').map((one) => one.ResponseParameters);
  };

  test('can be read by the one origin there is', () => {
    const header = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'https://app.example.com'" };
    expect(origins(ONE)).toEqual([header, header]);
    expect(origins({ ...ONE, allowCredentials: true })[0]).toEqual({
      ...header,
      'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'",
    });
  });
  test('by none of several, and by none of none', () => {
    expect(origins(TWO)).toEqual([undefined, undefined]);
    expect(origins()).toEqual([undefined, undefined]);
  });
});

describe('is refused', () => {
  const EXACT = 'API-11: expected allowOrigins of the API to be exact https origins, got ';
  test.each<[string, StrictCors, string]>([
    ['no origin', { allowOrigins: [] }, 'API-11: expected allowOrigins of the API to list exact origins, got none'],
    ['everybody', { allowOrigins: ['*'] }, `${EXACT}'*'`],
    ['everybody besides', { allowOrigins: ['https://app.example.com', '*'] }, `${EXACT}'*'`],
    ['every subdomain', { allowOrigins: ['https://*.example.com'] }, `${EXACT}'https://*.example.com'`],
    ['plain HTTP', { allowOrigins: ['http://app.example.com'] }, `${EXACT}'http://app.example.com'`],
    ['a path', { allowOrigins: ['https://app.example.com/'] }, 'without a path'],
    ['capitals, which browsers never send', { allowOrigins: ['https://App.example.com'] }, 'in lower case'],
    ['no origin at all', { allowOrigins: ['null'] }, `${EXACT}'null'`],
    ['a quote', { allowOrigins: ['https://a"b'] }, EXACT],
    ['any header', { ...ONE, allowHeaders: ['*'] }, "expected allowHeaders of the API to be names of headers, got '*'"],
    [
      'own machine',
      { allowOrigins: ['http://localhost:3000'] },
      'allow your own machine in the development profile only',
    ],
  ])('%s', (_, cors, message) => expect(() => build({ cors })).toThrow(message));

  test('on a route too', () => {
    const { route } = build({ cors: ONE });
    expect(() => route('GET /a', { cors: { allowOrigins: ['*'] } })).toThrow(
      "API-11: expected allowOrigins of GET /a to be exact https origins, got '*'",
    );
  });

  test('two answers for one path', () => {
    const { route } = build();
    route('GET /a', { cors: ONE });
    expect(() => route('POST /a', { cors: ONE, request: { noBody: true } })).not.toThrow();
    expect(() => route('PUT /a', { cors: TWO, request: { noBody: true } })).toThrow(
      'API-11: expected one cors for all methods of a path, got another for PUT /a than for GET, POST; set the same on each',
    );
  });

  test("CDK's answer beside ours", () => {
    expect(() => build({ cors: ONE, defaultCorsPreflightOptions: { allowOrigins: ['*'] } })).toThrow(
      'API-11: expected one answer to preflight requests, got cors and defaultCorsPreflightOptions; take out the second',
    );
  });

  test("CDK's answer beside that of a route, which is then not added", () => {
    const both = build({ defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] } });
    const beside = build();
    beside.api.root.addResource('a').addCorsPreflight({ allowOrigins: ['https://app.example.com'] });
    for (const { route, api } of [both, beside]) {
      expect(() => route('GET /a', { cors: ONE })).toThrow(
        'API-11: expected one answer to preflight requests, got cors for GET /a and another one beside it; ' +
          'take out defaultCorsPreflightOptions, or what addCorsPreflight added',
      );
      expect(api.methods.filter(({ httpMethod }) => httpMethod === 'GET')).toEqual([]);
    }
  });
});

test.each(['http://localhost:3000', 'http://127.0.0.1:8080', 'http://[::1]:5173'])(
  'in development it may be your own machine: %s',
  (origin) => {
    const stack = newStack();
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
    const { route } = build({ cors: { allowOrigins: [origin] } }, stack);
    expect(() => route('GET /')).not.toThrow();
    expect(() => build({ cors: { allowOrigins: ['http://elsewhere'] } }, new Stack(stack, 'Other'))).toThrow('API-11');
  },
);

test('without cors nothing answers OPTIONS', () => {
  const { stack, route } = build();
  route('GET /');
  expect(templateOf(stack).findResources('AWS::ApiGateway::Method', { Properties: { HttpMethod: 'OPTIONS' } })).toEqual(
    {},
  );
});
