import { App, Duration, NestedStack, Size, Stack, Stage } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnPermission, FunctionUrlAuthType, RecursiveLoop, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { SecurityProfile } from '../../lib/core/profile';
import { DataClass } from '../../lib/key/data-class';
import { SecurityGate } from '../../lib/gate/security-gate';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { newFunction, PROFILES, templateOf, typesBelow } from './building';

const FLAGS: [string, Record<string, unknown>][] = [
  ['no flags', {}],
  ['the recommended flags', RECOMMENDED_FLAGS],
];

describe.each(FLAGS)('with %s', (_, flags) => {
  test.each(PROFILES)('the default has no findings in %s', (__, profile) => {
    const stack = newStack({ flags });
    profile.applyTo(stack);
    newFunction(stack);
    newFunction(stack, 'Full', {
      environment: { TABLE: 'orders' },
      secrets: { DB_SECRET: Secret.fromSecretNameV2(stack, 'S', 'db') },
      asynchronous: true,
      dataClass: DataClass.SECRET,
      vpc: new Vpc(stack, 'V', { natGateways: 0, restrictDefaultSecurityGroup: false }),
      vpcSubnets: { subnetType: 'Isolated' as any },
    });
    const ours = blocking(stack).filter((one) => /Stack\/(Fn|Full|Secure)/.test(one));
    expect(ours).toEqual([]);
  });

  test('it has five resources of its own in production, six when asynchronous, four in development', () => {
    const stack = newStack({ flags });
    expect(typesBelow(newFunction(stack))).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
    ]);
    expect(typesBelow(newFunction(stack, 'Async', { asynchronous: true }))).toHaveLength(6);
    const cheap = newStack({ flags });
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(cheap);
    expect(typesBelow(newFunction(cheap))).toHaveLength(4);
  });
});

test('the template is the same with and without feature flags', () => {
  const [bare, recommended] = FLAGS.map(([, flags]) => {
    const stack = newStack({ flags });
    newFunction(stack, 'Fn', { environment: { A1: 'x' }, asynchronous: true });
    const { Resources } = templateOf(stack).toJSON();
    // how CDK groups statements is up to a flag
    const merged = Object.values<any>(Resources).filter(({ Type }) => !/Policy$|KMS/.test(Type));
    return JSON.stringify(merged);
  });
  expect(bare).toBe(recommended);
});

test('nothing of it lies outside of it, but what its stack shares', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', { environment: { A1: 'x' }, asynchronous: true });
  expect(stack.node.children.map(({ node }) => node.id).sort()).toEqual([
    'Fn',
    'SecureAlarmTopic',
    'SecureFailureQueues',
    'SecureKeyRing',
  ]);
});

test('its defaults', () => {
  const stack = newStack();
  newFunction(stack);
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
    Timeout: 6,
    MemorySize: 256,
    Architectures: ['arm64'],
    LoggingConfig: { LogFormat: 'JSON' },
    TracingConfig: { Mode: 'Active' },
    RecursiveLoop: 'Terminate',
    ReservedConcurrentExecutions: Match.absent(),
    KmsKeyArn: Match.absent(),
  });
});

test('an explicit undefined erases nothing', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', {
    timeout: undefined,
    tracing: undefined,
    loggingFormat: undefined,
    logGroup: undefined,
    role: undefined,
  });
  expect(blocking(stack)).toEqual([]);
});

test('what the caller says stays, and is judged', () => {
  const stack = newStack();
  newFunction(stack, 'Fn', {
    timeout: Duration.minutes(15),
    memorySize: 1024,
    ephemeralStorageSize: Size.gibibytes(1),
    tracing: Tracing.DISABLED,
    recursiveLoop: RecursiveLoop.ALLOW,
  });
  expect(blockingIds(stack)).toEqual(['FUNCTION-08', 'FUNCTION-09']);
});

describe('environment', () => {
  const keyed = (build: (stack: Stack) => unknown): boolean => {
    const stack = newStack();
    build(stack);
    expect(blocking(stack)).toEqual([]);
    const [fn] = Object.values<any>(templateOf(stack).findResources('AWS::Lambda::Function'));
    return fn.Properties.KmsKeyArn !== undefined;
  };

  test('is encrypted where there is one', () => {
    expect(keyed((stack) => newFunction(stack))).toBe(false);
    expect(keyed((stack) => newFunction(stack, 'Fn', { environment: {} }))).toBe(false);
    expect(keyed((stack) => newFunction(stack, 'Fn', { environment: { A1: 'x' } }))).toBe(true);
    expect(keyed((stack) => newFunction(stack).addEnvironment('A1', 'x'))).toBe(true);
  });

  test('is left to Lambda in development', () => {
    const stack = newStack();
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
    newFunction(stack, 'Fn', { environment: { A1: 'x' } });
    templateOf(stack).resourceCountIs('AWS::KMS::Key', 0);
  });

  test('a literal secret in it blocks', () => {
    const stack = newStack();
    newFunction(stack, 'Fn', { environment: { DB_PASSWORD: 'hunter2' } });
    expect(blocking(stack)).toEqual(['FUNCTION-11 Stack/Fn/Resource']);
  });
});

describe('misuse throws at once', () => {
  test.each<[string, any, string]>([
    [
      'a timeout over 15 minutes',
      { timeout: Duration.minutes(16) },
      'FUNCTION-04: expected timeout to be 1 to 900 seconds, got 960; split longer work into steps',
    ],
    [
      'a timeout below a second',
      { timeout: Duration.millis(500) },
      'FUNCTION-04: expected timeout to be 1 to 900 seconds, got 0.5',
    ],
  ])('%s', (_, props, message) => {
    expect(() => newFunction(newStack(), 'Fn', props)).toThrow(message);
  });

  test('a secret under the name of a variable', () => {
    const stack = newStack();
    const secrets = { DB: new Secret(stack, 'S') };
    expect(() => newFunction(stack, 'Fn', { secrets, environment: { DB: 'x' } })).toThrow(
      'FUNCTION-11: expected DB to stand in environment or in secrets, got both; take it out of environment',
    );
    expect(() => newFunction(stack, 'G', { secrets: { 'D-B': secrets.DB } })).toThrow("got 'D-B'; begin with a letter");
  });
});

describe('weakened', () => {
  test('a URL without authentication blocks, one with IAM does not', () => {
    const stack = newStack();
    newFunction(stack, 'Signed').addFunctionUrl();
    newFunction(stack, 'Open').addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    expect(blocking(stack).filter((one) => one.startsWith('FUNCTION'))).toEqual([
      'FUNCTION-12 Stack/Open/FunctionUrl/Resource',
    ]);
  });

  test('an override on its role is found', () => {
    const stack = newStack();
    const role = newFunction(stack).role!.node.defaultChild as any;
    role.addPropertyOverride('ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess']);
    expect(blocking(stack)).toEqual(['ROLE-04 Stack/Fn/ServiceRole/Resource', 'ROLE-06 Stack/Fn/ServiceRole/Resource']);
  });

  test('a permission written elsewhere makes it asynchronous for the gate', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    new CfnPermission(stack, 'P', {
      action: 'lambda:InvokeFunction',
      principal: 's3.amazonaws.com',
      functionName: fn.functionName,
      sourceAccount: ENV.account,
      sourceArn: 'arn:aws:s3:::data',
    });
    expect(blockingIds(stack)).toContain('FUNCTION-10');
  });

  test('a waiver covers this function and no other', () => {
    const stack = newStack();
    const waivers = [{ ruleId: 'FUNCTION-09', reason: 'it calls itself on purpose, ten times at most' }];
    newFunction(stack, 'Waived', { recursiveLoop: RecursiveLoop.ALLOW, waivers });
    newFunction(stack, 'Other', { recursiveLoop: RecursiveLoop.ALLOW });
    expect(blocking(stack)).toEqual(['FUNCTION-09 Stack/Other/Resource']);
  });
});

describe('elsewhere', () => {
  test('in a nested stack it uses what the parent shares', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    newFunction(nested, 'Fn', { environment: { A1: 'x' }, asynchronous: true });
    expect(blocking(stack)).toEqual([]);
    expect(nested.node.children.map(({ node }) => node.id)).not.toContain('SecureKeyRing');
  });

  test('in a Stage', () => {
    const app = new App();
    const stack = new Stack(new Stage(app, 'Prod', { env: ENV }), 'Stack');
    newFunction(stack, 'Fn', { environment: { A1: 'x' } });
    expect(SecurityGate.findingsOf(app).filter(({ status }) => status === 'blocking')).toEqual([]);
  });

  test('in a stack without account and region', () => {
    const stack = new Stack(new App(), 'Stack');
    newFunction(stack, 'Fn', { environment: { A1: 'x' }, asynchronous: true });
    expect(blocking(stack)).toEqual([]);
  });

  test('in twos, twice in one stack', () => {
    const stack = newStack();
    newFunction(stack, 'A');
    newFunction(stack, 'B');
    expect(blocking(stack)).toEqual([]);
    templateOf(stack).resourceCountIs('AWS::SNS::Topic', 1);
  });

  test('the clock of the gate decides about its runtime', () => {
    const stack = newStack({ flags: { 'cdk-secure-serverless:asOf': '2028-05-01' } });
    newFunction(stack);
    expect(blocking(stack)).toEqual(['FUNCTION-06 Stack/Fn/Resource']);
  });
});
