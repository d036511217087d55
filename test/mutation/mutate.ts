import { mkdtempSync, readFileSync, rmSync } from 'fs';
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

/** An app that is built once and synthesized again and again, each time with one thing changed. */
export class Victim {
  public readonly stack: Stack;
  private readonly outdir = mkdtempSync(join(tmpdir(), 'mutation-'));
  private readonly app: App;

  public constructor(build: Build) {
    this.app = new App({ outdir: this.outdir, stackTraces: false, treeMetadata: false });
    this.stack = new Stack(this.app, 'Stack', { env: ENV });
    build(this.stack);
  }

  /** Whether `app.synth()` throws, without anybody having called `enforce`. */
  public isBlocked(): boolean {
    try {
      this.app.synth({ force: true });
      return false;
    } catch (error) {
      if ((error as Error).name !== 'ValidationFailed') throw error;
      return true;
    }
  }

  /** What happens with one weakness, which is taken back afterwards. */
  public with<T>(weakness: Weakness, ask: () => T): T {
    const resource = weaken(this.stack, weakness);
    try {
      return ask();
    } finally {
      // the only overrides that there are: an area's constructs are asked not to have any
      const overrides = overridesOf(resource);
      for (const key of Object.keys(overrides)) delete overrides[key];
    }
  }

  /** The id of the snapshot that an API serves, if there is one: only a new id brings a change to its callers. */
  public deploymentId(): string | undefined {
    const [deployment] = resourcesOf(this.stack, 'AWS::ApiGateway::Deployment');
    return deployment && this.stack.resolve(deployment.logicalId);
  }

  /** The template as it was written last. */
  public template(): any {
    return JSON.parse(readFileSync(join(this.outdir, this.stack.templateFile), 'utf8'));
  }

  public remove(): void {
    rmSync(this.outdir, { recursive: true });
  }
}

/** Where CDK keeps what escape hatches said. */
export const overridesOf = (resource: CfnResource): Record<string, unknown> => (resource as any).rawOverrides;

/** Whether an attack on a new app makes its synthesis throw. */
export function isCaught(build: Build, { apply }: Attack): boolean {
  const victim = new Victim((stack) => {
    build(stack);
    apply(stack);
  });
  try {
    return victim.isBlocked();
  } finally {
    victim.remove();
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
function weaken(stack: Stack, { type, path, to, of }: Weakness): CfnResource {
  const [resource] = resourcesOf(stack, type, of);
  if (!resource) throw new Error(`no ${type} with '${of ?? ''}' in its path`);
  const place = path.startsWith('@') ? path.slice(1) : `Properties.${path}`;
  if (to === undefined) resource.addDeletionOverride(place);
  else resource.addOverride(place, to);
  return resource;
}

export const nameOf = ({ type, path, to, of }: Weakness): string =>
  `${type}${of ? ` (${of})` : ''} ${path} ${to === undefined ? 'removed' : `= ${JSON.stringify(to)}`}`;
