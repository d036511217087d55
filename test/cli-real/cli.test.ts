import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');
const APP = `npx tsx --tsconfig test/tsconfig.json test/cli-real/app.ts`;

/** What the real command line makes of a case: its exit code and everything it printed. */
function cdk(name: string, ...argv: string[]): { code: number | null; text: string; out: string } {
  const out = mkdtempSync(join(tmpdir(), 'cli-real-'));
  const { status, stdout, stderr } = spawnSync(CDK, [...argv, '--app', APP, '--output', out], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 120_000,
    env: {
      ...process.env,
      CASE: name,
      // the suite is about ours; one case below runs with CDK's own validation on
      CDK_VALIDATION: process.env.CASE_VALIDATION ?? 'false',
      NODE_ENV: '',
      AWS_REGION: 'us-east-1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
  });
  return { code: status, text: `${stdout}${stderr}`, out };
}

test('the pinned command line', () => {
  const { stdout } = spawnSync(CDK, ['--version'], { encoding: 'utf8' });
  expect(stdout).toMatch(/^2\.1148\.1 /);
});

test.each<[string, string[], number, RegExp]>([
  ['clean', ['synth', '-q'], 0, /^(?!.*SecurityGate)/],
  [
    'weak',
    ['synth', '-q'],
    1,
    /expected all four public access blocks are on[\s\S]*set blockPublicAccess to BlockPublicAccess\.BLOCK_ALL/,
  ],
  ['weak', ['synth', '-q', '--no-validation'], 1, /BUCKET-01/],
  ['weak without enforce', ['synth', '-q'], 1, /BUCKET-01/],
  ['stage', ['synth', '-q'], 1, /expected Stage Prod to have no findings/],
  ['stage', ['synth', '-q', '--no-validation'], 1, /expected Stage Prod/],
  ['stage beside a clean stack', ['synth', '-q'], 1, /expected Stage Prod/],
  ['stage beside a clean stack', ['synth', '-q', 'Top'], 1, /expected Stage Prod/],
  ['nested stack', ['synth', '-q'], 1, /Top\/Nested\/Weak/],
  ['crashing rule', ['synth', '-q'], 1, /expected rule [A-Z]+-\d+ to judge Top\/\w+, got an exception: boom/],
  ['unreadable template', ['synth', '-q'], 1, /expected the template of Top to be readable/],
  ['raw acknowledgement', ['synth', '-q'], 1, /expected disagreement with BUCKET-01 to be a waiver/],
  ['empty reason', ['synth', '-q'], 1, /GATE-06: expected the waiver of BUCKET-01 to give a reason/],
])('%s: cdk %j exits %i', (name, argv, code, message) => {
  const result = cdk(name, ...argv);
  expect(result.text).toMatch(message);
  expect(result.code).toBe(code);
});

describe('a dirty stack beside a clean one', () => {
  test('the clean stack synthesizes', () =>
    expect(cdk('clean beside dirty', 'synth', '-q', 'CleanStack')).toMatchObject({ code: 0 }));
  test('and can be compared', () => {
    const template = join(mkdtempSync(join(tmpdir(), 'cli-real-')), 'before.json');
    writeFileSync(template, '{"Resources":{}}');
    const { code, text } = cdk('clean beside dirty', 'diff', 'CleanStack', '--template', template);
    expect(text).toMatch(/AWS::S3::Bucket/);
    expect(code).toBe(0);
  });
  test('the dirty one does not', () =>
    expect(cdk('clean beside dirty', 'synth', '-q', 'DirtyStack')).toMatchObject({ code: 1 }));
  test('nor do both', () => {
    const { code, out } = cdk('clean beside dirty', 'synth', '-q');
    expect(code).toBe(1);
    expect(existsSync(join(out, 'validation-report.json'))).toBe(true);
  });
});

test("CDK's own validation beside ours changes nothing", () => {
  process.env.CASE_VALIDATION = 'true';
  try {
    expect(cdk('clean', 'synth', '-q').code).toBe(0);
    expect(cdk('weak', 'synth', '-q').code).toBe(1);
  } finally {
    delete process.env.CASE_VALIDATION;
  }
});
