import { readable } from '../../lib/core/text';
import { countsOf, fileOf, fixOf, lineOf, messageOf, Report } from '../report';
import { version } from '../version';

/** Grows by one when a field changes its meaning or goes; new fields may come at any time. */
const SHAPE = 1;

/** For programs. Documented in docs/guides/command-line.md. */
export function json(report: Report): string {
  const { entries, problems, crashes, troubles, notSeen, gone, unjudged, profile } = report;
  const result = {
    version: SHAPE,
    tool: { name: 'cdk-secure-serverless', version },
    profile,
    summary: countsOf(report),
    findings: entries.map((one) => ({
      ruleId: one.finding.ruleId,
      status: one.status,
      verdict: one.finding.verdict,
      path: one.place,
      file: fileOf(one, report),
      line: lineOf(one),
      stack: one.finding.stack,
      logicalId: one.finding.logicalId,
      type: one.finding.type,
      message: messageOf(one),
      title: one.finding.title,
      fix: fixOf(one),
      ...(one.finding.got !== undefined && { got: readable(one.finding.got) }),
      ...(one.finding.at !== undefined && { at: one.finding.at }),
      topics: one.finding.topics,
      controls: one.finding.controls,
      ...(one.reason !== undefined && { reason: one.reason }),
    })),
    problems: problems.map(({ id, message, fix, blocks, at }) => ({ id, message, fix, blocks, path: at })),
    crashes,
    unreadable: troubles,
    notSeen,
    notJudged: Object.fromEntries(unjudged),
    baselineMended: gone.map(({ ruleId, path }) => ({ ruleId, path })),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}
