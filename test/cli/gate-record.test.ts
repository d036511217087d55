import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { GateMode, SecurityGate, SecurityGateProps, Waivers } from '../../lib';
import { gateEvidence } from '../../cli/gate-record';
import { readCdkOutput } from '../../cli/input/cdk-output';
import { Assembly } from '../../lib/core/assembly';
import { decide } from '../../lib/core/decide';
import { judge } from '../../lib/core/judge';
import { ALL_RULES } from '../../lib/catalog';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report
const REASON = 'the partner can only send over plain HTTP, until 2027';
const fresh = () => mkdtempSync(join(tmpdir(), 'evidence-'));

interface Building {
  readonly gate?: SecurityGateProps | false;
  readonly context?: Record<string, unknown>;
  /** Whether the one finding is waived. */
  readonly waived?: boolean;
  readonly outdir?: string;
}

/** One weak queue; a nested stack and a Stage beside it. */
function build({ gate = {}, context = {}, waived = true, outdir = fresh() }: Building = {}): string {
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true, ...context } });
  if (gate) SecurityGate.enforce(app, gate);
  const top = new Stack(app, 'Top');
  const inbox = new Queue(top, 'Inbox');
  if (waived) Waivers.of(inbox).add({ ruleId: 'QUEUE-02', reason: REASON, expires: '2099-01-31' });
  new Queue(new NestedStack(top, 'Nested'), 'Q', { enforceSSL: true });
  new Queue(new Stack(new Stage(app, 'Prod'), 'S'), 'Q', { enforceSSL: true });
  try {
    app.synth();
  } catch {
    // a gate that blocks leaves its record too
  }
  return outdir;
}

const problems = (outdir: string, edition?: string) => [
  ...gateEvidence(outdir, readCdkOutput(outdir, raise), { edition }).problems,
];
const raise = (path: string, error: unknown) => {
  throw new Error(`${path}: ${String(error)}`);
};

/** What the command line makes of a CDK output with the record's help. */
function statuses(outdir: string): string[] {
  const templates = readCdkOutput(outdir, raise);
  const evidence = gateEvidence(outdir, templates);
  const { findings } = judge(new Assembly(templates.map(({ source }) => source)), ALL_RULES);
  return findings.map((finding) => {
    const grounds = { ...evidence, exception: () => undefined, day: '2026-12-01' };
    return `${decide(finding, grounds).status} ${finding.ruleId} ${finding.constructPath}`;
  });
}

let clean: string;
beforeAll(() => void (clean = build()));
/** A copy that a test may spoil. */
function copy(): string {
  const outdir = fresh();
  cpSync(clean, outdir, { recursive: true });
  return outdir;
}
type Json = Record<string, any>;
function edited(edit: (record: Json) => void): string {
  const outdir = copy();
  const file = join(outdir, 'security-gate.json');
  const record = JSON.parse(readFileSync(file, 'utf8'));
  edit(record);
  writeFileSync(file, JSON.stringify(record));
  return outdir;
}
const NESTED = () => readCdkOutput(clean, raise).find(({ source }) => source.nestedIn)!.source.file;

test('a gate that ran on exactly these templates is proven', () => {
  expect(problems(clean)).toEqual([]);
  expect(gateEvidence(clean, readCdkOutput(clean, raise)).summary).toMatch(
    /^the gate judged by \d+ rules of version [\d.]+, every edition, in production: 1 waived$/,
  );
});

test('what the app waived is waived, with its reason and its last day', () => {
  expect(statuses(clean)).toContain('waived QUEUE-02 Top/Inbox/Resource');
  const [waiver] = gateEvidence(clean, readCdkOutput(clean, raise)).waivers;
  expect(waiver).toMatchObject({ at: 'Top/Inbox/Resource', waiver: { reason: REASON, expires: '2099-01-31' } });
});

test.each<[string, () => string, RegExp[]]>([
  ['no gate', () => build({ gate: false }), [/^no security-gate.json, so nothing proves that the gate ran; call /]],
  ['report mode', () => build({ gate: { mode: GateMode.REPORT } }), [/^the gate only reported; drop mode/]],
  [
    'another day',
    () => build({ context: { 'cdk-secure-serverless:asOf': '2026-12-01' } }),
    [/^the gate was told that today is 2026-12-01; drop the context/],
  ],
  [
    'a baseline being written',
    () =>
      build({
        gate: { baseline: join(fresh(), 'b.json') },
        context: { 'cdk-secure-serverless:writeBaseline': true },
      }),
    [/^the gate wrote a baseline; synthesize without the context/],
  ],
  ['a finding', () => build({ waived: false }), [/^the gate found 1 thing that blocks; mend what cdk synth says$/]],
  ['a record of another directory', () => join(clean, 'assembly-Prod'), [/^no security-gate.json/]],
])('no proof: %s', (_, make, expected) => {
  expect(problems(make())).toEqual(expected.map((one) => expect.stringMatching(one)));
});

test('no proof: only secure constructs were judged', () => {
  expect(problems(edited((record) => (record.judged = 'own resources')))).toEqual([
    'the gate judged only what secure constructs made; call SecurityGate.enforce(app)',
  ]);
});

test.each<[string, (outdir: string) => void, RegExp[]]>([
  [
    'a template changed by a blank',
    (out) => appendFileSync(join(out, 'Top.template.json'), ' '),
    [/^Top\.template\.json is not what the gate judged/],
  ],
  ['a nested one', (out) => appendFileSync(join(out, NESTED()), '\n'), [/\.nested\.template\.json is not what/]],
  [
    'a stack added behind it',
    (out) => {
      const file = join(out, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      writeFileSync(join(out, 'Evil.template.json'), '{"Resources":{}}');
      manifest.artifacts.Evil = {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: 'Evil.template.json' },
      };
      writeFileSync(file, JSON.stringify(manifest));
    },
    [/^Evil\.template\.json was not judged by the gate/],
  ],
  [
    'a stack taken away',
    (out) => {
      const file = join(out, 'manifest.json');
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      delete manifest.artifacts['assembly-Prod'];
      writeFileSync(file, JSON.stringify(manifest));
    },
    [/^assembly-Prod\/\S+ was judged by the gate and is not here/],
  ],
  ['the record taken away', (out) => rmSync(join(out, 'security-gate.json')), [/^no security-gate.json/]],
  ['a broken record', (out) => writeFileSync(join(out, 'security-gate.json'), '{'), [/cannot be read as JSON/]],
])('no proof: %s', (_, spoil, expected) => {
  const outdir = copy();
  spoil(outdir);
  expect(problems(outdir)).toEqual(expected.map((one) => expect.stringMatching(one)));
});

test.each<[string, (record: Json) => unknown]>([
  ['no object', (record) => Object.keys(record).forEach((key) => delete record[key])],
  ['no templates', (record) => delete record.templates],
  ['a hash that is none', (record) => (record.templates[0].sha256 = '')],
  ['a negative count', (record) => (record.counts.blocking = -1)],
  ['a count that is a text', (record) => (record.counts.blocking = '0')],
  ['a status of its own', (record) => (record.accepted[0].status = 'fine')],
  ['a profile of its own', (record) => (record.profiles = ['none'])],
  ['a line of its own', (record) => (record.library = '1\nclean: nothing blocks')],
])('a record edited by hand is refused: %s', (_, edit) => {
  expect(problems(edited(edit))).toEqual(['security-gate.json is not what the gate writes; synthesize again']);
});

test('a record of a later version is not guessed at', () => {
  expect(problems(edited((record) => (record.format = 2)))).toEqual([
    expect.stringMatching(/a later version of the library/),
  ]);
});

test('the edition can be demanded', () => {
  expect(problems(clean, '2030-01')).toEqual([]); // without a pin, every rule blocks
  const pinned = edited((record) => (record.edition = '2026-11'));
  expect(problems(pinned, '2026-11')).toEqual([]);
  expect(problems(pinned, '2027-05')).toEqual([
    "the gate judged by edition 2026-11; pass edition: '2027-05' or a later one",
  ]);
});

describe('what it lets pass', () => {
  test('nothing in a template that changed, even where the findings are the same', () => {
    const outdir = copy();
    appendFileSync(join(outdir, 'Top.template.json'), '\n');
    expect(statuses(outdir)).toContain('blocking QUEUE-02 Top/Inbox/Resource');
  });
  test('nothing that came after', () => {
    const outdir = edited((record) => (record.accepted[0].got = ['something else']));
    expect(statuses(outdir)).toContain('blocking QUEUE-02 Top/Inbox/Resource');
  });
  test('nothing whose waiver ended since', () => {
    const outdir = edited((record) => (record.accepted[0].expires = '2026-11-30'));
    expect(statuses(outdir)).toContain('blocking QUEUE-02 Top/Inbox/Resource');
  });
  test('what the baseline of the app knows', () => {
    const baseline = join(fresh(), 'b.json');
    build({ waived: false, gate: { baseline }, context: { 'cdk-secure-serverless:writeBaseline': true } });
    const outdir = build({ waived: false, gate: { baseline } });
    expect(problems(outdir)).toEqual([]);
    expect(statuses(outdir)).toContain('baselined QUEUE-02 Top/Inbox/Resource');
  });
});
