import { ALL_RULES } from '../../lib/catalog';
import { FIRST_EDITION, isEdition, rulesByEdition } from '../../lib/core/editions';
import type { Rule } from '../../lib/core/rule';
import { groupedText, listed } from '../../lib/report/grouped-text';
import type { CommandContext, RegisterCommand } from '../command';
import { UsageError } from '../exit-codes';
import { readInputs } from '../input/read-inputs';
import type { Io } from '../io';
import { Entry, judging } from '../judging';
import { evidenceOf } from '../gate-record';
import { dayFrom } from '../options';
import { counted, printable } from '../report';

const EXAMPLES = `
Examples:
  cdk-secure-serverless editions
  cdk-secure-serverless editions 2026-11               what came after 2026-11
  cdk-secure-serverless editions 2026-11 cdk.out       and what it would newly block here
  cdk-secure-serverless editions 2026-11 2027-05 cdk.out`;

export const registerEditions: RegisterCommand = (program, context) => {
  program
    .command('editions')
    .description('list rules by edition, and what taking a later edition would newly block')
    .argument('[from-to-path...]', 'the edition you are on, the one to compare with, and a CDK output or template')
    .addHelpText('after', EXAMPLES)
    .action((words: string[]) => editions(words, context));
};

function editions(words: readonly string[], { io }: CommandContext): void {
  const named = words.filter((word) => /^\d{4}-\d{1,2}$/.test(word));
  const paths = words.filter((word) => !named.includes(word));
  const [from, to, ...more] = named;
  if (more.length > 0) throw new UsageError('expected at most two editions, from and to');
  for (const edition of named) {
    if (!isEdition(edition)) throw new UsageError(`expected an edition written YYYY-MM, got '${edition}'`);
  }
  if (from !== undefined && from < FIRST_EDITION) {
    throw new UsageError(`expected an edition of ${FIRST_EDITION} or later, got '${from}': no rule blocked before`);
  }
  if (to !== undefined && to < from) throw new UsageError(`expected the later edition second, got ${from} and ${to}`);
  if (paths.length > 0 && from === undefined) {
    throw new UsageError(`expected the edition you are on before the path: editions ${FIRST_EDITION} ${paths[0]}`);
  }
  const rules = rulesByEdition(ALL_RULES);
  const wanted = [...rules].filter(
    ([edition]) => (from === undefined || edition > from) && (to === undefined || edition <= to),
  );
  if (wanted.every(([, own]) => own.length === 0)) {
    io.stdout(
      `no rule came after ${from}${to ? ` up to ${to}` : ''}; the newest edition is ${[...rules.keys()].at(-1)}\n`,
    );
    return;
  }
  const entries = paths.length > 0 ? newlyBlocked(paths, from, to, io) : undefined;
  for (const [edition, own] of wanted)
    if (own.length > 0) io.stdout(`${edition}: ${counted(own.length, 'rule')}\n${list(own, entries)}\n`);
  if (entries) io.stdout(summary(entries, from, io));
}

function list(rules: readonly Rule[], entries: readonly Entry[] | undefined): string {
  return rules
    .map(({ id, title }) => {
      const count = entries?.filter(({ finding }) => finding.ruleId === id).length;
      const blocks =
        count === undefined
          ? ''
          : count === 0
            ? ' (blocks nothing here)'
            : ` (would block ${counted(count, 'finding')})`;
      return `  ${id.padEnd(13)} ${title}${blocks}\n`;
    })
    .join('');
}

/** Findings that only warn because of the older edition. Waived ones do not count. */
function newlyBlocked(paths: readonly string[], from: string, to: string | undefined, io: Io): Entry[] {
  const { groups, troubles } = readInputs(paths, io.cwd);
  if (troubles.length > 0) throw new UsageError(`${troubles[0].path}: ${troubles[0].message}`);
  const evidence = evidenceOf(groups);
  const options = { day: dayFrom(undefined), edition: from };
  const { entries } = judging(groups, options, (group) => evidence.get(group));
  return entries.filter(
    ({ status, finding: { blocksFrom } }) =>
      (status === 'warning' || status === 'baselined') &&
      blocksFrom !== undefined &&
      (to === undefined || blocksFrom <= to),
  );
}

function summary(entries: readonly Entry[], from: string, io: Io): string {
  if (entries.length === 0) return `Nothing would newly block after ${from}.\n`;
  const shown = entries.map((one) => {
    const { path, message, got, ...rest } = listed(one.finding);
    return { ...rest, path: printable(path), message: printable(message), got: got && printable(got) };
  });
  const text = groupedText(shown, { width: Math.max(40, (io.isTTY && io.columns) || 100) });
  return `Newly blocked after ${from}: ${counted(entries.length, 'finding')}\n${text}\n`;
}
