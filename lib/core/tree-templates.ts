import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { join } from 'path';
import { CfnElement, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { TemplateSource } from './assembly';
import { profileOf } from './profile';
import { today } from './waivers';

/** The templates of a construct tree, and the construct behind each of their resources. */
export interface TreeTemplates {
  readonly sources: TemplateSource[];
  /** By stack path and logical id: `Stack#LogicalId`. */
  readonly elements: Map<string, CfnElement>;
  readonly stacks: Map<string, Stack>;
  readonly unreadable: { readonly stack: string; readonly message: string }[];
  /** The files that were read, by stack path; none when the tree was rendered in memory. */
  readonly files: Map<string, WrittenTemplate>;
}

/** A template exactly as it was judged. */
export interface WrittenTemplate {
  readonly path: string;
  /** Of the file's bytes, in hexadecimal digits. */
  readonly sha256: string;
}

export type Rendering = 'written' | 'in-memory';

/** Collects every stack below a node, nested stacks and Stages included. */
export function treeTemplates(
  root: IConstruct,
  rendering: Rendering,
  trustedAccounts?: readonly string[],
): TreeTemplates {
  const result: TreeTemplates = {
    sources: [],
    elements: new Map(),
    stacks: new Map(),
    unreadable: [],
    files: new Map(),
  };
  const elementsOf = new Map<Stack, CfnElement[]>();
  const visit = (node: IConstruct, own: CfnElement[] | undefined): void => {
    let inside = own;
    if (Stack.isStack(node)) {
      elementsOf.set(node, (inside = []));
      result.stacks.set(node.node.path, node);
    } else if (inside && CfnElement.isCfnElement(node)) inside.push(node);
    for (const child of node.node.children) visit(child, inside);
  };
  visit(root, undefined);
  for (const [stack, elements] of elementsOf) {
    try {
      result.sources.push({ ...sourceOf(stack, rendering, elements, result), trustedAccounts });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      result.unreadable.push({ stack: stack.node.path, message });
    }
  }
  return result;
}

function sourceOf(stack: Stack, rendering: Rendering, own: CfnElement[], result: TreeTemplates): TemplateSource {
  const stage = Stage.of(stack);
  const text = rendering === 'written' ? readTemplate(stack, stage, result.files) : undefined;
  const body = text === undefined ? rendered(stack) : JSON.parse(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('expected a template, got no object');
  const paths = new Map<string, string>();
  const stackPath = stack.node.path;
  for (const element of own) {
    const { path } = element.node;
    const logicalId = logicalIdOf(element, stack);
    paths.set(logicalId, path);
    result.elements.set(`${stackPath}#${logicalId}`, element);
  }
  const known = (value: string) => (Token.isUnresolved(value) ? undefined : value);
  return {
    file: stack.templateFile,
    body,
    bytes: text === undefined ? undefined : Buffer.byteLength(text),
    stack: stack.node.path,
    stackName: known(stack.stackName),
    account: known(stack.account),
    region: known(stack.region),
    stage: stage && stage.node.scope ? stage.node.path : undefined,
    nestedIn: nestedIn(stack),
    profile: profileOf(stack).name,
    day: today(stack),
    paths,
  };
}

/**
 * Resolving each token is several times slower, so only overridden ids are. Not from the path that a template's metadata
 * says: anybody can write there the path of a resource that has a waiver.
 */
function logicalIdOf(element: CfnElement, stack: Stack): string {
  const { _logicalIdOverride: overridden = '' } = element as unknown as { _logicalIdOverride?: string };
  const isPlain = '_logicalIdOverride' in element && overridden === '';
  return isPlain ? stack.getLogicalId(element) : stack.resolve(element.logicalId);
}

function readTemplate(stack: Stack, stage: Stage | undefined, files: TreeTemplates['files']): string {
  if (!stage) throw new Error('expected the stack to stand in an App or Stage');
  const path = join(stage.outdir, stack.templateFile);
  const bytes = readFileSync(path);
  files.set(stack.node.path, { path, sha256: createHash('sha256').update(bytes).digest('hex') });
  return bytes.toString('utf8');
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
