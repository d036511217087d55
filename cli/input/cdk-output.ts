import { existsSync } from 'fs';
import { isAbsolute, join, relative, resolve } from 'path';
import type { TemplateSource } from '../../lib/core/assembly';
import { nestedStacks } from './nested-stacks';
import { parseWrittenJson } from './json-template';
import { constructPaths } from './path-metadata';
import { readSynthesized, readText, TemplateFile } from './template-file';
import { Unreadable } from './unreadable';

/** A template with what is known about where it will be deployed. */
export interface ReadTemplate {
  readonly file: TemplateFile;
  readonly source: TemplateSource;
  /** Not a stack of the app, but a file that it copies to S3. */
  readonly isAsset?: boolean;
}

interface Artifact {
  readonly type?: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly metadata?: Record<string, any>;
  readonly additionalMetadataFile?: string;
  readonly properties?: Record<string, any>;
}

const MANIFEST = 'manifest.json';
const MOST_STAGES = 1000;

/** The CDK manifest of a directory; `undefined` where there is none. @throws Unreadable when it is broken */
export function readManifest(folder: string): Record<string, Artifact> | undefined {
  const path = join(folder, MANIFEST);
  const isSynthesized = existsSync(join(folder, 'cdk.out'));
  if (!existsSync(path)) return undefined;
  try {
    const { body } = parseWrittenJson(readText(path).text) as { body: any };
    const isManifest = typeof body?.version === 'string' && typeof body?.artifacts === 'object' && body.artifacts;
    if (isManifest) return body.artifacts;
    if (isSynthesized) throw new Unreadable('expected the manifest of a CDK output');
  } catch (error) {
    if (isSynthesized) throw error; // elsewhere, web apps have a manifest.json too
  }
  return undefined;
}

/** Every stack of a CDK output: Stages and nested stacks too. Trouble with one template is reported, not thrown. */
export function readCdkOutput(root: string, trouble: (path: string, error: unknown) => void): ReadTemplate[] {
  const result: ReadTemplate[] = [];
  const seen = new Set<string>();
  const open: { folder: string; stage?: string }[] = [{ folder: root }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { folder, stage } = next;
    if (seen.has(folder) || seen.size >= MOST_STAGES) continue;
    seen.add(folder);
    let artifacts;
    try {
      artifacts = readManifest(folder);
      if (!artifacts) throw new Unreadable('no such file');
    } catch (error) {
      trouble(join(folder, MANIFEST), error);
      continue;
    }
    const stages: typeof open = [];
    for (const [id, artifact] of Object.entries(artifacts)) {
      const { type, properties = {}, displayName } = artifact;
      if (type === 'cdk:cloud-assembly') {
        const inside = within(root, folder, String(properties.directoryName));
        stages.push({ folder: inside, stage: String(properties.displayName ?? displayName ?? id) });
      } else if (type === 'aws:cloudformation:stack') {
        const path = join(folder, String(properties.templateFile));
        try {
          const file = readSynthesized(within(root, folder, String(properties.templateFile)));
          const stack = stackOf(id, artifact, file, folder, stage);
          result.push(stack, ...nestedStacks(stack, folder, artifacts, trouble));
        } catch (error) {
          trouble(path, error);
        }
      }
    }
    open.push(...stages.reverse());
  }
  return result;
}

/** A manifest names what lies in its own directory, and nothing else. */
function within(root: string, folder: string, name: string): string {
  const path = resolve(folder, name);
  const below = relative(root, path);
  if (below.startsWith('..') || isAbsolute(below)) {
    throw new Unreadable(`expected the manifest to name files in its own directory, got '${name}'`);
  }
  return path;
}

function stackOf(id: string, artifact: Artifact, file: TemplateFile, folder: string, stage?: string): ReadTemplate {
  const { environment = '', displayName, properties = {} } = artifact;
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  const stack = displayName ?? id;
  const source: TemplateSource = {
    file: String(properties.templateFile),
    body: file.body,
    bytes: file.bytes,
    stack,
    stackName: String(properties.stackName ?? id),
    account: known(account),
    region: known(region),
    stage,
    paths: constructPaths(file.body, artifact, folder),
  };
  return { file, source };
}

const known = (value: string | undefined): string | undefined =>
  value === undefined || value.startsWith('unknown-') || value.includes('$') ? undefined : value;
