import { lstatSync, readdirSync, readFileSync, statSync } from 'fs';
import { join, relative, sep } from 'path';
import type { ReadTemplate } from './cdk-output';
import { constructPaths } from './path-metadata';
import { looksLikeTemplate, mayBeTemplate, readSynthesized, readText } from './template-file';

const DEEPEST_FOLDER = 10;
/** What CDK copies for functions and the like: code, not templates of the app. */
const ASSET_FOLDER = /^(asset\.|bundling-temp-)[0-9a-f]{64}/;
const NAMED_AS_TEMPLATE = /\.template(\.(json|ya?ml))?$/i;

/**
 * Templates in a CDK output that its manifests do not name: left by an earlier synthesis, put there afterwards, or copied to
 * S3 as a file. Somebody may deploy them, so they are judged like any other.
 */
export function extraTemplates(
  root: string,
  known: readonly ReadTemplate[],
  shown: (path: string) => string,
  trouble: (path: string, error: unknown) => void,
): ReadTemplate[] {
  const read = new Set(known.map(({ file }) => file.path));
  const result: ReadTemplate[] = [];
  const open: [string, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [folder, depth] = next;
    const names = namesIn(folder);
    const assets = copiedFiles(folder, names);
    for (const name of names) {
      const path = join(folder, name);
      if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        if (depth < DEEPEST_FOLDER && !ASSET_FOLDER.test(name)) open.push([path, depth + 1]);
        continue;
      }
      if (read.has(path) || !mayBeTemplate(name) || !isFile(path)) continue;
      try {
        const file = templateIn(path, name);
        if (!file) continue;
        const stack = shown(path);
        const paths = constructPaths(file.body, {}, folder);
        const source = {
          file: relative(root, path).split(sep).join('/'),
          body: file.body,
          bytes: file.bytes,
          stack,
          paths,
        };
        result.push({ file, source, isAsset: assets.has(name) });
      } catch (error) {
        trouble(path, error);
      }
    }
  }
  return result.sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
}

/** By its name or by what it says: CDK's other files, such as its tree, have no resources at the top. */
function templateIn(path: string, name: string) {
  if (NAMED_AS_TEMPLATE.test(name)) return readSynthesized(path);
  let text: string;
  try {
    ({ text } = readText(path));
  } catch {
    return undefined; // not a text, or far larger than a template
  }
  if (!looksLikeTemplate(text)) return undefined;
  const own = firstKeys(text);
  return own !== undefined && !own.includes('Resources') ? undefined : readSynthesized(path);
}

/** Of JSON that can be read; anything else is left to who says what is wrong with it. */
function firstKeys(text: string): string[] | undefined {
  try {
    return Object.keys(JSON.parse(text) as object);
  } catch {
    return undefined;
  }
}

/** Files that the asset manifests of a folder copy to S3. */
function copiedFiles(folder: string, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const name of names.filter((one) => one.endsWith('.assets.json'))) {
    try {
      const { files } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      for (const one of Object.values<any>(files ?? {})) found.add(String(one?.source?.path));
    } catch {
      // then nothing of it counts as named
    }
  }
  return found;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
