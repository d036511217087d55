import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Construct } from 'constructs';
import * as library from '../lib';
import { SECURE_RESOURCES } from '../test/laws/secure-resources';
import { Page } from './rule-pages';

const ROOT = join(__dirname, '..');

/** The classes of the public API, by the folder that they come from. */
const CLASSES = classesByFolder();

function classesByFolder(): ReadonlyMap<string, readonly string[]> {
  const index = readFileSync(join(ROOT, 'lib/index.ts'), 'utf8');
  const found = new Map<string, string[]>();
  for (const [, names, folder] of index.matchAll(/export \{([^}]+)\} from '\.\/([^/']+)\//g)) {
    const own = names.split(',').map((one) => one.trim());
    found.set(folder, [...(found.get(folder) ?? []), ...own.filter(isMaker)]);
  }
  return found;
}

/** What somebody writes to get resources: a construct, or a class that hands out shared ones. */
function isMaker(name: string): boolean {
  const value = (library as Record<string, unknown>)[name] as any;
  if (typeof value !== 'function' || /(Blueprint|Mixin)$/.test(name)) return false;
  return value.prototype instanceof Construct || typeof value.of === 'function' || name === 'Source';
}

/** The constructs whose defaults make a rule hold: of its type where the folder has one, all of the folder otherwise. */
export function constructsOf({ rule, folder }: Page): readonly string[] {
  if (!rule.reaches.includes('construct')) return [];
  const all = CLASSES.get(folder) ?? [];
  const exact = SECURE_RESOURCES.filter((row) => row.folder === folder && rule.types.includes(row.type));
  const names = exact.map(({ name }) => `Secure${name}`);
  return names.length > 0 ? [...names, ...all.filter((one) => names.some((name) => isMadeOf(folder, one, name)))] : all;
}

/** Whether a class of the folder makes or is another one of it: a website is a distribution and more. */
function isMadeOf(folder: string, whole: string, part: string): boolean {
  const file = `lib/${folder}/${whole.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase()}.ts`;
  return (
    whole !== part && existsSync(join(ROOT, file)) && readFileSync(join(ROOT, file), 'utf8').includes(`new ${part}(`)
  );
}

/** Test files by path, with what is in them. */
const FILES = new Map<string, string>();

function testFiles(folder: string): readonly string[] {
  const path = `test/${folder}`;
  if (!existsSync(join(ROOT, path))) return [];
  const files = readdirSync(join(ROOT, path), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${path}/${name}`);
  for (const file of files) if (!FILES.has(file)) FILES.set(file, readFileSync(join(ROOT, file), 'utf8'));
  return files;
}

/** The test files of the rule's own folder that name it. */
export const testsOf = ({ rule, folder }: Page): readonly string[] =>
  testFiles(folder).filter((file) => file.endsWith('.test.ts') && FILES.get(file)!.includes(rule.id));

/** The tables of attacks and weakened properties that build one of the constructs, or change what it shares in a stack. */
export function attacksOn(constructs: readonly string[]): readonly string[] {
  const isBuilt = (code: string) => constructs.some((name) => SIGN_OF(name).test(code));
  return testFiles('mutation/weaknesses').filter((file) => isBuilt(FILES.get(file)!));
}

/** Shared resources are found by where they lie in a stack: `SecureAlarmTopic`, and keys by the rows that all of them have. */
const SIGN_OF = (name: string): RegExp =>
  new RegExp(`\\bnew ${name}\\(|\\b${name}\\.of\\(|'Secure${name}${name === 'KeyRing' ? '|\\bkeyRows\\(' : ''}`);

/** Suites that deploy to an emulator and attack what is deployed there, by what they build. */
export function emulatedOn(constructs: readonly string[]): readonly string[] {
  const apps = testFiles('emulated/apps').filter((file) =>
    constructs.some((name) => new RegExp(`\\bnew ${name}\\(`).test(FILES.get(file)!)),
  );
  return apps.length > 0 ? ['test/emulated'] : [];
}
