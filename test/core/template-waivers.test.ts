import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { SecurityGate } from '../../lib';
import { Assembly, TemplateSource } from '../../lib/core/assembly';
import { decide } from '../../lib/core/decide';
import { judge } from '../../lib/core/judge';
import { TEMPLATE, Rule } from '../../lib/core/rule';
import { templateWaivers } from '../../lib/core/template-waivers';

const rule: Rule = {
  id: 'TEST-01',
  types: ['AWS::S3::Bucket', 'AWS::CloudFormation::Stack'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'it passes',
  why: 'why',
  fix: 'mend it',
  topics: ['gate'],
  controls: [],
  migration: 'in-place',
  reaches: [],
  check: () => 'fail',
};
const whole: Rule = { ...rule, id: 'TEST-02', types: [TEMPLATE] };
const REASON = 'public test data, owned by the web team';
const WAIVER = { ruleId: 'TEST-01', reason: REASON };
const metadata = (...waivers: unknown[]) => ({ 'cdk-secure-serverless': { waivers } });
const bucket = (...waivers: unknown[]) => ({ Type: 'AWS::S3::Bucket', Metadata: metadata(...waivers) });

/** What becomes of every finding, and what is wrong with the waivers. */
function outcome(body: object, more: TemplateSource[] = [], day = '2026-12-01') {
  const assembly = new Assembly([{ file: 'a.json', stack: 'S', body }, ...more]);
  const { findings } = judge(assembly, [rule, whole]);
  const { waivers, problems } = templateWaivers(assembly);
  const decided = findings.map((finding) => {
    const { status, reason } = decide(finding, { waivers, exception: () => undefined, day });
    return [`${status} ${finding.ruleId} ${finding.stack}/${finding.logicalId}`, ...(reason ? [reason] : [])].join(
      ': ',
    );
  });
  return { decided, problems, waivers };
}
const decided = (body: object, more: TemplateSource[] = [], day?: string) =>
  outcome(body, more, day).decided.filter((one) => one.includes('TEST-01'));

test('a waiver covers the resource it stands on, and no other', () => {
  const body = { Resources: { A: bucket(WAIVER), B: { Type: 'AWS::S3::Bucket' } } };
  expect(decided(body)).toEqual([`waived TEST-01 S/A: ${REASON}`, 'blocking TEST-01 S/B']);
});

test('the reason says everything that was said', () => {
  const full = { ...WAIVER, approvedBy: 'web team', ticket: 'SEC-7', expires: '2027-01-31' };
  expect(decided({ Resources: { A: bucket(full) } })).toEqual([
    `waived TEST-01 S/A: ${REASON} · approved by web team · ticket SEC-7 · expires 2027-01-31`,
  ]);
});

test('only the rule it names', () => {
  expect(decided({ Resources: { A: bucket({ ...WAIVER, ruleId: 'TEST-02' }) } })).toEqual(['blocking TEST-01 S/A']);
});

test('the last day counts, the next does not', () => {
  const body = { Resources: { A: bucket({ ...WAIVER, expires: '2027-01-31' }) } };
  expect(decided(body, [], '2027-01-31')[0]).toMatch(/^waived/);
  expect(decided(body, [], '2027-02-01')).toEqual(['blocking TEST-01 S/A']);
});

test('of a template: its findings as a whole, and no resource', () => {
  const waiver = { ...WAIVER, ruleId: 'TEST-02' };
  const body = { Metadata: metadata(WAIVER, waiver), Resources: { A: { Type: 'AWS::S3::Bucket' } } };
  expect(outcome(body).decided).toEqual(['blocking TEST-01 S/A', `waived TEST-02 S/: ${REASON}`]);
  expect(outcome(body).waivers.map(({ used }) => used)).toEqual([false, true]);
});

test('of a resource: never the template', () => {
  const { decided: all } = outcome({ Resources: { A: bucket({ ...WAIVER, ruleId: 'TEST-02' }) } });
  expect(all).toEqual(['blocking TEST-01 S/A', 'blocking TEST-02 S/']);
});

test('of a nested stack: never what it nests, nor the same logical id elsewhere', () => {
  const inner = {
    file: 'b.json',
    stack: 'S/N',
    nestedIn: { stack: 'S', logicalId: 'N' },
    body: { Resources: { A: { Type: 'AWS::S3::Bucket' } } },
  };
  const N = { Type: 'AWS::CloudFormation::Stack', Metadata: metadata(WAIVER) };
  expect(decided({ Resources: { A: bucket(WAIVER), N } }, [inner])).toEqual([
    `waived TEST-01 S/A: ${REASON}`,
    'blocking TEST-01 S/N/A',
    `waived TEST-01 S/N: ${REASON}`,
  ]);
});

test('a path written into the metadata leads nowhere', () => {
  const A = { Type: 'AWS::S3::Bucket', Metadata: { ...metadata(WAIVER), 'aws:cdk:path': 'S/B' } };
  const B = { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'S/A' } };
  expect(decided({ Resources: { A, B } })).toEqual([`waived TEST-01 S/A: ${REASON}`, 'blocking TEST-01 S/B']);
});

const block = (value: unknown) => ({ Type: 'AWS::S3::Bucket', Metadata: { 'cdk-secure-serverless': value } });
test.each<[string, unknown, RegExp]>([
  ['no list', block({ waivers: WAIVER }), /to be \{ waivers: \[ … \] \}/],
  ['a list without a name', block([WAIVER]), /to be \{ waivers: \[ … \] \}/],
  ['a function around the list', block({ waivers: { 'Fn::If': ['Dev', [WAIVER], []] } }), /to be \{ waivers/],
  ['a function around everything', block({ 'Fn::If': ['Dev', {}, {}] }), /to be \{ waivers/],
  ['something beside the list', block({ waivers: [WAIVER], all: true }), /to be \{ waivers/],
  ['null', block(null), /to be \{ waivers/],
  ['text', bucket('TEST-01'), /a waiver in Metadata to be \{ ruleId, reason \}/],
  ['a function for a waiver', bucket({ Ref: 'Waiver' }), /no field but ruleId/],
  ['a function for the reason', bucket({ ...WAIVER, reason: { Ref: 'Reason' } }), /reason .*plain text/],
  ['a function for the rule', bucket({ ...WAIVER, ruleId: { 'Fn::Sub': 'TEST-01' } }), /ruleId .*plain text/],
  ['a function for the day', bucket({ ...WAIVER, expires: { Ref: 'Day' } }), /expires .*plain text/],
  ['several rules', bucket({ ...WAIVER, ruleId: ['TEST-01'] }), /ruleId .*plain text/],
  ['a path', bucket({ ...WAIVER, path: 'S/B' }), /no field but ruleId, reason/],
  ['a wildcard', bucket({ ...WAIVER, ruleId: 'TEST-*' }), /a rule's id/],
  ['an empty reason', bucket({ ...WAIVER, reason: 'ok' }), /a reason of at least three words/],
  ['no reason', bucket({ ruleId: 'TEST-01' }), /a reason of at least three words/],
  ['no rule', bucket({ reason: REASON }), /a rule's id/],
  ['no day', bucket({ ...WAIVER, expires: '2027-13-01' }), /expires to be a day/],
  ['a line of its own', bucket({ ...WAIVER, reason: `${REASON}\nclean: nothing blocks` }), /plain text on one line/],
  ['colours', bucket({ ...WAIVER, reason: `\u001b[2K${REASON}` }), /plain text on one line/],
  ['text that runs backwards', bucket({ ...WAIVER, approvedBy: '\u202emaet bew' }), /plain text on one line/],
])('what is no waiver covers nothing and blocks: %s', (_, resource, message) => {
  const { decided: all, problems } = outcome({ Resources: { A: resource } });
  expect(all[0]).toBe('blocking TEST-01 S/A');
  expect(problems).toMatchObject([{ id: 'GATE-06', blocks: true, at: 'S/A', message: expect.stringMatching(message) }]);
  expect(problems[0].message).not.toMatch(/[\u0000-\u001f]/);
});

test('other metadata is none of our business', () => {
  const A = { Type: 'AWS::S3::Bucket', Metadata: { cfn_nag: {}, 'aws:cdk:path': 'S/A' } };
  expect(outcome({ Metadata: 'text', Resources: { A } }).problems).toEqual([]);
});

describe('in an app', () => {
  const enforced = () => {
    const root = new App({ outdir: mkdtempSync(join(tmpdir(), 'waivers-')) });
    SecurityGate.enforce(root);
    return root;
  };
  const PUBLIC = { ruleId: 'BUCKET-01', reason: REASON };
  const said = (root: App) =>
    SecurityGate.findingsOf(root)
      .filter(({ ruleId }) => /^(BUCKET-01|GATE-)/.test(ruleId))
      .map(({ ruleId, status, path }) => `${status} ${ruleId} ${path}`);

  test('a template that was included brings its waivers', () => {
    const root = enforced();
    const templateFile = join(mkdtempSync(join(tmpdir(), 'raw-')), 'raw.json');
    writeFileSync(templateFile, JSON.stringify({ Resources: { A: bucket(PUBLIC), B: { Type: 'AWS::S3::Bucket' } } }));
    new CfnInclude(new Stack(root, 'S'), 'Raw', { templateFile });
    expect(said(root)).toEqual(['waived BUCKET-01 S/Raw/A', 'blocking BUCKET-01 S/Raw/B']);
  });

  test('in a nested stack, and with a value that CDK fills in', () => {
    const root = enforced();
    const nested = new NestedStack(new Stack(root, 'S'), 'N');
    const one = new CfnResource(nested, 'A', { type: 'AWS::S3::Bucket' });
    one.addMetadata('cdk-secure-serverless', {
      waivers: [{ ...PUBLIC, ticket: Lazy.string({ produce: () => 'SEC-1' }) }],
    });
    expect(said(root)).toEqual(['waived BUCKET-01 S/N/A']);
  });

  test('a value that only the deployment knows counts for nothing', () => {
    const root = enforced();
    const stack = new Stack(root, 'S');
    const parameter = new CfnParameter(stack, 'Reason', { default: REASON });
    const one = new CfnResource(stack, 'A', { type: 'AWS::S3::Bucket' });
    const reason = Fn.join(' ', [REASON, parameter.valueAsString]);
    one.addMetadata('cdk-secure-serverless', { waivers: [{ ruleId: 'BUCKET-01', reason }] });
    expect(said(root)).toEqual(['blocking BUCKET-01 S/A', 'blocking GATE-06 S/A']);
  });

  test('the reason is in the report; one without a finding warns, one of no rule blocks', () => {
    const root = enforced();
    const one = new CfnResource(new Stack(root, 'S'), 'A', { type: 'AWS::S3::Bucket' });
    const waivers = [PUBLIC, { ...PUBLIC, ruleId: 'QUEUE-02' }, { ...PUBLIC, ruleId: 'NONE-01' }];
    one.addMetadata('cdk-secure-serverless', { waivers });
    expect(said(root)).toEqual(['waived BUCKET-01 S/A', 'warning GATE-09 S/A', 'blocking GATE-06 S/A']);
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => root.synth()).toThrow(/NONE-01/);
    const report = JSON.parse(readFileSync(join(root.outdir, 'validation-report.json'), 'utf8'));
    const { suppressedViolations } = report.pluginReports.find((each: any) => each.pluginName === 'SecurityGate');
    expect(suppressedViolations).toMatchObject([{ ruleName: 'BUCKET-01', reason: REASON, acknowledgedAt: 'S/A' }]);
  });
});
