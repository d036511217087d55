import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecurityGate } from '../../lib';
import { applyBaseline, readBaseline, writeBaseline } from '../../lib/core/baseline';
import { fillCatalog, catalog } from '../../lib/core/catalog-slot';
import { fail, Finding, Rule } from '../../lib/core/rule';
import { commandLine } from '../support/command-line';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const real = catalog();
afterAll(() => fillCatalog(real));
const fresh = () => join(mkdtempSync(join(tmpdir(), 'baseline-')), 'security-baseline.json');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

const finding = (weight: Finding['weight'], got = 'one', more: Partial<Finding> = {}): Finding => ({
  ruleId: 'TEST-01',
  verdict: 'fail',
  weight,
  title: 'all is well',
  why: 'why',
  fix: 'mend it',
  got,
  topics: ['gate'],
  controls: [],
  stack: 'S',
  templateFile: 'S.template.json',
  logicalId: 'A',
  type: 'AWS::S3::Bucket',
  profile: 'production',
  ...more,
});
const written = (...findings: Finding[]) => {
  const file = fresh();
  writeBaseline(file, findings);
  return applyBaseline(readBaseline(file), findings);
};

describe('a known warning', () => {
  test('passes as a warning, and never as something that blocks', () => {
    const { isKnown, remark } = written(finding('warning'));
    expect(isKnown(finding('warning'))).toBe(true);
    expect(isKnown(finding('blocking'))).toBe(false);
    expect(remark(finding('blocking'))).toBe('in the baseline as a warning only');
  });
  test('that is known as an error may also be a warning', () => {
    expect(written(finding('blocking')).isKnown(finding('warning'))).toBe(true);
  });
  test('with another weakness is new', () => {
    expect(written(finding('warning')).isKnown(finding('warning', 'one, two'))).toBe(false);
  });
});

describe('the file', () => {
  const other = finding('warning', 'one', { logicalId: 'B' });
  test('takes warnings apart', () => {
    const file = fresh();
    expect(writeBaseline(file, [finding('blocking'), other])).toMatchObject({ kept: 2, warnings: 1 });
    expect(read(file)).toEqual({
      findings: [{ ruleId: 'TEST-01', path: 'S/A', got: ['one'] }],
      warnings: [{ ruleId: 'TEST-01', path: 'S/B', got: ['one'] }],
    });
  });
  test('only shrinks, of warnings too', () => {
    const file = fresh();
    writeBaseline(file, [finding('blocking')]);
    expect(writeBaseline(file, [finding('blocking'), other])).toMatchObject({ kept: 1, refused: 1 });
    expect(read(file).warnings).toEqual([]);
    writeBaseline(file, []);
    expect(writeBaseline(file, [finding('blocking'), other])).toMatchObject({ kept: 0, refused: 2 });
  });
  test('of a version without warnings lets its findings pass, prints warnings, and takes them when it is written anew', () => {
    const file = fresh();
    writeFileSync(file, JSON.stringify({ findings: [{ ruleId: 'TEST-01', path: 'S/A', got: ['one'] }] }));
    const { isKnown } = applyBaseline(readBaseline(file), []);
    expect([isKnown(finding('blocking')), isKnown(other)]).toEqual([true, false]);
    const fresher = finding('blocking', 'one', { logicalId: 'C' });
    expect(writeBaseline(file, [finding('blocking'), other, fresher])).toMatchObject({ kept: 2, refused: 1 });
    expect(read(file).warnings).toHaveLength(1);
    expect(applyBaseline(readBaseline(file), []).isKnown(finding('blocking', 'one', { logicalId: 'B' }))).toBe(false);
  });
  test('with something else for warnings is refused', () => {
    const file = fresh();
    writeFileSync(file, '{"findings":[],"warnings":[{"rule":"x"}]}');
    expect(() => readBaseline(file)).toThrow(/GATE-08/);
  });
});

describe('what is known with other content', () => {
  test('names what is new', () => {
    expect(written(finding('blocking')).remark(finding('blocking', 'one, two'))).toBe(
      'in the baseline with other content, new here: two',
    );
    const statements = (...all: string[]) => finding('blocking', 'one', { statements: all });
    expect(written(statements('a')).remark(statements('b'))).toBe(
      'in the baseline with other content, new here: a policy statement that was changed or added',
    );
    expect(written(finding('blocking')).remark(finding('blocking'))).toBeUndefined();
    expect(written(finding('blocking')).remark(other('B'))).toBeUndefined();
  });
  const other = (logicalId: string) => finding('blocking', 'two', { logicalId });

  test('is said by the gate', () => {
    const weak = (severity: Rule['severity'], ...seen: string[]): Rule => ({
      id: 'TEST-01',
      types: ['AWS::S3::Bucket'],
      severity,
      tier: 'invariant',
      since: '2026-11',
      title: 'all is well',
      why: 'why',
      fix: 'mend it',
      topics: ['gate'],
      controls: [],
      migration: 'none',
      reaches: [],
      check: () => fail(seen.join(', ')),
    });
    const file = fresh();
    const building = (baseline?: string) => {
      const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
      SecurityGate.enforce(app, { baseline });
      new Bucket(new Stack(app, 'S'), 'B');
      return app;
    };
    const found = () => SecurityGate.findingsOf(building(file)).map(({ status, message }) => `${status} ${message}`);
    fillCatalog({ rules: [weak('warning', 'one')], exceptions: () => undefined });
    SecurityGate.writeBaseline(building(), file);
    expect(found()).toEqual([expect.stringMatching(/^baselined /)]);
    fillCatalog({ rules: [weak('warning', 'one', 'two')], exceptions: () => undefined });
    expect(found()).toEqual([
      expect.stringMatching(
        /^warning TEST-01: expected all is well, got one, two; in the baseline with other content, new here: two; mend it/,
      ),
    ]);
    // what a later version or edition makes an error
    fillCatalog({ rules: [weak('error', 'one')], exceptions: () => undefined });
    expect(found()).toEqual([expect.stringMatching(/^blocking .*; in the baseline as a warning only; mend it/)]);
    const app = building(file);
    expect(() => app.synth()).toThrow();
    // CDK prints "Acknowledge with" below a warning
    fillCatalog({ rules: [weak('warning', 'three')], exceptions: () => undefined });
    const warned = building(file);
    warned.synth();
    const report = readFileSync(join(warned.outdir, 'validation-report.json'), 'utf8');
    expect(report).toMatch(/or waive it with [^\n]*; do not acknowledge it, which blocks \(GATE-03\)/);
    expect(report).toContain('in the baseline with other content, new here: three');
    fillCatalog(real);
  });

  test.each(['text', 'json', 'markdown', 'sarif', 'junit'])('is said by the command line: %s', async (format) => {
    const folder = mkdtempSync(join(tmpdir(), 'check-'));
    writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources: { Q: { Type: 'AWS::SQS::Queue' } } }));
    const { findings } = JSON.parse((await commandLine(folder, 'check', 't.json', '--format', 'json')).stdout);
    const { ruleId, path } = findings.find((one: any) => one.status === 'blocking' && one.got);
    writeFileSync(join(folder, 'b.json'), JSON.stringify({ findings: [{ ruleId, path, got: ['something else'] }] }));
    const { stdout } = await commandLine(folder, 'check', 't.json', '-b', 'b.json', '--format', format, '--all');
    expect(stdout.replace(/\s+/g, ' ')).toContain('in the baseline with other content, new here:');
  });
});

test('the record of a gate that knew a warning lets nothing pass that blocks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  const app = new App({ outdir: join(folder, 'cdk.out'), context: { 'cdk-secure-serverless:writeBaseline': true } });
  SecurityGate.enforce(app, { baseline: join(folder, 'b.json') });
  new Bucket(new Stack(app, 'S'), 'B');
  app.synth();
  const file = join(folder, 'cdk.out', 'security-gate.json');
  const record = read(file);
  const blocking = record.accepted.find((one: any) => one.ruleId === 'BUCKET-01');
  expect(blocking).toMatchObject({ status: 'baselined' });
  expect((await commandLine(folder, 'check', 'cdk.out')).code).toBe(0);
  blocking.warning = true;
  writeFileSync(file, JSON.stringify(record));
  const { stdout, code } = await commandLine(folder, 'check', 'cdk.out');
  expect(stdout).toContain('BUCKET-01');
  expect(code).toBe(1);
});
