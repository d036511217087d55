import { placeOf } from '../core/baseline';
import { describe } from '../core/gate-plugin';
import type { Finding } from '../core/rule';
import { readable } from '../core/text';

/** What the formatter needs to know of a finding. A `SecurityFinding` is one; `listed` makes one of a rule's finding. */
export interface Listed {
  readonly ruleId: string;
  readonly status: string;
  readonly path: string;
  /** `BUCKET-01: expected …, got …; do …`. */
  readonly message: string;
  readonly fix: string;
  readonly got?: string;
  /** What the rule is about: the most urgent come first. @default - after those that say it */
  readonly topics?: readonly string[];
}

export interface GroupedTextOptions {
  /** Columns of the terminal. @default - 100 */
  readonly width?: number;
  /** Groups to print before the rest is only counted. @default - 10 */
  readonly groups?: number;
  /** Places to print per group before the rest is only counted. @default - 4 */
  readonly places?: number;
  /** Whether to write ANSI colours. @default - no */
  readonly colour?: boolean;
  /** How the reader gets to see the rest. @default - nothing is said of it */
  readonly more?: string;
}

/** A rule's finding, for the formatter. */
export const listed = (finding: Finding): Listed => ({
  ruleId: finding.ruleId,
  status: finding.weight,
  path: placeOf(finding),
  message: `${finding.ruleId}: ${describe(finding)}; ${finding.fix}`,
  fix: finding.fix,
  got: finding.got === undefined ? undefined : readable(finding.got),
  topics: finding.topics,
});

/**
 * What lets strangers in comes before what keeps traces, and that before what fails by itself at deployment. Of a rule, the
 * first topic counts; a few have a place of their own.
 */
const URGENCY: readonly string[] = [
  'public-access',
  'auth',
  'ROLE-04', // grants itself more
  'ROLE-06', // AdministratorAccess and its like
  'cross-account',
  'secrets',
  'least-privilege',
  'confused-deputy',
  'transport',
  'validation',
  'throttling',
  'waf',
  'denial-of-wallet',
  'supply-chain',
  'encryption',
  'availability',
  'retention',
  'logging',
  'monitoring',
  'deployability',
  'gate',
];

interface Group {
  readonly fix: string;
  readonly all: Listed[];
}

/**
 * Findings as text, one group for everything that the same change mends: the most urgent first, of equals the largest.
 * Empty when there are none.
 */
export function groupedText(findings: readonly Listed[], options: GroupedTextOptions = {}): string {
  const { width = 100, groups: most = 10, places = 4, colour = false, more } = options;
  const groups = groupedByFix(findings);
  const paint = colour ? PAINT : PLAIN;
  const digits = String(Math.min(groups.length, most)).length;
  const indent = ' '.repeat(digits + 2);
  const blocks = groups.slice(0, most).map(({ fix, all }, index) => {
    const ids = [...new Set(all.map(({ ruleId }) => ruleId))].join(', ');
    const [first, ...rest] = wrap(fix, width - indent.length);
    const lines = [
      `${String(index + 1).padStart(digits)}. ${paint.strong(first)}`,
      ...rest.map((line) => indent + paint.strong(line)),
      ...wrap(`${ids} × ${all.length}: ${expectation(all[0])}`, width - indent.length).map((line) => indent + line),
    ];
    const seen = [...new Map(all.map((one) => [placeAndGot(one), one])).values()];
    for (const place of seenAlike(seen.slice(0, places))) {
      lines.push(
        ...wrap(place, width - indent.length - 4).map(
          (line, at) => `${indent}${at ? '    ' : '  '}${paint.faint(line)}`,
        ),
      );
    }
    if (seen.length > places)
      lines.push(`${indent}  ${paint.faint(`… and ${count(seen.length - places, 'more place')}`)}`);
    return lines.join('\n');
  });
  const left = groups.slice(most);
  if (left.length > 0) {
    const found = left.reduce((sum, { all }) => sum + all.length, 0);
    blocks.push(`… and ${count(left.length, 'more group')} with ${count(found, 'finding')}${more ? ` (${more})` : ''}`);
  }
  return blocks.join('\n');
}

function groupedByFix(findings: readonly Listed[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of findings) {
    const group = groups.get(one.fix) ?? { fix: one.fix, all: [] };
    group.all.push(one);
    groups.set(one.fix, group);
  }
  const urgencies = new Map([...groups.values()].map((group) => [group, urgencyOf(group)]));
  return [...groups.values()].sort(
    (a, b) =>
      urgencies.get(a)! - urgencies.get(b)! ||
      b.all.length - a.all.length ||
      (a.all[0].ruleId < b.all[0].ruleId ? -1 : 1),
  );
}

const urgencyOf = ({ all }: Group): number =>
  Math.min(
    ...all.map(
      ({ ruleId, topics = [] }) =>
        [ruleId, ...topics].map((one) => URGENCY.indexOf(one)).find((at) => at >= 0) ?? URGENCY.length,
    ),
  );

/** Between the rule's id and what was seen. */
function expectation({ ruleId, message: text, fix }: Listed): string {
  const withoutId = text.startsWith(`${ruleId}: `) ? text.slice(ruleId.length + 2) : text;
  const end = withoutId.indexOf(`; ${fix}`);
  return (end < 0 ? withoutId : withoutId.slice(0, end)).replace(/, got .*$/s, '');
}

const placeAndGot = ({ path, got }: Listed): string => [path || 'the app', got].filter(Boolean).join(': ');

/** What was seen at several places is said once: `S/One: nothing`, `also S/Two, S/Three`. */
function seenAlike(all: readonly Listed[]): string[] {
  const alike = new Map<string | undefined, Listed[]>();
  for (const one of all) alike.set(one.got, [...(alike.get(one.got) ?? []), one]);
  return [...alike.values()].flatMap(([first, ...rest]) => [
    placeAndGot(first),
    ...(rest.length > 0 ? [`also ${rest.map(({ path }) => path || 'the app').join(', ')}`] : []),
  ]);
}

const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? '' : 's'}`;

/** Breaks between words; a word longer than the line is cut. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    for (let rest = word; rest !== '';) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + 1 + rest.length <= width) {
        lines[lines.length - 1] = `${last} ${rest}`;
        rest = '';
      } else {
        lines.push(rest.slice(0, width));
        rest = rest.slice(width);
      }
    }
  }
  return lines;
}

type Paint = Record<'strong' | 'faint', (text: string) => string>;
const PLAIN: Paint = { strong: (text) => text, faint: (text) => text };
const PAINT: Paint = { strong: (text) => `\u001b[1m${text}\u001b[22m`, faint: (text) => `\u001b[2m${text}\u001b[22m` };
