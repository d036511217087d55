import { readdirSync, readFileSync, statSync } from 'fs';
import { join, relative } from 'path';

export const ROOT = join(__dirname, '..', '..');

/** Every source file below a folder, relative to the project: what a compile left beside the sources does not count. */
export function sources(folder: string): string[] {
  const visit = (path: string): string[] =>
    readdirSync(path).flatMap((name) => {
      const inside = join(path, name);
      if (statSync(inside).isDirectory()) return name === 'node_modules' ? [] : visit(inside);
      return name.endsWith('.ts') && !name.endsWith('.d.ts') ? [inside] : [];
    });
  return visit(join(ROOT, folder))
    .map((path) => relative(ROOT, path).split('\\').join('/'))
    .sort();
}

export const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The names of the folders below a folder. */
export const folders = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).filter((name) => statSync(join(ROOT, folder, name)).isDirectory());
