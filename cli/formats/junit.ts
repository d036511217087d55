import { countsOf, fails, fileOf, lineOf, messageOf, Report, summaryOf } from '../report';
import type { Entry } from '../judging';

/** One suite per template, one case per finding; a template without any has one case that passes. */
export function junit(report: Report): string {
  const byFile = new Map<string, Entry[]>();
  for (const one of report.entries) {
    const file = fileOf(one, report);
    byFile.set(file, [...(byFile.get(file) ?? []), one]);
  }
  const suites = [...byFile].map(([file, entries]) =>
    suite(
      file,
      entries.map((one) => testCase(one, report)),
    ),
  );
  const own = [
    ...report.problems.map(({ id, message, fix, blocks }) =>
      element(
        id,
        'gate',
        fails(blocks ? 'blocking' : 'warning', report.failOn) ? failure(id, `${message}; ${fix}`) : '',
      ),
    ),
    ...report.crashes.map(({ ruleId, stack, logicalId, message }) =>
      element(`${ruleId} ${stack}/${logicalId}`, 'gate', `<error message="${escape(message)}"/>`),
    ),
    ...report.troubles.map(({ path, message }) => element(path, 'gate', `<error message="${escape(message)}"/>`)),
  ];
  if (own.length > 0) suites.push(suite('gate', own));
  if (suites.length === 0) suites.push(suite('gate', [element(summaryOf(countsOf(report)), 'gate', '')]));
  const all = suites.join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="cdk-secure-serverless" ${totals(all)}>\n${all}\n</testsuites>\n`;
}

const suite = (name: string, cases: readonly string[]): string =>
  `  <testsuite name="${escape(name)}" ${totals(cases.join('\n'))}>\n${cases.join('\n')}\n  </testsuite>`;

/** Nothing that a template says can look like one of these tags: it is escaped. */
const totals = (xml: string): string =>
  Object.entries({ tests: '<testcase ', failures: '<failure ', errors: '<error ', skipped: '<skipped ' })
    .map(([name, tag]) => `${name}="${xml.split(tag).length - 1}"`)
    .join(' ');

function testCase(one: Entry, report: Report): string {
  const { finding, status, place, reason } = one;
  const where = `${fileOf(one, report)}:${lineOf(one)}`;
  const text = `${messageOf(one)}\n${where}\n${finding.why}`;
  const body = fails(status, report.failOn)
    ? failure(status, messageOf(one), text)
    : status === 'blocking' || status === 'warning'
      ? `<system-out>${escape(text)}</system-out>`
      : `<skipped message="${escape(reason ?? status)}"/>`;
  return element(`${finding.ruleId} ${place}`, finding.type, body);
}

const element = (name: string, className: string, body: string): string =>
  `    <testcase name="${escape(name)}" classname="${escape(className)}">${body}</testcase>`;

const failure = (type: string, message: string, text = message): string =>
  `<failure type="${escape(type)}" message="${escape(message)}">${escape(text)}</failure>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 cannot hold at all, even escaped, is replaced. */
const escape = (text: string): string =>
  text
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (char) => ENTITIES[char]);
