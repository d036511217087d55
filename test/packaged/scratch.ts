import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

export const ROOT = join(__dirname, '..', '..');
export const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');
const JSII = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', CDK_DISABLE_CLI_TELEMETRY: 'true' };

/** The npm tarball of the sources as they are: packed again when one of them is newer. */
export function tarball(): string {
  const dist = join(ROOT, 'dist', 'js');
  const packed = () => (existsSync(dist) ? readdirSync(dist).filter((file) => file.endsWith('.tgz')) : []);
  const isStale = () => packed().length === 0 || newest(join(ROOT, 'lib')) > statSync(join(dist, packed()[0])).mtimeMs;
  if (isStale()) {
    run('npx', ['projen', 'compile'], ROOT);
    run('node', ['scripts/lazy-index.js'], ROOT);
    run('npx', ['projen', 'package:js'], ROOT);
  }
  return join(dist, packed()[0]);
}

const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );

/** An empty directory outside the repository, with some files in it. */
export function scratch(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'scratch-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export const copyOf = (folder: string): string => {
  const copy = mkdtempSync(join(tmpdir(), 'scratch-'));
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
};

/** Runs a command that has to succeed. */
export function run(command: string, argv: string[], cwd: string, env: Record<string, string> = {}): string {
  try {
    return execFileSync(command, argv, {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
      env: { ...process.env, ...JSII, ...env },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${argv.join(' ')} failed\n${stdout}\n${stderr}`);
  }
}

/** Runs a command whose exit code is the question. */
export function attempt(command: string, argv: string[], cwd: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, argv, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...JSII, NODE_ENV: '', CDK_VALIDATION: 'false', ...env },
  });
  return { code: status, text: `${stdout}${stderr}` };
}
