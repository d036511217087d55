import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { dirname, join, relative, resolve, sep } from 'path';
import { maskCode } from './code-mask';
import type { CdkProject } from './entry-file';

const MOST_FILES = 5000;
const ENFORCES = /\bSecurityGate(\.e|\.E|_E)nforce\s*\(/;

/**
 * The file that enforces the gate already: a second one would be refused. Of TypeScript, only what the app runs counts, so
 * that a test or a file that nobody imports is none; of other languages, everything but tests.
 */
export function fileThatEnforces(folder: string, { language, entry }: CdkProject): string | undefined {
  const found = language === 'typescript' ? entry && inImports(join(folder, entry)) : inSources(folder);
  return found && relative(folder, found).split(sep).join('/');
}

function inImports(entry: string): string | undefined {
  const open = [entry];
  const seen = new Set<string>(open);
  for (let at = open.pop(); at !== undefined && seen.size < MOST_FILES; at = open.pop()) {
    const code = readFileSync(at, 'utf8');
    const masked = maskCode(code) ?? code;
    if (ENFORCES.test(masked)) return at;
    for (const path of importedBy(at, code, masked)) {
      if (seen.has(path)) continue;
      seen.add(path);
      open.push(path);
    }
  }
  return undefined;
}

const IMPORT = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*(['"])(\.[^'"\n]*)\1/g;

/** Files of the project by relative paths; a package is none, and a commented import neither. */
function importedBy(file: string, code: string, masked: string): string[] {
  return [...code.matchAll(IMPORT)]
    .filter(({ index }) => masked[index] === code[index])
    .flatMap(([, , path]) => sourceAt(resolve(dirname(file), path)) ?? [])
    .filter((path) => !path.split(sep).includes('node_modules'));
}

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

function sourceAt(path: string): string | undefined {
  const bare = path.replace(/\.([mc]?)jsx?$/, '');
  const tries = [
    ...(bare === path ? [] : ENDINGS.slice(0, 4).map((ending) => bare + ending)), // what is compiled to it
    path,
    ...ENDINGS.map((ending) => path + ending),
    ...ENDINGS.map((ending) => join(path, `index${ending}`)),
  ];
  return tries.find(
    (one) => existsSync(one) && statSync(one).isFile() && ENDINGS.some((ending) => one.endsWith(ending)),
  );
}

const NO_SOURCES =
  /^(\.|node_modules$|cdk\.out|dist$|build$|target$|bin$|obj$|__tests__$|(unit|integration)?tests?$|specs?$)/i;
const TEST_FILE = /(^test_|_test\.|Tests?\.(java|cs)$|\.(test|spec)\.)/;

function inSources(folder: string): string | undefined {
  const open = [folder];
  let looked = 0;
  for (let at = open.pop(); at !== undefined && looked < MOST_FILES; at = open.pop()) {
    for (const one of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, one.name);
      if (one.isDirectory() && !NO_SOURCES.test(one.name)) open.push(path);
      if (!one.isFile() || !/\.(py|java|cs|go)$/.test(one.name) || TEST_FILE.test(one.name)) continue;
      looked++;
      if (ENFORCES.test(readFileSync(path, 'utf8'))) return path;
    }
  }
  return undefined;
}
