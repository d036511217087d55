import { Gateway, type ApiRequest, type AuthorizerCode } from './gateway';
import { apiTemplate, lambdaAuthorizer, statements } from './gateway-sample';

const get = (path: string, more: Partial<ApiRequest> = {}): ApiRequest => ({ method: 'GET', path, ...more });

/** The function that was reached, or the status. */
const answer = async (gateway: Gateway, request: ApiRequest) => {
  const { outcome, type, reached } = await gateway.send(request);
  return outcome === 'integration' ? reached : `${outcome} ${type}`;
};

describe('resource policies', () => {
  const only = (vpce: string) =>
    statements(
      { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { StringNotEquals: { 'aws:SourceVpce': vpce } },
      },
    );
  const PRIVATE = { EndpointConfiguration: { Types: ['PRIVATE'] } };
  const through = (policy?: object) =>
    Gateway.of(apiTemplate({ 'GET /orders': {} }, { api: { ...PRIVATE, Policy: policy } }));

  test.each<[string, Gateway, Partial<ApiRequest>, string]>([
    ['from the internet', through(only('vpce-1')), {}, '403 ACCESS_DENIED'],
    ['through its endpoint', through(only('vpce-1')), { sourceVpce: 'vpce-1' }, 'Handler'],
    ['through somebody’s endpoint', through(only('vpce-1')), { sourceVpce: 'vpce-2' }, '403 ACCESS_DENIED'],
    ['without a policy', through(), { sourceVpce: 'vpce-1' }, '403 ACCESS_DENIED'],
  ])('a private API, %s', async (_what, gateway, more, expected) => {
    expect(await answer(gateway, get('/orders', more))).toBe(expected);
  });

  test('the policy of the endpoint itself comes first', async () => {
    const more = (Resource: string) => ({
      Endpoint: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: {
          PolicyDocument: statements({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource }),
        },
      },
    });
    const policy = statements({
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
    });
    const by = (resource: string) =>
      Gateway.of(apiTemplate({ 'GET /orders': {} }, { api: { ...PRIVATE, Policy: policy }, more: more(resource) }));
    const other = 'arn:aws:execute-api:us-east-1:111111111111:another/*';
    expect(await answer(by('*'), get('/orders', { sourceVpce: 'Endpoint' }))).toBe('Handler');
    expect(await answer(by(other), get('/orders', { sourceVpce: 'Endpoint' }))).toBe('403 ACCESS_DENIED');
  });

  test('a policy without an Allow closes an open method, by address', async () => {
    const Policy = statements({
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/prod/GET/*',
      Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    });
    const gateway = Gateway.of(apiTemplate({ 'GET /orders': {} }, { api: { Policy } }));
    expect(await answer(gateway, get('/orders', { clientIp: '203.0.113.9' }))).toBe('Handler');
    expect(await answer(gateway, get('/orders', { clientIp: '198.51.100.9' }))).toBe('403 ACCESS_DENIED');
  });

  test('an API without its own address is reached by its domain only', async () => {
    const gateway = Gateway.of(apiTemplate({ 'GET /orders': {} }, { api: { DisableExecuteApiEndpoint: true } }));
    expect(await answer(gateway, get('/orders'))).toBe('403 ACCESS_DENIED');
    expect(await answer(gateway, get('/orders', { byDomain: true }))).toBe('Handler');
  });

  // Table A of the AWS page: an Allow of the policy makes up for an authorizer that says nothing, not for its Deny
  test.each<[string, AuthorizerCode, string]>([
    ['says nothing', () => ({ principalId: 'me', policyDocument: statements() as any }), 'Handler'],
    [
      'denies',
      () => ({
        principalId: 'me',
        policyDocument: statements({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }) as any,
      }),
      '403 ACCESS_DENIED',
    ],
  ])('an API whose policy allows, and an authorizer that %s', async (_what, authorizer, expected) => {
    const Policy = statements({
      Effect: 'Allow',
      Principal: '*',
      Action: 'execute-api:Invoke',
      Resource: 'execute-api:/*',
    });
    const methods = { 'GET /orders': { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } };
    const gateway = Gateway.of(apiTemplate(methods, { api: { Policy }, more: lambdaAuthorizer() }));
    expect(await answer(gateway, get('/orders', { headers: { authorization: 'x' }, authorizer }))).toBe(expected);
  });
});
