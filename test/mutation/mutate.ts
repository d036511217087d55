import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { ENV } from '../support/judging';

/** One way to weaken a template of ours. */
export interface Weakness {
  /** CloudFormation type of the resource. */
  readonly type: string;
  /** The property, or `@DeletionPolicy` and the like for an attribute. */
  readonly path: string;
  /** The weaker value; absent: the property is deleted. */
  readonly to?: unknown;
  /** Which one, where a template has several: a part of its construct path. */
  readonly of?: string;
}

/** A weakness that needs code of its own: a separate L1, or an escape hatch. */
export interface Attack {
  readonly name: string;
  readonly apply: (stack: Stack) => void;
}

export type Build = (stack: Stack) => void;

/** Whether `app.synth()` throws with this done to the stack, without anybody having called `enforce`. */
export function isCaught(build: Build, attack: (stack: Stack) => void): boolean {
  const outdir = mkdtempSync(join(tmpdir(), 'mutation-'));
  try {
    const app = new App({ outdir, stackTraces: false, treeMetadata: false });
    const stack = new Stack(app, 'Stack', { env: ENV });
    build(stack);
    attack(stack);
    app.synth();
    return false;
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') throw error;
    return true;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The resources of a type in a stack, by construct path. */
export function resourcesOf(stack: Stack, type: string, part = ''): CfnResource[] {
  return stack.node
    .findAll()
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === type)
    .filter(({ node }) => node.path.includes(part));
}

/** Applies a weakness by override or deletion override. */
export function weaken(stack: Stack, { type, path, to, of }: Weakness): void {
  const [resource] = resourcesOf(stack, type, of);
  if (!resource) throw new Error(`no ${type} with '${of ?? ''}' in its path`);
  const place = path.startsWith('@') ? path.slice(1) : `Properties.${path}`;
  if (to === undefined) resource.addDeletionOverride(place);
  else resource.addOverride(place, to);
}

export const nameOf = ({ type, path, to, of }: Weakness): string =>
  `${type}${of ? ` (${of})` : ''} ${path} ${to === undefined ? 'removed' : `= ${JSON.stringify(to)}`}`;

/** Where the paths of a rendered statement list stand, so that rows can name a statement by its Sid or content. */
export function statementAt(
  stack: Stack,
  type: string,
  part: string,
  document: string,
  matches: (statement: any) => boolean,
): string {
  const [resource] = resourcesOf(stack, type, part);
  const properties = stack.resolve((resource as any)._toCloudFormation()).Resources;
  const [{ Properties }] = Object.values<any>(properties);
  const index = Properties[document].Statement.findIndex(matches);
  if (index < 0) throw new Error(`no such statement in ${resource.node.path}`);
  return `${document}.Statement.${index}`;
}
