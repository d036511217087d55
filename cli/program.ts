import { Command } from 'commander';
import type { CommandContext, RegisterCommand } from './command';
import { version } from './version';
import { registerCheck } from './commands/check';
import { registerEditions } from './commands/editions';
import { registerExplain } from './commands/explain';
import { registerFootprint } from './commands/footprint';
import { registerInit } from './commands/init';
import { registerWaive } from './commands/waive';

/** In the order of `--help`. */
const COMMANDS: readonly RegisterCommand[] = [
  registerCheck,
  registerInit,
  registerExplain,
  registerWaive,
  registerEditions,
  registerFootprint,
];

const EXIT_CODES = `
Exit codes:
  0  nothing blocks
  1  findings at or above --fail-on
  2  wrong use, input that cannot be read, or an app that init was not sure about
  3  internal error, for example a rule that crashed`;

/** The whole command line. It never exits the process: `run` does that. */
export function buildProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command('cdk-secure-serverless')
    .description('Judges CloudFormation templates, whoever wrote them: CDK output, plain CloudFormation, SAM.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError('(--help says more)')
    .addHelpText('after', EXIT_CODES);
  program.exitOverride().configureOutput({
    writeOut: (text) => io.stdout(text),
    writeErr: (text) => io.stderr(text),
    getOutHelpWidth: () => io.columns ?? 100,
    getErrHelpWidth: () => io.columns ?? 100,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  for (const register of COMMANDS) register(program, context);
  return program;
}
