import { createHash } from 'crypto';
import type { Log, ReportingDescriptor, Result, Run, Suppression } from 'sarif';
import { ALL_RULES } from '../../lib/catalog';
import type { Rule } from '../../lib/core/rule';
import type { Entry } from '../judging';
import { fileOf, lineOf, messageOf, Report, uriOf } from '../report';
import { PROJECT_PAGE, rulePage } from '../rule-pages';
import { version } from '../version';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF 2.1.0, for code scanning. Relaxed assurances are no results: nobody asked for them. */
export function sarif(report: Report): string {
  const rules = [...ALL_RULES];
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const descriptors = rules.map(descriptor);
  const results = report.entries
    .filter(({ status }) => status !== 'relaxed')
    .map((one) => resultOf(one, report, indexOf.get(one.finding.ruleId)));
  for (const { id, message, fix, blocks } of report.problems) {
    results.push({ ruleId: id, level: blocks ? 'error' : 'warning', message: { text: `${message}; ${fix}` } });
  }
  const failures = [
    ...report.troubles.map(({ path, line, message }) => ({
      level: 'error' as const,
      message: { text: `${path}${line === undefined ? '' : `:${line}`}: ${message}` },
    })),
    ...report.crashes.map(({ ruleId, stack, logicalId, message }) => ({
      level: 'error' as const,
      message: { text: `rule ${ruleId} crashed on ${stack}/${logicalId}: ${message}` },
    })),
  ];
  const run: Run = {
    tool: {
      driver: {
        name: 'cdk-secure-serverless',
        version,
        semanticVersion: version,
        informationUri: PROJECT_PAGE,
        rules: descriptors,
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: failures.length === 0,
        ...(failures.length > 0 && { toolExecutionNotifications: failures }),
      },
    ],
    results,
  };
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ id, title, why, fix, severity, topics, controls, migration }: Rule): ReportingDescriptor {
  const page = rulePage(id);
  return {
    id,
    name: id,
    shortDescription: { text: `Expected: ${title}` },
    fullDescription: { text: why },
    helpUri: page,
    help: {
      text: `${why}\n\nTo mend it: ${fix}.\n\n${page}`,
      markdown: `${why}\n\n**To mend it:** ${fix}.\n\n[${id}](${page}) · ${controls.join(', ')}`,
    },
    defaultConfiguration: { level: severity },
    properties: {
      tags: ['security', ...topics],
      precision: 'high',
      'problem.severity': severity === 'error' ? 'error' : 'warning',
      migration,
    },
  };
}

function resultOf(one: Entry, report: Report, ruleIndex: number | undefined): Result {
  const { finding, place, status } = one;
  const { uri, isRelative } = uriOf(one, report);
  const suppression = suppressionOf(one);
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: levelOf(one),
    message: { text: messageOf(one) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: isRelative ? { uri, uriBaseId: '%SRCROOT%' } : { uri },
          region: { startLine: lineOf(one) },
        },
        logicalLocations: [{ fullyQualifiedName: place, name: finding.logicalId || finding.stack, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'resourceAndRule/v1': fingerprint(one, fileOf(one, report)) },
    ...(suppression && { suppressions: [suppression] }),
    properties: { status, verdict: finding.verdict, resourceType: finding.type },
  };
}

/** A finding that somebody let pass keeps the level it would have. */
const levelOf = ({ finding, status }: Entry): Result.level =>
  status === 'blocking' || (status !== 'warning' && finding.weight === 'blocking') ? 'error' : 'warning';

function suppressionOf({ status, reason }: Entry): Suppression | undefined {
  if (status === 'waived') return { kind: 'external', status: 'accepted', justification: reason };
  if (status === 'baselined') return { kind: 'external', status: 'accepted', justification: 'known in the baseline' };
  return undefined;
}

/** The same finding on the same resource, wherever its lines move; a construct also when its template is renamed. */
function fingerprint({ finding, place }: Entry, file: string): string {
  const where = finding.constructPath ?? `${file}/${place}`;
  return createHash('sha256').update(`${finding.ruleId}\n${where}\n${finding.type}`).digest('hex').slice(0, 32);
}
