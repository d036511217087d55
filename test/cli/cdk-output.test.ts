import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnOutput, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { readInputs } from '../../cli/input/read-inputs';
import { SecurityGate } from '../../lib';
import { commandLine } from '../support/command-line';

const folder = mkdtempSync(join(tmpdir(), 'cdk-output-'));

/** Stages, nested stacks two deep, a stack without an account; as the CDK's own command line synthesizes, or without metadata. */
function app(outdir: string, withMetadata: boolean): App {
  const context = { 'aws:cdk:enable-path-metadata': withMetadata, 'aws:cdk:enable-asset-metadata': withMetadata };
  const it = new App({ outdir: join(folder, outdir), context });
  const orders = new Stack(it, 'Orders', {
    env: { account: '111111111111', region: 'eu-central-1' },
    stackName: 'orders-prod',
  });
  new Bucket(orders, 'Data');
  const inner = new NestedStack(orders, 'Inner');
  const queue = new Queue(inner, 'Q');
  new CfnOutput(orders, 'Arn', { value: queue.queueArn });
  const web = new Stack(new Stage(it, 'Prod'), 'Web');
  new Queue(web, 'Q');
  new Queue(new NestedStack(new NestedStack(web, 'A'), 'B'), 'Deep');
  it.synth();
  return it;
}

let gated: App;
beforeAll(() => {
  gated = app('out', true);
  app('bare', false);
});
const read = (...paths: string[]) => readInputs(paths, folder);
const check = (...argv: string[]) => commandLine(folder, 'check', ...argv);
const findings = async (...argv: string[]): Promise<any[]> =>
  JSON.parse((await check(...argv, '--format', 'json')).stdout).findings;

test('every stack of an app is read, with what is known of it', () => {
  const { groups, troubles } = read('out');
  expect(troubles).toEqual([]);
  expect(groups).toHaveLength(1);
  const sources = groups[0].templates.map(({ source }) => source);
  const known = { account: '111111111111', region: 'eu-central-1', stage: undefined };
  const unknown = { account: undefined, region: undefined, stage: 'Prod' };
  expect(sources).toMatchObject([
    { stack: 'Orders', stackName: 'orders-prod', file: 'Orders.template.json', ...known },
    {
      stack: 'Orders/Inner',
      nestedIn: { stack: 'Orders', logicalId: expect.stringMatching(/^InnerNested/) },
      ...known,
    },
    { stack: 'Prod/Web', stackName: 'Prod-Web', ...unknown },
    { stack: 'Prod/Web/A', nestedIn: { stack: 'Prod/Web' }, ...unknown },
    { stack: 'Prod/Web/A/B', nestedIn: { stack: 'Prod/Web/A' }, ...unknown },
  ]);
});

test('the command line finds what the gate finds, at the same places', async () => {
  const ours = (await findings('out')).map((one) => `${one.status} ${one.ruleId} ${one.path} ${one.got}`);
  const gate = SecurityGate.findingsOf(gated).map((one) => `${one.status} ${one.ruleId} ${one.path} ${one.got}`);
  expect(gate.length).toBeGreaterThan(10);
  expect(ours.sort()).toEqual(gate.sort());
});

test('without asset metadata, nested stacks are found by the hash in their address', async () => {
  const [bare, full] = [await findings('bare'), await findings('out')];
  expect(bare.map(({ ruleId }) => ruleId).sort()).toEqual(full.map(({ ruleId }) => ruleId).sort());
  const nested = read('bare').groups[0].templates.filter(({ source }) => source.nestedIn);
  expect(nested).toHaveLength(3);
  expect(bare.map(({ path }) => path)).toContain('Orders/Data/Resource'); // from the metadata beside the template
});

test.each(['out/manifest.json', '.', 'out'])('%s leads to the output', async (path) => {
  const files = (await findings(path)).map(({ file }) => file);
  expect(files).toContain('out/Orders.template.json');
});

test('files and lines are those of the template', async () => {
  const queue = (await findings('out')).find(({ path }) => path === 'Prod/Web/A/B/Deep/Resource');
  expect(queue.file).toMatch(/^out\/assembly-Prod\/ProdWebAB.*\.nested\.template\.json$/);
  const line = readFileSync(join(folder, queue.file), 'utf8').split('\n')[queue.line - 1];
  expect(line).toContain(`"${queue.logicalId}": {`);
});

test('a finding of code is mended and waived in code', async () => {
  const { stdout } = await check('out', '--all');
  expect(stdout).toContain('set versioned to true');
  expect(stdout).toMatch(/cdk-secure-serverless waive \S+ 'Orders\/Data\/Resource'/);
});

describe('an output that is damaged', () => {
  const damaged = (name: string, damage: (path: string) => void): string => {
    cpSync(join(folder, 'out'), join(folder, name), { recursive: true });
    damage(join(folder, name));
    return name;
  };
  const withManifest = (name: string, change: (artifacts: any) => void) =>
    damaged(name, (path) => {
      const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));
      change(manifest.artifacts);
      writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
    });
  const nested = 'OrdersInner5BBF6F46.nested.template.json';

  test.each<[string, () => string, RegExp]>([
    [
      'a template is missing',
      () => damaged('missing', (path) => rmSync(join(path, 'Orders.template.json'))),
      /^error: missing\/Orders\.template\.json: no such file or directory\n$/,
    ],
    [
      'a nested template is missing',
      () => damaged('missing-nested', (path) => rmSync(join(path, nested))),
      /^error: missing-nested\/OrdersInner\w+\.nested\.template\.json: no such file or directory\n/,
    ],
    [
      'a template is cut off',
      () => damaged('cut', (path) => writeFileSync(join(path, 'Orders.template.json'), '{"Resources": {')),
      /^error: cut\/Orders\.template\.json:1:16: expected a key/,
    ],
    [
      'the manifest is cut off',
      () => damaged('cut-manifest', (path) => writeFileSync(join(path, 'manifest.json'), '{')),
      /^error: cut-manifest\/manifest\.json:1:2: expected a key/,
    ],
    [
      'the manifest names a file outside',
      () => withManifest('outside', (all) => (all.Orders.properties.templateFile = '../out/Orders.template.json')),
      /expected the manifest to name files in its own directory, got '\.\.\/out\/Orders\.template\.json'\n$/,
    ],
    [
      'a nested stack is inside itself',
      () =>
        damaged('itself', (path) => {
          const text = readFileSync(join(path, 'Orders.template.json'), 'utf8');
          writeFileSync(join(path, nested), text);
        }),
      /^error: itself\/OrdersInner\w+\.nested\.template\.json: a nested stack inside itself\n/,
    ],
    [
      'there is no stack',
      () => withManifest('stackless', (all) => Object.keys(all).forEach((id) => delete all[id])),
      /^error: stackless: a CDK output without a stack\n$/,
    ],
  ])('%s', async (_, make, line) => {
    const { code, stderr } = await check(make());
    expect(stderr).toMatch(line);
    expect(code).toBe(2);
  });

  test('a Stage that contains itself ends', async () => {
    const name = withManifest('circle', (all) => {
      all['assembly-Prod'].properties.directoryName = '.';
    });
    expect((await check(name)).code).toBe(1);
  });

  test("a manifest.json of somebody else's is no CDK output", async () => {
    mkdirSync(join(folder, 'web'));
    writeFileSync(join(folder, 'web/manifest.json'), '{"name": "my web app", "icons": []}');
    writeFileSync(join(folder, 'web/t.yaml'), 'Resources:\n  Q: {Type: "AWS::SQS::Queue"}\n');
    expect((await check('web')).stdout).toContain('1 resource in 1 template');
  });
});
