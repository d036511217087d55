import { AuthorizationType, CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { COMMON_HARMLESS, handlerIn, ROLE_IS_THERE } from './api';
import { apiOf } from './api-attacks';
import { usersIn } from './routes';
import { Area, KEEP, Row } from './table';
import { Auth, Exposure, SecureApi } from '../../../lib';
import { Attack } from '../mutate';

const API = 'AWS::ApiGateway::RestApi';
const METHOD = 'AWS::ApiGateway::Method';
const DENY = 'Policy.Statement.0';
const ALLOW = 'Policy.Statement.1';

const ROWS: Row[] = [
  [METHOD, 'stock/GET', 'AuthorizationType', 'NONE'],
  [METHOD, 'orders/GET', 'AuthorizationType', 'NONE'],
  [METHOD, 'orders/GET', 'AuthorizationScopes'],
  [API, '', 'SecurityPolicy', KEEP, 'TLS_1_0'],
  [API, '', 'EndpointConfiguration'],
  [API, '', 'EndpointConfiguration.Types', ['REGIONAL'], ['PRIVATE', 'REGIONAL']],
  [API, '', 'Policy'],
  [API, '', DENY],
  [API, '', `${DENY}.Effect`, 'Allow'],
  [API, '', `${DENY}.Action`, 'execute-api:ManageConnections'],
  [API, '', `${DENY}.Resource`, 'execute-api:/prod/GET/other'],
  [API, '', `${DENY}.Principal`, { AWS: 'arn:aws:iam::111111111111:role/one' }],
  // without its condition a Deny only grows; with a second one it shrinks
  [API, '', `${DENY}.Condition`, KEEP, { StringEquals: { 'aws:PrincipalAccount': '111111111111' } }],
  [API, '', `${DENY}.Condition.StringNotEquals.aws:SourceVpce`, KEEP, ['vpce-*'], '*'],
  [API, '', `${ALLOW}.Principal`, KEEP, { AWS: 'arn:aws:iam::222222222222:root' }], // without one it lets nobody in
];

const ATTACKS: Attack[] = [
  {
    name: 'made public beside its policy',
    apply: (stack) =>
      void ((apiOf(stack).node.defaultChild as CfnRestApi).endpointConfiguration = { types: ['REGIONAL'] }),
  },
  {
    name: 'a method that trusts the network',
    apply: (stack) => apiOf(stack).root.addMethod('GET', undefined, { authorizationType: AuthorizationType.NONE }),
  },
];

const BEHIND_ENDPOINTS =
  'the Deny goes on shutting out whoever comes another way, and a signature is still asked for; CDK’s own grantInvokeFromVpcEndpointsOnly writes no more';

export const PRIVATE_API: Area = {
  build: (stack) => {
    const { pool, clients } = usersIn(stack);
    const endpoint = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', {
      vpcEndpointId: 'vpce-0123456789abcdef0',
      port: 443,
    });
    const handler = handlerIn(stack);
    const api = new SecureApi(stack, 'Api', { exposure: Exposure.private([endpoint]), waivers: ROLE_IS_THERE });
    api.addRoute('GET /stock', { handler, auth: Auth.iam() });
    api.addRoute('GET /orders', { handler, auth: Auth.cognito(pool, { clients, scopes: ['orders/read'] }) });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    ...COMMON_HARMLESS,
    'AWS::ApiGateway::Stage.*': 'as on a public API',
    'AWS::ApiGateway::RequestValidator.*': 'as on a public API',
    'AWS::ApiGateway::Deployment.*': 'as on a public API',
    'AWS::ApiGateway::Method.RequestValidatorId': 'as on a public API',
    'AWS::Lambda::Permission.*': 'as on a public API',
    'AWS::Logs::LogGroup.*': 'as on a public API',
    'AWS::ApiGateway::Method.AuthorizerId': 'as on a public API',
    'AWS::ApiGateway::Authorizer.*': 'as on a public API',
  },
  spared: [
    [[API, '', 'SecurityPolicy'], 'private APIs take TLS 1.2 and later unless told otherwise'],
    [[API, '', 'EndpointAccessMode'], 'names of VPC endpoints are never the API’s'],
    [
      [API, '', 'EndpointConfiguration.VpcEndpointIds'],
      'gives the endpoints names of their own; the policy says who comes in',
    ],
    [[API, '', ALLOW], 'without it nobody comes in'],
    [[API, '', `${ALLOW}.Principal`, KEEP, '*'], BEHIND_ENDPOINTS],
    [[API, '', 'Policy.Statement.2.Resource', KEEP, '*'], BEHIND_ENDPOINTS],
  ],
};
