import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, NagPack, NagRuleCompliance, NagMessageLevel } from 'cdk-nag';
import { SecurityGate, ServerlessSecurityChecks, Waivers } from '../../lib';
import { catalog, fillCatalog } from '../../lib/core/catalog-slot';
import { ONE_RULE } from '../support/one-rule';

const real = catalog();
const rule = ONE_RULE;
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));
beforeEach(() => fillCatalog({ rules: [], exceptions: () => undefined }));
afterAll(() => fillCatalog(real));

const app = () => new App({ outdir: mkdtempSync(join(tmpdir(), 'packs-')) });
const message = (root: App): string => {
  try {
    root.synth();
    return 'synthesized';
  } catch (error) {
    return (error as Error).message;
  }
};
const reports = (root: App): any[] =>
  JSON.parse(readFileSync(join(root.outdir, 'validation-report.json'), 'utf8')).pluginReports;

class Loud extends NagPack {
  public readonly name: string = 'Loud';
  constructor(
    private readonly level: NagMessageLevel,
    private readonly crash = false,
  ) {
    super();
    this.packName = 'Loud';
  }
  protected checkResource(node: CfnResource): void {
    if (this.crash) throw new Error('pack boom');
    if (!(node instanceof CfnBucket)) return;
    const found = { info: 'a bucket', explanation: 'why', level: this.level, node };
    this.applyRule({ ...found, ruleSuffixOverride: 'BUCKET', rule: () => NagRuleCompliance.NON_COMPLIANT });
  }
}

describe('packs beside our rules', () => {
  beforeEach(() => fillCatalog({ rules: [{ ...rule, check: () => 'pass' }], exceptions: () => undefined }));
  const enforced = (pack: NagPack, staged = false) => {
    const root = app();
    SecurityGate.enforce(root, { packs: [pack] });
    const bucket = new Bucket(new Stack(staged ? new Stage(root, 'Prod') : root, 'S'), 'B');
    return { root, bucket };
  };

  test('a stock pack blocks under its own name', () => {
    const { root } = enforced(new AwsSolutionsChecks());
    expect(message(root)).toMatch(/AwsSolutions-S10/);
    expect(reports(root).map(({ pluginName }) => pluginName)).toEqual(['AwsSolutions']);
  });
  test('its acknowledgements keep working', () => {
    const { root, bucket } = enforced(new Loud(NagMessageLevel.ERROR));
    Validations.of(bucket).acknowledge({ id: 'Loud::Loud-BUCKET', reason: 'test' });
    expect(message(root)).toBe('synthesized');
  });
  test('its warnings do not block', () => {
    expect(message(enforced(new Loud(NagMessageLevel.WARN)).root)).toBe('synthesized');
  });
  test('what it finds does not hide ours', () => {
    fillCatalog({ rules: [rule], exceptions: () => undefined });
    const { root } = enforced(new Loud(NagMessageLevel.ERROR));
    expect(SecurityGate.findingsOf(root).map(({ ruleId }) => ruleId)).toEqual(['TEST-01']);
  });
  test('a crash blocks', () => {
    expect(message(enforced(new Loud(NagMessageLevel.ERROR, true)).root)).toMatch(
      /expected Loud to judge the app.*pack boom/,
    );
  });
  test('a finding inside a Stage blocks the app, unless it is acknowledged', () => {
    const { root } = enforced(new Loud(NagMessageLevel.ERROR), true);
    expect(message(root)).toMatch(/expected the Stages to have no findings of Loud, got 1/);
    const quiet = enforced(new Loud(NagMessageLevel.ERROR), true);
    Validations.of(quiet.bucket).acknowledge({ id: 'Loud::Loud-BUCKET', reason: 'test' });
    expect(message(quiet.root)).toBe('synthesized');
  });
});

describe('our rules as a cdk-nag pack', () => {
  beforeEach(() => fillCatalog({ rules: [rule], exceptions: () => undefined }));
  const checked = () => {
    const root = app();
    Validations.of(root).addPlugins(new ServerlessSecurityChecks(root));
    return { root, stack: new Stack(root, 'S') };
  };

  test('sees overrides and generic resources, which cdk-nag does not', () => {
    const { root, stack } = checked();
    const bucket = new Bucket(stack, 'B', { versioned: true });
    (bucket.node.defaultChild as CfnBucket).addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
    new CfnResource(stack, 'Generic', { type: 'AWS::S3::Bucket' });
    const text = message(root);
    expect(text).toMatch(/ServerlessSecurity-TEST-01/);
    expect(text).toMatch(/S\/B\/Resource[\s\S]*S\/Generic/);
  });
  test('is acknowledged the cdk-nag way, and knows waivers', () => {
    const { root, stack } = checked();
    const id = 'ServerlessSecurity::ServerlessSecurity-TEST-01';
    Validations.of(new Bucket(stack, 'A')).acknowledge({ id, reason: 'test' });
    Waivers.of(new Bucket(stack, 'B')).add({ ruleId: 'TEST-01', reason: 'public test data of the web team' });
    expect(message(root)).toBe('synthesized');
  });
  test('a rule that crashes blocks', () => {
    const check = () => {
      throw new Error('boom');
    };
    fillCatalog({ rules: [{ ...rule, check }], exceptions: () => undefined });
    const { root, stack } = checked();
    new Bucket(stack, 'B');
    expect(message(root)).toMatch(/boom/);
  });
  test('runs on a tree that is not synthesized', () => {
    const stack = new Stack(app(), 'S');
    new Bucket(stack, 'B');
    const report = new ServerlessSecurityChecks().validateScope(stack);
    expect(report.violations.map((one) => one.ruleName)).toEqual(['ServerlessSecurity-TEST-01']);
    expect(report.success).toBe(false);
  });
});
