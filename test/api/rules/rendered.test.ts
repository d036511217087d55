import { CfnResource, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiDefinition,
  CfnGatewayResponse,
  CfnMethod,
  CfnRestApi,
  Cors,
  JsonSchemaType,
  LambdaIntegration,
  LambdaRestApi,
  LogGroupLogDestination,
  AuthorizationType,
  RequestValidator,
  RestApi,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnPermission, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Raw } from './building';
import { RULES_BY_FOLDER } from '../../../lib/catalog';
import { Assembly } from '../../../lib/core/assembly';
import { judge } from '../../../lib/core/judge';
import { SecurityGate } from '../../../lib/gate/security-gate';
import { newStack } from '../../support/judging';

const handler = (stack: Stack): Function =>
  new Function(stack, 'Handler', {
    code: Code.fromInline('x'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
/** What the rules about APIs and policies say, `blocking` before `warning`. */
const said = (stack: Stack): string[] =>
  [
    ...new Set(
      SecurityGate.findingsOf(stack.node.root)
        .filter(({ ruleId }) => /^(API|POLICY)-/.test(ruleId))
        .map(({ ruleId, status, path }) => `${status} ${ruleId} ${path.replace(/^Stack\/Api\/?/, '')}`),
    ),
  ].sort();

const PLAIN_STAGE = ['blocking API-02', 'blocking API-05', 'warning API-07'].map(
  (one) => `${one} DeploymentStage.prod/Resource`,
);
const PLAIN_API = ['warning API-08 Resource', 'warning API-10 Resource'];

describe('APIs as CDK renders them', () => {
  test('RestApi with a route and a preflight for everybody', () => {
    const stack = newStack();
    const api = new RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS } });
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(stack)));
    expect(said(stack)).toEqual(
      [
        'blocking API-01 Default/orders/POST/Resource',
        'blocking API-03 Default/orders/POST/Resource',
        'warning API-22 Default/OPTIONS/Resource',
        'warning API-22 Default/orders/OPTIONS/Resource',
        ...PLAIN_STAGE,
        ...PLAIN_API,
      ].sort(),
    );
  });

  test('LambdaRestApi, which takes everything, with a preflight for two origins', () => {
    const stack = newStack();
    new LambdaRestApi(stack, 'Api', {
      handler: handler(stack),
      defaultCorsPreflightOptions: { allowOrigins: ['https://a.example', 'https://b.example'], allowCredentials: true },
    });
    const everything = ['ANY', '{proxy+}/ANY'].flatMap((path) =>
      ['API-01', 'API-03'].map((id) => `blocking ${id} Default/${path}/Resource`),
    );
    expect(said(stack)).toEqual([...everything, ...PLAIN_STAGE, ...PLAIN_API].sort());
  });

  test('SpecRestApi with a definition of its own', () => {
    const stack = newStack();
    const paths = { '/orders': { get: { 'x-amazon-apigateway-integration': { type: 'mock' } } } };
    const definition = { openapi: '3.0.1', info: { title: 'orders', version: '1' }, paths };
    new SpecRestApi(stack, 'Api', { apiDefinition: ApiDefinition.fromInline(definition) });
    expect(said(stack)).toEqual(
      ['blocking API-01 Resource', 'warning API-03 Resource', ...PLAIN_STAGE, ...PLAIN_API].sort(),
    );
  });

  /** A plain API on which somebody set everything. */
  function careful(): { stack: Stack; api: RestApi } {
    const stack = newStack();
    const api = new RestApi(stack, 'Api', {
      cloudWatchRole: false,
      deployOptions: {
        throttlingRateLimit: 20,
        throttlingBurstLimit: 40,
        tracingEnabled: true,
        accessLogDestination: new LogGroupLogDestination(new LogGroup(stack, 'Logs')),
        accessLogFormat: AccessLogFormat.custom(
          AccessLogFormat.jsonWithStandardFields().toString().replace('{', '{"error":"$context.error.responseType",'),
        ),
      },
    });
    new CfnResource(stack, 'Account', { type: 'Custom::ApiGatewayAccount', properties: { RoleArn: 'role' } });
    (api.node.defaultChild as CfnRestApi).securityPolicy = 'TLS_1_2';
    for (const type of ['DEFAULT_4XX', 'DEFAULT_5XX']) {
      const responseTemplates = { 'application/json': '{"message":"refused"}' };
      new CfnGatewayResponse(stack, type, { restApiId: api.restApiId, responseType: type, responseTemplates });
    }
    const requestValidator = new RequestValidator(stack, 'Validator', {
      restApi: api,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const model = api.addModel('Order', {
      schema: {
        type: JsonSchemaType.OBJECT,
        additionalProperties: false,
        properties: { note: { type: JsonSchemaType.STRING, maxLength: 100 } },
      },
    });
    api.root.addResource('orders').addMethod('POST', new LambdaIntegration(handler(stack)), {
      authorizationType: AuthorizationType.IAM,
      requestModels: { $default: model },
      requestValidator,
    });
    return { stack, api };
  }
  const post = (api: RestApi): CfnMethod =>
    api.root.getResource('orders')!.node.findChild('POST').node.defaultChild as CfnMethod;

  test('RestApi with everything set by hand', () => expect(said(careful().stack)).toEqual([]));

  test('with the role that CDK makes, which takes the place of any other', () => {
    const stack = newStack();
    new RestApi(stack, 'Api', { cloudWatchRole: true }).root.addMethod('GET');
    expect(said(stack)).toContain('warning API-24 Account');
  });

  test('opened again by an override', () => {
    const { stack, api } = careful();
    post(api).addPropertyOverride('AuthorizationType', 'NONE');
    expect(said(stack)).toEqual(['blocking API-01 Default/orders/POST/Resource']);
  });

  test('a permission that any API may use is refused', () => {
    const { stack, api } = careful();
    const permission = api.node
      .findAll()
      .find((one): one is CfnPermission => one instanceof CfnPermission && /POST/.test(one.node.path))!;
    permission.addPropertyDeletionOverride('SourceArn');
    expect(said(stack).map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual(['blocking POLICY-03']);
  });
});

describe('a deployment and methods in nested stacks', () => {
  const api = { Type: 'AWS::ApiGateway::RestApi' };
  const nested = (DependsOn: string[] = []): Raw => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { Parameters: { Api: { Ref: 'Api' } } },
    DependsOn,
  });
  const part = (type: string, DependsOn: string[] = []): Raw => ({
    Type: `AWS::ApiGateway::${type}`,
    Properties: { RestApiId: { Ref: 'Api' } },
    DependsOn,
  });
  const below = (Resources: Raw): Raw => ({ Parameters: { Api: { Type: 'String' } }, Resources });
  function late(parent: Raw, children: Readonly<Record<string, Raw>>): string[] {
    const assembly = new Assembly([
      { file: 'parent.json', stack: 'Parent', body: { Resources: parent } },
      ...Object.entries(children).map(([logicalId, body]) => ({
        file: `${logicalId}.json`,
        stack: `Parent/${logicalId}`,
        body,
        nestedIn: { stack: 'Parent', logicalId },
      })),
    ]);
    const { findings, crashes } = judge(assembly, RULES_BY_FOLDER.api);
    expect(crashes).toEqual([]);
    return findings.filter(({ ruleId }) => ruleId === 'API-09').map(({ verdict, got }) => `${verdict}: ${got}`);
  }
  const methods = below({ Get: part('Method') });

  test.each<[string, string[], Raw, Readonly<Record<string, Raw>>]>([
    [
      'fails: it does not wait for the stack with the methods',
      ['fail: a deployment without Get in DependsOn'],
      { Api: api, Methods: nested(), Deployment: part('Deployment') },
      { Methods: methods },
    ],
    [
      'passes: it waits for it',
      [],
      { Api: api, Methods: nested(), Deployment: part('Deployment', ['Methods']) },
      { Methods: methods },
    ],
    [
      'fails: its own stack does not wait',
      ['fail: a deployment without Get in DependsOn'],
      { Api: api, Methods: nested(), Last: nested() },
      { Methods: methods, Last: below({ Deployment: part('Deployment') }) },
    ],
    [
      'passes: its own stack waits',
      [],
      { Api: api, Methods: nested(), Last: nested(['Methods']) },
      { Methods: methods, Last: below({ Deployment: part('Deployment') }) },
    ],
  ])('%s', (_, expected, parent, children) => expect(late(parent, children)).toEqual(expected));

  test('unknown: methods in another stack of the app', () => {
    const assembly = new Assembly([
      {
        file: 'a.json',
        stack: 'A',
        body: {
          Resources: { Api: api, Deployment: part('Deployment') },
          Outputs: { Api: { Value: { Ref: 'Api' }, Export: { Name: 'api' } } },
        },
      },
      {
        file: 'b.json',
        stack: 'B',
        body: {
          Resources: {
            Get: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { 'Fn::ImportValue': 'api' } } },
          },
        },
      },
    ]);
    const found = judge(assembly, RULES_BY_FOLDER.api).findings.filter(({ ruleId }) => ruleId === 'API-09');
    expect(found.map(({ verdict, got }) => `${verdict}: ${got}`)).toEqual(['unknown: methods in another stack: Get']);
  });
});
