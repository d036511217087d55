import { ChildProcess, spawn, spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'fs';
import { createServer } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '../..');
const REQUIREMENTS = join(__dirname, 'requirements.txt');

/** The account and region that the emulator answers for. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** Why there is no emulator on this machine; nothing when it can be started. */
export type Unavailable = { readonly reason: string } | undefined;

/** Where the virtual environment lies: a new one for every change of the requirements. */
function environmentDirectory(): string {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  return join(ROOT, 'node_modules', '.cache', `ministack-${version}`);
}

/** Installs MiniStack from PyPI on first use (about 12 s), and never again. */
export function install(): Unavailable {
  const directory = environmentDirectory();
  if (existsSync(directory)) return undefined;
  const python = spawnSync('python3', ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))']);
  if (python.error || python.status !== 0) return { reason: 'Python 3.10 or later with venv is not installed' };
  mkdirSync(join(directory, '..'), { recursive: true });
  const building = `${directory}-${process.pid}`;
  try {
    const steps = [
      ['python3', '-m', 'venv', building],
      [join(building, 'bin', 'python'), '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', REQUIREMENTS],
    ];
    for (const [command, ...args] of steps) {
      const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 300_000 });
      if (status !== 0) return { reason: `MiniStack could not be installed: ${stderr?.trim().split('\n').pop()}` };
    }
    renameSync(building, directory); // whole or not at all
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
  return undefined;
}

/** Ends the whole process group as soon as we are gone, however that came: our end of its standard input closes then. */
const START = `
import os, runpy, signal, sys, threading
watch = lambda: (sys.stdin.read(), os.killpg(0, signal.SIGKILL))
threading.Thread(target=watch, daemon=True).start()
runpy.run_module('ministack.app', run_name='__main__')
`;

/** A running emulator. It listens on 127.0.0.1 only. */
export class MiniStack {
  public static async start(environment: Record<string, string> = {}): Promise<MiniStack> {
    const port = await freePort();
    const home = mkdtempSync(join(tmpdir(), 'ministack-'));
    const log = join(home, 'ministack.log');
    const output = openSync(log, 'w');
    const child = spawn(join(environmentDirectory(), 'bin', 'python'), ['-c', START], {
      detached: true, // its own process group: the workers that run functions end with it
      stdio: ['pipe', output, output],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        TMPDIR: home,
        BIND_HOST: '127.0.0.1',
        MINISTACK_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        S3_DATA_DIR: join(home, 's3'),
        STATE_DIR: join(home, 'state'),
        IOT_MTLS_ENABLED: '0', // a port of its own, which two emulators would want
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_SESSION_TOKEN: 'test',
        ...environment,
      },
    });
    const emulator = new MiniStack(child, port, home, log);
    process.once('exit', emulator.kill);
    try {
      await emulator.ready(30_000);
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    public readonly home: string,
    private readonly log: string,
  ) {}

  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The last lines it printed, for a failing test. */
  public tail(lines = 40): string {
    return readFileSync(this.log, 'utf8').split('\n').slice(-lines).join('\n');
  }

  public async stop(): Promise<void> {
    process.off('exit', this.kill);
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    const running = this.child.exitCode === null && this.child.signalCode === null;
    this.kill();
    if (running) await within(10_000, ended, 'MiniStack to end');
    rmSync(this.home, { recursive: true, force: true, maxRetries: 3 });
  }

  private readonly kill = (): void => {
    try {
      process.kill(-this.child.pid!, 'SIGKILL');
    } catch {
      // it has ended already
    }
  };

  private async ready(milliseconds: number): Promise<void> {
    await eventually(milliseconds, 'MiniStack to answer', async () => {
      if (this.child.exitCode !== null) throw new Error(`MiniStack ended at once:\n${this.tail()}`);
      const response = await fetch(`${this.endpoint}/_ministack/health`).catch(() => undefined);
      return response?.ok || undefined;
    });
  }
}

/** Asks until there is an answer; `seen` says what there was instead when there is none in time. */
export async function eventually<T>(
  milliseconds: number,
  what: string,
  ask: () => Promise<T | undefined>,
  seen: () => string = () => '',
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}${seen()}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

async function within<T>(milliseconds: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${milliseconds} ms for ${what}`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
