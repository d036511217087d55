import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { stageRows } from './http-api';
import { Area, childOf, KEEP, Row } from './table';
import { SecureWebSocketApi } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const ROUTE = 'AWS::ApiGatewayV2::Route';
const STAGE = 'AWS::ApiGatewayV2::Stage';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

const ROWS: Row[] = [
  [ROUTE, 'connect', 'AuthorizationType', 'NONE', 'OPEN', 'CUSTOM'],
  [ROUTE, 'connect', 'RouteKey', 'hello'],
  [INTEGRATION, '', 'CredentialsArn', KEEP, 'arn:aws:iam::*:user/*'],
  [STAGE, '', 'RouteSettings', KEEP, { say: { DataTraceEnabled: true } }, { say: { LoggingLevel: 'INFO' } }],
  ...stageRows(''),
];

const idOf = (stack: Stack) => childOf<SecureWebSocketApi>(stack, 'Api').apiId;

const ATTACKS: Attack[] = [
  {
    name: 'a second $connect for everybody',
    apply: (s) => void new CfnRoute(s, 'X', { apiId: idOf(s), routeKey: '$connect', apiKeyRequired: true }),
  },
  {
    name: 'a stage beside that traces data',
    apply: (s) =>
      void new CfnStage(s, 'X', { apiId: idOf(s), stageName: 'x', defaultRouteSettings: { dataTraceEnabled: true } }),
  },
  {
    name: 'a backend without TLS',
    apply: (s) =>
      void new CfnIntegration(s, 'X', { apiId: idOf(s), integrationType: 'HTTP', integrationUri: 'http://b.example' }),
  },
  {
    name: 'the $connect route only in another region',
    apply: (s) => {
      const [route] = resourcesOf(s, ROUTE, 'connect') as CfnRoute[];
      new CfnCondition(s, 'Never', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
      route.addOverride('Condition', 'Never');
    },
  },
];

export const WEB_SOCKET: Area = {
  build: (stack) => {
    const api = new SecureWebSocketApi(stack, 'Api', {
      connectRouteOptions: { integration: new WebSocketMockIntegration('Mock') },
      waivers: [{ ruleId: 'HTTP-16', reason: 'The role for logs is set for the whole account elsewhere.' }],
    });
    api.grantPostToConnections(new Role(stack, 'Sender', { assumedBy: new AccountPrincipal('111111111111') }));
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::ApiGatewayV2::Api.Name': 'a name',
    'AWS::ApiGatewayV2::Api.ProtocolType': 'what kind of API it is; no update changes it',
    'AWS::ApiGatewayV2::Api.RouteSelectionExpression': 'which message goes to which route',
    [`${ROUTE}.ApiId`]: 'names its subject',
    [`${ROUTE}.Target`]: 'who answers is the route’s author’s',
    [`${STAGE}.ApiId`]: 'names its subject',
    [`${STAGE}.StageName`]: 'a name',
    [`${STAGE}.AutoDeploy`]: 'without it changes do not go live; a deployment that is not seen only warns (HTTP-15)',
    [`${INTEGRATION}.ApiId`]: 'names its subject',
    [`${INTEGRATION}.IntegrationType`]: 'who answers is the route’s author’s',
    [`${INTEGRATION}.IntegrationUri`]: 'who answers; one without TLS is among the attacks',
    'AWS::IAM::Role.*': 'of whoever is granted something, here a plain one',
    'AWS::IAM::Policy.*':
      'of a plain role that the test has made; what is granted is asserted in the test of the construct',
    'AWS::KMS::Key.*': 'the operations key, as it is with a function',
  },
};
