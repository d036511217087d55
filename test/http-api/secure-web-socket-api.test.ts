import { Stack } from 'aws-cdk-lib';
import { CfnStage, WebSocketNoneAuthorizer, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration, WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, IGrantable, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SecureWebSocketApi, SecureWebSocketApiProps, SecurityGate } from '../../lib';
import { blocking, blockingIds, newStack } from '../support/judging';

const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
const mock = () => ({ integration: new WebSocketMockIntegration('Mock') });
const apiIn = (stack: Stack, props: SecureWebSocketApiProps = { connectRouteOptions: mock() }) =>
  new SecureWebSocketApi(stack, 'Api', props);
const own = (stack: Stack) => blocking(stack).filter((one) => !one.includes('Handler'));

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

test('who connects signs, and its stage is limited, logged and deployed with every change', () => {
  const stack = newStack();
  const api = apiIn(stack);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'AWS_IAM' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: 'prod',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100, DataTraceEnabled: Match.absent() },
    AccessLogSettings: {
      DestinationArn: stack.resolve(api.accessLogGroup.logGroupArn),
      Format: Match.stringLikeRegexp('"eventType"'),
    },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    KmsKeyId: Match.anyValue(),
    RetentionInDays: Match.anyValue(),
  });
  expect(api.stage.url).toMatch(/\/prod$/);
  expect(own(stack)).toEqual([]);
});

test('its log holds the connection, and nothing that somebody said', () => {
  const stack = newStack();
  apiIn(stack);
  const [stage] = Object.values<any>(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Stage'));
  expect(Object.keys(JSON.parse(stage.Properties.AccessLogSettings.Format))).toEqual(
    expect.arrayContaining(['connectionId', 'messageId', 'ip']),
  );
});

test('a Lambda authorizer takes the place of the signature; messages have none', () => {
  const stack = newStack();
  const handler = new Function(stack, 'Handler', CODE);
  const api = apiIn(stack, {
    connectRouteOptions: { ...mock(), authorizer: new WebSocketLambdaAuthorizer('Own', handler) },
    stageName: 'live',
    throttle: { rateLimit: 5, burstLimit: 6 },
  });
  api.addRoute('say', { integration: new WebSocketLambdaIntegration('Say', handler) });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'CUSTOM' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'say', AuthorizationType: 'NONE' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: 'live',
    DefaultRouteSettings: { ThrottlingRateLimit: 5 },
  });
  expect(own(stack)).toEqual([]);
});

test('without $connect it is said what to set', () => {
  const stack = newStack();
  apiIn(stack, {});
  const [finding] = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => ruleId === 'HTTP-01');
  expect(finding.got).toContain('without a $connect route (connectRouteOptions)');
  expect(finding.fix).toContain('connectRouteOptions');
});

test.each<[string, string[], (stack: Stack) => unknown]>([
  ['without $connect', ['HTTP-01'], (stack) => apiIn(stack, {})],
  [
    'for everybody',
    ['HTTP-01'],
    (stack) => apiIn(stack, { connectRouteOptions: { ...mock(), authorizer: new WebSocketNoneAuthorizer() } }),
  ],
  [
    'with a plain stage',
    ['HTTP-07', 'HTTP-08'],
    (stack) => new WebSocketStage(stack, 'Other', { webSocketApi: apiIn(stack), stageName: 'other' }),
  ],
  [
    'with a data trace',
    ['HTTP-09'],
    (stack) =>
      (apiIn(stack).stage.node.defaultChild as CfnStage).addPropertyOverride(
        'DefaultRouteSettings.DataTraceEnabled',
        true,
      ),
  ],
])('refused: %s', (_, expected, build) => {
  const stack = newStack();
  build(stack);
  expect(blockingIds(stack)).toEqual(expected);
});

test('$connect may be added later', () => {
  const stack = newStack();
  apiIn(stack, {}).addRoute('$connect', mock());
  expect(own(stack)).toEqual([]);
});

test('limits that are none throw', () => {
  expect(() => apiIn(newStack(), { throttle: { rateLimit: 0, burstLimit: 1 } })).toThrow(
    /HTTP-07: expected rateLimit of throttle/,
  );
});

test.each<[string, (api: SecureWebSocketApi, to: IGrantable) => unknown, string]>([
  ['everything', (api, to) => api.grantManageConnections(to), '/prod/*/@connections/*'],
  ['to write', (api, to) => api.grantPostToConnections(to), '/prod/POST/@connections/*'],
])('a grant on connections is for its stage: %s', (_, grant, resource) => {
  const stack = newStack();
  const api = apiIn(stack);
  grant(api, new Role(stack, 'Role', { assumedBy: new AccountPrincipal('111111111111') }));
  const id = stack.resolve(api.apiId);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'execute-api:ManageConnections',
          Resource: {
            'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:111111111111:', id, resource]],
          },
        },
      ],
    },
  });
});
