import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, Function, FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { SecureFunction } from '../../lib/function/secure-function';
import { newStack } from '../support/judging';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { AWKWARD_PROPS, Make, outcomeOf } from './awkward-props';
import { CODE, newFunction, templateOf, twoStacks } from './building';

beforeAll(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => {});
});

describe('it throws only where CDK’s function does', () => {
  const LOGS = AWKWARD_PROPS.filter(([name]) => /log|level/i.test(name));
  const rows: [string, Record<string, unknown>, Make][] = [
    ...AWKWARD_PROPS.map(
      ([name, make]) => [`${name}, recommended flags`, RECOMMENDED_FLAGS, make] as [string, any, Make],
    ),
    ...LOGS.map(([name, make]) => [`${name}, no flags`, {}, make] as [string, any, Make]),
  ];
  test.each(rows)('%s', (_, flags, make) => {
    const props = (stack: Stack) => ({ ...CODE, ...make(stack) }) as FunctionProps;
    const [plain, secure] = [newStack({ flags }), newStack({ flags })];
    const expected = outcomeOf(() => new Function(plain, 'Fn', props(plain)));
    const actual = outcomeOf(() => new SecureFunction(secure, 'Fn', props(secure)));
    expect(['renders', expected]).toContain(actual);
  });
});

describe('used like any function', () => {
  test('versions and aliases', () => {
    const stack = newStack();
    const fn = newFunction(stack, 'Fn', { environment: { A1: 'x' } });
    const alias = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    alias.grantInvoke(new AccountPrincipal('111111111111'));
    fn.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:us-east-1:111111111111:q'] }),
    );
    templateOf(stack).resourceCountIs('AWS::Lambda::Version', 1);
  });

  test('a version changes with the configuration', () => {
    const version = (props: object) => {
      const stack = newStack();
      expect(newFunction(stack, 'Fn', props).currentVersion).toBeDefined();
      return Object.keys(templateOf(stack).findResources('AWS::Lambda::Version'))[0];
    };
    expect(version({ environment: { A1: 'x' } })).not.toBe(version({ environment: { A1: 'y' } }));
    expect(version({})).toBe(version({}));
  });

  test('across stacks, both ways', () => {
    const { one, two } = twoStacks();
    const [a, b] = [newFunction(one, 'A'), newFunction(two, 'B')];
    a.grantInvoke(b);
    b.addEnvironment('OTHER', a.functionArn);
    expect(() => templateOf(two)).not.toThrow();
  });

  test('its logical ids are those of CDK’s function, so that one can take the other’s place', () => {
    const [plain, secure] = [newStack(), newStack()];
    new Function(plain, 'Fn', CODE);
    newFunction(secure);
    const ids = (stack: Stack, type: string) => Object.keys(templateOf(stack).findResources(type));
    for (const type of ['AWS::Lambda::Function', 'AWS::IAM::Role']) expect(ids(secure, type)).toEqual(ids(plain, type));
  });
});
