import { lstatSync, readdirSync, realpathSync, statSync } from 'fs';
import { basename, dirname, join } from 'path';
import { readManifest } from './cdk-output';
import { mayBeTemplate, reasonOf } from './template-file';
import { Unreadable } from './unreadable';

const SKIPPED = new Set(['node_modules', '.git']);
const DEEPEST_FOLDER = 40;
const MOST_ENTRIES = 200_000;

/** What an argument of the command line comes to. */
export interface Inputs {
  /** Directories with a CDK manifest. */
  readonly outputs: string[];
  readonly files: Found[];
  /** Links that were not followed, and folders that were not looked into. */
  readonly skipped: string[];
}

export interface Found {
  readonly path: string;
  /** Named by the user: then it has to be a template. */
  readonly isNamed: boolean;
}

/** @throws Unreadable when there is nothing at the path, or too much */
export function findInputs(path: string): Inputs {
  const inputs: Inputs = { outputs: [], files: [], skipped: [] };
  let stat;
  try {
    stat = statSync(path);
  } catch (error) {
    throw new Unreadable(reasonOf(error));
  }
  if (stat.isDirectory()) walk(realpathSync(path), inputs);
  else if (basename(path) === 'manifest.json') inputs.outputs.push(dirname(realpathSync(path)));
  else inputs.files.push({ path: stat.isFile() ? realpathSync(path) : path, isNamed: true });
  return inputs;
}

function walk(root: string, inputs: Inputs): void {
  let entries = 0;
  const open: [string, number][] = [[root, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [folder, depth] = next;
    if (isCdkOutput(folder)) {
      inputs.outputs.push(folder);
      continue;
    }
    let names: string[];
    try {
      names = readdirSync(folder).sort();
    } catch (error) {
      inputs.skipped.push(`${folder}: ${reasonOf(error)}`);
      continue;
    }
    if ((entries += names.length) > MOST_ENTRIES) {
      throw new Unreadable(`more than ${MOST_ENTRIES} files and folders; name the folder of the templates`);
    }
    const folders: [string, number][] = [];
    for (const name of names) {
      const inside = join(folder, name);
      const stat = lstatSync(inside, { throwIfNoEntry: false });
      if (stat?.isDirectory()) {
        if (SKIPPED.has(name)) continue;
        if (depth >= DEEPEST_FOLDER) inputs.skipped.push(`${inside}: more than ${DEEPEST_FOLDER} folders deep`);
        else folders.push([inside, depth + 1]);
      } else if (stat?.isSymbolicLink()) link(inside, name, inputs);
      else if (stat?.isFile() && mayBeTemplate(name)) inputs.files.push({ path: inside, isNamed: false });
    }
    open.push(...folders.reverse());
  }
}

/** A link to a file counts as the file; a link to a folder might lead round in a circle, or out into the machine. */
function link(path: string, name: string, inputs: Inputs): void {
  let target;
  try {
    target = statSync(path);
  } catch {
    return; // leads nowhere, or to itself
  }
  if (target.isFile() && mayBeTemplate(name)) inputs.files.push({ path: realpathSync(path), isNamed: false });
  else if (target.isDirectory() && !SKIPPED.has(name)) inputs.skipped.push(`${path}: a link to a folder`);
}

/** Also with a manifest that cannot be read: who reads it says so. */
function isCdkOutput(folder: string): boolean {
  try {
    return readManifest(folder) !== undefined;
  } catch {
    return true;
  }
}
