import { Stack } from 'aws-cdk-lib';
import {
  CfnApi,
  CfnAuthorizer,
  CfnIntegration,
  CfnRoute,
  CfnStage,
  DomainName,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { handlerIn } from './api';
import { Area, childOf, KEEP, logRows, Row } from './table';
import { SecureHttpApi } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const API = 'AWS::ApiGatewayV2::Api';
const ROUTE = 'AWS::ApiGatewayV2::Route';
const STAGE = 'AWS::ApiGatewayV2::Stage';
const AUTHORIZER = 'AWS::ApiGatewayV2::Authorizer';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';
const DOMAIN = 'AWS::ApiGatewayV2::DomainName';
const PERMISSION = 'AWS::Lambda::Permission';
const TRACED = 'DefaultRouteSettings.DataTraceEnabled';

/** The stage of both kinds of API. */
export const stageRows = (of: string): Row[] => [
  [STAGE, of, 'DefaultRouteSettings'],
  [STAGE, of, 'DefaultRouteSettings.ThrottlingRateLimit', -1, 1001, 'many'],
  [STAGE, of, 'DefaultRouteSettings.ThrottlingBurstLimit', -1, 2001],
  [STAGE, of, TRACED, KEEP, true, 'true'],
  [STAGE, of, 'AccessLogSettings'],
  [STAGE, of, 'AccessLogSettings.DestinationArn', 'arn:aws:s3:::bucket'],
  [STAGE, of, 'AccessLogSettings.Format', '$context.requestId $context.status', '{"requestId":"$context.requestId"}'],
  [STAGE, of, 'StageVariables', KEEP, { DbPassword: 'correct-horse-battery' }],
  ...logRows('AccessLogs'),
];

const ROWS: Row[] = [
  [ROUTE, 'GET', 'AuthorizationType', 'NONE', 'OPEN', 'JWT'],
  [ROUTE, 'POST', 'AuthorizationType', 'NONE'],
  [ROUTE, 'POST', 'AuthorizerId', ''],
  [AUTHORIZER, '', 'AuthorizerType', KEEP, 'REQUEST'],
  [AUTHORIZER, '', 'JwtConfiguration'],
  [AUTHORIZER, '', 'JwtConfiguration.Audience', []],
  [AUTHORIZER, '', 'JwtConfiguration.Issuer', 'http://login.example.com'],
  [API, '', 'CorsConfiguration', KEEP, { AllowOrigins: ['https://*'], AllowCredentials: true }],
  [API, '', 'CorsConfiguration.AllowOrigins', KEEP, ['*'], '*'],
  [API, '', 'DisableExecuteApiEndpoint', false, 'false'],
  [API, '', 'Target', KEEP, 'arn:aws:lambda:us-east-1:111111111111:function:orders'],
  [
    API,
    '',
    'Body',
    KEEP,
    { openapi: '3.0.1', paths: { '/open': { get: { responses: { 200: { description: 'open' } } } } } },
  ],
  [API, '', 'BodyS3Location', KEEP, { Bucket: 'definitions', Key: 'api.json' }],
  [INTEGRATION, '', 'CredentialsArn', KEEP, 'arn:aws:iam::*:user/*'],
  [DOMAIN, '', 'DomainNameConfigurations', []],
  [DOMAIN, '', 'DomainNameConfigurations.0.SecurityPolicy', 'TLS_1_0'],
  [PERMISSION, 'GET', 'SourceArn', '*', 'arn:aws:execute-api:us-east-1:222222222222:abc/*/*/*'],
  [PERMISSION, 'GET', 'Principal', KEEP, '222222222222'],
  [PERMISSION, 'GET', 'Action', KEEP, 'lambda:*', '*'],
  [STAGE, '', 'RouteSettings', KEEP, { 'POST /orders': { DetailedMetricsEnabled: true } }],
  [STAGE, '', 'RouteSettings.GET /stock.ThrottlingRateLimit', -1, 1001],
  [STAGE, '', 'RouteSettings.GET /stock.ThrottlingBurstLimit', -1, 2001],
  ...stageRows(''),
];

const apiIn = (stack: Stack) => childOf<SecureHttpApi>(stack, 'Api');

const ATTACKS: Attack[] = [
  {
    name: 'an open route beside the API',
    apply: (s) => void new CfnRoute(s, 'X', { apiId: apiIn(s).apiId, routeKey: 'ANY /{proxy+}' }),
  },
  {
    name: 'a stage beside, without limits and logs',
    apply: (s) => void new CfnStage(s, 'X', { apiId: apiIn(s).apiId, stageName: 'open', autoDeploy: true }),
  },
  {
    name: 'a backend without TLS',
    apply: (s) =>
      void new CfnIntegration(s, 'X', {
        apiId: apiIn(s).apiId,
        integrationType: 'HTTP_PROXY',
        integrationUri: 'http://backend.example.com',
      }),
  },
  {
    name: 'an authorizer beside, which takes tokens of everybody',
    apply: (s) =>
      void new CfnAuthorizer(s, 'X', {
        apiId: apiIn(s).apiId,
        name: 'x',
        authorizerType: 'JWT',
        jwtConfiguration: { issuer: 'https://login.example.com' },
      }),
  },
  {
    name: 'a route opened by an L1 property',
    apply: (s) => {
      const [route] = resourcesOf(s, ROUTE, 'GET') as CfnRoute[];
      route.authorizationType = 'NONE';
    },
  },
  {
    name: 'pages of any origin by an L1 property',
    apply: (s) => {
      const [api] = resourcesOf(s, API) as CfnApi[];
      api.corsConfiguration = { allowOrigins: ['http://*'], allowCredentials: true };
    },
  },
];

export const HTTP_API: Area = {
  build: (stack) => {
    const domainName = new DomainName(stack, 'Domain', {
      domainName: 'api.example.com',
      certificate: Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:111111111111:certificate/a'),
      securityPolicy: SecurityPolicy.TLS_1_2,
      mtls: { bucket: Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'store.pem' },
    });
    const api = new SecureHttpApi(stack, 'Api', {
      defaultDomainMapping: { domainName },
      corsPreflight: { allowOrigins: ['https://app.example.com'], allowCredentials: true },
    });
    const handler = handlerIn(stack);
    api.addRoute('GET /stock', { handler, throttle: { rateLimit: 5, burstLimit: 5 } });
    const authorizer = new HttpJwtAuthorizer('Users', 'https://login.example.com', { jwtAudience: ['orders'] });
    api.addRoute('POST /orders', { handler, authorizer, scopes: ['orders/write'] });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    [`${API}.Name`]: 'a name',
    [`${API}.ProtocolType`]: 'what kind of API it is; no update changes it',
    [`${ROUTE}.ApiId`]: 'names its subject',
    [`${ROUTE}.RouteKey`]: 'the address of the route, not who may call it',
    [`${ROUTE}.Target`]: 'who answers is the route’s author’s',
    [`${ROUTE}.AuthorizationScopes`]: 'which scopes a route asks for is its author’s',
    [`${STAGE}.ApiId`]: 'names its subject',
    [`${STAGE}.StageName`]: 'a name',
    [`${STAGE}.AutoDeploy`]: 'without it changes do not go live; a deployment that is not seen only warns (HTTP-15)',
    [`${AUTHORIZER}.ApiId`]: 'names its subject',
    [`${AUTHORIZER}.Name`]: 'a name',
    [`${AUTHORIZER}.IdentitySource`]: 'where the token stands; without one every request is refused',
    [`${INTEGRATION}.ApiId`]: 'names its subject',
    [`${INTEGRATION}.IntegrationType`]: 'who answers is the route’s author’s',
    [`${INTEGRATION}.IntegrationUri`]: 'who answers; one without TLS is among the attacks',
    [`${INTEGRATION}.PayloadFormatVersion`]: 'the shape of the event',
    [`${DOMAIN}.DomainName`]: 'a name',
    [`${DOMAIN}.MutualTlsAuthentication`]: 'asked for by whoever wants it: routes know their callers besides',
    'AWS::ApiGatewayV2::ApiMapping.*': 'names the API and stage behind the domain name',
    [`${PERMISSION}.FunctionName`]: 'names its subject',
    'AWS::Logs::LogGroup.LogGroupName': 'a name',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
  },
};
