import { dirname, relative, resolve, sep } from 'path';
import { readCdkOutput, ReadTemplate } from './cdk-output';
import { extraTemplates } from './extra-templates';
import { findInputs, Found } from './find-inputs';
import { decoded, looksLikeTemplate, readText, templateOf } from './template-file';
import { Unreadable } from './unreadable';

/** Templates that are deployed as one: a reference from one to another leads somewhere. */
export interface Group {
  /** The CDK output they lie in. */
  readonly output?: string;
  /** The CDK output in which it lies without being named by the manifest. */
  readonly extraIn?: string;
  readonly templates: ReadTemplate[];
}

export interface Trouble {
  /** As the user would write it. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

export interface ReadInputs {
  readonly groups: Group[];
  readonly troubles: Trouble[];
  /** Found, but not looked at. */
  readonly skipped: string[];
}

/** What stands for standard input. */
export const STDIN = '-';
/** How it is called in reports. */
const PIPED = 'stdin';

/** What came through standard input, or why nothing did. */
export type Piped = Buffer | Error;

function readPiped(piped: Piped, cwd: string): ReadTemplate {
  if (piped instanceof Error) throw new Unreadable(piped.message);
  const { text, bytes } = decoded(piped);
  const file = templateOf(resolve(cwd, PIPED), text, bytes);
  return { file, source: { file: PIPED, body: file.body, bytes, stack: PIPED } };
}

/** Reads everything that the arguments name. What cannot be read does not hide the rest. */
export function readInputs(named: readonly string[], cwd: string, piped?: Piped): ReadInputs {
  const paths = named.filter((path) => path !== STDIN || piped === undefined);
  const result: ReadInputs = { groups: [], troubles: [], skipped: [] };
  const asWritten = new Map(paths.map((path) => [resolve(cwd, path), path]));
  const shown = (path: string) => asWritten.get(path) ?? (relative(cwd, path).split(sep).join('/') || '.');
  const trouble = (path: string, error: unknown) => result.troubles.push(troubleOf(shown(path), error));
  const files = new Map<string, Found>();
  const outputs = new Set<string>();
  for (const path of paths.map((one) => resolve(cwd, one))) {
    try {
      const found = findInputs(path);
      found.outputs.forEach((one) => outputs.add(one));
      for (const one of found.files) files.set(one.path, { ...one, isNamed: one.isNamed || isNamed(files, one) });
      result.skipped.push(...found.skipped.map((one) => shown(one)));
      if (found.outputs.length + found.files.length === 0) throw new Unreadable('no template in this directory');
    } catch (error) {
      trouble(path, error);
    }
  }
  for (const output of [...outputs].sort()) {
    const before = result.troubles.length;
    const templates = readCdkOutput(output, trouble);
    if (templates.length > 0) result.groups.push({ output, templates });
    else if (result.troubles.length === 0) trouble(output, new Unreadable('a CDK output without a stack'));
    if (result.troubles.length > before) continue; // nobody can say what belongs to it, and the exit code says so
    for (const one of extraTemplates(output, templates, shown, trouble)) {
      result.groups.push({ extraIn: output, templates: [one] });
    }
  }
  const raw: ReadTemplate[] = [];
  try {
    if (piped !== undefined) raw.push(readPiped(piped, cwd));
  } catch (error) {
    trouble(resolve(cwd, PIPED), error);
  }
  for (const found of files.values()) {
    try {
      const one = readRaw(found, relative(cwd, found.path).split(sep).join('/'));
      if (one) raw.push(one);
    } catch (error) {
      trouble(found.path, error);
    }
  }
  result.groups.push(...linked(raw));
  if (result.groups.length === 0 && result.troubles.length === 0) {
    for (const path of paths) trouble(resolve(cwd, path), new Unreadable('no CloudFormation template among its files'));
  }
  return result;
}

const isNamed = (files: Map<string, Found>, { path }: Found): boolean => files.get(path)?.isNamed === true;

export function troubleOf(path: string, error: unknown): Trouble {
  if (error instanceof Unreadable) return { path, line: error.line, column: error.column, message: error.message };
  if (error instanceof RangeError) return { path, message: 'too large or nested too deeply to be read' };
  throw error;
}

function readRaw({ path, isNamed: isNeeded }: Found, shown: string): ReadTemplate | undefined {
  let read: ReturnType<typeof readText>;
  try {
    read = readText(path);
  } catch (error) {
    if (isNeeded) throw error;
    return undefined; // not a text, or far larger than a template
  }
  if (!isNeeded && !looksLikeTemplate(read.text)) return undefined;
  const file = templateOf(path, read.text, read.bytes);
  return { file, source: { file: shown, body: file.body, bytes: file.bytes, stack: shown } };
}

/** Type → the property that says where a nested template lies. */
const NESTED: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};

/**
 * Raw templates are judged each on its own, since two of them may be the same thing for two accounts; but a nested stack
 * that lies beside its parent belongs to it.
 */
function linked(raw: readonly ReadTemplate[]): Group[] {
  const byPath = new Map(raw.map((one) => [one.file.path, one]));
  const parents = new Map<ReadTemplate, { parent: ReadTemplate; logicalId: string }[]>();
  for (const parent of raw) {
    for (const [logicalId, resource] of Object.entries<any>(parent.file.body.Resources)) {
      const url = resource?.Properties?.[NESTED[String(resource?.Type)] ?? ''];
      const child = typeof url === 'string' ? byPath.get(resolve(dirname(parent.file.path), url)) : undefined;
      if (child) parents.set(child, [...(parents.get(child) ?? []), { parent, logicalId }]);
    }
  }
  const rootOf = (one: ReadTemplate): ReadTemplate => {
    const seen = new Set<ReadTemplate>();
    let at = one;
    while (parents.get(at)?.length === 1 && !seen.has(at)) {
      seen.add(at);
      at = parents.get(at)![0].parent;
    }
    return seen.has(at) ? one : at; // in a circle, each stands alone
  };
  const groups = new Map<ReadTemplate, ReadTemplate[]>();
  for (const one of raw) {
    const root = rootOf(one);
    const [link, ...more] = one === root ? [] : (parents.get(one) ?? []);
    // used twice, it has two sets of parameters: then none is known
    const source =
      link && more.length === 0
        ? { ...one.source, nestedIn: { stack: link.parent.source.stack, logicalId: link.logicalId } }
        : one.source;
    groups.set(root, [...(groups.get(root) ?? []), { ...one, source }]);
  }
  return [...groups.values()].map((templates) => ({ templates }));
}
