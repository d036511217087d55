import { run } from '../../cli/main';
import type { Io } from '../../cli/io';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, without a terminal. */
export const commandLine = (cwd: string, ...argv: string[]): Promise<Ran> => ranWith({}, cwd, ...argv);

/** With something on standard input. */
export const piping = (text: string | Buffer, cwd: string, ...argv: string[]): Promise<Ran> =>
  ranWith({ stdin: () => Promise.resolve(Buffer.from(text as string)) }, cwd, ...argv);

async function ranWith(more: Pick<Io, 'stdin'>, cwd: string, ...argv: string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    isTTY: false,
    cwd,
    env: {},
    ...more,
  });
  return { code, stdout, stderr };
}
