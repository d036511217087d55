import { Duration, Stack } from 'aws-cdk-lib';
import { CfnAuthorizer, CfnMethod } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { COMMON_HARMLESS, handlerIn, OWN_WEB_ACL, ROLE_IS_THERE } from './api';
import { apiOf } from './api-attacks';
import { Area, childOf, KEEP, logRows, Row } from './table';
import { Auth, JwtAuthorizer, JwtIssuer, Owner, SecureApi, SecureFunction, StepUp } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const METHOD = 'AWS::ApiGateway::Method';
const AUTHORIZER = 'AWS::ApiGateway::Authorizer';
const PERMISSION = 'AWS::Lambda::Permission';
const FUNCTION = 'AWS::Lambda::Function';
const OWN = 'Stack/Jwt/Function';
const TABLE = 'Environment.Variables.AUTHORIZER_TABLE';
const FOREIGN = 'arn:aws:execute-api:us-east-1:222222222222:abc/authorizers/def';
const ISSUER = {
  kind: 'oidc',
  issuer: 'https://login.example.com',
  audience: ['orders'],
  jwks: 'https://x',
  scope: 'scope',
};
const ROUTES = { 'GET /orders/{id}': 0, 'DELETE /orders/{id}': 0 };

const ROWS: Row[] = [
  [METHOD, 'GET', 'AuthorizationType', 'NONE', 'COGNITO_USER_POOLS'],
  [METHOD, 'GET', 'AuthorizerId'],
  [METHOD, 'DELETE', 'AuthorizationType', 'NONE'],
  [METHOD, 'DELETE', 'RequestValidatorId'],
  [AUTHORIZER, '', 'Type', KEEP, 'COGNITO_USER_POOLS'],
  [PERMISSION, OWN, 'SourceArn', '*', FOREIGN, 'arn:aws:execute-api:us-east-1:*:*/*'],
  [PERMISSION, OWN, 'Principal', KEEP, '222222222222'],
  [PERMISSION, OWN, 'Action', KEEP, 'lambda:*'],
  [FUNCTION, '', 'KmsKeyArn'],
  [FUNCTION, '', 'Timeout'],
  [FUNCTION, '', 'TracingConfig'],
  [FUNCTION, '', 'LoggingConfig'],
  [FUNCTION, '', 'LoggingConfig.LogFormat', 'Text'],
  [FUNCTION, '', 'RecursiveLoop', KEEP, 'Allow'],
  [FUNCTION, '', 'Runtime', KEEP, 'nodejs16.x'],
  [FUNCTION, '', 'Environment.Variables.KEY', KEEP, 'AKIAQ3EGRZ5MJ2PXTNVA'],
  ...logRows('Jwt/Function'),
  ['AWS::IAM::Role', '', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Role', '', 'ManagedPolicyArns', KEEP, ['arn:aws:iam::aws:policy/AdministratorAccess']],
  ['AWS::IAM::Policy', '', 'PolicyDocument.Statement.1.Action', '*'],
  ['AWS::IAM::Policy', '', 'PolicyDocument.Statement.1.Resource', '*'],
];

const functionOf = (stack: Stack) => childOf<JwtAuthorizer>(stack, 'Jwt').handler as SecureFunction;

const ATTACKS: Attack[] = [
  {
    name: 'a permission for everybody on the authorizer’s function',
    apply: (stack) =>
      new CfnPermission(stack, 'X', {
        action: 'lambda:InvokeFunction',
        principal: '*',
        functionName: functionOf(stack).functionArn,
      }),
  },
  {
    name: 'a permission for API Gateway on behalf of anybody',
    apply: (stack) =>
      functionOf(stack).addPermission('X', { principal: new ServicePrincipal('apigateway.amazonaws.com') }),
  },
  {
    name: 'its role taken by another function',
    apply: (stack) =>
      new CfnFunction(stack, 'X', {
        role: functionOf(stack).role!.roleArn,
        code: { zipFile: 'x' },
        handler: 'index.handler',
        runtime: 'nodejs24.x',
        timeout: 3,
      }),
  },
  {
    name: 'a route moved to a user pool’s authorizer that asks for nothing',
    apply: (stack) => {
      const { ref } = new CfnAuthorizer(stack, 'X', {
        restApiId: apiOf(stack).restApiId,
        name: 'x',
        type: 'COGNITO_USER_POOLS',
        identitySource: 'method.request.header.Authorization',
        providerArns: ['arn:aws:cognito-idp:us-east-1:111111111111:userpool/us-east-1_abcdefghi'],
      });
      Object.assign(resourcesOf(stack, METHOD, 'GET')[0] as CfnMethod, {
        authorizationType: 'COGNITO_USER_POOLS',
        authorizerId: ref,
      });
    },
  },
  {
    name: 'the authorizer removed from the tree',
    apply: (stack) => void childOf<JwtAuthorizer>(stack, 'Jwt').node.tryRemoveChild('Authorizer'),
  },
];

const NOT_SEEN = 'what a Lambda authorizer decides cannot be seen in a template; that there is one is judged';

export const JWT: Area = {
  build: (stack) => {
    const handler = handlerIn(stack);
    const issuer = JwtIssuer.oidc({ issuer: 'https://login.example.com', audience: ['orders'] });
    const authorizer = new JwtAuthorizer(stack, 'Jwt', { issuers: [issuer] });
    const api = new SecureApi(stack, 'Api', { waf: OWN_WEB_ACL, waivers: ROLE_IS_THERE });
    const owner = Owner.pathMatchesClaim('id');
    api.addRoute('GET /orders/{id}', { handler, auth: Auth.jwt(authorizer, { scopes: ['orders/read'] }), owner });
    api.addRoute('DELETE /orders/{id}', {
      handler,
      auth: Auth.jwt(authorizer, { scopes: ['orders/write'] }),
      owner,
      stepUp: StepUp.freshLogin(Duration.minutes(5)),
    });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    ...COMMON_HARMLESS,
    'AWS::ApiGateway::RestApi.*': 'as on a public API',
    'AWS::ApiGateway::Stage.*': 'as on a public API',
    'AWS::ApiGateway::RequestValidator.*': 'as on a public API',
    'AWS::WAFv2::WebACLAssociation.*': 'as on a public API',
    'AWS::ApiGateway::Authorizer.RestApiId': 'names its subject',
    'AWS::ApiGateway::Authorizer.Name': 'a name',
    'AWS::ApiGateway::Method.RequestParameters':
      'a path parameter is always there; what else a route requires is its author’s',
    'AWS::Lambda::Function.Architectures': 'a matter of price',
    'AWS::Lambda::Function.Code': 'what it does is its author’s',
    'AWS::Lambda::Function.Handler': 'what it does is its author’s',
    'AWS::Lambda::Function.Description': 'a name',
    'AWS::Lambda::Function.Role': 'another role is judged as a role',
    'AWS::Lambda::Function.MemorySize': 'warns only (FUNCTION-05)',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject',
    'AWS::Logs::MetricFilter.*': 'a function without an alarm warns only (FUNCTION-13)',
    'AWS::CloudWatch::Alarm.*': 'a function without an alarm warns only (FUNCTION-13)',
    'AWS::SNS::Topic.*': 'as it is with a function',
    'AWS::SNS::TopicPolicy.*': 'as it is with a function',
  },
  spared: [
    [[AUTHORIZER, '', 'AuthorizerResultTtlInSeconds', 300], 'warns only (API-14)'],
    [[AUTHORIZER, '', 'IdentitySource'], 'without a token its function refuses'],
    [[AUTHORIZER, '', 'AuthorizerUri', KEEP, 'arn:aws:apigateway:us-east-1:lambda:path/other'], NOT_SEEN],
    [[METHOD, 'GET', 'AuthorizerId', KEEP, 'abc123'], NOT_SEEN],
    [[FUNCTION, '', TABLE, '{}', 'nonsense'], 'its function answers no request without a table that it understands'],
    [
      [FUNCTION, '', TABLE, KEEP, JSON.stringify({ v: 1, issuers: [ISSUER], policies: [{}], routes: ROUTES })],
      'without scopes, owner and step-up the token is still checked; API-15 and API-16 warn only, since plain APIs know neither',
    ],
    [
      [FUNCTION, '', TABLE, KEEP, JSON.stringify({ v: 1, issuers: [], policies: [], routes: {} })],
      'then nobody comes in',
    ],
  ],
};
