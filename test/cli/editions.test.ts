import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecurityGate } from '../../lib';
import { commandLine } from '../support/command-line';

/** The catalog as a later version of the library would have it. */
jest.mock('../../lib/catalog', () => {
  const { fillCatalog, catalog } = jest.requireActual('../../lib/core/catalog-slot');
  const rule = {
    types: ['AWS::S3::Bucket'],
    severity: 'error',
    tier: 'invariant',
    why: 'why',
    topics: ['gate'],
    controls: [],
    migration: 'in-place',
    reaches: [],
  };
  const later = [
    {
      ...rule,
      id: 'LATER-01',
      since: '2027-05',
      title: 'buckets have names',
      fix: 'set bucketName',
      check: (one: any) => (one.get('BucketName') ? 'pass' : 'fail'),
    },
    { ...rule, id: 'LATER-02', since: '2028-01', title: 'nothing is wrong', fix: 'do nothing', check: () => 'pass' },
    {
      ...rule,
      id: 'LATER-03',
      since: '2028-01',
      severity: 'warning',
      title: 'it warns',
      fix: 'see',
      check: () => 'fail',
    },
  ];
  const real = jest.requireActual('../../lib/catalog');
  const ALL_RULES = [...real.ALL_RULES.filter(({ id }: { id: string }) => id === 'BUCKET-01'), ...later];
  fillCatalog({ ...catalog(), rules: ALL_RULES });
  return { ...real, ALL_RULES };
});
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report

const folder = mkdtempSync(join(tmpdir(), 'editions-'));
function synthesized(name: string, edition?: string, waived = false): string {
  const app = new App({ outdir: join(folder, name), context: { 'aws:cdk:enable-path-metadata': true } });
  SecurityGate.enforce(app, { edition });
  const stack = new Stack(app, 'S');
  const open = {
    blockPublicAccess: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  };
  const uploads = new Bucket(stack, 'Uploads', open as never);
  if (waived)
    (uploads.node.defaultChild as any).addMetadata('cdk-secure-serverless', {
      waivers: [{ ruleId: 'LATER-01', reason: 'the name is taken by another account' }],
    });
  new Bucket(stack, 'Named', { ...(open as object), bucketName: 'named-by-us' });
  try {
    app.synth();
  } catch {
    // what blocks is the point of some tests
  }
  return name;
}

test('without an argument: every rule that blocks, by edition', async () => {
  const { stdout, code } = await commandLine(folder, 'editions');
  expect(stdout).toBe(
    '2026-11: 1 rule\n  BUCKET-01     all four public access blocks are on\n\n' +
      '2027-05: 1 rule\n  LATER-01      buckets have names\n\n' +
      '2028-01: 1 rule\n  LATER-02      nothing is wrong\n\n',
  );
  expect(code).toBe(0);
});

test.each([
  [['2026-11'], ['2027-05', '2028-01']],
  [['2027-05'], ['2028-01']],
  [['2026-11', '2027-05'], ['2027-05']],
])('what came after %j', async (words, editions) => {
  const { stdout } = await commandLine(folder, 'editions', ...words);
  expect(stdout.match(/^\d{4}-\d{2}/gm)).toEqual(editions);
});

test('nothing came after the newest', async () => {
  const { stdout } = await commandLine(folder, 'editions', '2028-01');
  expect(stdout).toBe('no rule came after 2028-01; the newest edition is 2028-01\n');
});

test('with a path: what would be newly blocked, and where', async () => {
  const { stdout, code } = await commandLine(folder, 'editions', '2026-11', synthesized('open', '2026-11'));
  expect(stdout).toContain('LATER-01      buckets have names (would block 1 finding)');
  expect(stdout).toContain('LATER-02      nothing is wrong (blocks nothing here)');
  expect(stdout).toContain('Newly blocked after 2026-11: 1 finding\n1. set bucketName\n');
  expect(stdout).toContain('S/Uploads/Resource');
  expect(stdout).not.toContain('LATER-03');
  expect(code).toBe(0);
});

test('only up to the edition asked for, and nothing that is waived', async () => {
  const { stdout } = await commandLine(folder, 'editions', '2027-05', '2028-01', synthesized('upto'));
  expect(stdout).toContain('Nothing would newly block after 2027-05.');
  const waived = await commandLine(folder, 'editions', '2026-11', synthesized('waived', undefined, true));
  expect(waived.stdout).toContain('Nothing would newly block after 2026-11.');
});

test.each<[string[], RegExp]>([
  [['2026-13'], /expected an edition written YYYY-MM, got '2026-13'/],
  [['2025-01'], /expected an edition of 2026-11 or later/],
  [['2028-01', '2027-05'], /expected the later edition second/],
  [['2026-11', '2027-05', '2028-01'], /expected at most two editions/],
  [['cdk.out'], /expected the edition you are on before the path: editions 2026-11 cdk\.out/],
  [['2026-11', 'nowhere'], /nowhere: no such file/],
])('%j is one clear line', async (words, message) => {
  const { stderr, code } = await commandLine(folder, 'editions', ...words);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(2);
});

describe('check', () => {
  test('judges by the edition that the gate judged by, unless another is named', async () => {
    const output = synthesized('pinned', '2026-11');
    expect((await commandLine(folder, 'check', output, '--require-gate')).code).toBe(0);
    expect((await commandLine(folder, 'check', output, '--edition', '2026-11')).code).toBe(0);
    const { stdout, code } = await commandLine(folder, 'check', output, '--edition', '2027-05', '--require-gate');
    expect(stdout).toContain('LATER-01');
    expect(stdout).toContain(
      "GATE-14: expected proof that the gate passed pinned, got none: the gate judged by edition 2026-11; pass edition: '2027-05' or a later one",
    );
    expect(code).toBe(1);
  });

  test('an output that nobody judged has every edition', async () => {
    const output = synthesized('changed', '2026-11');
    const file = join(folder, output, 'S.template.json');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    const { stdout, code } = await commandLine(folder, 'check', output);
    expect(stdout).toContain('LATER-01');
    expect(code).toBe(1);
  });
});
