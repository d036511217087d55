import { Stack } from 'aws-cdk-lib';
import { Function, IFunction } from 'aws-cdk-lib/aws-lambda';
import { API_ATTACKS } from './api-attacks';
import { Area, KEEP, logRows, Row } from './table';
import { Auth, SecureApi, Waf } from '../../../lib';

export const handlerIn = (stack: Stack): IFunction =>
  Function.fromFunctionArn(stack, 'Handler', 'arn:aws:lambda:us-east-1:111111111111:function:orders');

/** Its owner has no more to lose by it, and the app stays small. */
export const OWN_WEB_ACL = Waf.imported('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/own/1');

/** Said once in an account, by somebody else here: or each synthesis would print a warning. */
export const ROLE_IS_THERE = [
  { ruleId: 'API-18', reason: 'The role for logs is set for the whole account elsewhere.' },
];

const METHOD = 'AWS::ApiGateway::Method';
const STAGE = 'AWS::ApiGateway::Stage';
const API = 'AWS::ApiGateway::RestApi';
const FOREIGN_API = 'arn:aws:execute-api:us-east-1:222222222222:abc/*/*/*';

/** The settings of all routes, and of the one with limits of its own. */
const SETTINGS = ['MethodSettings.0', 'MethodSettings.1'].flatMap((at): Row[] => [
  [STAGE, '', `${at}.ThrottlingRateLimit`, -1, 1001, 'many'],
  [STAGE, '', `${at}.ThrottlingBurstLimit`, -1, 2001],
  [STAGE, '', `${at}.DataTraceEnabled`, KEEP, true, 'true'],
  [STAGE, '', `${at}.CachingEnabled`, KEEP, true],
]);

const ROWS: Row[] = [
  [STAGE, '', 'AccessLogSetting'],
  [STAGE, '', 'AccessLogSetting.DestinationArn', 'arn:aws:s3:::bucket'],
  [STAGE, '', 'AccessLogSetting.Format', '$context.requestId $context.status', '{"requestId":"$context.requestId"}'],
  [STAGE, '', 'MethodSettings', []],
  [STAGE, '', 'MethodSettings.0'],
  [STAGE, '', 'MethodSettings.0.ResourcePath', '/~1orders'],
  [STAGE, '', 'MethodSettings.0.HttpMethod', 'GET'],
  [STAGE, '', 'TracingEnabled', false, 'false'],
  [STAGE, '', 'DeploymentId', KEEP, 'abc123'],
  [STAGE, '', 'CanarySetting', KEEP, { DeploymentId: 'abc123', PercentTraffic: 100 }],
  [METHOD, 'GET', 'AuthorizationType', 'NONE', 'OPEN'],
  [METHOD, 'GET', 'RequestValidatorId', 'abc123'],
  [
    METHOD,
    'GET',
    'Integration',
    KEEP,
    { Type: 'HTTP_PROXY', Uri: 'http://backend.example.com' },
    { Type: 'HTTP_PROXY', Uri: 'https://backend.example.com', TlsConfig: { InsecureSkipVerification: true } },
    { Credentials: 'arn:aws:iam::*:user/*' },
  ],
  ['AWS::ApiGateway::RequestValidator', '', 'ValidateRequestBody', false, 'false'],
  ['AWS::ApiGateway::RequestValidator', '', 'ValidateRequestParameters', false],
  ['AWS::ApiGateway::Deployment', '', '@DependsOn', []],
  ['AWS::ApiGateway::Deployment', '', 'StageName', KEEP, 'open'],
  [
    API,
    '',
    'Body',
    KEEP,
    { openapi: '3.0.1', paths: { '/open': { get: { responses: { 200: { description: 'open' } } } } } },
  ],
  [API, '', 'BodyS3Location', KEEP, { Bucket: 'definitions', Key: 'api.json' }],
  [API, '', 'CloneFrom', KEEP, 'abc123'],
  ['AWS::Lambda::Permission', '/Api/Invoke', 'SourceArn', '*', 'arn:aws:execute-api:*', FOREIGN_API],
  ['AWS::Lambda::Permission', '/Api/Invoke', 'Principal', KEEP, '222222222222'],
  ['AWS::Lambda::Permission', '/Api/Invoke', 'Action', KEEP, 'lambda:*', '*'],
  ...logRows('AccessLogs'),
  ...SETTINGS,
  [STAGE, '', 'MethodSettings.1.ThrottlingRateLimit', KEEP, 51],
  [STAGE, '', 'MethodSettings.1.ThrottlingBurstLimit', KEEP, 101],
  [STAGE, '', 'MethodSettings.2', KEEP, { HttpMethod: 'GET', ResourcePath: '/~1other', MetricsEnabled: true }],
  [STAGE, '', 'StageName', KEEP, 'other'], // its execution logs then go to a group that nobody made
  [API, '', 'SecurityPolicy', 'TLS_1_0', 'SecurityPolicy_TLS10_2021'],
  [API, '', 'EndpointConfiguration', KEEP, { Types: ['PRIVATE'] }],
  [
    API,
    '',
    'Policy',
    KEEP,
    { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }] },
    { Statement: [{ Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: 'execute-api:*', Resource: '*' }] },
  ],
  ['AWS::Logs::LogGroup', 'ExecutionLogs', 'LogGroupName', 'elsewhere'],
  ...logRows('ExecutionLogs'),
  ['AWS::WAFv2::WebACLAssociation', '', 'ResourceArn', 'arn:aws:apigateway:us-east-1::/restapis/abc/stages/prod'],
  ['AWS::WAFv2::WebACLAssociation', '', 'WebACLArn'],
];

const RESPONSE = 'AWS::ApiGateway::GatewayResponse';

/** On every API. */
export const COMMON_SPARED: readonly (readonly [Row, string])[] = [
  [[API, '', 'EndpointAccessMode', 'BASIC'], 'which host names are answered; the TLS versions are the policy’s'],
  [[RESPONSE, 'Refused', 'ResponseTemplates'], 'warns only (API-10): the answers of plain APIs would all block'],
  [[RESPONSE, 'Refused', 'ResponseTemplates.application/json', '$context.error.messageString'], 'warns only (API-10)'],
  [[RESPONSE, 'Failed', 'ResponseType', 'DEFAULT_4XX'], 'warns only (API-10)'],
  [
    ['AWS::Lambda::Permission', '/Api/Invoke', 'Principal', KEEP, '*'],
    'nobody but API Gateway comes on behalf of our API, which SourceArn goes on asking for',
  ],
];

/** What names a resource, or what it is a part of, on every API. */
export const COMMON_HARMLESS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi.Name': 'a name',
  'AWS::ApiGateway::Deployment.Description': 'a name',
  'AWS::ApiGateway::Deployment.RestApiId': 'names its subject',
  'AWS::ApiGateway::Stage.RestApiId': 'names its subject',
  'AWS::ApiGateway::Stage.StageName': 'a name',
  'AWS::ApiGateway::Resource.*': 'where a method stands; whoever moves one changes the address, not who may call',
  'AWS::ApiGateway::Method.RestApiId': 'names its subject',
  'AWS::ApiGateway::Method.ResourceId': 'where the method stands',
  'AWS::ApiGateway::Method.HttpMethod': 'a method that takes a body without a model is among the rows',
  'AWS::ApiGateway::Method.Integration':
    'who answers is the route’s author’s; backends without TLS are among the rows of an API',
  'AWS::ApiGateway::RequestValidator.RestApiId': 'names its subject',
  'AWS::ApiGateway::GatewayResponse.*': 'warns only (API-10), which is among what is spared',
  'AWS::Lambda::Permission.FunctionName': 'names its subject',
  'AWS::KMS::Key.*': 'the operations key, as it is with a function',
};

export const API_AREA: Area = {
  build: (stack) => {
    const api = new SecureApi(stack, 'Api', { waf: OWN_WEB_ACL, waivers: ROLE_IS_THERE, executionLogs: true });
    api.addRoute('GET /stock', {
      handler: handlerIn(stack),
      auth: Auth.iam(),
      throttle: { rateLimit: 5, burstLimit: 5 },
    });
  },
  rows: ROWS,
  attacks: API_ATTACKS,
  harmless: COMMON_HARMLESS,
  spared: COMMON_SPARED,
};
