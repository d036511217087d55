import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { App, Stack, Tags } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { SecureBucket, SecurityGate, SecurityProfile, Waivers } from '../../lib';
import { commandLine } from '../support/command-line';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const folder = mkdtempSync(join(tmpdir(), 'require-gate-'));
const REASON = 'the partner can only send over plain HTTP, until 2027';

function synthesized(name: string, gate = true, profile = SecurityProfile.production()): string {
  const app = new App({ outdir: join(folder, name), context: { 'aws:cdk:enable-path-metadata': true } });
  if (gate) SecurityGate.enforce(app, { profile });
  const stack = new Stack(app, 'Top', { env: { account: '111111111111', region: 'us-east-1' } });
  const failed = Queue.fromQueueArn(stack, 'Failed', 'arn:aws:sqs:us-east-1:111111111111:failed');
  const inbox = new Queue(stack, 'Inbox', { deadLetterQueue: { queue: failed, maxReceiveCount: 3 } });
  Tags.of(inbox).add('data-class', 'internal');
  Waivers.of(inbox).add({ ruleId: 'QUEUE-02', reason: REASON });
  new SecureBucket(stack, 'Uploads');
  if (gate) app.synth();
  else SecurityGate.findingsOf(app);
  return name;
}
const check = (...argv: string[]) => commandLine(folder, 'check', ...argv);

let clean: string;
let ungated: string;
beforeAll(() => {
  clean = synthesized('clean');
  ungated = synthesized('ungated', false);
});

test('an app that its gate passed passes, and what was waived is said with the reason', async () => {
  const { stdout, stderr, code } = await check(clean, '--require-gate', '--all');
  expect(stdout).toContain(`QUEUE-02 Top/Inbox/Resource: ${REASON}`);
  expect(stdout).toMatch(/^0 blocking, 0 warnings, 1 waived/m);
  expect(stderr).toMatch(/note: the gate judged by \d+ rules of version \S+, every edition, in production: 1 waived/);
  expect(code).toBe(0);
});

test('without a record it fails, with one line that says so', async () => {
  const { stdout, code } = await check(ungated, '--require-gate', '--fail-on', 'never');
  const lines = stdout.split('\n').filter((line) => line.includes('GATE-14'));
  expect(lines).toEqual([
    expect.stringMatching(
      /expected proof that the gate passed ungated, got none: no security-gate\.json, so nothing proves/,
    ),
  ]);
  expect(code).toBe(1);
});

test.each(['json', 'sarif', 'junit', 'markdown'])('every format says it: %s', async (format) => {
  const { stdout } = await check(ungated, '--require-gate', '--format', format);
  expect(stdout).toContain('GATE-14');
});

test('a template on its own cannot be proven', async () => {
  const { stdout, code } = await check(join(clean, 'Top.template.json'), '--require-gate');
  expect(stdout).toContain('a template on its own has no record; name the directory that cdk synth wrote');
  expect(code).toBe(1);
});

test('two outputs need two proofs', async () => {
  const { stdout } = await check(clean, ungated, '--require-gate');
  expect(stdout.match(/GATE-14/g)).toHaveLength(1);
  expect(stdout).toContain('the gate passed ungated, got none');
});

test('a changed template loses its proof and its waivers', async () => {
  const output = synthesized('changed');
  appendFileSync(join(folder, output, 'Top.template.json'), '\n');
  const { stdout, code } = await check(output, '--require-gate');
  expect(stdout).toContain('Top.template.json is not what the gate judged (its SHA-256 differs)');
  expect(stdout).toContain('QUEUE-02 × 1');
  expect(code).toBe(1);
  const without = await check(output);
  expect(without.stderr).toContain('its record does not fit (Top.template.json is not what the gate judged');
});

test('a record that was edited to waive more lets through what the app could have waived, and is seen', async () => {
  const output = synthesized('forged');
  const file = join(folder, output, 'security-gate.json');
  const record = JSON.parse(readFileSync(file, 'utf8'));
  record.accepted = [];
  writeFileSync(file, JSON.stringify(record));
  const { stdout, code } = await check(output, '--require-gate');
  expect(stdout).toContain('QUEUE-02'); // check judges for itself
  expect(code).toBe(1);
});

test('--no-waivers lets pass only what a protected baseline lists', async () => {
  const strict = await check(clean, '--require-gate', '--no-waivers');
  expect(strict.stdout).toContain('QUEUE-02');
  expect(strict.code).toBe(1);
  const baseline = join(folder, 'protected.json');
  const json = JSON.parse((await check(clean, '--no-waivers', '--format', 'json')).stdout);
  const seen = json.findings.find((one: any) => one.ruleId === 'QUEUE-02').got;
  writeFileSync(
    baseline,
    JSON.stringify({ findings: [{ ruleId: 'QUEUE-02', path: 'Top/Inbox/Resource', got: String(seen).split(', ') }] }),
  );
  expect((await check(clean, '--require-gate', '--no-waivers', '--baseline', baseline)).code).toBe(0);
});

test('the profile of the record counts, and is named', async () => {
  const output = synthesized('dev', true, SecurityProfile.development({ accounts: ['111111111111'] }));
  const { stderr, code } = await check(output, '--require-gate');
  expect(stderr).toMatch(/in development: 1 waived, \d+ not provided in development/);
  expect(code).toBe(0);
  expect((await check(output, '--require-gate', '--no-waivers', '--profile', 'production')).code).toBe(1);
  // who asks for more is not given less, because the app says so
  expect((await check(output, '--require-gate', '--profile', 'production')).code).toBe(1);
});

test('check writes nothing, and its baseline never grows', async () => {
  const baseline = join(folder, 'baseline.json');
  const text = '{"findings":[{"ruleId":"QUEUE-02","path":"Top/Gone/Resource"}]}';
  writeFileSync(baseline, text);
  const { code, stderr } = await check(ungated, '--require-gate', '--no-waivers', '--baseline', baseline);
  expect(code).toBe(1);
  expect(stderr).toMatch(/1 .*mended/);
  expect(readFileSync(baseline, 'utf8')).toBe(text);
  expect(existsSync(join(folder, ungated, 'security-gate.json'))).toBe(false);
});

describe('a template that lies in the output and is no stack of the app', () => {
  const WEAK = { Resources: { Open: { Type: 'AWS::SQS::Queue' } } };
  const yaml = 'Resources:\n  Open:\n    Type: AWS::SQS::Queue\n';
  test.each([
    ['by its name', 'Old.template.json', JSON.stringify(WEAK)],
    ['by what it says', 'extra.json', JSON.stringify(WEAK)],
    ['in YAML', 'extra.yaml', yaml],
    ['in a folder that is no asset', 'assembly-Old/Old.template.json', JSON.stringify(WEAK)],
    ['under the name of a file of CDK', 'tree.json', JSON.stringify(WEAK)],
  ])('is judged, and no gate has passed it: %s', async (_, name, text) => {
    const output = synthesized(`extra-${name.replace(/\W/g, '-')}`);
    const path = join(folder, output, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    const plain = await check(output);
    expect(plain.stdout).toContain('QUEUE-02 × 1');
    expect(plain.stderr).toContain(`note: no stack of the app, judged as a template on its own: ${output}/${name}\n`);
    expect(plain.code).toBe(1);
    const { stdout } = await check(output, '--require-gate');
    expect(stdout.match(/GATE-14/g)).toHaveLength(1);
    expect(stdout).toContain(`${name} was not judged by the gate; synthesize into an empty directory`);
  });

  test('one that cannot be read is said', async () => {
    const output = synthesized('extra-broken');
    writeFileSync(join(folder, output, 'Old.template.json'), '{');
    const { code, stderr } = await check(output);
    expect(stderr).toContain('error: extra-broken/Old.template.json:1');
    expect(code).toBe(2);
  });

  test('the code of a function may hold what it likes', async () => {
    const output = synthesized('extra-asset');
    const asset = join(folder, output, `asset.${'0'.repeat(64)}`);
    mkdirSync(asset);
    writeFileSync(join(asset, 'sample.template.json'), JSON.stringify(WEAK));
    expect((await check(output, '--require-gate')).code).toBe(0);
  });

  test('one that the app copies to S3 is judged here, and asks for no proof', async () => {
    const app = new App({ outdir: join(folder, 'copied') });
    SecurityGate.enforce(app);
    const given = join(folder, 'given.json');
    writeFileSync(given, JSON.stringify(WEAK));
    new Asset(new Stack(app, 'Top'), 'Template', { path: given });
    app.synth();
    const { stdout, code } = await check('copied', '--require-gate');
    expect(stdout).toContain('QUEUE-02 × 1');
    expect(stdout).not.toContain('GATE-14');
    expect(code).toBe(1);
  });
});
