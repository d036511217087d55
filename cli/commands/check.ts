import { writeFileSync } from 'fs';
import { resolve } from 'path';
import { Option } from 'commander';
import type { CommandContext, RegisterCommand } from '../command';
import { EXIT, UsageError } from '../exit-codes';
import { evidenceOf, gateRemarks, missingProofs } from '../gate-record';
import { json } from '../formats/json';
import { junit } from '../formats/junit';
import { markdown } from '../formats/markdown';
import { sarif } from '../formats/sarif';
import { text } from '../formats/text';
import { Group, Piped, readInputs, STDIN } from '../input/read-inputs';
import type { Io } from '../io';
import { judging } from '../judging';
import { accountsFrom, baselineFrom, dayFrom, editionFrom, FAIL_ON, FORMATS, PROFILES } from '../options';
import { reportTroubles, say } from '../troubles';
import { widthOf } from '../wrap';
import { counted, countsOf, FailOn, fails, printable, Report, summaryOf } from '../report';

interface CheckOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly all?: boolean;
  readonly failOn: FailOn;
  readonly baseline?: string;
  readonly edition?: string;
  readonly profile?: (typeof PROFILES)[number];
  readonly asOf?: string;
  readonly trustAccount?: readonly string[];
  readonly requireGate?: boolean;
  /** Commander's name for `--no-waivers`: true unless it is given. */
  readonly waivers: boolean;
}

const EXAMPLES = `
Examples:
  cdk-secure-serverless check cdk.out
  cdk-secure-serverless check template.yaml --format sarif --output findings.sarif
  aws cloudformation get-template --stack-name orders --query TemplateBody | cdk-secure-serverless check -
  cdk-secure-serverless check infrastructure/ --fail-on warning --baseline security-baseline.json`;

export const registerCheck: RegisterCommand = (program, context) => {
  program
    .command('check')
    .description('judge templates: a CDK output, CloudFormation or SAM templates, or directories of them')
    .argument('<paths...>', 'cdk.out, template.yaml, template.json, a directory to search, or - for standard input')
    .addOption(new Option('-f, --format <format>', 'how to report').choices(FORMATS).default('text'))
    .option('-o, --output <file>', 'write the report to a file')
    .option('-a, --all', 'show every finding, not the ten largest groups; also what was let pass')
    .addOption(new Option('--fail-on <what>', 'what makes the exit code 1').choices(FAIL_ON).default('blocking'))
    .option('-b, --baseline <file>', 'findings that were there before; the file never grows here')
    .option('--edition <YYYY-MM>', 'rules that came later only warn')
    .addOption(
      new Option(
        '-p, --profile <profile>',
        'assurance to expect, whatever the gate judged by (default: as it did, or production)',
      ).choices(PROFILES),
    )
    .option('--trust-account <ids...>', 'other accounts of yours, which policies may let in')
    .option('--require-gate', 'fail unless the gate of the app passed exactly these templates (security-gate.json)')
    .option('--no-waivers', 'let nothing pass but what is in --baseline, whatever the templates and the gate say')
    .option('--as-of <YYYY-MM-DD>', 'the day to judge by (default: today)')
    .addHelpText('after', EXAMPLES)
    .action((paths: string[], options: CheckOptions) => check(paths, options, context));
};

async function check(paths: readonly string[], options: CheckOptions, { io, exitWith }: CommandContext): Promise<void> {
  const { profile, failOn } = options;
  const settings = {
    profile,
    day: dayFrom(options.asOf),
    edition: editionFrom(options.edition),
    baseline: baselineFrom(options.baseline, io.cwd),
    noWaivers: !options.waivers,
    trustedAccounts: accountsFrom(options.trustAccount ?? []),
  };
  const progress = progressOn(io);
  progress(`reading ${paths.join(', ')} …`);
  const { groups, troubles, skipped } = readInputs(
    paths,
    io.cwd,
    paths.includes(STDIN) ? await pipedInto(io) : undefined,
  );
  progress(
    `judging ${counted(
      groups.reduce((sum, { templates }) => sum + templates.length, 0),
      'template',
    )} …`,
  );
  const evidence = evidenceOf(groups, settings.edition);
  const judged = judging(groups, settings, (group) => (options.waivers ? evidence.get(group) : undefined));
  const proofs = options.requireGate ? missingProofs(evidence, io.cwd) : [];
  const problems = [...judged.problems, ...proofs];
  const report: Report = {
    ...judged,
    problems,
    troubles,
    skipped,
    failOn,
    profile: profile ?? 'production',
    cwd: io.cwd,
  };
  progress('');
  if (groups.length > 0 || options.format !== 'text') print(report, options, io);
  remarks(report, io);
  noteExtras(groups, io);
  gateRemarks(evidence, options, io);
  exitWith(exitCodeOf(report));
  if (proofs.length > 0) exitWith(EXIT.findings); // whatever --fail-on says of findings
}

/** The worst counts: who cannot read everything cannot say that nothing blocks. */
export function exitCodeOf(report: Report): number {
  if (report.crashes.length > 0) return EXIT.internal;
  if (report.troubles.length > 0) return EXIT.usage;
  const isFailed =
    report.entries.some(({ status }) => fails(status, report.failOn)) ||
    report.problems.some(({ blocks }) => fails(blocks ? 'blocking' : 'warning', report.failOn));
  return isFailed ? EXIT.findings : EXIT.clean;
}

function print(report: Report, { format, output, all = false }: CheckOptions, io: Io): void {
  const isScreen = output === undefined && io.isTTY;
  const colour = isScreen && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
  const formats: Record<(typeof FORMATS)[number], () => string> = {
    text: () => text(report, { width: widthOf({ columns: io.columns, isTTY: isScreen }), colour, all }),
    json: () => json(report),
    sarif: () => sarif(report),
    junit: () => junit(report),
    markdown: () => markdown(report, all),
  };
  const rendered = formats[format]();
  if (output === undefined) {
    io.stdout(rendered);
    return;
  }
  try {
    writeFileSync(resolve(io.cwd, output), rendered);
  } catch (error) {
    throw new UsageError(`cannot write ${output}: ${(error as Error).message}`);
  }
  io.stdout(`${summaryOf(countsOf(report))}; written to ${output}\n`);
}

async function pipedInto({ stdin }: Io): Promise<Piped> {
  try {
    if (!stdin) throw new Error('nothing to read from');
    return await stdin();
  } catch (error) {
    return error as Error;
  }
}

/** What is judged although no manifest names it. */
function noteExtras(groups: readonly Group[], io: Io): void {
  const extras = groups.filter(({ extraIn }) => extraIn !== undefined).flatMap(({ templates }) => templates);
  if (extras.length === 0) return;
  const names = extras.slice(0, 5).map(({ source }) => source.stack);
  say(
    `note: no stack of the app, judged as ${extras.length === 1 ? 'a template' : 'templates'} on ${extras.length === 1 ? 'its' : 'their'} own: ` +
      `${names.join(', ')}${extras.length > 5 ? ` and ${extras.length - 5} more` : ''}`,
    io,
  );
}

/** On stderr, whatever the format: what was not judged, and what is wrong with us. */
function remarks(report: Report, io: Io): void {
  reportTroubles(report, io);
  for (const { ruleId, stack, logicalId, message } of report.crashes) {
    say(`internal error: rule ${ruleId} crashed on ${stack}/${logicalId}: ${message}; please report it`, io);
  }
  if (report.notSeen.length > 0) {
    say(
      `note: ${counted(report.notSeen.length, 'resource')} about something outside of these templates: judged alone`,
      io,
    );
  }
  if (report.gone.length > 0) {
    say(`note: ${report.gone.length} of the baseline's findings are mended: write it anew, and it shrinks`, io);
  }
}

/** One line on a terminal, which the next one overwrites. */
function progressOn({ isTTY, stderr }: Io): (line: string) => void {
  return (line) => {
    if (isTTY) stderr(`\r\u001b[2K${printable(line)}`);
  };
}
