import { expanded, fn, typed, whole } from './expanding';

const route = (Path: string, Method: string, more: object = {}) => ({
  Type: 'Api',
  Properties: { Path, Method, ...more },
});
const TO_API = { RestApiId: { Ref: 'Api' } };
const api = (properties: object = {}) => typed('Api', { StageName: 'prod', OpenApiVersion: '3.0.1', ...properties });
const COGNITO = {
  Authorizers: { Pool: { UserPoolArn: 'arn:pool', AuthorizationScopes: ['a/b'] } },
  DefaultAuthorizer: 'Pool',
};

/** The operations of an API in one function's events: `GET /x` → definition. */
function operations(apiProperties: object, events: Record<string, object>): Record<string, any> {
  const { resources } = whole({ Api: api(apiProperties), Fn: fn({ Events: events }) });
  return operationsOf(resources.Api.Properties.Body);
}

const operationsOf = (body: any): Record<string, any> =>
  Object.fromEntries(
    Object.entries<any>(body.paths).flatMap(([path, item]) =>
      Object.entries<any>(item).map(([verb, definition]) => [
        `${verb.replace('x-amazon-apigateway-any-method', 'any')} ${path}`,
        definition,
      ]),
    ),
  );

test('the implicit API: stage Prod, a deployment that makes another stage, and a permission for its route', () => {
  const { resources, types, origins } = whole({ Fn: fn({ Events: { Get: route('/orders/{id}/', 'GET') } }) });
  expect(types).toMatchObject({
    ServerlessRestApi: 'AWS::ApiGateway::RestApi',
    ServerlessRestApiDeployment: 'AWS::ApiGateway::Deployment',
    ServerlessRestApiProdStage: 'AWS::ApiGateway::Stage',
    FnGetPermissionProd: 'AWS::Lambda::Permission',
  });
  expect(resources.ServerlessRestApiDeployment.Properties.StageName).toBe('Stage');
  expect(origins.has('ServerlessRestApi')).toBe(false);
  expect(origins.get('ServerlessRestApiProdStage')!.logicalId).toBe('ServerlessRestApi');
  const { SourceArn } = resources.FnGetPermissionProd.Properties;
  expect(SourceArn['Fn::Sub'][0]).toMatch(/:\$\{__ApiId__\}\/\$\{__Stage__\}\/GET\/orders\/\*$/);
  expect(SourceArn['Fn::Sub'][1]).toEqual({ __ApiId__: { Ref: 'ServerlessRestApi' }, __Stage__: '*' });
  expect(
    resources.ServerlessRestApi.Properties.Body.paths['/orders/{id}/'].get['x-amazon-apigateway-integration'],
  ).toEqual({
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: {
      'Fn::Sub':
        'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations',
    },
  });
});

test('it is there when one of its routes is', () => {
  const get = (path: string) => ({ Events: { G: route(path, 'get') } });
  const both = whole({ A: fn(get('/a'), { Condition: 'X' }), B: fn(get('/b'), { Condition: 'Y' }) });
  expect(both.resources.ServerlessRestApi.Condition).toBe('ServerlessRestApiCondition');
  expect(both.body.Conditions.ServerlessRestApiCondition).toEqual({
    'Fn::Or': [{ Condition: 'X' }, { Condition: 'Y' }],
  });
  expect(both.resources.ServerlessRestApi.Properties.Body.paths['/a'].get['Fn::If'][0]).toBe('X');
  const one = whole({ A: fn(get('/a'), { Condition: 'X' }), B: fn(get('/b')) });
  expect(one.resources.ServerlessRestApi.Condition).toBeUndefined();
});

describe('who may call', () => {
  test.each<[string, object, object, unknown]>([
    ['nothing said', {}, {}, undefined],
    ['by default', { Auth: COGNITO }, {}, [{ Pool: ['a/b'] }]],
    ['opened for one route', { Auth: COGNITO }, { Auth: { Authorizer: 'NONE' } }, [{ NONE: [] }]],
    [
      'its own scopes',
      { Auth: COGNITO },
      { Auth: { Authorizer: 'Pool', AuthorizationScopes: ['x'] } },
      [{ Pool: ['x'] }],
    ],
    ['IAM', {}, { Auth: { Authorizer: 'AWS_IAM' } }, [{ AWS_IAM: [] }]],
    ['IAM by default', { Auth: { DefaultAuthorizer: 'AWS_IAM' } }, {}, [{ AWS_IAM: [] }]],
    ['a key beside', { Auth: { ...COGNITO, ApiKeyRequired: true } }, {}, [{ Pool: ['a/b'] }, { api_key: [] }]],
    [
      'no key for one route',
      { Auth: { ...COGNITO, ApiKeyRequired: true } },
      { Auth: { ApiKeyRequired: false } },
      [{ Pool: ['a/b'] }],
    ],
    ['a key alone', {}, { Auth: { ApiKeyRequired: true } }, [{ api_key: [] }]],
  ])('%s', (_, properties, more, expected) => {
    expect(operations(properties, { G: route('/x', 'get', { ...TO_API, ...more }) })['get /x'].security).toEqual(
      expected,
    );
  });

  test('preflights are closed too, unless told otherwise', () => {
    const events = { G: route('/x', 'get', TO_API) };
    const closed = { Cors: "'*'", Auth: COGNITO };
    expect(operations(closed, events)['options /x'].security).toEqual([{ Pool: ['a/b'] }]);
    const open = { Cors: "'*'", Auth: { ...COGNITO, AddDefaultAuthorizerToCorsPreflight: false } };
    expect(operations(open, events)['options /x'].security).toBeUndefined();
    expect(operations(open, events)['get /x'].security).toEqual([{ Pool: ['a/b'] }]);
  });

  test('authorizers become security schemes, with a permission for functions', () => {
    const Authorizers = {
      Pool: { UserPoolArn: 'arn:pool' },
      Token: { FunctionArn: 'arn:f', Identity: { Header: 'X', ReauthorizeEvery: 0 } },
      Request: {
        FunctionArn: 'arn:f',
        FunctionPayloadType: 'REQUEST',
        Identity: { Headers: ['A'], QueryStrings: ['q'] },
      },
    };
    const { resources } = whole({ Api: api({ Auth: { Authorizers } }) });
    const { securitySchemes } = resources.Api.Properties.Body.components;
    const of = (name: string) => securitySchemes[name]['x-amazon-apigateway-authorizer'];
    expect(of('Pool')).toEqual({ type: 'cognito_user_pools', providerARNs: ['arn:pool'] });
    expect(of('Token')).toMatchObject({ type: 'token', authorizerResultTtlInSeconds: 0 });
    expect(securitySchemes.Token.name).toBe('X');
    expect(of('Request').identitySource).toBe('method.request.header.A, method.request.querystring.q');
    expect(Object.keys(resources).filter((id) => id.endsWith('AuthorizerPermission'))).toEqual([
      'ApiTokenAuthorizerPermission',
      'ApiRequestAuthorizerPermission',
    ]);
  });

  test('a document that somebody wrote is closed by the default, and its routes only when they override it', () => {
    const operation = { 'x-amazon-apigateway-integration': { type: 'aws_proxy' } };
    const DefinitionBody = {
      openapi: '3.0.1',
      paths: { '/x': { get: operation, post: { 'Fn::If': ['C', operation, { Ref: 'AWS::NoValue' }] } } },
    };
    const { Auth } = { Auth: { Authorizer: 'Pool', AuthorizationScopes: ['own'] } };
    const all = (auth: object) =>
      operations({ DefinitionBody, Auth: COGNITO }, { G: route('/x', 'get', { ...TO_API, Auth: auth }) });
    expect(all(Auth)['get /x'].security).toEqual([{ Pool: ['a/b'] }]);
    expect(all({ ...Auth, OverrideApiAuth: true })['get /x'].security).toEqual([{ Pool: ['own'] }]);
    expect(all(Auth)['post /x']['Fn::If'][1].security).toEqual([{ Pool: ['a/b'] }]);
  });

  test('a resource policy names the verbs of each path', () => {
    const ResourcePolicy = {
      IpRangeWhitelist: ['10.0.0.0/8'],
      AwsAccountBlacklist: ['2'],
      CustomStatements: [{ Effect: 'Deny' }],
    };
    const { resources } = whole({
      Api: api({ Auth: { ResourcePolicy } }),
      Fn: fn({ Events: { G: route('/x/{id}', 'any', TO_API) } }),
    });
    const { Statement } = resources.Api.Properties.Body['x-amazon-apigateway-policy'];
    const Resource = [{ 'Fn::Sub': ['execute-api:/${__Stage__}/*/x/*', { __Stage__: 'prod' }] }];
    const about = { Action: 'execute-api:Invoke', Resource };
    expect(Statement).toEqual([
      { Effect: 'Deny', ...about, Principal: { AWS: ['2'] } },
      { Effect: 'Allow', ...about, Principal: '*' },
      { Effect: 'Deny', ...about, Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } } },
      { Effect: 'Deny' },
    ]);
  });
});

test('bodies and parameters: models, validators and cache keys', () => {
  const Models = { Order: { type: 'object' } };
  const RequestModel = { Model: 'Order', Required: true, ValidateBody: true, ValidateParameters: true };
  const RequestParameters = [
    'method.request.header.A',
    { 'method.request.querystring.q': { Required: true, Caching: true } },
  ];
  const event = route('/x', 'post', { ...TO_API, RequestModel, RequestParameters });
  const { resources } = whole({ Api: api({ Models }), Fn: fn({ Events: { P: event } }) });
  const { Body } = resources.Api.Properties;
  expect(Body.components.schemas).toEqual({ order: { type: 'object' } });
  expect(Body['x-amazon-apigateway-request-validators']).toEqual({
    'body-and-params': { validateRequestBody: true, validateRequestParameters: true },
  });
  expect(Body.paths['/x'].post).toMatchObject({
    'x-amazon-apigateway-request-validator': 'body-and-params',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/order' } } },
    },
    parameters: [
      { in: 'header', name: 'A', required: false },
      { in: 'query', name: 'q', required: true },
    ],
    'x-amazon-apigateway-integration': { cacheKeyParameters: ['method.request.querystring.q'] },
  });
});

test('what a stage and an API say themselves goes on', () => {
  const { resources } = whole({
    Api: api({
      EndpointConfiguration: { Type: 'PRIVATE', VPCEndpointIds: ['vpce-1'] },
      TracingEnabled: true,
      AccessLogSetting: { DestinationArn: 'arn:l', Format: 'f' },
      MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 5 }],
      CacheClusterEnabled: true,
      Variables: { A: 'b' },
      DisableExecuteApiEndpoint: true,
      GatewayResponses: { DEFAULT_5XX: { StatusCode: 500, ResponseTemplates: { 'application/json': '{}' } } },
    }),
  });
  expect(resources.Api.Properties).toMatchObject({
    EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-1'] },
    Body: {
      openapi: '3.0.1',
      servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
      'x-amazon-apigateway-gateway-responses': {
        DEFAULT_5XX: { statusCode: '500', responseTemplates: { 'application/json': '{}' } },
      },
    },
  });
  expect(resources.ApiprodStage.Properties).toEqual({
    RestApiId: { Ref: 'Api' },
    DeploymentId: { Ref: 'ApiDeployment' },
    StageName: 'prod',
    TracingEnabled: true,
    AccessLogSetting: { DestinationArn: 'arn:l', Format: 'f' },
    MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 5 }],
    CacheClusterEnabled: true,
    Variables: { A: 'b' },
  });
  expect(resources.ApiDeployment.Properties.StageName).toBeUndefined();
});

test('usage plans and domains', () => {
  const Domain = {
    DomainName: 'a.example.com',
    CertificateArn: 'arn:c',
    SecurityPolicy: 'TLS_1_2',
    BasePath: ['v1'],
    Route53: { HostedZoneId: 'Z' },
  };
  const { types, resources } = whole({
    Api: api({ Domain, Auth: { UsagePlan: { CreateUsagePlan: 'PER_API', Throttle: { RateLimit: 1 } } } }),
    Two: api({ Auth: { UsagePlan: { CreateUsagePlan: 'SHARED' } } }),
    Three: api({ Auth: { UsagePlan: { CreateUsagePlan: 'SHARED' } } }),
  });
  expect(Object.values(types)).toEqual(
    expect.arrayContaining([
      'AWS::ApiGateway::DomainName',
      'AWS::ApiGateway::BasePathMapping',
      'AWS::Route53::RecordSetGroup',
    ]),
  );
  expect(types).toMatchObject({ ApiUsagePlan: 'AWS::ApiGateway::UsagePlan', ApiApiKey: 'AWS::ApiGateway::ApiKey' });
  expect(resources.ServerlessUsagePlan.Properties.ApiStages).toEqual([
    { ApiId: { Ref: 'Two' }, Stage: { Ref: 'TwoprodStage' } },
    { ApiId: { Ref: 'Three' }, Stage: { Ref: 'ThreeprodStage' } },
  ]);
  expect(resources.Apiv1BasePathMapping.Properties.Stage).toEqual({ Ref: 'ApiprodStage' });
});

describe('an HTTP API', () => {
  const JWT = {
    DefaultAuthorizer: 'Jwt',
    EnableIamAuthorizer: true,
    Authorizers: {
      Jwt: { JwtConfiguration: { Issuer: 'i', Audience: ['a'] }, IdentitySource: '$request.header.Authorization' },
    },
  };
  const to = (Path: string, more: object = {}) => ({
    Type: 'HttpApi',
    Properties: { ApiId: { Ref: 'Http' }, Path, Method: 'get', ...more },
  });

  test('has a document, a stage, and routes that the default closes', () => {
    const { resources, types } = whole({
      Http: typed('HttpApi', {
        Auth: JWT,
        AccessLogSettings: { DestinationArn: 'arn:l' },
        CorsConfiguration: { AllowOrigins: ['https://a'] },
      }),
      Fn: fn({
        Events: {
          A: to('/a/{id}'),
          B: to('/b', { Auth: { Authorizer: 'NONE' } }),
          C: to('/c', { Auth: { Authorizer: 'AWS_IAM' }, RouteSettings: { ThrottlingRateLimit: 1 } }),
        },
      }),
    });
    expect(types).toMatchObject({
      Http: 'AWS::ApiGatewayV2::Api',
      HttpApiGatewayDefaultStage: 'AWS::ApiGatewayV2::Stage',
    });
    const { Body } = resources.Http.Properties;
    expect(Body['x-amazon-apigateway-cors']).toEqual({ allowOrigins: ['https://a'] });
    expect(Body.components.securitySchemes.Jwt['x-amazon-apigateway-authorizer']).toEqual({
      type: 'jwt',
      jwtConfiguration: { issuer: 'i', audience: ['a'] },
      identitySource: '$request.header.Authorization',
    });
    const security = Object.fromEntries(Object.entries(operationsOf(Body)).map(([name, one]) => [name, one.security]));
    expect(security).toEqual({ 'get /a/{id}': [{ Jwt: [] }], 'get /b': [{ NONE: [] }], 'get /c': [{ AWS_IAM: [] }] });
    expect(resources.HttpApiGatewayDefaultStage.Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      AccessLogSettings: { DestinationArn: 'arn:l' },
      RouteSettings: { 'GET /c': { ThrottlingRateLimit: 1 } },
    });
    expect(resources.FnAPermission.Properties.SourceArn['Fn::Sub'][0]).toMatch(/\/GET\/a\/\*$/);
  });

  test('is implicit for events that name none, and everything leads to $default', () => {
    const { resources, types } = whole({ Fn: fn({ Events: { All: { Type: 'HttpApi' } } }) });
    expect(types.ServerlessHttpApi).toBe('AWS::ApiGatewayV2::Api');
    expect(
      resources.ServerlessHttpApi.Properties.Body.paths.$default['x-amazon-apigateway-any-method'].isDefaultRoute,
    ).toBe(true);
    expect(resources.FnAllPermission.Properties.SourceArn['Fn::Sub'][0]).toMatch(/\$\{__Stage__\}\/\*$/);
  });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'an authorizer that is not there',
    { Fn: fn({ Events: { G: route('/', 'get', { Auth: { Authorizer: 'Nobody' } }) } }) },
    /Events\.G\.Properties\.Auth\.Authorizer: Nobody, which the API does not have/,
  ],
  [
    'NONE without a default',
    { Fn: fn({ Events: { G: route('/', 'get', { Auth: { Authorizer: 'NONE' } }) } }) },
    /NONE, which the API does not have/,
  ],
  [
    'a default that is not there',
    { Api: api({ Auth: { DefaultAuthorizer: 'Nobody' } }) },
    /Nobody, which is no authorizer of it/,
  ],
  [
    'a default that a function chooses',
    { Api: api({ Auth: { ...COGNITO, DefaultAuthorizer: { Ref: 'P' } } }) },
    /Api\.Properties\.Auth\.DefaultAuthorizer: Ref where a text is needed/,
  ],
  [
    'authorizers that a function chooses',
    { Api: api({ Auth: { Authorizers: { 'Fn::If': ['C', {}, {}] } } }) },
    /Auth\.Authorizers: Fn::If/,
  ],
  [
    'a key that a function chooses',
    { Api: api({ Auth: { ApiKeyRequired: { Ref: 'P' } } }) },
    /ApiKeyRequired: neither true nor false/,
  ],
  [
    'the same route twice',
    { Fn: fn({ Events: { A: route('/', 'get'), B: route('/', 'GET') } }) },
    /Events\.B: get \/, which another event has too/,
  ],
  [
    'a path that a function chooses',
    { Fn: fn({ Events: { A: route({ Ref: 'P' } as never, 'get') } }) },
    /Events\.A\.Properties\.Path: Ref/,
  ],
  [
    'an API that is not there',
    { Fn: fn({ Events: { A: route('/', 'get', { RestApiId: { Ref: 'P' } }) } }) },
    /RestApiId: no Ref to an AWS::Serverless::Api/,
  ],
  [
    'an API elsewhere',
    { Fn: fn({ Events: { A: route('/', 'get', { RestApiId: { 'Fn::ImportValue': 'x' } }) } }) },
    /RestApiId: no Ref/,
  ],
  ['no stage', { Api: typed('Api') }, /Api\.Properties\.StageName: not set/],
  [
    'a model that is not there',
    { Api: api(), Fn: fn({ Events: { A: route('/', 'post', { ...TO_API, RequestModel: { Model: 'M' } }) } }) },
    /RequestModel\.Model: M, which is none/,
  ],
  [
    'authorization for a file',
    { Api: api({ DefinitionBody: { 'Fn::Sub': 'x' }, Auth: COGNITO }) },
    /Auth: for a DefinitionBody that SAM cannot edit/,
  ],
  [
    'an HTTP API of which a function decides',
    { Http: typed('HttpApi', { CorsConfiguration: { Ref: 'P' } }) },
    /CorsConfiguration: Ref/,
  ],
])('blocks: %s', (_, resources, expected) => {
  expect(expanded(resources).unexpanded).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
});
