import { App, CfnResource, CustomResource, Duration, PropertyInjectors, Shims, Stack, Aspects } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Function, FunctionProps, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { SecureFunctionBlueprint, SecureFunctionMixin } from '../../lib/function/secure-function';
import { found, newStack, verdicts } from '../support/judging';
import { AWKWARD_PROPS, outcomeOf } from './awkward-props';
import { CODE, deployed, newFunction, templateOf } from './building';

const TYPE = 'AWS::Lambda::Function';
const functionsOf = (stack: Stack) => templateOf(stack).findResources(TYPE);
const [plainStack, blueprintStack] = [
  () => newStack(),
  () => {
    const stack = newStack();
    PropertyInjectors.of(stack).add(new SecureFunctionBlueprint());
    return stack;
  },
];
const plain = (stack: Stack, props: Partial<FunctionProps> = {}, id = 'Fn') =>
  new Function(stack, id, { ...CODE, ...props });
const rulesOf = (stack: Stack) =>
  found(stack)
    .filter((one) => one.startsWith('FUNCTION'))
    .map((one) => one.split(' ')[0]);

beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});

describe('SecureFunctionBlueprint', () => {
  test('plain functions state their timeout, are traced, and terminate loops', () => {
    const stack = blueprintStack();
    plain(stack);
    new NodejsFunction(stack, 'Node', { ...CODE, runtime: Runtime.NODEJS_24_X });
    expect([...new Set(rulesOf(stack))]).toEqual(['FUNCTION-07']);
    for (const one of Object.values<any>(functionsOf(stack))) {
      expect(one.Properties).toMatchObject({
        Timeout: 3,
        TracingConfig: { Mode: 'Active' },
        RecursiveLoop: 'Terminate',
      });
    }
  });

  test('changes nothing else, and no logical id', () => {
    const [before, after] = [plainStack(), blueprintStack()];
    for (const stack of [before, after]) plain(stack, { memorySize: 512, environment: { A1: 'x' } });
    const [one, other] = [before, after].map((stack) => templateOf(stack).toJSON().Resources);
    expect(Object.keys(other)).toEqual(expect.arrayContaining(Object.keys(one)));
    const [was, is] = [before, after].map((stack) => Object.values<any>(functionsOf(stack))[0].Properties);
    expect(is).toEqual({ ...was, Timeout: 3, TracingConfig: { Mode: 'Active' }, RecursiveLoop: 'Terminate' });
  });

  test('what the caller says stays', () => {
    const stack = blueprintStack();
    plain(stack, { timeout: Duration.seconds(30), tracing: Tracing.DISABLED, recursiveLoop: RecursiveLoop.ALLOW });
    expect(Object.values<any>(functionsOf(stack))[0].Properties).toMatchObject({ Timeout: 30, RecursiveLoop: 'Allow' });
    expect(rulesOf(stack)).toEqual(['FUNCTION-07', 'FUNCTION-08', 'FUNCTION-09']);
  });

  test('a role that cannot be told to send traces is not asked to', () => {
    const stack = blueprintStack();
    plain(stack, { role: Role.fromRoleArn(stack, 'R', 'arn:aws:iam::111111111111:role/theirs', { mutable: false }) });
    expect(Object.values<any>(functionsOf(stack))[0].Properties.TracingConfig).toBeUndefined();
    const mine = blueprintStack();
    plain(mine, { role: new Role(mine, 'R', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }) });
    expect(Object.values<any>(functionsOf(mine))[0].Properties.TracingConfig).toEqual({ Mode: 'Active' });
  });

  test('CDK’s own functions stay as they are', () => {
    const [before, after] = [plainStack(), blueprintStack()];
    for (const stack of [before, after]) {
      new AwsCustomResource(stack, 'Call', {
        onCreate: { service: 'sts', action: 'GetCallerIdentity', physicalResourceId: PhysicalResourceId.of('x') },
        policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: ['arn:aws:sts:::x'] }),
      });
      const onEventHandler = newFunction(stack, 'Handler');
      new CustomResource(stack, 'Custom', {
        serviceToken: new Provider(stack, 'Provider', { onEventHandler }).serviceToken,
      });
    }
    expect(functionsOf(after)).toEqual(functionsOf(before));
  });

  test('a secure function needs nothing of it', () => {
    const [before, after] = [plainStack(), blueprintStack()];
    for (const stack of [before, after]) newFunction(stack);
    expect(templateOf(after).toJSON()).toEqual(templateOf(before).toJSON());
  });

  test.each(AWKWARD_PROPS)('%s: CDK’s function throws only where it would have', (_, make) => {
    const [before, after] = [plainStack(), blueprintStack()];
    const [expected, actual] = [before, after].map((stack) =>
      outcomeOf(() => new Function(stack, 'Fn', { ...CODE, ...make(stack) } as FunctionProps)),
    );
    expect(actual).toBe(expected);
  });

  test('props that are not there', () => {
    const context = { scope: newStack(), id: 'Fn' };
    expect(new SecureFunctionBlueprint().inject(undefined, context)).toMatchObject({ tracing: Tracing.ACTIVE });
  });
});

describe('SecureFunctionMixin', () => {
  const L1 = { code: {}, role: 'arn:aws:iam::111111111111:role/worker' };

  test('a plain function', () => {
    const stack = plainStack();
    plain(stack).with(new SecureFunctionMixin());
    expect(rulesOf(stack)).toEqual(['FUNCTION-07']);
    const account = deployed(stack);
    const [fn] = account.logicalIds(TYPE);
    expect(account.can({ as: fn, action: 'xray:PutTraceSegments', on: '*' })).toBe('allowed');
  });

  test('an L1, whose role it cannot tell to send traces', () => {
    const stack = plainStack();
    new CfnFunction(stack, 'Fn', { ...L1, recursiveLoop: 'Allow' }).with(new SecureFunctionMixin());
    expect(functionsOf(stack).Fn.Properties).toMatchObject({ Timeout: 3, RecursiveLoop: 'Terminate' });
    expect(functionsOf(stack).Fn.Properties.TracingConfig).toBeUndefined();
  });

  test('an untyped one', () => {
    const stack = plainStack();
    const properties = { Role: L1.role, Code: {}, RecursiveLoop: 'Allow' };
    new CfnResource(stack, 'Fn', { type: TYPE, properties }).with(new SecureFunctionMixin());
    new CfnResource(stack, 'Long', { type: TYPE, properties: { ...properties, Timeout: 60 } }).with(
      new SecureFunctionMixin(),
    );
    const { Fn, Long } = functionsOf(stack);
    expect([Fn.Properties.Timeout, Fn.Properties.RecursiveLoop, Long.Properties.Timeout]).toEqual([3, 'Terminate', 60]);
    expect(verdicts('FUNCTION-04', { Fn })).toEqual([]);
    expect(verdicts('FUNCTION-09', { Fn })).toEqual([]);
  });

  test('what is stated stays, twice applied is once, and nothing else changes', () => {
    const [before, after] = [plainStack(), plainStack()];
    for (const stack of [before, after])
      plain(stack, {
        timeout: Duration.seconds(30),
        tracing: Tracing.PASS_THROUGH,
        recursiveLoop: RecursiveLoop.TERMINATE,
      });
    for (let times = 0; times < 2; times++) after.with(new SecureFunctionMixin());
    expect(templateOf(after).toJSON()).toEqual(templateOf(before).toJSON());
  });

  test('as an Aspect of a whole app', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    Aspects.of(app).add(Shims.asAspect(new SecureFunctionMixin()));
    plain(stack);
    expect(rulesOf(stack)).toEqual(['FUNCTION-02', 'FUNCTION-07']);
  });

  test('other resources are none of its business', () => {
    const stack = plainStack();
    const role = new CfnResource(stack, 'R', { type: 'AWS::IAM::Role' });
    expect(new SecureFunctionMixin().supports(role)).toBe(false);
    expect(new SecureFunctionMixin().supports(stack)).toBe(false);
  });
});
