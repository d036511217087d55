import { createHash } from 'crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { GateMode, SecurityGate, SecurityGateProps, SecurityProfile, Waivers } from '../../lib';
import { catalog, fillCatalog } from '../../lib/core/catalog-slot';
import { secured } from '../../lib/core/gate-state';
import type { GateRecord } from '../../lib/core/record-format';
import { Rule } from '../../lib/core/rule';
import { ONE_RULE } from '../support/one-rule';

const real = catalog();
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const rule = ONE_RULE;
const assurance: Rule = { ...rule, id: 'TEST-02', tier: 'assurance' };
beforeEach(() => fillCatalog({ rules: [rule], exceptions: () => undefined }));
afterAll(() => fillCatalog(real));

const REASON = 'public test data, owned by the web team';
const fresh = () => mkdtempSync(join(tmpdir(), 'record-'));
const newApp = (props: AppProps = {}) => new App({ outdir: fresh(), ...props });
const fileOf = (root: App) => join(root.outdir, 'security-gate.json');
const recordOf = (root: App): GateRecord => JSON.parse(readFileSync(fileOf(root), 'utf8'));
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Two stacks, a nested one and a Stage. */
function building(gate: SecurityGateProps | undefined = {}, props: AppProps = {}, versioned = true): App {
  const root = newApp(props);
  if (gate) SecurityGate.enforce(root, gate);
  const top = new Stack(root, 'Top');
  new Bucket(top, 'B', { versioned });
  new Bucket(new NestedStack(top, 'Nested'), 'B', { versioned: true });
  new Bucket(new Stack(new Stage(root, 'Prod'), 'S'), 'B', { versioned: true });
  return root;
}

const synthesized = (root: App): App => {
  try {
    root.synth();
  } catch {
    // what blocks is in the record
  }
  return root;
};

test('it lists every template with the hash of its bytes', () => {
  const root = synthesized(building());
  const { templates, ...rest } = recordOf(root);
  expect(templates.map(({ path, stack, resources }) => [path, stack, resources])).toEqual([
    ['Top.template.json', 'Top', 2],
    [expect.stringMatching(/^Top\w+\.nested\.template\.json$/), 'Top/Nested', 1],
    ['assembly-Prod/ProdSE3C5559C.template.json', 'Prod/S', 1],
  ]);
  for (const { path, sha256: hash } of templates) expect(hash).toBe(sha256(join(root.outdir, path)));
  expect(rest).toEqual({
    format: 1,
    library: JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version,
    mode: 'block',
    judged: 'everything',
    profiles: ['production'],
    rules: 1,
    resources: 4,
    counts: { blocking: 0, warning: 0, waived: 0, baselined: 0, relaxed: 0 },
    accepted: [],
  });
});

test('the same app gives the same bytes, in any directory', () => {
  const [one, other] = [synthesized(building()), synthesized(building())];
  expect(one.outdir).not.toBe(other.outdir);
  expect(readFileSync(fileOf(one), 'utf8')).toBe(readFileSync(fileOf(other), 'utf8'));
  expect(readFileSync(fileOf(one), 'utf8')).not.toContain(one.outdir);
});

test.each<[string, SecurityGateProps | undefined, Record<string, unknown>, Partial<GateRecord>]>([
  ['report mode', { mode: GateMode.REPORT }, {}, { mode: 'report' }],
  ['a pinned edition', { edition: '2026-11' }, {}, { edition: '2026-11' }],
  ['another day', {}, { 'cdk-secure-serverless:asOf': '2026-12-24' }, { asOf: '2026-12-24' }],
  ['a regulated app', { profile: SecurityProfile.regulated() }, {}, { profiles: ['regulated'] }],
])('it says how the gate ran: %s', (_, gate, context, said) => {
  expect(recordOf(synthesized(building(gate, { context })))).toMatchObject(said);
});

test('it says that a baseline was being written', () => {
  const baseline = join(fresh(), 'baseline.json');
  const root = building({ baseline }, { context: { 'cdk-secure-serverless:writeBaseline': 'true' } }, false);
  expect(recordOf(synthesized(root))).toMatchObject({ writeBaseline: true, counts: { baselined: 1, blocking: 0 } });
  expect(recordOf(synthesized(building({ baseline }, {}, false)))).not.toHaveProperty('writeBaseline');
});

test('without enforce it says that only our own was judged', () => {
  const root = newApp();
  secured(new Construct(new Stack(root, 'S'), 'Ours'));
  expect(recordOf(synthesized(root)).judged).toBe('own resources');
});

test('no gate, no record', () => {
  const root = newApp();
  new Bucket(new Stack(root, 'S'), 'B');
  root.synth();
  expect(existsSync(fileOf(root))).toBe(false);
});

test('what blocks is counted, what passes is listed with the reason', () => {
  expect(recordOf(synthesized(building({}, {}, false))).counts).toMatchObject({ blocking: 1 });
  const root = building({}, {}, false);
  Waivers.of(root).add({ ruleId: 'TEST-01', path: 'Top/B', reason: REASON, ticket: 'SEC-1' });
  const { counts, accepted } = recordOf(synthesized(root));
  expect(counts).toMatchObject({ blocking: 0, waived: 1 });
  expect(accepted).toEqual([
    {
      ruleId: 'TEST-01',
      path: 'Top/B/Resource',
      status: 'waived',
      reason: `${REASON} · ticket SEC-1`,
      got: ['versioning off'],
    },
  ]);
});

test('what a profile does not give is counted, with the profile of each template', () => {
  fillCatalog({ rules: [assurance], exceptions: () => undefined });
  const root = newApp();
  SecurityGate.enforce(root);
  const env = { account: '111111111111', region: 'us-east-1' };
  const stack = new Stack(root, 'Dev', { env });
  SecurityProfile.development({ accounts: ['111111111111'] }).applyTo(stack);
  new Bucket(stack, 'B');
  new Bucket(new Stack(root, 'Prod', { env }), 'B', { versioned: true });
  const { profiles, templates, counts } = recordOf(synthesized(root));
  expect(profiles).toEqual(['development', 'production']);
  expect(templates.map(({ stack: path, profile }) => [path, profile])).toEqual([
    ['Dev', 'development'],
    ['Prod', 'production'],
  ]);
  expect(counts).toMatchObject({ blocking: 0, relaxed: 1 });
});

test('a gate that crashes leaves none, not even the one of an earlier run', () => {
  const outdir = fresh();
  synthesized(building({}, { outdir }));
  expect(existsSync(join(outdir, 'security-gate.json'))).toBe(true);
  fillCatalog({ rules: undefined as unknown as Rule[], exceptions: () => undefined });
  expect(() => building({}, { outdir }).synth()).toThrow(/expected SecurityGate to judge the app, got an exception/);
  expect(existsSync(join(outdir, 'security-gate.json'))).toBe(false);
});

test('looking at the findings writes none, and removes none', () => {
  const root = building();
  SecurityGate.findingsOf(root);
  expect(existsSync(fileOf(root))).toBe(false);
  synthesized(root);
  const before = readFileSync(fileOf(root), 'utf8');
  SecurityGate.findingsOf(root);
  expect(readFileSync(fileOf(root), 'utf8')).toBe(before);
});

test('a record that cannot be written warns, and fails nothing', () => {
  const root = building();
  mkdirSync(join(fileOf(root), 'inside'), { recursive: true }); // a directory, which nobody takes away
  expect(() => root.synth()).not.toThrow();
  const report = readFileSync(join(root.outdir, 'validation-report.json'), 'utf8');
  expect(report).toContain('GATE-13');
  expect(report).toContain('expected to write security-gate.json into the assembly');
});

test('it is not written through a link', () => {
  const [target, root] = [join(fresh(), 'target.json'), building()];
  writeFileSync(target, 'mine');
  symlinkSync(target, fileOf(root));
  synthesized(root);
  expect(readFileSync(target, 'utf8')).toBe('mine');
  expect(recordOf(root).mode).toBe('block');
});

describe('where CDK lets plugins change nothing', () => {
  const confirmed = (outdir: string, versioned: boolean) =>
    building({}, { outdir, confirmValidationPluginsDoNotMutate: true }, versioned);

  test('another record takes the place of an earlier one', () => {
    const outdir = fresh();
    confirmed(outdir, true).synth();
    expect(() => confirmed(outdir, false).synth()).toThrow(/versioning is on/);
    expect(recordOf(confirmed(outdir, false)).counts.blocking).toBe(1);
    expect(() => confirmed(outdir, true).synth()).not.toThrow();
  });
  test('with validations skipped, the earlier one stays and a warning says so', () => {
    const outdir = fresh();
    confirmed(outdir, true).synth();
    const root = building({ mode: GateMode.REPORT }, { outdir, confirmValidationPluginsDoNotMutate: true }, false);
    expect(() => root.synth({ skipValidation: true })).not.toThrow();
    expect(recordOf(root).mode).toBe('block');
    expect(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).toContain('GATE-13');
    rmSync(outdir, { recursive: true });
  });
});
