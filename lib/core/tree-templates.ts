import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnElement, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { TemplateSource } from './assembly';
import { profileOf } from './profile';

/** The templates of a construct tree, and the construct behind each of their resources. */
export interface TreeTemplates {
  readonly sources: TemplateSource[];
  /** By stack path and logical id: `Stack#LogicalId`. */
  readonly elements: Map<string, CfnElement>;
  readonly stacks: Map<string, Stack>;
  readonly unreadable: { readonly stack: string; readonly message: string }[];
}

export type Rendering = 'written' | 'in-memory';

/** Collects every stack below a node, nested stacks and Stages included. */
export function treeTemplates(root: IConstruct, rendering: Rendering): TreeTemplates {
  const result: TreeTemplates = { sources: [], elements: new Map(), stacks: new Map(), unreadable: [] };
  const paths = new Map<Stack, Map<string, string>>();
  const visit = (node: IConstruct, stack: Stack | undefined): void => {
    let inside = stack;
    if (Stack.isStack(node)) {
      inside = node;
      paths.set(node, new Map());
      result.stacks.set(node.node.path, node);
    } else if (inside && CfnElement.isCfnElement(node)) {
      const logicalId = inside.resolve(node.logicalId);
      paths.get(inside)!.set(logicalId, node.node.path);
      result.elements.set(`${inside.node.path}#${logicalId}`, node);
    }
    for (const child of node.node.children) visit(child, inside);
  };
  visit(root, undefined);
  for (const [stack, own] of paths) {
    try {
      result.sources.push(sourceOf(stack, rendering, own));
    } catch (error) {
      result.unreadable.push({
        stack: stack.node.path,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return result;
}

function sourceOf(stack: Stack, rendering: Rendering, paths: Map<string, string>): TemplateSource {
  const stage = Stage.of(stack);
  const body = rendering === 'written' ? readTemplate(stack, stage) : rendered(stack);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('expected a template, got no object');
  const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);
  return {
    file: stack.templateFile,
    body,
    stack: stack.node.path,
    stackName: known(stack.stackName),
    account: known(stack.account),
    region: known(stack.region),
    stage: stage && stage.node.scope ? stage.node.path : undefined,
    nestedIn: nestedIn(stack),
    profile: profileOf(stack).name,
    paths,
  };
}

function readTemplate(stack: Stack, stage: Stage | undefined): any {
  if (!stage) throw new Error('expected the stack to stand in an App or Stage');
  return JSON.parse(readFileSync(join(stage.outdir, stack.templateFile), 'utf8'));
}

/** The only place that renders a stack itself: for scopes where CDK runs no plugins. */
function rendered(stack: Stack): any {
  return stack.resolve((stack as any)._toCloudFormation());
}

function nestedIn(stack: Stack): TemplateSource['nestedIn'] {
  if (!NestedStack.isNestedStack(stack)) return undefined;
  const parent = stack.nestedStackParent;
  const resource = stack.nestedStackResource;
  if (!parent || !resource) return undefined;
  return { stack: parent.node.path, logicalId: parent.resolve((resource as CfnElement).logicalId) };
}
