import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { readState, stateOf } from './tree-state';

/**
 * What one top-level stack shares among its constructs (keys, failure queues, the alarm topic): made on first use, or
 * provided from outside. Only construct paths are stored, so that two copies of the library share it too.
 */
export function sharedIn<T extends IConstruct>(scope: IConstruct, name: string, make: (stack: Stack) => T): T {
  const stack = topLevelStack(scope);
  const there = providedTo<T>(stack, name) ?? constructAt<T>(stack, readState<string>(stack, made(name)));
  if (there) return there;
  const one = make(stack);
  stateOf(stack).set(made(name), one.node.path);
  return one;
}

/** What was provided under a name at the stack, its Stage or the App; the nearest wins. */
export function providedTo<T extends IConstruct>(scope: IConstruct, name: string): T | undefined {
  for (let at: IConstruct | undefined = topLevelStack(scope); at; at = at.node.scope) {
    const path = readState<string>(at, provided(name));
    if (path !== undefined) return constructAt<T>(at, path);
  }
  return undefined;
}

/** Brings one from outside, for everything below an App, a Stage or a top-level stack. */
export function provideShared(
  scope: IConstruct,
  name: string,
  one: IConstruct,
  refuse: (problem: string) => Error,
): void {
  if (!isShareable(scope))
    throw refuse(`the scope to be an App, a Stage or a top-level stack, got '${scope.node.path}'`);
  if (one.node.root !== scope.node.root)
    throw refuse(`'${one.node.path}' to be a construct of the same app, got another root`);
  const late = scope.node.findAll().find((node) => readState(node, made(name)) !== undefined);
  if (late) throw refuse(`it before the first use, got it after '${late.node.path}' made its own`);
  stateOf(scope).set(provided(name), one.node.path);
}

/** Nested stacks share what their outermost parent has. */
export function topLevelStack(scope: IConstruct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}

const isShareable = (scope: IConstruct): boolean =>
  App.isApp(scope) || Stage.isStage(scope) || (Stack.isStack(scope) && !NestedStack.isNestedStack(scope));

const made = (name: string): string => `shared.made.${name}`;
const provided = (name: string): string => `shared.provided.${name}`;

/** A root that is not an App may have an id of its own, and its paths begin with it. */
export function constructAt<T extends IConstruct>(scope: IConstruct, path: string | undefined): T | undefined {
  if (path === undefined) return undefined;
  const { root } = scope.node;
  const below = root.node.id !== '' && path.startsWith(`${root.node.id}/`) ? path.slice(root.node.id.length + 1) : path;
  return below.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), root) as T | undefined;
}
