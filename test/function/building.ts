import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SecurityProfile } from '../../lib/core/profile';
import { SecureFunction, SecureFunctionProps } from '../../lib/function/secure-function';
import { ENV } from '../support/judging';
import { Account } from '../support/template-access';

export const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = () => {}'),
};

export const newFunction = (scope: Construct, id = 'Fn', props: Partial<SecureFunctionProps> = {}): SecureFunction =>
  new SecureFunction(scope, id, { ...CODE, ...props });

/** The template, also of a stack that the gate blocks: it is written before it is judged. */
export function templateOf(stack: Stack): Template {
  const quiet = jest.spyOn(console, 'error').mockImplementation(() => {});
  try {
    return Template.fromStack(stack);
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') throw error;
    const { outdir } = stack.node.root as App;
    return Template.fromJSON(JSON.parse(readFileSync(join(outdir, stack.templateFile), 'utf8')));
  } finally {
    quiet.mockRestore();
  }
}

/** The account in which all stacks of the app are deployed. */
export function deployed(stack: Stack): Account {
  const stacks = stack.node.root.node.findAll().filter((one): one is Stack => Stack.isStack(one));
  return Account.of(
    ...stacks.map((one) => ({ stackName: one.stackName, template: templateOf(one).toJSON(), region: ENV.region })),
  );
}

/** Everything that somebody may do, as `action on resource`. */
export const grantsOf = (account: Account, logicalId: string): string[] =>
  account.actionsOf(logicalId).map(({ action, resource }) => `${action} on ${resource}`);

export const logicalIdOf = (construct: Construct): string => {
  const stack = Stack.of(construct);
  return stack.resolve(stack.getLogicalId(construct.node.defaultChild as any));
};

/** Types of everything below a construct, sorted. */
export function typesBelow(construct: Construct): string[] {
  return construct.node
    .findAll()
    .flatMap((one: any) => (typeof one.cfnResourceType === 'string' ? [one.cfnResourceType as string] : []))
    .sort();
}

export const PROFILES: [string, SecurityProfile][] = [
  ['production', SecurityProfile.production()],
  ['regulated', SecurityProfile.regulated()],
  ['development', SecurityProfile.development({ accounts: [ENV.account] })],
];

export const twoStacks = (): { app: App; one: Stack; two: Stack } => {
  const app = new App();
  return { app, one: new Stack(app, 'One', { env: ENV }), two: new Stack(app, 'Two', { env: ENV }) };
};
