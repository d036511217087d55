import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import { parseDocument } from 'yaml';
import { ALL_RULES } from '../../lib/catalog';
import { commandLine } from '../support/command-line';

const FIXTURES = join(__dirname, 'fixtures');
const temporary = mkdtempSync(join(tmpdir(), 'formats-'));
const report = async (format: string, ...argv: string[]): Promise<string> =>
  (await commandLine(FIXTURES, 'check', ...argv, '--format', format)).stdout;

/** Every way a template can try to break out of a format. */
const HOSTILE = join(temporary, 'hostile.json');
const NASTY = 'x]]>"\'&<b>|`@team `` \u001b[31m\u0000\u202e\ud800 ](javascript:x) </details>';
writeFileSync(
  HOSTILE,
  JSON.stringify({ Resources: { [NASTY]: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: NASTY } } } }),
);

describe('sarif', () => {
  /** Ajv knows no draft 4; of what differs, the schema uses `id` and `$schema` only. */
  const { $schema, id, ...schema } = JSON.parse(
    readFileSync(join(__dirname, 'schemas/sarif-schema-2.1.0.json'), 'utf8'),
  );
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  const isValid = ajv.compile(schema);
  const valid = async (...argv: string[]): Promise<Log> => {
    const log = JSON.parse(await report('sarif', ...argv));
    isValid(log);
    expect(isValid.errors ?? []).toEqual([]);
    return log;
  };
  const results = ({ runs }: Log): Result[] => runs[0].results!;
  const resultOf = (log: Log, ruleId: string) => results(log).find((one) => one.ruleId === ruleId)!;

  test('the schema is the one of 2.1.0, and refuses what is no SARIF', () => {
    expect($schema).toBe('http://json-schema.org/draft-04/schema#');
    expect(id).toContain('sarif-schema-2.1.0.json');
    expect(isValid({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  test.each([
    ['findings', ['insecure.yaml']],
    ['no finding', ['secure.yaml']],
    ['waivers', ['waived.yaml', '--as-of', '2026-11-22']],
    ['an ended waiver', ['waived.yaml', '--as-of', '2028-01-01']],
    ['something unreadable', ['insecure.yaml', 'missing.yaml']],
    ['nothing readable', ['missing.yaml']],
    ['hostile names', [HOSTILE]],
  ])('is valid with %s', async (_, argv) => {
    await valid(...argv);
  });

  test('a result has its place in the file, its construct and a fingerprint', async () => {
    const log = await valid('insecure.yaml');
    expect(resultOf(log, 'QUEUE-02')).toMatchObject({
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'insecure.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7 },
          },
          logicalLocations: [{ fullyQualifiedName: 'insecure.yaml/Inbox', name: 'Inbox', kind: 'resource' }],
        },
      ],
      partialFingerprints: { 'resourceAndRule/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    const prints = results(log).map(({ partialFingerprints }) => partialFingerprints!['resourceAndRule/v1']);
    expect(new Set(prints).size).toBe(prints.length);
  });

  test('lines are those of the text, also in JSON', async () => {
    const lines = readFileSync(join(FIXTURES, 'short-forms.json'), 'utf8').split('\n');
    for (const { locations } of results(await valid('short-forms.json'))) {
      const { physicalLocation, logicalLocations } = locations![0];
      const { name } = logicalLocations![0];
      const line = lines[physicalLocation!.region!.startLine! - 1];
      expect(line).toContain(name === 'short-forms.json' ? '{' : `"${name}": {`);
    }
  });

  test('fingerprints survive lines that move', async () => {
    const text = readFileSync(join(FIXTURES, 'insecure.yaml'), 'utf8');
    const prints = async () =>
      JSON.parse((await commandLine(temporary, 'check', 'moved.yaml', '--format', 'sarif')).stdout).runs[0].results.map(
        (one: Result) => [one.ruleId, one.partialFingerprints],
      );
    writeFileSync(join(temporary, 'moved.yaml'), text);
    const before = await prints();
    writeFileSync(join(temporary, 'moved.yaml'), `# a comment\n\n${text}`);
    expect(await prints()).toEqual(before);
  });

  test('every rule comes with its help, and results point at it', async () => {
    const log = await valid('insecure.yaml');
    const rules = log.runs[0].tool.driver.rules!;
    expect(rules.map(({ id: ruleId }) => ruleId)).toEqual(ALL_RULES.map(({ id: ruleId }) => ruleId));
    expect(rules.filter(({ help, helpUri }) => !help?.text || !help.markdown || !helpUri)).toEqual([]);
    for (const { ruleId, ruleIndex } of results(log)) expect(rules[ruleIndex!].id).toBe(ruleId);
  });

  test('what was waived is suppressed, with the reason', async () => {
    const waived = resultOf(await valid('waived.yaml', '--as-of', '2026-11-22'), 'QUEUE-02');
    expect(waived.suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: expect.stringMatching(/^The partner .* ticket SEC-7/) },
    ]);
    expect(resultOf(await valid('insecure.yaml'), 'QUEUE-02').suppressions).toBeUndefined();
  });

  test('what could not be read is said', async () => {
    const [invocation] = (await valid('insecure.yaml', 'missing.yaml')).runs[0].invocations!;
    expect(invocation.executionSuccessful).toBe(false);
    expect(invocation.toolExecutionNotifications![0].message.text).toBe('missing.yaml: no such file or directory');
  });
});

describe('junit', () => {
  /** Well-formed: every tag is closed in order, and only known entities and allowed characters are left. */
  function tagsOf(xml: string): string[] {
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/);
    expect(xml.replace(/&(amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
    const open: string[] = [];
    const seen: string[] = [];
    const rest = xml
      .replace(/^<\?xml [^>]*\?>/, '')
      .replace(/<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, (_, close, name, __, single) => {
        if (close) expect(open.pop()).toBe(name);
        else if (!single) open.push(name);
        if (!close) seen.push(name);
        return '';
      });
    expect(open).toEqual([]);
    expect(rest).not.toMatch(/[<>]/);
    return seen;
  }
  const count = (xml: string, name: string) => tagsOf(xml).filter((one) => one === name).length;

  test.each([[['insecure.yaml']], [['secure.yaml']], [['waived.yaml']], [[HOSTILE]], [['missing.yaml', 'sam.yaml']]])(
    'is well-formed: %j',
    async (argv) => {
      const xml = await report('junit', ...argv);
      expect(count(xml, 'testcase')).toBeGreaterThan(0);
      const totals = /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml)!;
      expect(totals.slice(1).map(Number)).toEqual(
        ['testcase', 'failure', 'error', 'skipped'].map((name) => count(xml, name)),
      );
    },
  );

  test('what fails is what --fail-on says', async () => {
    const all: any[] = JSON.parse(await report('json', 'insecure.yaml')).findings;
    const of = (status: string) => all.filter((one) => one.status === status).length;
    expect(of('warning')).toBeGreaterThan(0);
    expect(count(await report('junit', 'insecure.yaml'), 'failure')).toBe(of('blocking'));
    expect(count(await report('junit', 'insecure.yaml', '--fail-on', 'never'), 'failure')).toBe(0);
    expect(count(await report('junit', 'insecure.yaml', '--fail-on', 'warning'), 'failure')).toBe(
      of('blocking') + of('warning'),
    );
  });
});

describe('markdown', () => {
  test('starts with the numbers, and has a section for each thing to do', async () => {
    const text = await report('markdown', 'insecure.yaml');
    expect(text).toMatch(/^### ❌ cdk-secure-serverless: \d+ blocking, \d+ warnings, 0 waived; 3 resources/);
    expect(text.match(/<details>/g)).toHaveLength(10);
    expect(text.match(/<\/details>/g)).toHaveLength(10);
    expect(text).toContain('`insecure.yaml/Data` (`insecure.yaml:2`)');
    expect(await report('markdown', 'secure.yaml')).toMatch(/^### ✅ cdk-secure-serverless: 0 blocking/);
  });

  test('nothing of a template becomes markup', async () => {
    const text = await report('markdown', HOSTILE, '--all');
    const outside = text.replace(/(`+)[^\n]*?[^`]\1(?!`)/g, ''); // without code
    expect(outside).not.toMatch(/<(?!\/?(details|summary|b)>)/);
    expect(outside).not.toMatch(/(?<!\\)\]\(javascript/);
    expect(outside).not.toMatch(/@team/);
    expect(outside.match(/<\/details>/g)).toHaveLength(outside.match(/<details>/g)!.length);

    expect(text).not.toMatch(/[\u0000\u001b\u202e]/);
  });

  test('fits into a comment on GitHub', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`Bucket${index}${'x'.repeat(200)}`, { Type: 'AWS::S3::Bucket' }]),
    );
    const file = join(temporary, 'many.json');
    writeFileSync(file, JSON.stringify({ Resources: many }));
    const text = await report('markdown', file, '--all');
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/… and \d+ more groups? with \d+ findings/);
  });
});

describe('json', () => {
  test('has its documented shape', async () => {
    const result = JSON.parse(await report('json', 'insecure.yaml'));
    expect(Object.keys(result)).toEqual([
      ...['version', 'tool', 'profile', 'summary', 'findings', 'problems', 'crashes', 'unreadable'],
      ...['notSeen', 'notJudged', 'baselineMended'],
    ]);
    expect(result.version).toBe(1);
    expect(result.findings.find((one: any) => one.ruleId === 'BUCKET-05')).toEqual({
      ruleId: 'BUCKET-05',
      status: 'blocking',
      verdict: 'fail',
      path: 'insecure.yaml/Data',
      file: 'insecure.yaml',
      line: 2,
      stack: 'insecure.yaml',
      logicalId: 'Data',
      type: 'AWS::S3::Bucket',
      message: expect.stringMatching(/^BUCKET-05: expected .+, got .+; set /),
      title: 'versioning is enabled',
      fix: 'set VersioningConfiguration: {"Status":"Enabled"}',
      got: 'VersioningConfiguration.Status not set',
      at: 'Properties.VersioningConfiguration.Status',
      topics: expect.any(Array),
      controls: expect.any(Array),
    });
  });
  test('is the documented one', () => {
    const guide = readFileSync(join(__dirname, '../../docs/guides/command-line.md'), 'utf8');
    for (const field of [
      'version',
      'summary',
      'findings',
      'problems',
      'crashes',
      'unreadable',
      'notSeen',
      'baselineMended',
    ]) {
      expect(guide).toContain(`"${field}"`);
    }
    const [, sample] = /```yaml\n(# \.github[^]*?)```/.exec(guide)!;
    expect(parseDocument(sample).errors).toEqual([]);
  });
});

test('the screen shows no control character of a template', async () => {
  const text = await report('text', HOSTILE, '--all');

  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});
