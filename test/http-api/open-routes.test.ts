import { judged, verdicts } from '../support/judging';
import { api, schemes, Case, definition, route, SECURED, users } from './resources';

describe('HTTP-13: no web ACL can stand before open routes', () => {
  const domain = (Properties: object) => ({
    Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com', ...Properties } },
    Mapping: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default' },
    },
  });
  const mtls = { MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' } };
  test.each<Case>([
    ['fails: an open route', ['fail Api'], { ...api(), ...route({}) }],
    ['fails: an open route of a definition', ['fail Api'], definition({})],
    [
      'fails: a domain name without client certificates',
      ['fail Api'],
      { ...api({ DisableExecuteApiEndpoint: true }), ...route({}), ...domain({}) },
    ],
    ['fails: client certificates, and the other address', ['fail Api'], { ...api(), ...route({}), ...domain(mtls) }],
    [
      'passes: client certificates alone',
      [],
      { ...api({ DisableExecuteApiEndpoint: true }), ...route({}), ...domain(mtls) },
    ],
    ['passes: every route knows its caller', [], { ...api(), ...route({ AuthorizationType: 'AWS_IAM' }) }],
  ])('%s', (_, expected, resources) => expect(verdicts('HTTP-13', resources)).toEqual(expected));
});

describe('HTTP-14: the owner', () => {
  const byId = (Properties: object) => ({
    ...api(),
    ...route({ RouteKey: 'GET /orders/{id}', AuthorizerId: 'abc', ...Properties }),
  });
  test.each<Case>([
    ['fails: users by JWT', ['fail Route'], byId({ AuthorizationType: 'JWT' })],
    ['fails: users by a function', ['fail Route'], byId({ AuthorizationType: 'CUSTOM' })],
    ['fails: a definition', ['fail Api'], definition(SECURED, users(), '/orders/{id}')],
    ['passes: a service', [], byId({ AuthorizationType: 'AWS_IAM' })],
    [
      'fails: an id before the rest of a path',
      ['fail Route'],
      byId({ AuthorizationType: 'JWT', RouteKey: 'ANY /o/{id}/{proxy+}' }),
    ],
    ['passes: the rest of a path', [], byId({ AuthorizationType: 'JWT', RouteKey: 'ANY /y/{proxy+}' })],
    ['passes: the rest of a path in a definition', [], definition(SECURED, users(), '/y/{proxy+}')],
    ['passes: no id', [], { ...api(), ...route({ AuthorizationType: 'JWT', AuthorizerId: 'abc' }) }],
    ['passes: a definition without an id', [], definition(SECURED, users())],
  ])('%s', (_, expected, resources) => expect(verdicts('HTTP-14', resources)).toEqual(expected));
});

describe('what nobody expects is judged all the same', () => {
  const odd = [null, '', 'text', 7, true, [], [null], ['text'], {}, { a: null }, { 'Fn::Transform': {} }];
  const places: Record<string, string[]> = {
    Api: ['Body', 'CorsConfiguration', 'Target', 'ProtocolType', 'DisableExecuteApiEndpoint'],
    Route: ['RouteKey', 'AuthorizationType', 'AuthorizerId', 'Target', 'ApiId'],
    Stage: ['DefaultRouteSettings', 'RouteSettings', 'AccessLogSettings', 'StageVariables', 'DeploymentId'],
    Authorizer: ['JwtConfiguration', 'IdentitySource', 'AuthorizerResultTtlInSeconds', 'AuthorizerType'],
    Integration: ['IntegrationUri', 'IntegrationType', 'CredentialsArn'],
    DomainName: ['MutualTlsAuthentication'],
    ApiGatewayManagedOverrides: ['Stage', 'Route'],
    Deployment: ['ApiId'],
  };
  const whole = (type: string, properties: object) => ({
    ...api(),
    ...route({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'It' } }),
    It: { Type: `AWS::ApiGatewayV2::${type}`, Properties: { ApiId: { Ref: 'Api' }, ...properties } },
  });
  test.each(Object.entries(places))('%s', (type, properties) => {
    for (const property of properties) {
      for (const value of odd) expect(() => judged(whole(type, { [property]: value }))).not.toThrow();
    }
  });
  test.each(['x-amazon-apigateway-cors', 'components', 'servers', 'security', 'paths'])(
    'a definition with %s',
    (key) => {
      const get = { security: [{ users: [] }] };
      for (const value of odd) {
        expect(() => judged(api({ Body: { paths: { '/a': { get } }, [key]: value } }))).not.toThrow();
        expect(() => judged(api({ Body: { ...users(), paths: { '/a': { get: { [key]: value } } } } }))).not.toThrow();
        const scheme = { type: 'oauth2', 'x-amazon-apigateway-authorizer': value };
        expect(() => judged(api({ Body: { paths: { '/a': { get } }, ...schemes(scheme) } }))).not.toThrow();
      }
    },
  );
});
