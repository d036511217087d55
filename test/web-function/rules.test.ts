import { App, Duration, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { WebFunction, WebFunctionAuthType, WebFunctionCode, WebFunctionRuntime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { verdicts } from '../support/judging';
import { SecurityGate } from '../../lib';

const P = {
  Parameters: { P: { Type: 'Number' }, Hidden: { Type: 'String', NoEcho: true } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const says = (id: string, type: string, Properties: object) =>
  verdicts(id, { X: { Type: `AWS::Lambda::${type}`, Properties } }, P).map((one) => one.replace(' X', ''));
const LEAKED = 'correct-horse-battery';

const limits = (rate: unknown, most: unknown) => ({
  ThrottleConfig: { RateLimit: rate },
  ScalingConfig: { MaxEnvironments: most },
});
test.each<[string, object, string[]]>([
  ['both', limits(100, 5), []],
  ['as text', limits('100', '5'), []],
  ['closed for now', limits(0, 5), []],
  ['nothing', {}, ['fail']],
  ['no rate', { ScalingConfig: { MaxEnvironments: 5 } }, ['fail']],
  ['no environments', { ThrottleConfig: { RateLimit: 100 } }, ['fail']],
  ['empty', { ThrottleConfig: {}, ScalingConfig: {} }, ['fail']],
  ['nonsense', limits('many', 5), ['fail']],
  [
    'in one branch',
    { ...limits(100, 5), ThrottleConfig: { 'Fn::If': ['C', { RateLimit: 100 }, { Ref: 'AWS::NoValue' }] } },
    ['fail'],
  ],
  ['a parameter', limits({ Ref: 'P' }, 5), ['unknown']],
])('WEB-01 limits of an endpoint: %s', (_, properties, expected) => {
  expect(says('WEB-01', 'WebFunctionEndpoint', properties)).toEqual(expected);
});

const revision = (EnvironmentVariables: unknown, rest: object = {}) => ({
  ServiceConfig: { EnvironmentVariables },
  ...rest,
});
const image = (pairs: Record<string, unknown>, rest: object = {}) => ({
  EnvironmentVariables: Object.entries(pairs).map(([Key, Value]) => ({ Key, Value })),
  ...rest,
});

test.each<[string, string, object, string[]]>([
  ['no environment', 'WebFunctionRevision', {}, []],
  ['a name', 'WebFunctionRevision', revision({ TABLE_NAME: 'orders' }), []],
  ['a password', 'WebFunctionRevision', revision({ DB_PASSWORD: LEAKED }), ['fail']],
  ['an access key', 'WebFunctionRevision', revision({ X: 'AKIAIOSFODNN7EXAMPLE' }), ['fail']],
  ['a hidden parameter', 'WebFunctionRevision', revision({ X: { Ref: 'Hidden' } }), ['fail']],
  ['a parameter for all', 'WebFunctionRevision', revision({ Ref: 'P' }), ['unknown']],
  ['an image with a name', 'MicrovmImage', image({ TABLE_NAME: 'orders' }), []],
  ['an image with a password', 'MicrovmImage', image({ DB_PASSWORD: LEAKED }), ['fail']],
  ['an image with a hidden parameter', 'MicrovmImage', image({ X: { Ref: 'Hidden' } }), ['fail']],
])('WEB-02 secrets: %s', (_, type, properties, expected) => {
  expect(says('WEB-02', type, properties)).toEqual(expected);
});

test.each<[string, string, object, string[]]>([
  ['nothing to encrypt', 'WebFunctionRevision', {}, []],
  ['an empty environment', 'WebFunctionRevision', revision({}), []],
  ['with a key', 'WebFunctionRevision', revision({ A: 'b' }, { KmsKeyArn: { Ref: 'P' } }), []],
  ['without', 'WebFunctionRevision', revision({ A: 'b' }), ['fail']],
  ['with AWS’s own', 'WebFunctionRevision', revision({ A: 'b' }, { KmsKeyArn: 'alias/aws/lambda' }), ['fail']],
  ['an image with a key', 'MicrovmImage', image({ A: 'b' }, { KmsKeyIdentifier: { Ref: 'P' } }), []],
  ['an image without', 'MicrovmImage', image({ A: 'b' }), ['fail']],
])('WEB-03 key: %s', (_, type, properties, expected) => {
  expect(says('WEB-03', type, properties)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['stated', { ServiceConfig: { TimeoutSeconds: 6 } }, []],
  ['nothing', {}, ['fail']],
  ['zero', { ServiceConfig: { TimeoutSeconds: 0 } }, ['fail']],
  ['a parameter', { ServiceConfig: { TimeoutSeconds: { Ref: 'P' } } }, ['unknown']],
])('WEB-04 timeout: %s', (_, properties, expected) => {
  expect(says('WEB-04', 'WebFunctionRevision', properties)).toEqual(expected);
});

const group = (name: unknown) => ({ TelemetryConfig: { LoggingConfig: { LogGroup: name } } });
test.each<[string, string, object, string[]]>([
  ['revision', 'WebFunctionRevision', { ServiceConfig: group('orders') }, []],
  ['revision without', 'WebFunctionRevision', {}, ['fail']],
  ['image', 'MicrovmImage', { Logging: { CloudWatch: { LogGroup: { Ref: 'P' } } } }, []],
  ['image without', 'MicrovmImage', { Logging: {} }, ['fail']],
  ['provider', 'CapacityProvider', group('orders'), []],
  ['provider without', 'CapacityProvider', {}, ['fail']],
])('WEB-05 log group: %s', (_, type, properties, expected) => {
  expect(says('WEB-05', type, properties)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['on by default', {}, []],
  ['on', { Logging: { Disabled: false } }, []],
  ['off', { Logging: { Disabled: true } }, ['fail']],
  ['off as text', { Logging: { Disabled: 'true' } }, ['fail']],
  ['a parameter', { Logging: { Disabled: { Ref: 'P' } } }, ['unknown']],
])('WEB-06 logs: %s', (_, properties, expected) => {
  expect(says('WEB-06', 'MicrovmImage', properties)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['none', { AdditionalOsCapabilities: [] }, []],
  ['not said', {}, []],
  ['all', { AdditionalOsCapabilities: ['ALL'] }, ['fail']],
  ['as a text', { AdditionalOsCapabilities: 'ALL' }, ['fail']],
  ['a parameter', { AdditionalOsCapabilities: { Ref: 'P' } }, ['unknown']],
])('WEB-07 capabilities: %s', (_, properties, expected) => {
  expect(says('WEB-07', 'MicrovmImage', properties)).toEqual(expected);
});

const capacity = (MaxVCpuCount: unknown) => ({ CapacityProviderScalingConfig: { MaxVCpuCount } });
test.each<[string, object, string[]]>([
  ['stated', capacity(16), []],
  ['nothing', {}, ['fail']],
  ['a parameter', capacity({ Ref: 'P' }), ['unknown']],
])('WEB-08 vCPUs: %s', (_, properties, expected) => {
  expect(says('WEB-08', 'CapacityProvider', properties)).toEqual(expected);
});

describe('CDK’s own WebFunction', () => {
  const judgedBy = (weak: boolean) => {
    const stack = new Stack(new App(), 'S', { env: { account: '111111111111', region: 'us-east-1' } });
    new WebFunction(stack, 'Shop', {
      code: WebFunctionCode.fromBucket(Bucket.fromBucketName(stack, 'Code', 'code'), 'shop.zip'),
      runtime: WebFunctionRuntime.NODEJS_24_X,
      role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      defaultEndpointAuth: weak ? WebFunctionAuthType.APPLICATION_MANAGED : WebFunctionAuthType.IAM_AUTH,
      defaultEndpoint: weak ? undefined : { maxEnvironments: 5, rateLimit: 100 },
      environment: weak ? { DB_PASSWORD: LEAKED } : undefined,
      timeout: weak ? undefined : Duration.seconds(6),
    });
    const own = SecurityGate.findingsOf(stack).filter(
      ({ status, resourceType }) => status === 'blocking' && /WebFunction/.test(resourceType),
    );
    return [...new Set(own.map(({ ruleId }) => ruleId))].sort();
  };
  test('with limits, a timeout and signed requests', () => expect(judgedBy(false)).toEqual([]));
  test('as it is often written', () => expect(judgedBy(true)).toEqual(['FUNCTION-12', 'WEB-01', 'WEB-02', 'WEB-03']));
});
