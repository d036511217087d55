import { join } from 'path';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SnsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SecureNodejsFunction, SecureNodejsFunctionProps } from '../../lib/function/secure-nodejs-function';
import { blocking, newStack } from '../support/judging';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { PROFILES, templateOf, typesBelow } from './building';

const INLINE: SecureNodejsFunctionProps = {
  code: Code.fromInline('exports.handler = () => {}'),
  handler: 'index.handler',
};

describe.each([
  ['no flags', {}],
  ['the recommended flags', RECOMMENDED_FLAGS],
])('with %s', (_, flags) => {
  test.each(PROFILES)('the default has no findings in %s', (__, profile) => {
    const stack = newStack({ flags });
    profile.applyTo(stack);
    const fn = new SecureNodejsFunction(stack, 'Fn', { ...INLINE, environment: { A1: 'x' } });
    fn.addEventSource(new SnsEventSource(new Topic(stack, 'T')));
    expect(blocking(stack).filter((one) => one.includes('/Fn'))).toEqual([]);
    templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 6,
    });
  });
});

test('it has the same parts as SecureFunction', () => {
  expect(typesBelow(new SecureNodejsFunction(newStack(), 'Fn', INLINE))).toHaveLength(5);
});

test('a runtime of the caller’s stays, and is judged', () => {
  const stack = newStack();
  new SecureNodejsFunction(stack, 'Fn', { ...INLINE, runtime: Runtime.NODEJS_20_X });
  expect(blocking(stack)).toEqual(['FUNCTION-06 Stack/Fn/Resource']);
});

test('the handler is found beside the file that makes the function, and bundled', () => {
  const stack = newStack();
  new SecureNodejsFunction(stack, 'handler');
  expect(blocking(stack)).toEqual([]);
  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Runtime: 'nodejs24.x' });
}, 30_000);

test('an entry is taken as it is', () => {
  const entry = join(__dirname, 'secure-nodejs-function.test.handler.ts');
  expect(() => new SecureNodejsFunction(newStack(), 'Fn', { entry, bundling: { minify: true } })).not.toThrow();
}, 30_000);

test('no handler beside the file: it says where it looked', () => {
  expect(() => new SecureNodejsFunction(newStack(), 'missing')).toThrow(
    /^expected the handler of 'missing' in .*secure-nodejs-function\.test\.missing\.ts or \.js, got no such file; create it or set entry$/,
  );
});
