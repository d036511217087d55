import { closeSync, constants, fstatSync, openSync, readFileSync } from 'fs';
import { parseJsonTemplate, parseWrittenJson } from './json-template';
import { MOST_BYTES } from './most-bytes';
import { Unreadable } from './unreadable';
import { Parsed, parseYamlTemplate } from './yaml-template';

/** A template as it lies on disk. */
export interface TemplateFile {
  /** Absolute. */
  readonly path: string;
  readonly body: any;
  readonly bytes: number;
  readonly lineOf: (logicalId: string) => number | undefined;
}

/** @throws Unreadable when it is no text of at most 64 MB */
export function readText(path: string): { readonly text: string; readonly bytes: number } {
  let content: Buffer;
  try {
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)); // a pipe would keep us waiting
    try {
      const { size, isFile } = statOf(file);
      if (!isFile) throw new Unreadable('not a file');
      if (size > MOST_BYTES) throw tooLarge();
      content = readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(reasonOf(error));
  }
  return decoded(content);
}

const tooLarge = (): Unreadable => new Unreadable(`larger than ${MOST_BYTES / 1024 / 1024} MB`);

/** @throws Unreadable when it is no text of at most 64 MB */
export function decoded(content: Buffer): { readonly text: string; readonly bytes: number } {
  if (content.length > MOST_BYTES) throw tooLarge();
  try {
    // takes a byte order mark off; UTF-16 is an error
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), bytes: content.length };
  } catch {
    throw new Unreadable('not a text in UTF-8');
  }
}

function statOf(file: number): { size: number; isFile: boolean } {
  const stat = fstatSync(file);
  return { size: stat.size, isFile: stat.isFile() };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ELOOP: 'a symbolic link that leads to itself',
  ENXIO: 'not a file',
};

export const reasonOf = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
};

/** JSON is YAML too, but its own parser is faster and says more. */
export function parseTemplate(path: string, text: string): Parsed {
  if (/^\s*$/.test(text)) throw new Unreadable('the file is empty');
  const isJson = /\.json$/i.test(path) || (/^\s*\{/.test(text) && !/\.ya?ml$/i.test(path));
  return isJson ? parseJsonTemplate(text) : parseYamlTemplate(text);
}

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Rules', 'Resources', 'Outputs', 'Metadata'];

/** A template that CDK wrote: it may be without resources. @throws Unreadable */
export function readSynthesized(path: string): TemplateFile {
  const { text, bytes } = readText(path);
  return checked(path, path.endsWith('.json') ? parseWrittenJson(text) : parseTemplate(path, text), bytes, false);
}

/** @throws Unreadable when CloudFormation would not take it for a template either */
export const templateOf = (path: string, text: string, bytes: number): TemplateFile =>
  checked(path, parseTemplate(path, text), bytes, true);

function checked(path: string, { body, lineOf }: Parsed, bytes: number, needsResources: boolean): TemplateFile {
  if (!isObject(body)) throw new Unreadable('expected a template, got no object');
  for (const section of SECTIONS) {
    if (body[section] !== undefined && body[section] !== null && !isObject(body[section])) {
      throw new Unreadable(`expected ${section} to be an object`);
    }
  }
  if (needsResources && !isObject(body.Resources)) {
    throw new Unreadable(`expected a CloudFormation template, got no Resources but ${namesOf(body)}`);
  }
  for (const [logicalId, resource] of Object.entries<unknown>(body.Resources ?? {})) {
    if (logicalId.startsWith('Fn::')) continue;
    if (!isObject(resource)) throw new Unreadable(`expected resource ${logicalId} to be an object`, lineOf(logicalId));
    if (typeof resource.Type !== 'string') {
      throw new Unreadable(`expected resource ${logicalId} to have a Type`, lineOf(logicalId));
    }
    if (resource.Properties !== undefined && resource.Properties !== null && !isObject(resource.Properties)) {
      throw new Unreadable(`expected Properties of ${logicalId} to be an object`, lineOf(logicalId));
    }
  }
  return { path, body, bytes, lineOf };
}

const isObject = (value: unknown): value is Record<string, any> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function namesOf(body: object): string {
  const names = Object.keys(body);
  if (names.length === 0) return 'nothing';
  return names.slice(0, 4).join(', ').slice(0, 100) + (names.length > 4 ? ', …' : '');
}

const EXTENSION = /\.(json|ya?ml|template)$/i;

/** Whether a file found in a directory is worth parsing. */
export const mayBeTemplate = (name: string): boolean => EXTENSION.test(name);

/** Whether a text speaks of resources as CloudFormation does; package.json and its like are not looked at twice. */
export const looksLikeTemplate = (text: string): boolean =>
  /(^|[\s{,"'])Resources["']?\s*:/.test(text) &&
  /["']?Type["']?\s*:\s*["']?(AWS|Custom|Alexa)::|AWSTemplateFormatVersion|Fn::Transform/.test(text);
