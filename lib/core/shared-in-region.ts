import { Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { constructAt, topLevelStack } from './shared-in-stack';
import { readState, stateOf } from './tree-state';

/**
 * What an app has once in each account and region, for what AWS has once or bills by the piece: made in one stack, referenced
 * by the others. A Stage has its own, since it is deployed on its own. Stacks that name no environment count as one place.
 */
export function sharedInRegion<T extends IConstruct>(scope: IConstruct, name: string, make: (host: Stack) => T): T {
  const holder = holderOf(scope);
  const there = constructAt<T>(scope, readState<string>(holder, made(scope, name)));
  if (there) return there;
  const one = make(hostInRegion(scope, name));
  stateOf(holder).set(made(scope, name), one.node.path);
  return one;
}

/**
 * The stack that has it, or will have it: the first that asked. Whatever is referenced was made before, so the first stack to
 * ask waits for none of those that ask later, unless somebody makes it.
 */
export function hostInRegion(scope: IConstruct, name: string): Stack {
  const state = stateOf(holderOf(scope));
  const claimed = constructAt<Stack>(scope, state.get<string>(host(scope, name)));
  if (claimed) return claimed;
  const stack = topLevelStack(scope);
  state.set(host(scope, name), stack.node.path);
  return stack;
}

const holderOf = (scope: IConstruct): IConstruct => Stage.of(topLevelStack(scope)) ?? scope.node.root;
const place = (scope: IConstruct): string => topLevelStack(scope).environment;
const made = (scope: IConstruct, name: string): string => `shared.made.${name} ${place(scope)}`;
const host = (scope: IConstruct, name: string): string => `shared.host.${name} ${place(scope)}`;
