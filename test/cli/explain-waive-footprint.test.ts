import { writeFileSync, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import { ALL_RULES } from '../../lib/catalog';
import { commandLine } from '../support/command-line';

const FIXTURES = join(__dirname, 'fixtures');
const ran = (...argv: string[]) => commandLine(FIXTURES, ...argv);
const squeezed = (text: string): string => text.replace(/\s+/g, ' ');

describe('explain', () => {
  test.each(ALL_RULES.map((rule) => [rule.id, rule] as const))('%s is explained', async (id, rule) => {
    const { code, stdout } = await ran('explain', id);
    expect(code).toBe(0);
    const text = squeezed(stdout);
    for (const part of [id, rule.title, rule.why, rule.fix, ...rule.controls, ...rule.topics]) {
      expect(text).toContain(squeezed(part));
    }
    expect(text).toContain(`/docs/rules/${id}.md`);
  });
  test('says the properties of a template where the rule knows them', async () => {
    expect((await ran('explain', 'BUCKET-05')).stdout).toContain('VersioningConfiguration: {"Status":"Enabled"}');
  });
  test.each(['bucket-1', 'Bucket_01', 'BUCKET01', 'bucket 1'])('%s is BUCKET-01', async (id) => {
    expect((await ran('explain', id)).stdout).toMatch(/^BUCKET-01: expected /);
  });
  test.each([
    ['BUKET-01', /^error: no rule 'BUKET-01'; did you mean BUCKET-01, .*\n$/],
    ['QUEUE-99', /did you mean QUEUE-0\d, QUEUE-0\d, QUEUE-0\d\?/],
    ['GATE-04', /^error: GATE-04 is about the gate itself/],
    ['x'.repeat(100_000), /^error: no rule/],
  ])('unknown ids get suggestions', async (id, line) => {
    const { code, stderr } = await ran('explain', id);
    expect(code).toBe(2);
    expect(stderr).toMatch(line);
  });
  test('alone, it lists every rule', async () => {
    const { stdout } = await ran('explain');
    expect(ALL_RULES.filter(({ id }) => !stdout.includes(`  ${id} `)).map(({ id }) => id)).toEqual([]);
  });
});

describe('waive', () => {
  const options = [
    '--reason',
    "The partner's client can't do TLS until 2027.",
    '--ticket',
    'SEC-7',
    '--expires',
    '2027-06-30',
  ];
  test('prints code for a construct, and Metadata for a template', async () => {
    const { stdout, code } = await ran('waive', 'QUEUE-02', 'Orders/Inbox/Resource', ...options);
    expect(code).toBe(0);
    const fields =
      "ruleId: 'QUEUE-02', reason: 'The partner\\'s client can\\'t do TLS until 2027.', ticket: 'SEC-7', expires: '2027-06-30'";
    expect(stdout).toContain(`waivers: [{ ${fields} }]`);
    expect(stdout).toContain(`Waivers.of(app).add({ ${fields}, path: 'Orders/Inbox/Resource' });`);
  });
  test('what it prints for a template works there', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'waive-')), 't.yaml');
    const { stdout } = await ran('waive', 'QUEUE-02', `${file}/Inbox`, ...options);
    expect(stdout).toMatch(/^In the template, on the resource Inbox:\n/);
    expect(stdout).not.toMatch(/SecurityGate|Waivers/);
    const snippet = stdout.slice(stdout.indexOf('  Metadata:'));
    const tags =
      '    Properties: {Tags: [{Key: data-class, Value: internal}], RedrivePolicy: {deadLetterTargetArn: !ImportValue failed}}\n';
    writeFileSync(file, `Resources:\n  Inbox:\n    Type: AWS::SQS::Queue\n${tags}${snippet.replace(/^/gm, '  ')}`);
    const { stdout: report } = await ran('check', file, '--as-of', '2026-11-22', '--all');
    expect(report).toContain("The partner's client can't do TLS until 2027. · ticket SEC-7 · expires 2027-06-30");
    expect(report).toContain('0 blocking, 0 warnings, 1 waived');
  });
  test('a rule about whole templates is waived where the gate is enforced, or at the top', async () => {
    expect((await ran('waive', 'PREFLIGHT-11', 'Orders')).stdout).toContain(
      "SecurityGate.enforce(app, { waivers: [{ ruleId: 'PREFLIGHT-11', reason: '…', path: 'Orders' }] })",
    );
    const { stdout } = await ran('waive', 'PREFLIGHT-11', 'sam.yaml');
    expect(stdout).toMatch(/^In the template, at the top of the template:\n/);
    expect(parse(stdout.slice(stdout.indexOf('  Metadata:')))).toEqual({
      Metadata: { 'cdk-secure-serverless': { waivers: [{ ruleId: 'PREFLIGHT-11', reason: '…' }] } },
    });
  });
  test.each([
    [['QUEUE-02', '*'], /there are no wildcards/],
    [['QUEUE-02', ''], /expected the exact path/],
    [['QUEUE-02', 'A/B', '--reason', 'because'], /at least three words and 20 characters/],
    [['QUEUE-02', 'A/B', '--expires', 'soon'], /YYYY-MM-DD/],
    [['QUEUE-77', 'A/B'], /did you mean/],
  ])('%j is refused', async (argv, line) => {
    const { code, stderr, stdout } = await ran('waive', ...argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
  });
});

describe('footprint', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'footprint-')), 't.yaml');
  writeFileSync(
    file,
    `Resources:
  KeyA: {Type: 'AWS::KMS::Key'}
  KeyB: {Type: 'AWS::KMS::Key'}
  Queue: {Type: 'AWS::SQS::Queue'}
  Odd: {Type: 'AWS::Unheard::Of'}
  Acl: {Type: 'AWS::WAFv2::WebACL', Properties: {Rules: !If [C, [], []]}}
`,
  );
  test('counts, adds up, and says what it does not know', async () => {
    const { stdout, code } = await ran('footprint', file);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^5 resources in 1 template\n {5}2 {2}AWS::KMS::Key\n/);
    expect(stdout).toContain('$2.00  AWS::KMS::Key × 2');
    expect(stdout).toContain('?  AWS::Unheard::Of');
    expect(stdout).toContain('$2.00  in all, and 2 unknown prices');
  });
  test('also as JSON', async () => {
    const { stdout } = await ran('footprint', file, '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      resources: 5,
      types: { 'AWS::KMS::Key': 2 },
      cost: { monthly: 2, unknown: ['AWS::Unheard::Of', 'AWS::WAFv2::WebACL Acl'] },
    });
  });
  test('what cannot be read is an error', async () => {
    expect(await ran('footprint', 'missing.yaml')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: missing.yaml: no such file or directory\n',
    });
  });
});
