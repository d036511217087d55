import { relative, sep } from 'path';
import { pathToFileURL } from 'url';
import { ALL_RULES } from '../lib/catalog';
import { describe } from '../lib/core/gate-plugin';
import type { Status } from '../lib/core/decide';
import type { ProfileName } from '../lib/core/profile';
import type { Rule } from '../lib/core/rule';
import type { Trouble } from './input/read-inputs';
import type { Entry, Judging } from './judging';

export type FailOn = 'blocking' | 'warning' | 'never';

/** Everything that a format shows. */
export interface Report extends Judging {
  readonly troubles: readonly Trouble[];
  readonly skipped: readonly string[];
  readonly failOn: FailOn;
  readonly profile: string;
  readonly cwd: string;
}

export interface Counts extends Readonly<Record<Status, number>> {
  readonly resources: number;
  readonly templates: number;
}

export function countsOf({ entries, problems, resources, templates }: Report): Counts {
  const count = (status: Status) => entries.filter((one) => one.status === status).length;
  return {
    blocking: count('blocking') + problems.filter(({ blocks }) => blocks).length,
    warning: count('warning') + problems.filter(({ blocks }) => !blocks).length,
    waived: count('waived'),
    baselined: count('baselined'),
    relaxed: count('relaxed'),
    resources,
    templates,
  };
}

/** Whether a finding of this status makes `check` fail. */
export const fails = (status: Status, failOn: FailOn): boolean =>
  failOn !== 'never' && (status === 'blocking' || (status === 'warning' && failOn === 'warning'));

const RULES = new Map(ALL_RULES.map((rule) => [rule.id, rule]));

/** What to do. Nobody has the code of a raw template: there the properties are named as the template names them. */
export function fixOf({ finding }: Pick<Entry, 'finding'>): string {
  const wanted =
    finding.constructPath === undefined ? inTemplate(RULES.get(finding.ruleId), finding.profile) : undefined;
  return wanted === undefined ? finding.fix : `set ${wanted}`;
}

/** A rule's secure properties as the template names them: `VersioningConfiguration: {"Status":"Enabled"}`. */
export function inTemplate(rule: Rule | undefined, profile: ProfileName): string | undefined {
  const wanted = rule?.secure?.cfn?.({ profile });
  if (wanted === undefined) return undefined;
  return Object.entries(wanted)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ');
}

/** `BUCKET-01: expected …, got …; do …`. */
export const messageOf = (entry: Pick<Entry, 'finding' | 'remark'>): string =>
  [`${entry.finding.ruleId}: ${describe(entry.finding)}`, entry.remark, fixOf(entry)].filter(Boolean).join('; ');

/** The file a finding stands in, below the working directory where it lies there. */
export const fileOf = ({ template }: Entry, { cwd }: Report): string =>
  relative(cwd, template.file.path).split(sep).join('/');

/** The line on which the resource begins; for a whole template, the first. */
export const lineOf = ({ finding, template }: Entry): number => template.file.lineOf(finding.logicalId) ?? 1;

/** For SARIF: relative to the working directory where the file lies below it. */
export function uriOf(entry: Entry, report: Report): { uri: string; isRelative: boolean } {
  const file = fileOf(entry, report);
  const isRelative = !file.startsWith('..') && !/^[A-Za-z]:|^\//.test(file);
  const uri = isRelative
    ? file.split('/').map(encodeURIComponent).join('/')
    : pathToFileURL(entry.template.file.path).href;
  return { uri, isRelative };
}

export const counted = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

/** `2 blocking, 1 warning, 0 waived; 300 resources in 4 templates`. */
export function summaryOf(counts: Counts): string {
  const parts = [
    `${counts.blocking} blocking`,
    counted(counts.warning, 'warning'),
    `${counts.waived} waived`,
    ...(counts.baselined > 0 ? [`${counts.baselined} in the baseline`] : []),
    ...(counts.relaxed > 0 ? [`${counts.relaxed} not provided in development`] : []),
  ];
  return `${parts.join(', ')}; ${counted(counts.resources, 'resource')} in ${counted(counts.templates, 'template')}`;
}

/** What a template says may reach a terminal, a web page or a log: no control characters, no tricks with direction. */
export const printable = (text: string): string =>
  text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  );
