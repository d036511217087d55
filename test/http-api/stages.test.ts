import { verdicts } from '../support/judging';

type Resources = Record<string, unknown>;
type Case = [name: string, expected: string[], resources: Resources, rest?: Resources];

const api = (Properties: object = {}) => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'orders', ProtocolType: 'HTTP', ...Properties } },
});
const ws = () => api({ ProtocolType: 'WEBSOCKET' });
const stage = (Properties: object) => ({
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: 'prod', ...Properties } },
});
const PARAMETER = { Parameters: { P: { Type: 'String' } } };
const P = { Ref: 'P' };

describe('HTTP-05 and HTTP-06: origins', () => {
  const cors = (CorsConfiguration: unknown) => api({ CorsConfiguration });
  const body = (settings: object) => api({ Body: { paths: {}, 'x-amazon-apigateway-cors': settings } });
  test.each<[string, string[], string[], Resources, Resources?]>([
    ['any origin', [], ['fail Api'], cors({ AllowOrigins: ['*'] })],
    ['any https origin', [], ['fail Api'], cors({ AllowOrigins: ['https://*'] })],
    ['any, with credentials', ['fail Api'], [], cors({ AllowOrigins: ['*'], AllowCredentials: true })],
    ['any https, with credentials', ['fail Api'], [], cors({ AllowOrigins: ['https://*'], AllowCredentials: true })],
    [
      'any http, among others',
      ['fail Api'],
      [],
      cors({ AllowOrigins: ['https://a.example', 'http://*'], AllowCredentials: 'true' }),
    ],
    ['text for a list', ['fail Api'], [], cors({ AllowOrigins: '*', AllowCredentials: 'true' })],
    ['a definition', ['fail Api'], [], body({ allowOrigins: ['https://*'], allowCredentials: true })],
    ['a definition without credentials', [], ['fail Api'], body({ allowOrigins: ['*'] })],
    [
      'unknown origins with credentials',
      ['unknown Api'],
      [],
      cors({ AllowOrigins: [P], AllowCredentials: true }),
      PARAMETER,
    ],
    [
      'any origin, credentials unknown',
      ['unknown Api'],
      ['fail Api'],
      cors({ AllowOrigins: ['*'], AllowCredentials: P }),
      PARAMETER,
    ],
    ['named, with credentials', [], [], cors({ AllowOrigins: ['https://app.example.com'], AllowCredentials: true })],
    [
      'named, credentials unknown',
      [],
      [],
      cors({ AllowOrigins: ['https://app.example.com'], AllowCredentials: P }),
      PARAMETER,
    ],
    [
      'a reference',
      [],
      [],
      {
        ...cors({ AllowOrigins: [{ 'Fn::GetAtt': ['Site', 'Url'] }], AllowCredentials: true }),
        Site: { Type: 'Custom::Site' },
      },
    ],
    ['none', [], [], api()],
  ])('%s', (_, with05, with06, resources, rest = {}) => {
    expect(verdicts('HTTP-05', resources, rest)).toEqual(with05);
    expect(verdicts('HTTP-06', resources, rest)).toEqual(with06);
  });
});

describe('HTTP-07: limits', () => {
  const both = { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 };
  const settings = (values: object) => stage({ DefaultRouteSettings: { ...both, ...values } });
  const routes = (values: unknown) => stage({ DefaultRouteSettings: both, RouteSettings: { 'GET /orders': values } });
  test.each<Case>([
    ['fails: nothing', ['fail Stage'], stage({})],
    ['fails: metrics only', ['fail Stage'], stage({ DefaultRouteSettings: { DetailedMetricsEnabled: true } })],
    ['fails: no rate', ['fail Stage'], settings({ ThrottlingRateLimit: undefined })],
    ['fails: no burst', ['fail Stage'], settings({ ThrottlingBurstLimit: undefined })],
    ['fails: as good as none', ['fail Stage'], settings({ ThrottlingRateLimit: 10_000 })],
    ['fails: a burst as good as none', ['fail Stage'], settings({ ThrottlingBurstLimit: 5000 })],
    ['fails: no limit', ['fail Stage'], settings({ ThrottlingRateLimit: -1 })],
    ['fails: no number', ['fail Stage'], settings({ ThrottlingRateLimit: 'many' })],
    ['fails: a route with metrics only', ['fail Stage'], routes({ DetailedMetricsEnabled: true })],
    ['fails: a route above', ['fail Stage'], routes({ ...both, ThrottlingRateLimit: 1001 })],
    ['unknown: a parameter', ['unknown Stage'], settings({ ThrottlingRateLimit: P }), PARAMETER],
    ['unknown: settings from outside', ['unknown Stage'], stage({ DefaultRouteSettings: P }), PARAMETER],
    ['unknown: settings of a route from outside', ['unknown Stage'], routes(P), PARAMETER],
    ['passes: both', [], settings({})],
    ['passes: as text', [], settings({ ThrottlingRateLimit: '50' })],
    ['passes: a WebSocket API', [], { ...ws(), ...settings({}) }],
    ['passes: a route with both', [], routes({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 5 })],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-07', resources, rest)).toEqual(expected));
});

describe('HTTP-08: access logs', () => {
  const FORMAT =
    '{"r":"$context.requestId","ip":"$context.identity.sourceIp","k":"$context.routeKey","s":$context.status,"t":"$context.requestTime"}';
  const GROUP = 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/vendedlogs/apis/orders';
  const logs = (values: object) => stage({ AccessLogSettings: { DestinationArn: GROUP, Format: FORMAT, ...values } });
  test.each<Case>([
    ['fails: nothing', ['fail Stage'], stage({})],
    ['fails: no destination', ['fail Stage'], logs({ DestinationArn: undefined })],
    ['fails: a bucket', ['fail Stage'], logs({ DestinationArn: 'arn:aws:s3:::logs' })],
    ['fails: no format', ['fail Stage'], logs({ Format: undefined })],
    ['fails: no JSON', ['fail Stage'], logs({ Format: '$context.requestId $context.status' })],
    ['fails: a list', ['fail Stage'], logs({ Format: '["$context.requestId"]' })],
    ['fails: no caller', ['fail Stage'], logs({ Format: FORMAT.replace('identity.sourceIp', 'apiId') })],
    ['fails: no route', ['fail Stage'], logs({ Format: FORMAT.replace('routeKey', 'apiId') })],
    ['fails: no answer', ['fail Stage'], logs({ Format: FORMAT.replace('$context.status', '1') })],
    ['fails: no time', ['fail Stage'], logs({ Format: FORMAT.replace('requestTime', 'apiId') })],
    ['fails: API keys', ['fail Stage'], logs({ Format: FORMAT.replace('}', ',"key":"$context.identity.apiKey"}') })],
    ['unknown: a parameter', ['unknown Stage'], logs({ Format: P }), PARAMETER],
    ['passes: a group', [], logs({})],
    [
      'passes: a group of the template',
      [],
      { ...logs({ DestinationArn: { 'Fn::GetAtt': ['G', 'Arn'] } }), G: { Type: 'AWS::Logs::LogGroup' } },
    ],
    [
      'passes: a stream',
      [],
      logs({ DestinationArn: 'arn:aws:firehose:us-east-1:111111111111:deliverystream/amazon-apigateway-x' }),
    ],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-08', resources, rest)).toEqual(expected));
});

test.each<Case>([
  ['fails: all routes', ['fail Stage'], stage({ DefaultRouteSettings: { DataTraceEnabled: true } })],
  ['fails: as text', ['fail Stage'], stage({ DefaultRouteSettings: { DataTraceEnabled: 'true' } })],
  [
    'fails: one route',
    ['fail Stage'],
    stage({ RouteSettings: { say: { DataTraceEnabled: true, LoggingLevel: 'INFO' } } }),
  ],
  ['unknown: a parameter', ['unknown Stage'], stage({ DefaultRouteSettings: { DataTraceEnabled: P } }), PARAMETER],
  ['passes: off', [], stage({ DefaultRouteSettings: { DataTraceEnabled: 'false', LoggingLevel: 'INFO' } })],
  ['passes: nothing', [], stage({})],
])('HTTP-09: messages stay out of logs: %s', (_, expected, resources, rest = {}) =>
  expect(verdicts('HTTP-09', resources, rest)).toEqual(expected),
);

test.each<Case>([
  ['fails: a password', ['fail Stage'], stage({ StageVariables: { DbPassword: 'correct-horse-battery' } })],
  ['fails: an access key', ['fail Stage'], stage({ StageVariables: { backend: `AKIA${'Q'.repeat(10)}ABCDEF` } })],
  [
    'fails: a REST stage',
    ['fail S'],
    { S: { Type: 'AWS::ApiGateway::Stage', Properties: { Variables: { password: 'correct-horse-battery' } } } },
  ],
  [
    'fails: the stage of a REST deployment',
    ['fail D'],
    {
      D: {
        Type: 'AWS::ApiGateway::Deployment',
        Properties: { StageDescription: { Variables: { password: 'correct-horse' } } },
      },
    },
  ],
  [
    'passes: a name',
    [],
    stage({ StageVariables: { table: 'orders', function: 'arn:aws:lambda:us-east-1:111111111111:function:o' } }),
  ],
  ['passes: where the secret is kept', [], stage({ StageVariables: { passwordArn: { Ref: 'Secret' } } })],
  ['passes: nothing', [], stage({})],
])('HTTP-10: no secret in stage variables: %s', (_, expected, resources) =>
  expect(verdicts('HTTP-10', resources)).toEqual(expected),
);

describe('HTTP-11: backends by TLS', () => {
  const integration = (Properties: object) => ({
    I: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'HTTP_PROXY', ...Properties },
    },
  });
  const body = (settings: object) =>
    api({ Body: { paths: { '/a': { get: { 'x-amazon-apigateway-integration': settings } } } } });
  test.each<Case>([
    ['fails: plain http', ['fail I'], integration({ IntegrationUri: 'http://backend.example.com' })],
    [
      'fails: plain HTTP of a WebSocket API',
      ['fail I'],
      integration({ IntegrationType: 'HTTP', IntegrationUri: 'HTTP://b.example' }),
    ],
    [
      'fails: the identity of the caller',
      ['fail I'],
      integration({ IntegrationType: 'AWS_PROXY', CredentialsArn: 'arn:aws:iam::*:user/*' }),
    ],
    ['fails: a definition', ['fail Api'], body({ type: 'http_proxy', uri: 'http://backend.example.com' })],
    ['unknown: a parameter', ['unknown I'], integration({ IntegrationUri: P }), PARAMETER],
    ['unknown: a stage variable', ['unknown I'], integration({ IntegrationUri: '${stageVariables.backend}' })],
    ['passes: https', [], integration({ IntegrationUri: 'https://backend.example.com/{proxy}' })],
    [
      'passes: through a VPC link',
      [],
      integration({
        ConnectionType: 'VPC_LINK',
        IntegrationUri: 'arn:aws:elasticloadbalancing:us-east-1:111111111111:listener/app/a/b/c',
      }),
    ],
    [
      'passes: a function',
      [],
      integration({ IntegrationType: 'AWS_PROXY', IntegrationUri: { 'Fn::GetAtt': ['F', 'Arn'] } }),
    ],
    ['passes: a definition', [], body({ type: 'aws_proxy', uri: 'arn:aws:lambda:us-east-1:111111111111:function:o' })],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-11', resources, rest)).toEqual(expected));
});

describe('HTTP-12: no way round client certificates', () => {
  const mtls = { MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' } };
  const domain = (Properties: object) => ({
    Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com', ...Properties } },
    Mapping: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default' },
    },
  });
  const rest = (Properties: object) => ({
    Rest: { Type: 'AWS::ApiGateway::RestApi', Properties },
    Domain: { Type: 'AWS::ApiGateway::DomainName', Properties: { DomainName: 'api.example.com', ...mtls } },
    Mapping: {
      Type: 'AWS::ApiGateway::BasePathMapping',
      Properties: { RestApiId: { Ref: 'Rest' }, DomainName: { Ref: 'Domain' } },
    },
  });
  const closed = { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } };
  test.each<Case>([
    ['fails: an HTTP API with another address', ['fail Domain'], { ...api(), ...domain(mtls) }],
    ['fails: said to have it', ['fail Domain'], { ...api({ DisableExecuteApiEndpoint: false }), ...domain(mtls) }],
    ['fails: a REST API', ['fail Domain'], rest({})],
    [
      'unknown: a parameter',
      ['unknown Domain'],
      { ...api({ DisableExecuteApiEndpoint: P }), ...domain(mtls) },
      PARAMETER,
    ],
    ['passes: switched off', [], { ...api({ DisableExecuteApiEndpoint: 'true' }), ...domain(mtls) }],
    ['passes: switched off in a REST API', [], rest({ DisableExecuteApiEndpoint: true })],
    [
      'passes: switched off in the definition',
      [],
      { ...api({ Body: { paths: {}, servers: [{ url: 'https://a.example', ...closed }] } }), ...domain(mtls) },
    ],
    ['passes: no client certificates', [], { ...api(), ...domain({}) }],
    ['passes: APIs that are not seen', [], { Domain: domain(mtls).Domain }],
  ])('%s', (_, expected, resources, more = {}) => expect(verdicts('HTTP-12', resources, more)).toEqual(expected));
});

describe('HTTP-15: deployments', () => {
  const all = (dependsOn: string[], Properties: object = {}) => ({
    ...ws(),
    Connect: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: { Ref: 'Api' }, RouteKey: '$connect', AuthorizationType: 'AWS_IAM' },
    },
    Deployment: { Type: 'AWS::ApiGatewayV2::Deployment', DependsOn: dependsOn, Properties: { ApiId: { Ref: 'Api' } } },
    ...stage({ DeploymentId: { Ref: 'Deployment' }, ...Properties }),
  });
  test.each<Case>([
    ['fails: one that waits for nothing', ['fail Deployment'], all([])],
    ['unknown: one that nobody sees', ['unknown Stage'], all(['Connect'], { DeploymentId: 'abc123' })],
    ['passes: one that waits', [], all(['Connect'])],
    ['passes: deployed with every change', [], { ...ws(), ...stage({ AutoDeploy: true }) }],
    ['passes: a stage of an API elsewhere', [], stage({ DeploymentId: 'abc123' })],
  ])('%s', (_, expected, resources) => expect(verdicts('HTTP-15', resources)).toEqual(expected));
});

describe('HTTP-16: the role for logs', () => {
  const logged = stage({ AccessLogSettings: { DestinationArn: 'arn', Format: '{}' } });
  const account = {
    Account: {
      Type: 'AWS::ApiGateway::Account',
      Properties: { CloudWatchRoleArn: 'arn:aws:iam::111111111111:role/logs' },
    },
  };
  test.each<Case>([
    ['fails: a WebSocket stage with logs', ['fail Stage'], { ...ws(), ...logged }],
    ['passes: with a role', [], { ...ws(), ...logged, ...account }],
    ['passes: an HTTP API, which needs none', [], { ...api(), ...logged }],
    ['passes: no logs', [], { ...ws(), ...stage({}) }],
  ])('%s', (_, expected, resources) => expect(verdicts('HTTP-16', resources)).toEqual(expected));
});

describe('HTTP-17: access logs say why a caller was refused', () => {
  const logged = (Format: unknown) => ({ ...api(), ...stage({ AccessLogSettings: { DestinationArn: 'x', Format } }) });
  test.each<Case>([
    ['the status alone', ['fail Stage'], logged('{"status":"$context.status"}')],
    ['latency of a backend', ['fail Stage'], logged('{"l":"$context.integration.latency"}')],
    ['the kind of answer', [], logged('{"e":"$context.error.responseType"}')],
    ['the message as text', [], logged('{"e":"$context.error.messageString"}')],
    ['what the authorizer said', [], logged('{"e":"$context.authorizer.error"}')],
    ['no log, of which HTTP-08 speaks', [], { ...api(), ...stage({}) }],
    ['a format from a parameter, of which HTTP-08 speaks', [], logged(P), PARAMETER],
  ])('%s', (_, expected, resources, rest = {}) => expect(verdicts('HTTP-17', resources, rest)).toEqual(expected));
});
