import { CfnResource, Mixins, PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as apigw from 'aws-cdk-lib/aws-apigateway';
import { build, propertiesOf, templateOf } from './building';
import { SecureApiBlueprint } from '../../lib/api/secure-api-blueprint';
import { SecureApiMixin } from '../../lib/api/secure-api-mixin';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { newStack } from '../support/judging';

const plainApi = (stack: Stack, props: apigw.RestApiProps = {}): apigw.RestApi => {
  const api = new apigw.RestApi(stack, 'Api', { cloudWatchRole: false, ...props });
  api.root.addMethod('GET', new apigw.MockIntegration());
  return api;
};
const one = (stack: Stack, type: string) => propertiesOf(stack, `ApiGateway::${type}`)[0];

describe('the blueprint', () => {
  const withBlueprint = (flags: Record<string, unknown> = RECOMMENDED_FLAGS): Stack => {
    const stack = newStack({ flags });
    PropertyInjectors.of(stack).add(new SecureApiBlueprint());
    return stack;
  };

  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('traces a plain API, and changes nothing else: %s', (_, flags) => {
    const [before, after] = [newStack({ flags }), withBlueprint(flags)].map((stack) => {
      plainApi(stack, { deployOptions: { throttlingRateLimit: 5 } });
      return templateOf(stack).toJSON().Resources;
    });
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const stage = Object.keys(after).find((id) => after[id].Type === 'AWS::ApiGateway::Stage')!;
    expect(after[stage].Properties.TracingEnabled).toBe(true);
    delete after[stage].Properties.TracingEnabled;
    expect(after).toEqual(before);
  });

  test("the caller's word counts, and an API without a stage is left alone", () => {
    const stack = withBlueprint();
    plainApi(stack, { deployOptions: { tracingEnabled: false } });
    expect(one(stack, 'Stage').TracingEnabled).toBe(false);
    expect(() => new apigw.RestApi(stack, 'Bare', { deploy: false })).not.toThrow();
    expect(new SecureApiBlueprint().inject(undefined, { scope: stack, id: 'It' })).toEqual({
      deployOptions: { tracingEnabled: true },
    });
  });

  test('a secure API is the same with it', () => {
    const [plain, injected] = [newStack(), withBlueprint()].map((stack) => {
      build({}, stack).route('GET /');
      return templateOf(stack).toJSON();
    });
    expect(injected).toEqual(plain);
  });
});

describe('the mixin', () => {
  const mixed = (make: (stack: Stack) => void): Stack => {
    const stack = newStack();
    make(stack);
    Mixins.of(stack).apply(new SecureApiMixin());
    return stack;
  };

  test('switches on what nobody notices, below what is served today', () => {
    const stack = mixed((here) => void plainApi(here, { endpointTypes: [apigw.EndpointType.REGIONAL] }));
    expect(one(stack, 'Stage')).toMatchObject({
      TracingEnabled: true,
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 1000,
          ThrottlingBurstLimit: 2000,
          DataTraceEnabled: false,
        },
      ],
    });
    expect(one(stack, 'RestApi')).toMatchObject({
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_2021_06',
      EndpointAccessMode: 'BASIC',
    });
  });

  test('keeps what is stricter or was chosen', () => {
    const stack = mixed((here) => {
      const api = plainApi(here, {
        deployOptions: {
          throttlingRateLimit: 7,
          cachingEnabled: true,
          dataTraceEnabled: true,
          methodOptions: {
            '//GET': { metricsEnabled: true },
            '/a/GET': { throttlingRateLimit: 3, throttlingBurstLimit: 4 },
          },
        },
      });
      (api.node.defaultChild as apigw.CfnRestApi).securityPolicy = 'SecurityPolicy_TLS13_2025_EDGE';
    });
    expect(one(stack, 'RestApi').SecurityPolicy).toBe('SecurityPolicy_TLS13_2025_EDGE');
    expect(one(stack, 'Stage').MethodSettings).toEqual([
      {
        HttpMethod: '*',
        ResourcePath: '/*',
        ThrottlingRateLimit: 7,
        ThrottlingBurstLimit: 2000,
        DataTraceEnabled: false,
        CachingEnabled: true,
        CacheDataEncrypted: true,
      },
      {
        HttpMethod: 'GET',
        ResourcePath: '/',
        MetricsEnabled: true,
        ThrottlingRateLimit: 7,
        ThrottlingBurstLimit: 2000,
        DataTraceEnabled: false,
      },
      {
        HttpMethod: 'GET',
        ResourcePath: '/~1a',
        ThrottlingRateLimit: 3,
        ThrottlingBurstLimit: 4,
        DataTraceEnabled: false,
      },
    ]);
  });

  test.each<[string, apigw.EndpointType[] | undefined, string | undefined]>([
    ['an edge-optimized API', undefined, 'SecurityPolicy_TLS12_2018_EDGE'],
    ['a private API, which takes TLS 1.2 anyway', [apigw.EndpointType.PRIVATE], undefined],
  ])('%s', (_, endpointTypes, expected) => {
    expect(
      one(
        mixed((here) => void plainApi(here, { endpointTypes })),
        'RestApi',
      ).SecurityPolicy,
    ).toBe(expected);
  });

  test('reaches generic resources', () => {
    const stack = mixed((here) => {
      new CfnResource(here, 'Api', {
        type: 'AWS::ApiGateway::RestApi',
        properties: { Name: 'x', EndpointConfiguration: { Types: ['REGIONAL'] } },
      });
      new CfnResource(here, 'Stage', {
        type: 'AWS::ApiGateway::Stage',
        properties: {
          RestApiId: 'x',
          MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', DataTraceEnabled: true }],
        },
      });
    });
    expect(one(stack, 'RestApi').SecurityPolicy).toBe('SecurityPolicy_TLS13_1_2_2021_06');
    expect(one(stack, 'Stage')).toMatchObject({
      TracingEnabled: true,
      MethodSettings: [{ DataTraceEnabled: false, ThrottlingRateLimit: 1000 }],
    });
  });

  test('leaves what cannot be read, and what is about something else', () => {
    const stack = mixed((here) => {
      const odd = new apigw.CfnRestApi(here, 'Odd', { name: 'x' });
      odd.addPropertyOverride('EndpointConfiguration', {
        'Fn::If': ['C', { Types: ['EDGE'] }, { Types: ['REGIONAL'] }],
      });
      new CfnResource(here, 'Model', { type: 'AWS::ApiGateway::Model', properties: { RestApiId: 'x' } });
    });
    expect(one(stack, 'RestApi').SecurityPolicy).toBeUndefined();
    expect(one(stack, 'Model')).toEqual({ RestApiId: 'x' });
  });
});
