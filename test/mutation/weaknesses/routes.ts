import { Stack } from 'aws-cdk-lib';
import { CfnMethod, JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { IUserPool, IUserPoolClient, UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { COMMON_HARMLESS, handlerIn, OWN_WEB_ACL, ROLE_IS_THERE } from './api';
import { apiOf } from './api-attacks';
import { Area, KEEP, Row } from './table';
import { Auth, SecureApi } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const GET = 'orders/GET';
const POST = 'orders/POST';
const PREFLIGHT = 'orders/OPTIONS';
const METHOD = 'AWS::ApiGateway::Method';
const AUTHORIZER = 'AWS::ApiGateway::Authorizer';
const PLAN = 'AWS::ApiGateway::UsagePlan';

const ROWS: Row[] = [
  [METHOD, GET, 'AuthorizationType', 'NONE'],
  [METHOD, GET, 'AuthorizationType', KEEP, 'CUSTOM'],
  [METHOD, GET, 'AuthorizerId', 'abc123'],
  [METHOD, POST, 'AuthorizationType', 'NONE', 'CUSTOM'],
  [METHOD, POST, 'AuthorizationScopes', [], ['openid'], ['orders/write', 'aws.cognito.signin.user.admin']],
  [METHOD, POST, 'RequestModels'],
  [METHOD, POST, 'RequestModels.$default', 'Empty', 'Other'],
  [METHOD, POST, 'RequestModels', KEEP, { 'application/json': 'Empty' }],
  [METHOD, POST, 'RequestValidatorId'],
  [METHOD, GET, 'HttpMethod', KEEP, 'POST', 'ANY'],
  [METHOD, PREFLIGHT, 'HttpMethod', 'GET'],
  [METHOD, PREFLIGHT, 'Integration.Type', 'AWS_PROXY'],
  ['AWS::ApiGateway::Model', '', 'Schema', '{}', '{"type":"object"}'],
  ['AWS::ApiGateway::Model', '', 'Schema.type'],
  ['AWS::ApiGateway::Model', '', 'Schema.additionalProperties', true, {}],
  ['AWS::ApiGateway::Model', '', 'Schema.properties.name.type'],
  ['AWS::ApiGateway::Authorizer', 'IdTokens', 'IdentityValidationExpression', '.*', '^.+$', ''],
  ['AWS::ApiGateway::Authorizer', 'IdTokens', 'Type', KEEP, 'REQUEST', 'TOKEN'],
  [PLAN, '', 'Throttle'],
  [PLAN, '', 'Throttle.RateLimit', 50],
  [PLAN, '', 'Throttle.BurstLimit', 100],
  [PLAN, '', 'Quota'],
  [PLAN, '', 'Quota.Limit'],
  [PLAN, '', 'Quota.Period'],
  [METHOD, POST, 'ApiKeyRequired', false],
  [PLAN, '', 'ApiStages.0.Throttle', KEEP, { '/orders/GET': { RateLimit: 40, BurstLimit: 5 } }],
];

const ATTACKS: Attack[] = [
  {
    name: 'a body model for JSON alone',
    apply: (stack) => {
      const method = resourcesOf(stack, METHOD, POST)[0] as CfnMethod;
      const [model] = Object.values(method.requestModels as { [type: string]: string });
      method.requestModels = { 'application/json': model };
    },
  },
  {
    name: 'a usage plan without limits through the L2',
    apply: (stack) =>
      apiOf(stack).addUsagePlan('X', { apiStages: [{ api: apiOf(stack), stage: apiOf(stack).deploymentStage }] }),
  },
];

/** A user pool of another stack and one of its clients. */
export function usersIn(stack: Stack): { pool: IUserPool; clients: IUserPoolClient[] } {
  return {
    pool: UserPool.fromUserPoolId(stack, 'Pool', 'us-east-1_abcdefghi'),
    clients: [UserPoolClient.fromUserPoolClientId(stack, 'Client', '3n4b5urk1ft4fl3mg5e62d9ado')],
  };
}

export const ROUTES: Area = {
  build: (stack) => {
    const { pool, clients } = usersIn(stack);
    const handler = handlerIn(stack);
    const api = new SecureApi(stack, 'Api', {
      waf: OWN_WEB_ACL,
      waivers: ROLE_IS_THERE,
      cors: { allowOrigins: ['https://shop.example.com'] },
    });
    api.addRoute('GET /orders', { handler, auth: Auth.cognito(pool, { clients }) });
    api.addRoute('POST /orders', {
      handler,
      auth: Auth.cognito(pool, { clients, scopes: ['orders/write'] }),
      request: {
        body: {
          type: JsonSchemaType.OBJECT,
          additionalProperties: false,
          properties: { name: { type: JsonSchemaType.STRING, maxLength: 20 } },
        },
      },
      apiKeyRequired: true,
    });
    api.addClient('Shop');
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    ...COMMON_HARMLESS,
    'AWS::ApiGateway::RestApi.*': 'the area of APIs has it',
    'AWS::ApiGateway::Stage.*': 'the area of APIs has it',
    'AWS::ApiGateway::RequestValidator.*': 'the area of APIs has it',
    'AWS::Lambda::Permission.*': 'the area of APIs has it',
    'AWS::Logs::LogGroup.*': 'the area of APIs has it',
    'AWS::WAFv2::WebACLAssociation.*': 'the area of APIs has it',
    'AWS::ApiGateway::Authorizer.RestApiId': 'names its subject',
    'AWS::ApiGateway::Authorizer.Name': 'a name',
    'AWS::ApiGateway::Authorizer.IdentitySource': 'which header holds the token; without one the request is refused',
    'AWS::ApiGateway::Model.RestApiId': 'names its subject',
    'AWS::ApiGateway::Model.Name': 'a name',
    'AWS::ApiGateway::Model.ContentType': 'methods name the model for $default, whatever type it was written for',
    'AWS::ApiGateway::Method.MethodResponses': 'what a preflight may answer; its headers are judged where they are set',
    'AWS::ApiGateway::ApiKey.*': 'a key tells clients apart and proves nothing',
    'AWS::ApiGateway::UsagePlanKey.*': 'a key tells clients apart and proves nothing',
  },
  spared: [
    [[AUTHORIZER, 'IdTokens', 'AuthorizerResultTtlInSeconds', 3600], 'the token was checked, and holds as long anyway'],
    [
      [AUTHORIZER, 'AccessTokens', 'ProviderARNs', ['arn:aws:cognito-idp:us-east-1:222222222222:userpool/us-east-1_x']],
      'whose users may call is for the team to say, as it is which issuer a JwtAuthorizer trusts',
    ],
    [[PLAN, '', 'ApiStages'], 'a plan without stages lets no key in'],
    [[METHOD, PREFLIGHT, 'RequestValidatorId'], 'a preflight reaches nobody'],
  ],
};
