import type { CommanderError } from 'commander';
import { EXIT, UsageError } from './exit-codes';
import type { Io } from './io';
import { version } from './version';

/** Runs the command line and says what to exit with. Never throws, never ends the process. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  if (argv.length === 1 && ['--version', '-V'].includes(argv[0])) {
    io.stdout(`${version}\n`);
    return EXIT.clean;
  }
  let exitCode: number = EXIT.clean;
  // only now: the rules take their time to load
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { buildProgram } = require('./program') as typeof import('./program');
  const program = buildProgram({ io, exitWith: (code) => void (exitCode = Math.max(exitCode, code)) });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return failure(error, io);
  }
}

function failure(error: unknown, io: Io): number {
  if (isCommanderError(error)) return error.exitCode === 0 ? EXIT.clean : EXIT.usage; // it has printed its line
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    io.stderr(`error: ${oneLine(text)}\n`);
    return EXIT.usage;
  }
  io.stderr(`internal error: ${oneLine(text)}; please report it with the command line\n`);
  if (io.env.DEBUG && error instanceof Error) io.stderr(`${error.stack}\n`);
  return EXIT.internal;
}

const isCommanderError = (error: unknown): error is CommanderError =>
  String((error as { code?: unknown } | undefined)?.code).startsWith('commander.');

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');
