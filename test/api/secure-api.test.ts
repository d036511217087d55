import { Size, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  CfnMethod,
  CfnRestApi,
  CognitoUserPoolsAuthorizer,
  EndpointAccessMode,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  MockIntegration,
  RestApi,
  RestApiProps,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { addPing, build, gatewayOf, newHandler, ORDER, propertiesOf, templateOf } from './building';
import { Auth } from '../../lib/api/auth';
import { SecureApi } from '../../lib/api/secure-api';
import { SecureApiProps } from '../../lib/api/secure-api-props';
import { SecurityProfile } from '../../lib/core/profile';
import { Waf } from '../../lib/edge/waf';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';
import { PROFILES } from '../function/building';

const ME = { account: '111111111111' };
const certificate = (stack: Stack) =>
  Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:us-east-1:111111111111:certificate/x');

/** An API with one method, and what was rendered of it. */
function rendered(props: SecureApiProps | ((stack: Stack) => SecureApiProps) = {}, stack = newStack()) {
  const { api } = build(typeof props === 'function' ? props(stack) : props, stack);
  addPing(api);
  const one = (type: string) => propertiesOf(stack, `ApiGateway::${type}`)[0];
  return { stack, api, restApi: one('RestApi'), stage: one('Stage'), domain: one('DomainName') };
}
const forAll = (stage: any) => stage.MethodSettings.find((one: any) => one.HttpMethod === '*');

describe.each(PROFILES)('in %s', (_, profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('an API with a route blocks nothing: %s', (_name, flags) => {
    const stack = newStack({ flags });
    profile.applyTo(stack);
    const { route } = build({ waf: undefined }, stack);
    route('POST /orders/{orderId}', { request: { body: ORDER } });
    const found = SecurityGate.findingsOf(stack).filter(({ path }) => path.startsWith('Stack/Api'));
    expect(found.filter(({ status }) => status === 'blocking')).toEqual([]);
    // whether the account has a role for logs cannot be seen here
    const warned = found.filter(({ status }) => status === 'warning').map(({ ruleId }) => ruleId);
    expect(warned).toEqual(['API-18']);
  });

  test('who may call, how much and by which TLS is the same', async () => {
    const stack = newStack();
    profile.applyTo(stack);
    const { stage, restApi } = rendered({}, stack);
    expect(forAll(stage)).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
    expect(restApi.SecurityPolicy).toBe('SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09');
    expect(await gatewayOf(stack).send({ method: 'GET', path: '/' })).toMatchObject({ outcome: 403 });
  });
});

describe('the stage', () => {
  test('is limited, traced and logged, and tells execution logs nothing', () => {
    const { stage } = rendered();
    expect(stage.TracingEnabled).toBe(true);
    expect(stage.MethodSettings).toEqual([
      {
        HttpMethod: '*',
        ResourcePath: '/*',
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
        LoggingLevel: 'OFF',
        DataTraceEnabled: false,
      },
    ]);
    expect(stage.CacheClusterEnabled).toBeUndefined();
  });

  test('what the caller says of it is kept, and erases nothing that he did not speak of', () => {
    const { stage } = rendered({
      deployOptions: { stageName: 'v1', metricsEnabled: true, throttlingBurstLimit: 20, tracingEnabled: undefined },
    });
    expect(stage).toMatchObject({ StageName: 'v1', TracingEnabled: true });
    expect(forAll(stage)).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 20, MetricsEnabled: true });
    expect(stage.AccessLogSetting.Format).toContain('$context.requestId');
  });

  test('throttle is its limits', () => {
    expect(forAll(rendered({ throttle: { rateLimit: 5.5, burstLimit: 9 } }).stage)).toMatchObject({
      ThrottlingRateLimit: 5.5,
      ThrottlingBurstLimit: 9,
    });
  });

  test('a route with limits of its own keeps what the stage says besides', async () => {
    const { stack, route } = build({ throttle: { rateLimit: 50, burstLimit: 100 }, executionLogs: true });
    route('GET /');
    route('GET /orders/{id}/lines', { throttle: { rateLimit: 2, burstLimit: 3 } });
    const [, own] = propertiesOf(stack, 'ApiGateway::Stage')[0].MethodSettings;
    expect(own).toEqual({
      HttpMethod: 'GET',
      ResourcePath: '/~1orders~1{id}~1lines',
      ThrottlingRateLimit: 2,
      ThrottlingBurstLimit: 3,
      LoggingLevel: 'INFO',
      DataTraceEnabled: false,
    });
    const gateway = gatewayOf(stack);
    const limit = async (path: string) => (await gateway.send({ method: 'GET', path, signedBy: ME })).throttle;
    expect(await limit('/orders/7/lines')).toMatchObject({ rate: 2, burst: 3 });
    expect(await limit('/')).toMatchObject({ rate: 50, burst: 100 });
  });

  test('the root, and a route that deployOptions speaks of already', () => {
    const { stack, route } = build({ deployOptions: { methodOptions: { '/a/GET': { metricsEnabled: true } } } });
    route('GET /', { throttle: { rateLimit: 1, burstLimit: 1 } });
    route('GET /a', { throttle: { rateLimit: 1, burstLimit: 1 } });
    const settings = propertiesOf(stack, 'ApiGateway::Stage')[0].MethodSettings;
    expect(settings.map((one: any) => one.ResourcePath)).toEqual(['/*', '/', '/~1a']);
    expect(settings[2]).toMatchObject({ MetricsEnabled: true, ThrottlingRateLimit: 1 });
  });

  test.each<[string, SecureApiProps, string]>([
    [
      'no requests',
      { throttle: { rateLimit: 0, burstLimit: 1 } },
      'expected rateLimit of throttle to be a number above 0, got 0',
    ],
    [
      'half a request',
      { throttle: { rateLimit: 1, burstLimit: 1.5 } },
      'expected burstLimit of throttle to be a whole number above 0, got 1.5',
    ],
    ['no number', { throttle: { rateLimit: NaN, burstLimit: 1 } }, 'got NaN'],
    [
      'limits in two places',
      { throttle: { rateLimit: 1, burstLimit: 1 }, deployOptions: { throttlingRateLimit: 2 } },
      'expected the limits of the stage in throttle or in deployOptions, got both; take them out of deployOptions',
    ],
    ['no stage', { throttle: { rateLimit: 1, burstLimit: 1 }, deploy: false }, 'got throttle with deploy: false'],
  ])('%s is refused', (_, props, message) => {
    expect(() => build(props)).toThrow('API-02: ');
    expect(() => build(props)).toThrow(message);
  });

  test.each<[string, object, string]>([
    ['rate', { rateLimit: 51, burstLimit: 1 }, "expected rateLimit of GET /a to be at most the stage's 50, got 51"],
    [
      'burst',
      { rateLimit: 1, burstLimit: 101 },
      "expected burstLimit of GET /a to be at most the stage's 100, got 101",
    ],
    ['negative', { rateLimit: -1, burstLimit: 1 }, 'expected rateLimit of GET /a to be a number above 0, got -1'],
  ])('a route above it is refused: %s', (_, throttle, message) => {
    const { route } = build();
    expect(() => route('GET /a', { throttle: throttle as any })).toThrow(`API-02: ${message}`);
  });

  test('a route with limits but no stage is refused', () => {
    const { route } = build({ deploy: false });
    expect(() => route('GET /a', { throttle: { rateLimit: 1, burstLimit: 1 } })).toThrow(
      'API-02: expected a stage to limit GET /a on, got throttle with deploy: false',
    );
  });
});

describe('logs', () => {
  /** Those of the API: for access, and then for execution. */
  const logGroups = (stack: Stack): [string, any][] =>
    Object.entries<any>(templateOf(stack).findResources('AWS::Logs::LogGroup'))
      .filter(([id]) => id.startsWith('Api'))
      .sort();
  test('of access say who did what and when, and nothing that a caller wrote', () => {
    const { stage, stack } = rendered();
    const format = JSON.parse(stage.AccessLogSetting.Format);
    const used = Object.values<string>(format);
    for (const needed of ['requestId', 'identity.sourceIp', 'requestTime', 'httpMethod', 'resourcePath', 'status']) {
      expect(used).toContain(`$context.${needed}`);
    }
    expect(used.filter((one) => !one.startsWith('$context.'))).toEqual([]);
    const loose =
      /\$context\.(path|identity\.(apiKey|userAgent|caller|cognito\w*)|authorizer\.claims|error\.\w*[sS]tring|domainName)$/;
    expect(used.filter((one) => loose.test(one))).toEqual([]);
    const [[id, group]] = logGroups(stack);
    expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
    expect(JSON.stringify(stage.AccessLogSetting.DestinationArn)).toContain(`"${id}"`);
  });

  test('somewhere else, if the caller says so', () => {
    const { stage, stack } = rendered((here) => ({
      deployOptions: {
        accessLogDestination: new LogGroupLogDestination(new LogGroup(here, 'Mine')),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    }));
    expect(logGroups(stack)).toEqual([]);
    expect(stage.AccessLogSetting.Format).toContain('$context.identity.user');
  });

  test.each<[string, SecureApiProps]>([
    ['executionLogs', { executionLogs: true }],
    ['the level of deployOptions', { deployOptions: { loggingLevel: MethodLoggingLevel.INFO } }],
  ])('of execution have their group before the stage: %s', (_, props) => {
    const { stack, stage } = rendered(props);
    const [, [id, group]] = logGroups(stack);
    expect(group.Properties.LogGroupName).toEqual({
      'Fn::Join': ['', ['API-Gateway-Execution-Logs_', stage.RestApiId, '/prod']],
    });
    expect(group.Properties).toMatchObject({ RetentionInDays: 365, KmsKeyId: expect.anything() });
    const [made] = Object.values<any>(templateOf(stack).findResources('AWS::ApiGateway::Stage'));
    expect(made.DependsOn).toContain(id);
    expect(forAll(stage)).toMatchObject({ LoggingLevel: 'INFO', DataTraceEnabled: false });
    expect(blockingIds(stack)).toEqual([]);
  });

  test('are covered by the waivers of the API', () => {
    const waivers = [{ ruleId: 'LOGS-01', reason: 'The tests of waivers keep no logs at all' }];
    const { stack, api } = build({ waivers });
    addPing(api);
    const group = api.node.findChild('AccessLogs').node.defaultChild as any;
    group.addPropertyDeletionOverride('RetentionInDays');
    expect(blocking(stack)).toEqual([]);
  });

  test('need no role of this stack, with or without flags', () => {
    for (const flags of [RECOMMENDED_FLAGS, {}]) {
      const { stack } = rendered({}, newStack({ flags }));
      templateOf(stack).resourceCountIs('AWS::ApiGateway::Account', 0);
    }
    const { stack } = rendered({ cloudWatchRole: true });
    templateOf(stack).resourceCountIs('AWS::ApiGateway::Account', 1);
  });
});

describe('TLS', () => {
  test.each<[string, SecureApiProps, string, string]>([
    ['regional', {}, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', 'STRICT'],
    ['edge-optimized', { endpointTypes: [EndpointType.EDGE] }, 'SecurityPolicy_TLS12_PFS_2025_EDGE', 'STRICT'],
    ['private', { endpointTypes: [EndpointType.PRIVATE] }, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09', 'BASIC'],
  ])('1.2 or later is named: %s', (_, props, policy, mode) => {
    expect(rendered(props).restApi).toMatchObject({ SecurityPolicy: policy, EndpointAccessMode: mode });
  });

  test.each([EndpointAccessMode.BASIC, EndpointAccessMode.STRICT])(
    'the access mode that somebody asks for: %s',
    (mode) => {
      const { restApi, domain, stack } = rendered((here) => ({
        endpointAccessMode: mode,
        domainName: { domainName: 'api.example.com', certificate: certificate(here) },
      }));
      expect(restApi).toMatchObject({
        SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
        EndpointAccessMode: mode,
      });
      expect(domain).toMatchObject({
        SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
        EndpointAccessMode: mode,
      });
      expect(blockingIds(stack)).toEqual([]);
      const own = rendered((here) => ({
        endpointAccessMode: mode,
        domainName: {
          domainName: 'api.example.com',
          certificate: certificate(here),
          endpointAccessMode: EndpointAccessMode.BASIC,
        },
      }));
      expect(own.domain).toMatchObject({
        SecurityPolicy: expect.stringMatching(/^SecurityPolicy_/),
        EndpointAccessMode: 'BASIC',
      });
      expect(own.restApi.EndpointAccessMode).toBe(mode);
      expect(
        rendered({ endpointAccessMode: mode, endpointTypes: [EndpointType.PRIVATE] }).restApi.EndpointAccessMode,
      ).toBe(mode);
    },
  );

  test('a domain name has it too, and is then the only address', () => {
    const { restApi, domain, stack } = rendered((here) => ({
      domainName: { domainName: 'api.example.com', certificate: certificate(here) },
    }));
    expect(restApi.DisableExecuteApiEndpoint).toBe(true);
    expect(domain).toMatchObject({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
    });
    expect(blockingIds(stack)).toEqual([]);
  });

  test('a domain name with client certificates has the newest that takes them', () => {
    const { domain, stack } = rendered((here) => ({
      domainName: {
        domainName: 'api.example.com',
        certificate: certificate(here),
        mtls: { bucket: Bucket.fromBucketName(here, 'Trust', 'trust'), key: 'ca.pem' },
      },
    }));
    expect(domain.SecurityPolicy).toBe('TLS_1_2');
    expect(domain.EndpointAccessMode).toBeUndefined();
    expect(blockingIds(stack)).toEqual([]);
  });

  test("of a domain name added later, and an edge's", () => {
    const stack = newStack();
    const { api } = build({}, stack);
    addPing(api);
    api.addDomainName('Later', {
      domainName: 'api.example.com',
      certificate: certificate(stack),
      endpointType: EndpointType.EDGE,
    });
    expect(propertiesOf(stack, 'ApiGateway::DomainName')[0].SecurityPolicy).toBe('SecurityPolicy_TLS12_PFS_2025_EDGE');
    expect(propertiesOf(stack, 'ApiGateway::RestApi')[0].DisableExecuteApiEndpoint).toBeUndefined();
  });

  test('a weaker one is kept, and blocked', () => {
    const { api, stack } = build();
    addPing(api);
    (api.node.defaultChild as CfnRestApi).addPropertyOverride('SecurityPolicy', 'TLS_1_0');
    expect(blockingIds(stack)).toEqual(['API-08']);
  });
});

describe('methods added as to any other API', () => {
  test('ask for a signature and have the validator', async () => {
    const { stack, api } = build();
    api.root.addResource('plain').addMethod('GET', new MockIntegration());
    const gateway = gatewayOf(stack);
    expect(await gateway.send({ method: 'GET', path: '/plain' })).toMatchObject({ outcome: 403 });
    expect(await gateway.send({ method: 'GET', path: '/plain', signedBy: ME })).toMatchObject({
      outcome: 'integration',
    });
    expect(blockingIds(stack)).toEqual([]);
  });

  test('may have an authorizer of their own', () => {
    const { stack, api } = build();
    const pool = new UserPool(stack, 'Pool');
    const authorizer = new CognitoUserPoolsAuthorizer(stack, 'Users', { cognitoUserPools: [pool] });
    api.root.addMethod('GET', new MockIntegration(), { authorizer });
    expect(propertiesOf(stack, 'ApiGateway::Method')[0].AuthorizationType).toBe('COGNITO_USER_POOLS');
  });

  test('are refused when they are open, or check nothing', () => {
    const { stack, api } = build();
    const open = api.root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.NONE });
    (open.node.defaultChild as CfnMethod).addPropertyDeletionOverride('RequestValidatorId');
    expect(blockingIds(stack)).toEqual(['API-01', 'API-03']);
  });

  test('a default of the caller is his', () => {
    for (const defaultMethodOptions of [{ authorizationType: AuthorizationType.NONE }, { apiKeyRequired: true }]) {
      const { stack } = rendered({ defaultMethodOptions });
      const { AuthorizationType: type } = propertiesOf(stack, 'ApiGateway::Method')[0];
      expect(type).toBe('apiKeyRequired' in defaultMethodOptions ? 'AWS_IAM' : 'NONE');
    }
  });
});

describe('what API Gateway answers itself', () => {
  test.each([
    ['a request without a signature', { method: 'GET', path: '/' }],
    ['a path that is not there', { method: 'GET', path: '/nothing' }],
  ])('%s: names neither account nor ARN', async (_, request) => {
    const { stack } = rendered();
    const { body, outcome } = await gatewayOf(stack).send(request);
    expect(outcome).toBe(403);
    expect(body).not.toMatch(new RegExp(`arn:|${ENV.account}`));
    expect(Object.keys(JSON.parse(body!)).sort()).toEqual(['message', 'requestId']);
  });
});

describe('the web ACL', () => {
  const associations = (stack: Stack) => propertiesOf(stack, 'WAFv2::WebACLAssociation');
  const ARN = 'arn:aws:wafv2:us-east-1:111111111111:regional/webacl/own/1';

  test('is before the stage of a public API', () => {
    const [one] = associations(rendered({ waf: Waf.imported(ARN) }).stack);
    expect(one.WebACLArn).toBe(ARN);
    expect(JSON.stringify(one.ResourceArn)).toMatch(/:\/restapis\/.*\/stages\//);
    expect(associations(rendered({ waf: undefined }).stack)).toHaveLength(1);
  });

  test('is not in development, unless named', () => {
    const inDevelopment = (props: SecureApiProps) => {
      const stack = newStack();
      SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
      return associations(rendered(props, stack).stack);
    };
    expect(inDevelopment({ waf: undefined })).toEqual([]);
    expect(inDevelopment({ waf: Waf.imported(ARN) })).toHaveLength(1);
  });

  test('of somebody else is a waiver with his reason', () => {
    const { stack } = rendered({ waf: Waf.managedElsewhere('Firewall Manager puts its own before every stage') });
    expect(associations(stack)).toEqual([]);
    const [found] = SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId === 'WAF-01');
    expect(found.status).toBe('waived');
  });
});

test('is a drop-in: what the plain API takes, this takes', () => {
  const rows: RestApiProps[] = [
    {
      restApiName: 'name',
      description: 'x',
      endpointExportName: 'out',
      retainDeployments: true,
      binaryMediaTypes: ['image/png'],
      minCompressionSize: Size.bytes(5),
      failOnWarnings: true,
      parameters: { a: 'b' },
      endpointTypes: [EndpointType.EDGE],
      disableExecuteApiEndpoint: true,
      defaultIntegration: new MockIntegration(),
      defaultCorsPreflightOptions: { allowOrigins: ['https://a.b'] },
    },
    {
      cloudWatchRole: true,
      deployOptions: {
        cachingEnabled: true,
        cacheDataEncrypted: true,
        variables: { a: 'b' },
        documentationVersion: '1',
      },
    },
    { deploy: false },
  ];
  for (const props of rows) {
    const plain = newStack();
    addPing(new RestApi(plain, 'Api', props));
    expect(() => templateOf(plain)).not.toThrow();
    for (const flags of [RECOMMENDED_FLAGS, {}]) {
      const stack = newStack({ flags });
      addPing(new SecureApi(stack, 'Api', props));
      expect(SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId === 'GATE-02')).toEqual([]);
    }
  }
});

test('knows how sensitive its data is', () => {
  expect(new SecureApi(newStack(), 'Api').dataClass).toBe(DataClass.PERSONAL);
  expect(new SecureApi(newStack(), 'Api', { dataClass: DataClass.SECRET }).dataClass).toBe(DataClass.SECRET);
});

test('waivers cover the API and no other', () => {
  const stack = newStack();
  const waivers = [{ ruleId: 'API-10', reason: 'The answers of this one are made elsewhere' }];
  for (const [id, props] of Object.entries({ First: { waivers }, Second: {} })) {
    const api = new SecureApi(stack, id, props);
    api.addRoute('GET /', { handler: newHandler(stack, `${id}Fn`), auth: Auth.iam() });
    (api.node.findChild('Refused').node.defaultChild as any).addPropertyOverride('ResponseType', 'THROTTLED');
  }
  const said = SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId === 'API-10');
  expect(said.map(({ status, path }) => `${status} ${path}`).sort()).toEqual([
    'waived Stack/First/Resource',
    'warning Stack/Second/Resource',
  ]);
});
