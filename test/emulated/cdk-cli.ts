import { spawn } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { ACCOUNT, REGION } from './ministack';

const ROOT = join(__dirname, '../..');
const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');

/** What every AWS client of this suite gets: the emulator, and no other way out. */
export const onlyEmulator = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: REGION,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  // a request to anywhere else meets a closed door
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
});

/** The real CDK command line. @throws with its output when it fails */
export async function cdk(
  args: readonly string[],
  { cwd, env = {}, timeout = 180_000 }: { cwd: string; env?: Record<string, string>; timeout?: number },
): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), 'cdk-home-'));
  const child = spawn(CDK, [...args, '--no-color', '--no-notices'], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
      HOME: home,
      CI: 'true',
      CDK_VALIDATION: 'false',
      CDK_DISABLE_VERSION_CHECK: '1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
      ...env,
    },
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), timeout);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => {
    clearTimeout(timer);
    rmSync(home, { recursive: true, force: true });
  });
  const output = Buffer.concat(chunks).toString('utf8');
  if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code ?? 'a time-out'}:\n${output}`);
  return output;
}

export const TARGET = `aws://${ACCOUNT}/${REGION}`;
