import { countsOf, counted, fileOf, fixOf, lineOf, printable, Report, summaryOf } from '../report';
import { rulePage } from '../rule-pages';
import type { Entry } from '../judging';
import { unjudgedText } from '../../lib/core/unjudged';
import { readable } from '../../lib/core/text';

const GROUPS = 10;
const PLACES = 10;
/** GitHub takes 65,536 characters in a comment. */
const MOST_CHARACTERS = 60_000;

/** For a comment on a pull request. */
export function markdown(report: Report, all: boolean): string {
  const counts = countsOf(report);
  const lines = [`### ${counts.blocking > 0 ? '❌' : '✅'} cdk-secure-serverless: ${summaryOf(counts)}`, ''];
  const notJudged = unjudgedText(report.unjudged);
  if (notJudged) lines.push(escape(notJudged), '');
  for (const { path, line, message } of report.troubles) {
    lines.push(`* ⚠️ could not read ${code(path + (line === undefined ? '' : `:${line}`))}: ${escape(message)}`);
  }
  for (const { ruleId, stack, logicalId } of report.crashes) {
    lines.push(`* ⚠️ rule ${ruleId} crashed on ${code(`${stack}/${logicalId}`)}: nothing can be said about it`);
  }
  for (const { id, message, fix, blocks } of report.problems) {
    lines.push(`* ${blocks ? '❌' : '⚠️'} ${id}: ${escape(`${message}; ${fix}`)}`);
  }
  const groups = [...groupsOf(report, 'blocking'), ...groupsOf(report, 'warning')];
  let length = lines.join('\n').length;
  let shown = 0;
  for (const group of groups.slice(0, all ? Infinity : GROUPS)) {
    const section = sectionOf(group, report, all);
    if (length + section.length > MOST_CHARACTERS) break;
    lines.push(section);
    length += section.length;
    shown++;
  }
  const left = groups.slice(shown);
  if (left.length > 0) {
    const findings = left.reduce((sum, group) => sum + group.length, 0);
    lines.push('', `… and ${counted(left.length, 'more group')} with ${counted(findings, 'finding')}`);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function groupsOf({ entries }: Report, status: string): Entry[][] {
  const groups = new Map<string, Entry[]>();
  for (const one of entries) {
    if (one.status !== status) continue;
    const key = `${one.finding.ruleId} ${fixOf(one)}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length);
}

function sectionOf(group: readonly Entry[], report: Report, all: boolean): string {
  const [{ finding, status }] = group;
  const sign = status === 'blocking' ? '❌' : '⚠️';
  const places = group.slice(0, all ? Infinity : PLACES).map((one) => {
    const got = [one.finding.got && readable(one.finding.got).slice(0, 200), one.remark]
      .filter((part) => part)
      .map((part, at) => `${at ? ';' : ':'} ${escape(part!)}`)
      .join('');
    return `* ${code(one.place)} (${code(`${fileOf(one, report)}:${lineOf(one)}`)})${got}`;
  });
  if (group.length > places.length) places.push(`* … and ${counted(group.length - places.length, 'more place')}`);
  return [
    '',
    `<details><summary>${sign} <b>${finding.ruleId}</b> × ${group.length}: ${html(finding.title)}</summary>`,
    '',
    `${escape(finding.why)} **To mend it:** ${escape(fixOf(group[0]))}. [${finding.ruleId}](${rulePage(finding.ruleId)})`,
    '',
    ...places,
    '',
    '</details>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const html = (text: string): string => oneLine(text).replace(/[&<>]/g, (char) => ENTITIES[char]);
const oneLine = (text: string): string => printable(text.replace(/\s+/g, ' '));

/** Nothing of a template becomes markup, a link or a mention. */
const escape = (text: string): string =>
  html(text).replace(/[\\`*_[\]()|~#!@]/g, (char) => (char === '@' ? '@\u200b' : `\\${char}`));

/** With more backticks around it than are in it. */
function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
