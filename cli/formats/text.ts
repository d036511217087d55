import { unjudgedText } from '../../lib/core/unjudged';
import { readable } from '../../lib/core/text';
import { groupedText, Listed } from '../../lib/report/grouped-text';
import { counted, countsOf, fixOf, messageOf, printable, Report, summaryOf } from '../report';
import type { Entry } from '../judging';

export interface TextOptions {
  readonly width: number;
  readonly colour: boolean;
  /** Every group, and every place in it. */
  readonly all: boolean;
}

const GROUPS = 10;

/** Findings grouped by what mends them: at most ten groups, those that block first. */
export function text(report: Report, { width, colour, all }: TextOptions): string {
  const blocks: string[] = [];
  let left = all ? Infinity : GROUPS;
  for (const [status, title] of [
    ['blocking', 'Blocking'],
    ['warning', 'Warnings'],
  ] as const) {
    const entries = report.entries.filter((one) => one.status === status).map((one) => new ListedEntry(one));
    if (entries.length === 0) continue;
    const groups = new Set(entries.map(({ fix }) => fix)).size;
    const shown = Math.min(groups, left);
    left -= shown;
    const more = '--all shows all';
    const places = all ? Infinity : 4;
    blocks.push(
      `${paint(`${title}: ${counted(entries.length, 'finding')}`, status, colour)}\n` +
        groupedText(entries, { width, groups: shown, places, colour, more }),
    );
  }
  for (const { id, message, fix, blocks: stops } of report.problems) {
    blocks.push(printable(`${stops ? 'Blocking' : 'Warning'}: ${id}: ${message}; ${fix}`));
  }
  if (all) blocks.push(...accepted(report));
  const counts = countsOf(report);
  const status = counts.blocking > 0 ? 'blocking' : counts.warning > 0 ? 'warning' : 'clean';
  const notJudged = unjudgedText(report.unjudged);
  blocks.push(paint(summaryOf(counts), status, colour) + (notJudged ? `\n${printable(notJudged)}` : '') + hint(report));
  return `${blocks.join('\n\n')}\n`;
}

/** A finding for the formatter, which prints few of thousands: nothing is put together before it is asked for. */
class ListedEntry implements Listed {
  public readonly ruleId: string;
  public readonly status: string;
  public readonly fix: string;
  public readonly topics: readonly string[];

  constructor(private readonly entry: Entry) {
    this.ruleId = entry.finding.ruleId;
    this.status = entry.status;
    this.fix = fixOf(entry);
    this.topics = entry.finding.topics;
  }

  /** In a raw template, the line is what the reader looks for. */
  public get path(): string {
    const { finding, template, place } = this.entry;
    const line = finding.constructPath === undefined ? template.file.lineOf(finding.logicalId) : undefined;
    return printable(line === undefined ? place : `${place} (line ${line})`);
  }

  public get message(): string {
    return printable(messageOf({ finding: this.entry.finding }));
  }

  public get got(): string | undefined {
    const { finding, remark } = this.entry;
    const seen = [finding.got && readable(finding.got), remark].filter(Boolean).join('; ');
    return seen === '' ? undefined : printable(seen);
  }
}

/** What passed, and why. */
function accepted({ entries }: Report): string[] {
  const lines = entries
    .filter(({ status }) => status === 'waived' || status === 'baselined')
    .map(({ finding, place, status, reason }) =>
      printable(`  ${finding.ruleId} ${place}: ${status === 'waived' ? reason : 'in the baseline'}`),
    );
  return lines.length > 0 ? [`Let pass: ${counted(lines.length, 'finding')}\n${lines.join('\n')}`] : [];
}

function hint({ entries }: Report): string {
  const first =
    entries.find(({ status }) => status === 'blocking') ?? entries.find(({ status }) => status === 'warning');
  if (!first) return '';
  const { ruleId } = first.finding;
  return `\nWhy: cdk-secure-serverless explain ${ruleId}. To disagree: cdk-secure-serverless waive ${ruleId} '${printable(first.place)}'.`;
}

const COLOURS: Readonly<Record<string, number>> = { blocking: 31, warning: 33, clean: 32 };
const paint = (line: string, status: string, colour: boolean): string =>
  colour ? `\u001b[1;${COLOURS[status]}m${line}\u001b[0m` : line;
