import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket, BlockPublicAccess, CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { fillCatalog, catalog } from '../../lib/core/catalog-slot';
import { secured } from '../../lib/core/gate-state';
import { fail, Rule } from '../../lib/core/rule';
import { GateMode, SecurityGate, SecurityGateProps, SecurityProfile, Waiver, Waivers } from '../../lib';
import { ONE_RULE } from '../support/one-rule';

const real = catalog();
// CDK prints what it lets through
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
const rule = ONE_RULE;
const assurance: Rule = { ...rule, id: 'TEST-02', tier: 'assurance', types: ['AWS::SQS::Queue'], check: () => 'fail' };
beforeEach(() => fillCatalog({ rules: [rule, assurance], exceptions: () => undefined }));
afterAll(() => fillCatalog(real));

const REASON = 'public test data, owned by the web team';
const ENV = { account: '111111111111', region: 'us-east-1' };

class Ours extends Construct {
  public readonly bucket: Bucket;
  constructor(scope: Construct, id: string, waivers?: Waiver[], versioned = false) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', { versioned });
    secured(this, waivers);
  }
}

const app = (context: Record<string, unknown> = {}) =>
  new App({ outdir: mkdtempSync(join(tmpdir(), 'gate-')), context });
const enforced = (props: SecurityGateProps = {}, context = {}) => {
  const root = app(context);
  SecurityGate.enforce(root, props);
  return { root, stack: new Stack(root, 'S', { env: ENV }) };
};
const report = (root: App): any => JSON.parse(readFileSync(join(root.outdir, 'validation-report.json'), 'utf8'));
const gateReport = (root: App) => report(root).pluginReports.find((one: any) => one.pluginName === 'SecurityGate');
const message = (root: App): string => {
  try {
    root.synth();
    return 'synthesized';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('what is judged', () => {
  test('the whole app, once enforced', () => {
    const { root, stack } = enforced();
    new Bucket(stack, 'B');
    expect(message(root)).toMatch(
      /expected versioning is on, got versioning off[\s\S]*set versioned to true, or waive it with Waivers/,
    );
  });
  test('only our own without enforce', () => {
    const build = (versioned: boolean) => {
      const root = app();
      const stack = new Stack(root, 'S');
      new Bucket(stack, 'Plain');
      new Ours(stack, 'Ours', undefined, versioned);
      return message(root);
    };
    expect(build(true)).toBe('synthesized');
    expect(build(false)).toMatch(/S\/Ours\/Bucket\/Resource/);
    expect(build(false)).not.toMatch(/S\/Plain/);
  });
  test('what is about our own, wherever it stands', () => {
    const about: Rule = { ...rule, id: 'TEST-03', types: ['AWS::S3::BucketPolicy'], check: () => 'fail' };
    fillCatalog({ rules: [about], exceptions: () => undefined });
    const root = app();
    const { bucket } = new Ours(new Stack(root, 'Data'), 'Ours', undefined, true);
    const stack = new Stack(root, 'Elsewhere');
    new CfnBucketPolicy(stack, 'Policy', { bucket: bucket.bucketName, policyDocument: {} });
    new CfnBucketPolicy(stack, 'Unrelated', { bucket: 'other', policyDocument: {} });
    expect(message(root)).toMatch(/Elsewhere\/Policy/);
    expect(message(root)).not.toMatch(/Unrelated/);
  });
  test('nested stacks', () => {
    const { root, stack } = enforced();
    new Bucket(new NestedStack(stack, 'N'), 'B');
    expect(message(root)).toMatch(/TEST-01/);
  });
  test('Stages, with a finding that no selection of stacks can hide', () => {
    const { root } = enforced();
    new Bucket(new Stack(new Stage(root, 'Prod'), 'S'), 'B');
    const text = message(root);
    expect(text).toMatch(/expected Stage Prod to have no findings, got 1: TEST-01 at Prod\/S\/B\/Resource/);
    expect(text).toMatch(
      /expected versioning is on, got versioning off at Prod\/S\/B\/Resource[\s\S]*set versioned to true/,
    );
  });
  test('overrides and generic resources', () => {
    const { root, stack } = enforced();
    (new Bucket(stack, 'B', { versioned: true }).node.defaultChild as CfnBucket).addPropertyDeletionOverride(
      'VersioningConfiguration',
    );
    new CfnResource(stack, 'Generic', { type: 'AWS::S3::Bucket' });
    expect(SecurityGate.findingsOf(root).map(({ path }) => path)).toEqual(['S/B/Resource', 'S/Generic']);
  });
});

describe('where CDK runs no plugin', () => {
  test('a Stage synthesized on its own is judged by a node validation', () => {
    const root = app();
    const stage = new Stage(root, 'Prod');
    const stack = new Stack(stage, 'S');
    new Ours(stack, 'Weak');
    expect(() => Template.fromStack(stack)).toThrow(
      /Prod\/S\/Weak\/Bucket\/Resource: TEST-01: expected versioning is on/,
    );
  });
  test('a bare Stage without an App', () => {
    const stage = new Stage(undefined as any, 'Bare', { outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
    new Ours(new Stack(stage, 'S'), 'Weak');
    expect(() => stage.synth()).toThrow(/TEST-01/);
    const good = new Stage(undefined as any, 'Bare', { outdir: mkdtempSync(join(tmpdir(), 'gate-')) });
    new Ours(new Stack(good, 'S'), 'Strong', undefined, true);
    expect(() => good.synth()).not.toThrow();
  });
  test('within the App it is the plugin that reports, with its file', () => {
    const root = app();
    new Ours(new Stack(new Stage(root, 'Prod'), 'S'), 'Weak');
    expect(message(root)).toMatch(/GATE-04/);
    expect(gateReport(root).conclusion).toBe('failure');
  });
});

describe('nothing fails open', () => {
  test('a rule that crashes', () => {
    fillCatalog({
      rules: [
        {
          ...rule,
          check: () => {
            throw new Error('boom');
          },
        },
      ],
      exceptions: () => undefined,
    });
    const { root, stack } = enforced();
    new Bucket(stack, 'B', { versioned: true });
    expect(message(root)).toMatch(/expected rule TEST-01 to judge S\/B[\s\S]*boom/);
  });
  test('no rules at all', () => {
    fillCatalog({ rules: [], exceptions: () => undefined });
    const { root, stack } = enforced();
    new Bucket(stack, 'B');
    expect(message(root)).toMatch(/GATE-05/);
  });
  test.each([
    ['gone', (file: string) => rmSync(file)],
    ['broken', (file: string) => writeFileSync(file, '{')],
    ['no object', (file: string) => writeFileSync(file, '[]')],
  ])('a template that cannot be read: %s', (_, vandalize) => {
    const root = app();
    const vandal = (file: string) => ({ success: true, violations: [], metadata: { done: String(vandalize(file)) } });
    Validations.of(root).addPlugins({ name: 'vandal', validate: (context) => vandal(context.templatePaths[0]) });
    SecurityGate.enforce(root);
    new Bucket(new Stack(root, 'S'), 'B', { versioned: true });
    expect(message(root)).toMatch(/expected the template of S to be readable/);
  });
  test('a raw acknowledgement of our rules', () => {
    const { root, stack } = enforced();
    new Bucket(stack, 'B');
    Validations.of(root).acknowledge({ id: 'SecurityGate::TEST-01', reason: 'no' });
    const text = message(root);
    expect(text).toMatch(/expected disagreement with TEST-01 to be a waiver, got a raw acknowledgement at the app/);
    expect(text).toMatch(/expected versioning is on/);
  });
  test('an acknowledged finding does not open the others', () => {
    const { root, stack } = enforced();
    Waivers.of(new Bucket(stack, 'A')).add({ ruleId: 'TEST-01', reason: REASON });
    new Bucket(stack, 'B');
    expect(message(root)).toMatch(/S\/B\/Resource/);
    expect(gateReport(root).suppressedViolations).toMatchObject([
      { ruleName: 'TEST-01', reason: REASON, acknowledgedAt: 'S/A/Resource' },
    ]);
  });
  test('a development stack in an account nobody listed', () => {
    const profile = SecurityProfile.development({ accounts: ['222222222222'] });
    const { root, stack } = enforced({ profile });
    new Bucket(stack, 'B', { versioned: true });
    expect(message(root)).toMatch(
      /expected development stack S to stand in one of the accounts 222222222222, got 111111111111/,
    );
    const floating = enforced({ profile });
    new Stack(floating.root, 'Floating');
    expect(message(floating.root)).toMatch(/a stack without a fixed account/);
  });
});

describe('waivers', () => {
  test('cover their own construct and no other', () => {
    const build = (...other: string[]) => {
      const root = app();
      const stack = new Stack(root, 'S');
      new Ours(stack, 'Waived', [{ ruleId: 'TEST-01', reason: REASON }]);
      other.forEach((id) => new Ours(stack, id));
      return message(root);
    };
    expect(build()).toBe('synthesized');
    expect(build('Other')).toMatch(/S\/Other\/Bucket\/Resource/);
  });
  test('of an outer construct do not cover a secure one inside it', () => {
    const { root, stack } = enforced();
    const outer = new Ours(stack, 'Outer', [{ ruleId: 'TEST-01', reason: REASON }], true);
    new Ours(outer, 'Inner');
    expect(message(root)).toMatch(/S\/Outer\/Inner\/Bucket/);
  });
  test.each(['', 'ok', 'because', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', '  a b  '])('say something: %p', (reason) => {
    const { stack } = enforced();
    expect(() => Waivers.of(new Bucket(stack, 'B')).add({ ruleId: 'TEST-01', reason })).toThrow(
      /GATE-06: expected the waiver of TEST-01 to give a reason/,
    );
    expect(() => new Ours(stack, 'O', [{ ruleId: 'TEST-01', reason }])).toThrow(/GATE-06/);
  });
  test('never cover an App, Stage, Stack or a mere folder of constructs', () => {
    const { root, stack } = enforced();
    const folder = new Construct(stack, 'Folder');
    new Bucket(folder, 'A');
    for (const scope of [root, stack, new Stage(root, 'G'), folder]) {
      expect(() => Waivers.of(scope).add({ ruleId: 'TEST-01', reason: REASON })).toThrow(
        /GATE-06: expected a waiver to cover one construct/,
      );
    }
  });
  test('by exact path, of a construct or of its resource, without wildcards', () => {
    for (const path of ['S/B', 'S/B/Resource']) {
      const { root, stack } = enforced();
      new Bucket(stack, 'B');
      Waivers.of(root).add({ ruleId: 'TEST-01', reason: REASON, path });
      expect(message(root)).toBe('synthesized');
    }
    const { root } = enforced();
    for (const path of ['S/*', '', '?']) {
      expect(() => Waivers.of(root).add({ ruleId: 'TEST-01', reason: REASON, path })).toThrow(/GATE-06/);
    }
  });
  test('expire, after a warning', () => {
    const outcome = (asOf: string) => {
      const { root, stack } = enforced({}, { 'cdk-secure-serverless:asOf': asOf });
      Waivers.of(new Bucket(stack, 'B')).add({ ruleId: 'TEST-01', reason: REASON, expires: '2027-01-31' });
      return SecurityGate.findingsOf(root).map(({ ruleId, status }) => `${ruleId} ${status}`);
    };
    expect(outcome('2026-12-31')).toEqual(['TEST-01 waived']);
    expect(outcome('2027-01-01')).toEqual(['TEST-01 waived', 'GATE-06 warning']);
    expect(outcome('2027-01-31')).toEqual(['TEST-01 waived', 'GATE-06 warning']);
    expect(outcome('2027-02-01')).toEqual(['TEST-01 blocking', 'GATE-06 blocking']);
  });
  test.each(['2027-02-30', 'soon', '31.12.2027'])('need a real day: %p', (expires) => {
    const { stack } = enforced();
    expect(() => Waivers.of(new Bucket(stack, 'B')).add({ ruleId: 'TEST-01', reason: REASON, expires })).toThrow(
      /GATE-06: expected expires/,
    );
  });
  test('unused ones warn, and block when strict; unknown ones block', () => {
    for (const [strictWaivers, status] of [
      [false, 'warning'],
      [true, 'blocking'],
    ] as const) {
      const { root, stack } = enforced({ strictWaivers });
      Waivers.of(new Bucket(stack, 'B', { versioned: true })).add({ ruleId: 'TEST-01', reason: REASON });
      expect(SecurityGate.findingsOf(root).map((one) => [one.ruleId, one.status])).toEqual([['GATE-09', status]]);
    }
    const { root, stack } = enforced();
    Waivers.of(new Bucket(stack, 'B', { versioned: true })).add({ ruleId: 'NOSUCH-01', reason: REASON });
    expect(message(root)).toMatch(/expected the waiver at S\/B to name a rule, got NOSUCH-01/);
  });
  test('through enforce, for what has no construct', () => {
    const { root, stack } = enforced({ waivers: [{ ruleId: 'TEST-01', reason: REASON, path: 'S/Raw' }] });
    stack.addTransform('Unused');
    new CfnResource(stack, 'Raw', { type: 'AWS::S3::Bucket' });
    expect(message(root)).toBe('synthesized');
    expect(() => SecurityGate.enforce(app(), { waivers: [{ ruleId: 'TEST-01', reason: REASON }] })).toThrow(/GATE-06/);
  });
});

describe('a gate that teams keep', () => {
  test('REPORT lets everything through and says everything', () => {
    const { root, stack } = enforced({ mode: GateMode.REPORT });
    new Bucket(stack, 'B');
    expect(message(root)).toBe('synthesized');
    expect(gateReport(root).violations.map((one: any) => [one.ruleName, one.severity])).toEqual([
      ['TEST-01', 'warning'],
    ]);
  });
  test('an edition pins what blocks', () => {
    fillCatalog({ rules: [{ ...rule, since: '2027-05' }], exceptions: () => undefined });
    const { root, stack } = enforced({ edition: '2026-11' });
    new Bucket(stack, 'B');
    expect(message(root)).toBe('synthesized');
    expect(() => SecurityGate.enforce(app(), { edition: 'latest' })).toThrow(/GATE-10: expected edition/);
  });
  test('a baseline lets the known pass, blocks the new, and only shrinks', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'security-baseline.json');
    const build = (baseline: string | undefined, ...ids: string[]) => {
      const { root, stack } = enforced({ baseline });
      ids.forEach((id) => new Bucket(stack, id));
      return root;
    };
    expect(SecurityGate.writeBaseline(build(undefined, 'A', 'B'), file)).toBe(2);
    expect(message(build(file, 'A', 'B'))).toBe('synthesized');
    expect(message(build(file, 'A', 'B', 'C'))).toMatch(/S\/C\/Resource/);
    const smaller = build(file, 'A');
    expect(SecurityGate.findingsOf(smaller).map((one) => [one.ruleId, one.status])).toEqual([
      ['TEST-01', 'baselined'],
      ['GATE-08', 'warning'],
    ]);
    expect(SecurityGate.writeBaseline(build(file, 'A', 'C'), file)).toBe(1);
    expect(message(build(file, 'B'))).toMatch(/S\/B\/Resource/);
  });
  test('the command line writes a baseline by context, and only shrinks it later', () => {
    const baseline = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'security-baseline.json');
    const build = (context: object, ...ids: string[]) => {
      const { root, stack } = enforced({ baseline }, { ...context });
      ids.forEach((id) => new Bucket(stack, id));
      return message(root);
    };
    const write = { 'cdk-secure-serverless:writeBaseline': 'true' };
    expect(build(write, 'A', 'B')).toBe('synthesized');
    expect(build({}, 'A', 'B')).toBe('synthesized');
    expect(build(write, 'A', 'C')).toMatch(/S\/C\/Resource/);
    expect(JSON.parse(readFileSync(baseline, 'utf8')).findings).toEqual([
      { ruleId: 'TEST-01', path: 'S/A/Resource', got: ['versioning off'] },
    ]);
    expect(build({}, 'B')).toMatch(/S\/B\/Resource/);
    expect(() => enforced({}, write)).toThrow(/GATE-08: expected baseline to name the file to write/);
  });
  test('a profile that comes too late is refused', () => {
    const { root, stack } = enforced();
    new Ours(stack, 'Ours', undefined, true);
    expect(() => SecurityProfile.regulated().applyTo(root)).toThrow(
      /GATE-07: expected the profile before the first secure construct, got 'S\/Ours' already/,
    );
    expect(SecurityProfile.of(stack).name).toBe('production');
  });
  test('a baseline lets no new weakness pass on a resource that has an old one', () => {
    const weak = (...seen: string[]): Rule => ({ ...rule, check: () => fail(seen.join(', ')) });
    const baseline = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'security-baseline.json');
    const statuses = (...seen: string[]) => {
      fillCatalog({ rules: [weak(...seen)], exceptions: () => undefined });
      const { root, stack } = enforced({ baseline });
      new Bucket(stack, 'B');
      return SecurityGate.findingsOf(root).map(({ status }) => status);
    };
    fillCatalog({ rules: [weak('action a', 'action b')], exceptions: () => undefined });
    const { root, stack } = enforced();
    new Bucket(stack, 'B');
    SecurityGate.writeBaseline(root, baseline);
    expect(statuses('action b', 'action a')).toEqual(['baselined']);
    expect(statuses('action b')).toEqual(['baselined']);
    expect(statuses('action a', 'action c')).toEqual(['blocking']);
  });
  test('looking at the findings does not switch the gate off', () => {
    const { root, stack } = enforced();
    new Bucket(stack, 'B');
    expect(SecurityGate.findingsOf(root)).toHaveLength(1);
    expect(message(root)).toMatch(/expected versioning is on/);
    const other = app();
    const staged = new Stack(new Stage(other, 'Prod'), 'S');
    new Ours(staged, 'Weak');
    expect(SecurityGate.findingsOf(other).map(({ ruleId }) => ruleId)).toEqual(['TEST-01']);
    expect(() => Template.fromStack(staged)).toThrow(/TEST-01/);
    expect(message(other)).toMatch(/GATE-04/);
  });
  test('looking at the findings enforces nothing', () => {
    const root = app();
    new Bucket(new Stack(root, 'S'), 'Plain');
    expect(SecurityGate.findingsOf(root)).toHaveLength(1);
    expect(message(root)).toBe('synthesized');
  });
  test('says how to waive, in code that works', () => {
    const { root, stack } = enforced();
    new Ours(stack, 'Ours', []);
    new Bucket(stack, 'Plain');
    const [ours, plain] = SecurityGate.findingsOf(root).map((one) => one.message);
    expect(ours).toContain("or waive it with waivers: [{ ruleId: 'TEST-01', reason: '…' }]");
    expect(plain).toContain("Waivers.of(stack).add({ ruleId: 'TEST-01', reason: '…', path: 'Plain/Resource' })");
    Waivers.of(stack).add({ ruleId: 'TEST-01', reason: REASON, path: 'Plain/Resource' });
    expect(SecurityGate.findingsOf(root).map(({ status }) => status)).toEqual(['blocking', 'waived']);
  });
  test('a second enforce is refused', () => {
    const again = () => SecurityGate.enforce(enforced().root, { mode: GateMode.REPORT });
    expect(again).toThrow(/GATE-10: expected one SecurityGate.enforce/);
  });
  test('a baseline that is missing or broken blocks', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'baseline-')), 'broken.json');
    expect(() => enforced({ baseline: '/nowhere/x.json' })).toThrow(/GATE-08: expected baseline/);
    for (const text of ['{', '{}', '{"findings":[{"rule":"x"}]}']) {
      writeFileSync(file, text);
      expect(() => enforced({ baseline: file })).toThrow(/GATE-08/);
    }
  });
  test('development relaxes assurance and says so', () => {
    const { root, stack } = enforced({ profile: SecurityProfile.development({ accounts: [ENV.account] }) });
    new CfnResource(stack, 'Q', { type: 'AWS::SQS::Queue' });
    expect(message(root)).toBe('synthesized');
    expect(gateReport(root).violations).toMatchObject([
      { ruleName: 'GATE-11', severity: 'info', description: 'not provided here (development): TEST-02' },
    ]);
  });
  test('findings of a subtree only', () => {
    const { root, stack } = enforced();
    new Bucket(stack, 'A');
    const b = new Bucket(stack, 'B', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
    expect(SecurityGate.findingsOf(b).map(({ path }) => path)).toEqual(['S/B/Resource']);
    expect(SecurityGate.findingsOf(root)).toHaveLength(2);
  });
  test('enforce wants the app', () => {
    expect(() => SecurityGate.enforce(new Stack(app(), 'S'))).toThrow(
      /GATE-10: expected SecurityGate.enforce to get the App/,
    );
  });
});
