import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecurityGate, SecurityGateProps, Waivers } from '../../lib';
import { catalog, fillCatalog } from '../../lib/core/catalog-slot';
import { Rule } from '../../lib/core/rule';

const real = catalog();
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const rule: Rule = {
  id: 'TEST-01',
  types: ['AWS::S3::Bucket'],
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
  check: () => 'pass',
};
/** As a library of two years later would have them. */
const RULES: Rule[] = [
  rule,
  { ...rule, id: 'TEST-02', since: '2027-05', check: () => 'fail' },
  { ...rule, id: 'TEST-03', since: '2027-05' },
  {
    ...rule,
    id: 'TEST-04',
    since: '2028-01',
    check: (one) => (one.constructPath === 'S/A/Resource' ? 'fail' : 'pass'),
  },
  { ...rule, id: 'TEST-05', since: '2028-01', severity: 'warning', check: () => 'fail' },
  { ...rule, id: 'TEST-06', since: '2028-01', tier: 'assurance', check: () => 'unknown' },
];
beforeEach(() => fillCatalog({ rules: RULES, exceptions: () => undefined }));
afterAll(() => fillCatalog(real));

function building(gate: SecurityGateProps, ...ids: string[]): App {
  const root = new App({ outdir: mkdtempSync(join(tmpdir(), 'editions-')) });
  SecurityGate.enforce(root, gate);
  const stack = new Stack(root, 'S');
  ids.forEach((id) => new Bucket(stack, id));
  return root;
}
const ofGate = (root: App) => SecurityGate.findingsOf(root).filter(({ ruleId }) => ruleId === 'GATE-12');
const blocking = (root: App) =>
  SecurityGate.findingsOf(root)
    .filter(({ status }) => status === 'blocking')
    .map(({ ruleId, path }) => `${ruleId} ${path}`);

test('what later editions would block is said once, with the numbers', () => {
  const [one, ...more] = ofGate(building({ edition: '2026-11' }, 'A', 'B'));
  expect(more).toEqual([]);
  expect(one).toMatchObject({ status: 'warning', path: '' });
  expect(one.message).toBe(
    'GATE-12: the app is pinned to edition 2026-11; rules of later editions only warn: ' +
      '2027-05 (TEST-02 would block 2 findings, TEST-03 would block nothing); ' +
      '2028-01 (TEST-04 would block 1 finding, TEST-06 would block nothing); ' +
      "mend or waive what they say, then pass edition: '2028-01'",
  );
});

test('taking the editions blocks exactly what was announced', () => {
  expect(blocking(building({ edition: '2026-11' }, 'A', 'B'))).toEqual([]);
  expect(blocking(building({ edition: '2027-05' }, 'A', 'B'))).toEqual([
    'TEST-02 S/A/Resource',
    'TEST-02 S/B/Resource',
  ]);
  const all = ['TEST-02 S/A/Resource', 'TEST-02 S/B/Resource', 'TEST-04 S/A/Resource'];
  expect(blocking(building({ edition: '2028-01' }, 'A', 'B'))).toEqual(all);
  expect(blocking(building({}, 'A', 'B'))).toEqual(all);
});

test('a waived finding of a later rule is not counted', () => {
  const root = building({ edition: '2027-05' }, 'A');
  const reason = 'rebuilt in spring, with the new data model';
  Waivers.of(root).add({ ruleId: 'TEST-04', path: 'S/A', reason });
  expect(ofGate(root)[0].message).toContain('TEST-04 would block nothing');
});

test.each([undefined, '2028-01', '2030-06'])('nothing is said when no installed rule is later: %s', (edition) => {
  expect(ofGate(building({ edition }, 'A'))).toEqual([]);
});

test('the synthesis prints it, and fails for none of it', () => {
  const root = building({ edition: '2026-11' }, 'A');
  expect(() => root.synth()).not.toThrow();
  const report = JSON.parse(readFileSync(join(root.outdir, 'validation-report.json'), 'utf8'));
  const violations = report.pluginReports.find((one: any) => one.pluginName === 'SecurityGate').violations;
  expect(violations.filter((one: any) => one.ruleName === 'GATE-12')).toMatchObject([{ severity: 'warning' }]);
});

test('a baseline of the old edition takes nothing of the new one in', () => {
  const baseline = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'security-baseline.json');
  SecurityGate.writeBaseline(building({ edition: '2026-11' }, 'A', 'B'), baseline);
  const { findings, warnings } = JSON.parse(readFileSync(baseline, 'utf8'));
  expect(findings).toEqual([]);
  expect(warnings).toContainEqual(expect.objectContaining({ ruleId: 'TEST-02', path: 'S/A/Resource' }));
  const pinned = SecurityGate.findingsOf(building({ edition: '2026-11', baseline }, 'A', 'B'));
  expect(pinned.filter(({ ruleId }) => ruleId === 'TEST-02').map(({ status }) => status)).toEqual([
    'baselined',
    'baselined',
  ]);
  expect(pinned.find(({ ruleId }) => ruleId === 'GATE-12')!.message).toContain('TEST-02 would block 2 findings');
  expect(blocking(building({ edition: '2027-05', baseline }, 'A'))).toEqual(['TEST-02 S/A/Resource']);
  SecurityGate.writeBaseline(building({ edition: '2027-05', baseline }, 'A'), baseline);
  expect(blocking(building({ edition: '2027-05', baseline }, 'A'))).toEqual(['TEST-02 S/A/Resource']);
});
