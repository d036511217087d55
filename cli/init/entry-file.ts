import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { UsageError } from '../exit-codes';

export type Language = 'typescript' | 'python' | 'java' | 'csharp' | 'go' | 'unknown';

/** What cdk.json says of the app. */
export interface CdkProject {
  readonly command: string;
  readonly language: Language;
  /** The file that makes the App, below the project; only of TypeScript and JavaScript. */
  readonly entry?: string;
  /** Where `cdk synth` writes to. */
  readonly output: string;
}

/** @throws UsageError without a cdk.json that names an app */
export function cdkProject(folder: string): CdkProject {
  const file = join(folder, 'cdk.json');
  if (!existsSync(file)) {
    throw new UsageError('expected a cdk.json here, got none; run init in the directory of your CDK app');
  }
  let parsed: any;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError('expected cdk.json to be JSON; mend it first');
  }
  const command = parsed?.app;
  if (typeof command !== 'string') {
    throw new UsageError('expected cdk.json to name the command of the app in "app", got none; add it first');
  }
  const output = typeof parsed.output === 'string' ? parsed.output : 'cdk.out';
  const language = languageOf(command);
  return { command, language, output, ...(language === 'typescript' && { entry: entryIn(command, folder) }) };
}

function languageOf(command: string): Language {
  if (/\bpython[\d.]*\b|\.py\b|\buv run\b|\bpoetry run\b/.test(command)) return 'python';
  if (/\b(mvnw?|gradlew?|java)\b/.test(command)) return 'java';
  if (/\bdotnet\b/.test(command)) return 'csharp';
  if (/\bgo\s+(run|mod)\b/.test(command)) return 'go';
  if (/\b(ts-node|tsx|node|bun|deno|swc-node)\b|\.[mc]?[jt]s\b/.test(command)) return 'typescript';
  return 'unknown';
}

const SOURCE = /\.[mc]?[jt]s$/;

/** The file that the command names; its TypeScript, where the command runs what was compiled from it. */
function entryIn(command: string, folder: string): string | undefined {
  const words = command
    .split(/[\s"']+|&&|;/)
    .map((word) => word.replace(/^\.\//, ''))
    .filter((word) => /^[\w@][\w@./-]*$/.test(word) && !word.includes('..'));
  // ts-node takes a file without its ending too: the last word, behind every option
  const named = [...words.filter((word) => SOURCE.test(word)), ...words.slice(-1)];
  return named.flatMap(sourcesOf).find((path) => isFile(join(folder, path)));
}

function sourcesOf(word: string): string[] {
  const bare = word.replace(SOURCE, '');
  const typed = ['.ts', '.mts', '.cts'].map((extension) => bare + extension);
  const beside = typed.map((path) => path.replace(/^(dist|build|out)\//, ''));
  return [...typed, ...beside, SOURCE.test(word) ? word : `${bare}.js`];
}

function isFile(path: string): boolean {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
}
