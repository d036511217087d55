import { CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnFunction, Code, Function, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { blocking, found, newStack, verdicts } from '../support/judging';

type Raw = Record<string, any>;
const ROLE = 'arn:aws:iam::111111111111:role/worker';
const fn = (properties: Raw = {}, attributes: Raw = {}): Raw => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Role: ROLE, ...properties },
  ...attributes,
});
const rest = {
  Parameters: {
    Any: { Type: 'String' },
    Hidden: { Type: 'String', NoEcho: true },
    Choice: { Type: 'String', AllowedValues: ['a', 'b'] },
  },
  Conditions: { Dev: { 'Fn::Equals': [{ Ref: 'Any' }, 'x'] } },
};
const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['Dev', one, other] });
const NOTHING = { Ref: 'AWS::NoValue' };

describe('rules about one function', () => {
  const environment = (Variables: unknown, more: Raw = {}) => fn({ Environment: { Variables }, ...more });
  test.each<[string, string, string[], Raw]>([
    ['FUNCTION-03', 'passes: no environment', [], fn()],
    ['FUNCTION-03', 'passes: an empty one', [], environment({})],
    ['FUNCTION-03', 'fails: a variable without a key', ['fail F'], environment({ A: 'x' })],
    [
      'FUNCTION-03',
      'fails: the key of AWS',
      ['fail F'],
      environment({ A: 'x' }, { KmsKeyArn: 'arn:aws:kms:us-east-1:111111111111:alias/aws/lambda' }),
    ],
    ['FUNCTION-03', 'fails: a variable in one branch', ['fail F'], environment({ A: either('x', NOTHING) })],
    ['FUNCTION-03', 'fails: an environment from a parameter', ['fail F'], environment({ Ref: 'Any' })],
    ['FUNCTION-03', 'passes: a key', [], environment({ A: 'x' }, { KmsKeyArn: { 'Fn::GetAtt': ['K', 'Arn'] } })],
    ['FUNCTION-03', 'passes: a key from a parameter', [], environment({ A: 'x' }, { KmsKeyArn: { Ref: 'Any' } })],
    ['FUNCTION-04', 'fails: nothing set', ['fail F'], fn()],
    ['FUNCTION-04', 'fails: more than Lambda allows', ['fail F'], fn({ Timeout: 901 })],
    ['FUNCTION-04', 'fails: no number', ['fail F'], fn({ Timeout: 'long' })],
    ['FUNCTION-04', 'fails: in one branch', ['fail F'], fn({ Timeout: either(6, NOTHING) })],
    ['FUNCTION-04', 'passes: stated', [], fn({ Timeout: 900 })],
    ['FUNCTION-04', 'passes: stated as text', [], fn({ Timeout: '6' })],
    ['FUNCTION-04', 'passes: a parameter', [], fn({ Timeout: { Ref: 'Any' } })],
    ['FUNCTION-05', 'fails: nothing set', ['fail F'], fn()],
    ['FUNCTION-05', 'passes: stated', [], fn({ MemorySize: 128 })],
    ['FUNCTION-07', 'fails: nothing set', ['fail F'], fn()],
    ['FUNCTION-07', 'fails: text', ['fail F'], fn({ LoggingConfig: { LogFormat: 'Text' } })],
    ['FUNCTION-07', 'fails: in one branch', ['fail F'], fn({ LoggingConfig: either({ LogFormat: 'JSON' }, {}) })],
    ['FUNCTION-07', 'unknown: a parameter', ['unknown F'], fn({ LoggingConfig: { LogFormat: { Ref: 'Any' } } })],
    ['FUNCTION-07', 'passes: JSON', [], fn({ LoggingConfig: { LogFormat: 'JSON' } })],
    ['FUNCTION-08', 'fails: nothing set', ['fail F'], fn()],
    ['FUNCTION-08', 'fails: only when the caller traces', ['fail F'], fn({ TracingConfig: { Mode: 'PassThrough' } })],
    ['FUNCTION-08', 'unknown: a parameter', ['unknown F'], fn({ TracingConfig: { Mode: { Ref: 'Any' } } })],
    ['FUNCTION-08', 'passes: active', [], fn({ TracingConfig: { Mode: 'Active' } })],
    ['FUNCTION-09', 'passes: nothing set, which terminates', [], fn()],
    ['FUNCTION-09', 'passes: terminated', [], fn({ RecursiveLoop: 'Terminate' })],
    ['FUNCTION-09', 'fails: allowed', ['fail F'], fn({ RecursiveLoop: 'Allow' })],
    ['FUNCTION-09', 'fails: in one branch', ['fail F'], fn({ RecursiveLoop: either('Allow', NOTHING) })],
    ['FUNCTION-09', 'unknown: a parameter', ['unknown F'], fn({ RecursiveLoop: { Ref: 'Any' } })],
  ])('%s %s', (id, _, expected, F) => {
    expect(verdicts(id, { F, K: { Type: 'AWS::KMS::Key' } }, rest)).toEqual(expected);
  });
});

describe('FUNCTION-12: requests to its URL are signed', () => {
  test.each<[string, string[], Raw]>([
    ['passes: IAM', [], { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM' } }],
    ['fails: nobody asks', ['fail U'], { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } }],
    ['fails: not set', ['fail U'], { Type: 'AWS::Lambda::Url', Properties: {} }],
    [
      'fails: in one branch',
      ['fail U'],
      { Type: 'AWS::Lambda::Url', Properties: { AuthType: either('NONE', 'AWS_IAM') } },
    ],
    ['unknown: a parameter', ['unknown U'], { Type: 'AWS::Lambda::Url', Properties: { AuthType: { Ref: 'Any' } } }],
    [
      'passes: an endpoint with IAM',
      [],
      { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType: 'IamAuth' } },
    ],
    [
      'fails: an endpoint that leaves it to the code',
      ['fail U'],
      { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType: 'ApplicationManaged' } },
    ],
    [
      'fails: an endpoint with the word of a URL',
      ['fail U'],
      { Type: 'AWS::Lambda::WebFunctionEndpoint', Properties: { AuthType: 'AWS_IAM' } },
    ],
  ])('%s', (_, expected, U) => {
    expect(verdicts('FUNCTION-12', { U }, rest)).toEqual(expected);
  });
});

describe('FUNCTION-13: an alarm watches its errors', () => {
  const alarm = (properties: Raw = {}): Raw => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'F' } }],
      ...properties,
    },
  });
  const inMath = { Metrics: [{ Id: 'e', MetricStat: { Metric: alarm().Properties, Stat: 'Sum', Period: 60 } }] };
  test.each<[string, string[], Raw]>([
    ['fails: no alarm', ['fail F'], {}],
    ['passes: an alarm', [], { A: alarm() }],
    ['passes: an expression', [], { A: { Type: 'AWS::CloudWatch::Alarm', Properties: inMath } }],
    ['fails: on something else', ['fail F'], { A: alarm({ MetricName: 'Invocations' }) }],
    ['fails: on nothing', ['fail F'], { A: alarm({ Dimensions: undefined }) }],
    [
      'fails: on another function',
      ['fail F'],
      { A: alarm({ Dimensions: [{ Name: 'FunctionName', Value: 'other' }] }) },
    ],
    ['fails: in one branch', ['fail F'], { A: { ...alarm(), Condition: 'Dev' } }],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('FUNCTION-13', { F: fn(), ...resources }, rest)).toEqual(expected);
  });

  test('it never blocks', () => {
    const stack = newStack();
    new CfnResource(stack, 'F', { type: 'AWS::Lambda::Function', properties: {} });
    expect(blocking(stack).filter((one) => /FUNCTION-(05|13|14)/.test(one))).toEqual([]);
  });
});

describe('FUNCTION-14: it may run when its sources call', () => {
  const mapping = (properties: Raw = {}): Raw => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'F' }, ...properties },
  });
  test.each<[string, string[], Raw]>([
    ['passes: no reservation', [], { F: fn(), M: mapping() }],
    ['passes: one', [], { F: fn({ ReservedConcurrentExecutions: 1 }), M: mapping() }],
    ['passes: none, and no source', [], { F: fn({ ReservedConcurrentExecutions: 0 }) }],
    [
      'passes: none, and the source is off',
      [],
      { F: fn({ ReservedConcurrentExecutions: 0 }), M: mapping({ Enabled: 'false' }) },
    ],
    ['fails: none, and the queue goes on', ['fail F'], { F: fn({ ReservedConcurrentExecutions: 0 }), M: mapping() }],
    [
      'fails: none as text',
      ['fail F'],
      { F: fn({ ReservedConcurrentExecutions: '0' }), M: mapping({ Enabled: true }) },
    ],
    [
      'fails: through an alias',
      ['fail F'],
      {
        F: fn({ ReservedConcurrentExecutions: 0 }),
        L: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'F' } } },
        M: mapping({ FunctionName: { Ref: 'L' } }),
      },
    ],
  ])('%s', (_, expected, resources) => {
    expect(verdicts('FUNCTION-14', resources, rest)).toEqual(expected);
  });
});

describe('with constructs', () => {
  const plain = (stack: Stack, props = {}) =>
    new Function(stack, 'F', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('x'),
      ...props,
    });
  const ids = (build: (stack: Stack) => unknown) => {
    const stack = newStack();
    build(stack);
    return found(stack)
      .filter((one) => one.startsWith('FUNCTION'))
      .map((one) => one.split(' ')[0]);
  };

  test('a plain function', () => {
    expect(ids(plain)).toEqual(['FUNCTION-04', 'FUNCTION-07', 'FUNCTION-08']);
  });

  test('weak props', () => {
    const seen = ids((stack) =>
      plain(stack, { recursiveLoop: RecursiveLoop.ALLOW, tracing: Tracing.PASS_THROUGH, environment: { A1: 'x' } }),
    );
    expect(seen).toEqual(['FUNCTION-03', 'FUNCTION-04', 'FUNCTION-07', 'FUNCTION-08', 'FUNCTION-09']);
  });

  test('an override and a parameter', () => {
    const seen = ids((stack) => {
      const cfn = plain(stack).node.defaultChild as CfnFunction;
      cfn.addPropertyOverride('RecursiveLoop', 'Allow');
      cfn.addPropertyOverride('Runtime', new CfnParameter(stack, 'Runtime').valueAsString);
    });
    expect(seen).toEqual(['FUNCTION-04', 'FUNCTION-06', 'FUNCTION-07', 'FUNCTION-08', 'FUNCTION-09']);
  });
});
