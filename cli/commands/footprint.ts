import { Option } from 'commander';
import { fixedCost, FixedCost } from '../../lib/report/fixed-cost';
import { PRICES_AS_OF } from '../../lib/report/prices';
import type { CommandContext, RegisterCommand } from '../command';
import { EXIT } from '../exit-codes';
import { readInputs } from '../input/read-inputs';
import { counted, printable } from '../report';
import { reportTroubles } from '../troubles';

export const registerFootprint: RegisterCommand = (program, context) => {
  program
    .command('footprint')
    .description('count the resources of templates and what they cost in a month in which nobody uses them')
    .argument('<paths...>', 'cdk.out, template.yaml, template.json or a directory to search')
    .addOption(new Option('-f, --format <format>', 'how to report').choices(['text', 'json']).default('text'))
    .action((paths: string[], { format }: { format: string }) => footprint(paths, format, context));
};

function footprint(paths: readonly string[], format: string, { io, exitWith }: CommandContext): void {
  const { groups: found, troubles, skipped } = readInputs(paths, io.cwd);
  const groups = found.filter(({ extraIn }) => extraIn === undefined); // what an earlier synthesis left
  reportTroubles({ troubles, skipped }, io);
  if (troubles.length > 0) exitWith(EXIT.usage);
  const bodies = groups.flatMap(({ templates }) => templates.map(({ file }) => file.body));
  if (bodies.length === 0) return;
  const types = new Map<string, number>();
  for (const { Resources } of bodies) {
    for (const one of Object.values<any>(Resources ?? {})) {
      const type = String(one?.Type ?? 'no type');
      types.set(type, (types.get(type) ?? 0) + 1);
    }
  }
  const sorted = [...types].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const cost = fixedCost(bodies);
  const resources = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (format === 'json') {
    const result = { version: 1, templates: bodies.length, resources, types: Object.fromEntries(sorted), cost };
    io.stdout(`${JSON.stringify({ ...result, pricesAsOf: PRICES_AS_OF }, undefined, 2)}\n`);
  } else io.stdout(printable(asText(bodies.length, resources, sorted, cost)));
}

function asText(templates: number, resources: number, types: readonly [string, number][], cost: FixedCost): string {
  const rows = types.map(([type, count]) => `${String(count).padStart(6)}  ${type}`);
  const prices = cost.lines.map(
    ({ type, count, units, monthly }) => `${dollars(monthly)}  ${type} × ${count}${units ? ` (${units})` : ''}`,
  );
  const unknown = cost.unknown.map((one) => `         ?  ${one}`);
  return [
    `${counted(resources, 'resource')} in ${counted(templates, 'template')}`,
    ...rows,
    '',
    `Fixed cost per month: us-east-1, prices of ${PRICES_AS_OF}, no free tier, every condition true, nothing by use`,
    ...prices,
    ...unknown,
    `${dollars(cost.monthly)}  in all${unknown.length > 0 ? `, and ${counted(unknown.length, 'unknown price')}` : ''}`,
    '',
  ].join('\n');
}

const dollars = (amount: number): string => `$${amount.toFixed(2)}`.padStart(10);
