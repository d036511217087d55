import { Mixins, Stack } from 'aws-cdk-lib';
import {
  CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpStage,
  SecurityPolicy,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecureHttpApi, SecureHttpApiMixin, SecurityGate } from '../../lib';
import { blocking, blockingIds, newStack } from '../support/judging';

const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };
const handlerIn = (stack: Stack, id = 'Handler') => new Function(stack, id, CODE);
const routesIn = (stack: Stack) =>
  Object.values<any>(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties,
  );
const statusOf = (stack: Stack, id: string) =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId }) => ruleId === id)
    .map(({ status, path }) => `${status} ${path}`);
const own = (stack: Stack) => blocking(stack).filter((one) => !one.includes('Handler'));

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

describe('what it is without a word', () => {
  test('a route asks for a signature, and the function takes calls of this route of this API alone', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api').addRoute('GET /orders', { handler: handlerIn(stack) });
    expect(routesIn(stack)).toEqual([
      expect.objectContaining({ RouteKey: 'GET /orders', AuthorizationType: 'AWS_IAM' }),
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': [
          '',
          ['arn:aws:execute-api:us-east-1:111111111111:', { Ref: Match.stringLikeRegexp('^Api') }, '/*/*/orders'],
        ],
      },
    });
    expect(own(stack)).toEqual([]);
  });

  test('its stage is limited, and logs as JSON to an encrypted group below /aws/vendedlogs', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: {
        DestinationArn: stack.resolve(api.accessLogGroup!.logGroupArn),
        Format: Match.stringLikeRegexp('"routeKey"'),
      },
    });
    const [group] = Object.values(template.findResources('AWS::Logs::LogGroup')).map(({ Properties }) => Properties);
    expect(JSON.stringify(group.LogGroupName)).toContain('/aws/vendedlogs/apis/');
    expect(group.KmsKeyId).toBeDefined();
  });

  test('its log holds no path, query, header or token', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api');
    const [stage] = Object.values<any>(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Stage'));
    expect(stage.Properties.AccessLogSettings.Format).not.toMatch(
      /\$context\.(path|identity\.apiKey|authorizer\.claims(?!\.sub))\b/,
    );
  });

  test('an explicit undefined erases nothing', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api', { throttle: undefined, defaultAuthorizer: undefined }).addRoute('GET /a', {
      handler: handlerIn(stack),
      authorizer: undefined,
    });
    expect(routesIn(stack)[0].AuthorizationType).toBe('AWS_IAM');
    expect(own(stack)).toEqual([]);
  });

  test('the default integration has the default authorizer', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('All', handlerIn(stack)) });
    expect(routesIn(stack)).toEqual([expect.objectContaining({ RouteKey: '$default', AuthorizationType: 'AWS_IAM' })]);
  });
});

describe('the API', () => {
  const domainIn = (stack: Stack, mtls = false) =>
    new DomainName(stack, 'Domain', {
      domainName: 'api.example.com',
      certificate: Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:us-east-1:111111111111:certificate/a'),
      securityPolicy: SecurityPolicy.TLS_1_2,
      mtls: mtls ? { bucket: Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'store.pem' } : undefined,
    });

  test('with a domain name it has no other address', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api', { defaultDomainMapping: { domainName: domainIn(stack) } });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    expect(own(stack)).toEqual([]);
  });

  test('behind client certificates another address is refused', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api', {
      defaultDomainMapping: { domainName: domainIn(stack, true) },
      disableExecuteApiEndpoint: false,
    });
    expect(blockingIds(stack)).toEqual(['HTTP-12']);
  });

  test('another stage has the limits and logs too; what it is told counts', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api', { throttle: { rateLimit: 20, burstLimit: 30 } });
    api.addStage('Beta', { stageName: 'beta', autoDeploy: true, throttle: { rateLimit: 5 } });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: 'beta',
      AccessLogSettings: Match.anyValue(),
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 30 },
    });
    expect(own(stack)).toEqual([]);
  });

  test('a plain stage of it is refused', () => {
    const stack = newStack();
    new HttpStage(stack, 'Plain', {
      httpApi: new SecureHttpApi(stack, 'Api', { createDefaultStage: false }),
      stageName: 'plain',
    });
    expect(blockingIds(stack)).toEqual(['HTTP-07', 'HTTP-08']);
  });

  test.each([
    [{ allowOrigins: ['*'] }, /HTTP-06: expected allowOrigins to name the pages/],
    [{ allowOrigins: ['https://*'], allowCredentials: true }, /HTTP-05: .*got 'https:\/\/\*'/],
  ])('pages of any origin are refused: %j', (corsPreflight, message) => {
    expect(() => new SecureHttpApi(newStack(), 'Api', { corsPreflight })).toThrow(message);
  });

  test('named pages may call, and any page with a waiver', () => {
    const stack = newStack();
    new SecureHttpApi(stack, 'Api', {
      corsPreflight: {
        allowOrigins: ['https://app.example.com'],
        allowMethods: [CorsHttpMethod.GET],
        allowCredentials: true,
      },
    });
    new SecureHttpApi(stack, 'Open', {
      corsPreflight: { allowOrigins: ['*'] },
      waivers: [{ ruleId: 'HTTP-06', reason: 'The catalogue is meant to be read by pages of everybody.' }],
    });
    expect(own(stack)).toEqual([]);
    expect(statusOf(stack, 'HTTP-06')).toEqual(['waived Stack/Open/Resource']);
  });

  test('a Lambda authorizer of CDK, which keeps its answers, is warned of once it has two routes', () => {
    const stack = newStack();
    const api = new SecureHttpApi(stack, 'Api', {
      defaultAuthorizer: new HttpLambdaAuthorizer('Own', handlerIn(stack, 'HandlerOfTokens')),
    });
    api.addRoute('GET /a', { handler: handlerIn(stack) });
    expect(statusOf(stack, 'HTTP-04')).toEqual([]);
    api.addRoute('GET /b', { handler: handlerIn(stack, 'HandlerB') });
    expect(statusOf(stack, 'HTTP-04')).toEqual(['warning Stack/Api/Own/Resource']);
  });
});

describe('the mixin', () => {
  test('limits a plain stage, keeps what it says, and names no data trace', () => {
    const stack = newStack();
    const api = new HttpApi(stack, 'Api', { createDefaultStage: false });
    const stage = new HttpStage(stack, 'S', {
      httpApi: api,
      stageName: 's',
      detailedMetricsEnabled: true,
      throttle: { rateLimit: 7 },
    });
    (stage.node.defaultChild as CfnStage).routeSettings = { 'GET /a': { DetailedMetricsEnabled: true } };
    Mixins.of(api).apply(new SecureHttpApiMixin());
    Mixins.of(stage).apply(new SecureHttpApiMixin());
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: {
        ThrottlingRateLimit: 7,
        ThrottlingBurstLimit: 2000,
        DetailedMetricsEnabled: true,
        DataTraceEnabled: Match.absent(),
      },
      RouteSettings: {
        'GET /a': { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 2000, DetailedMetricsEnabled: true },
      },
    });
  });

  test('switches data traces off', () => {
    const stack = newStack();
    const stage = new WebSocketStage(stack, 'S', { webSocketApi: new WebSocketApi(stack, 'Api'), stageName: 's' });
    const resource = stage.node.defaultChild as CfnStage;
    resource.defaultRouteSettings = { dataTraceEnabled: true };
    resource.addPropertyOverride('RouteSettings.say\\.it.DataTraceEnabled', true);
    Mixins.of(stage).apply(new SecureHttpApiMixin());
    expect(statusOf(stack, 'HTTP-09')).toEqual([]);
  });
});
