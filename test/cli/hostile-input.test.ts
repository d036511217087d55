import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { commandLine } from '../support/command-line';

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
const write = (name: string, content: string | Buffer): string => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  return name;
};
const check = (...argv: string[]) => commandLine(folder, 'check', ...argv);
const QUEUE = 'Resources:\n  Q:\n    Type: AWS::SQS::Queue\n';
const inBucket = (properties: string): string =>
  `{"Resources":{"A":{"Type":"AWS::S3::Bucket","Properties":${properties}}}}`;

describe('one clear line, exit code 2', () => {
  test.each<[string, string | Buffer, string]>([
    ['empty.yaml', '', 'empty.yaml: the file is empty'],
    ['blank.json', ' \n\t', 'blank.json: the file is empty'],
    [
      'comma.json',
      '{\n "Resources": {\n  "A": { "Type": "x", }\n }\n}',
      "comma.json:3:23: expected a key in double quotes, got '}'",
    ],
    ['open.json', '{"Resources": {', 'open.json:1:16: expected a key in double quotes, got the end of the file'],
    ['word.json', '{"Resources": yes}', "word.json:1:15: expected a value, got 'y'"],
    ['number.json', '{"Resources": 01}', "number.json:1:16: expected ',' or '}', got '1'"],
    [
      'text.json',
      '{"Resources": "a\nb"}',
      'text.json:1:17: a text with a line break, control character or unknown escape',
    ],
    ['endless.json', '{"Resources": "a', 'endless.json:1:15: a text without an end'],
    ['more.json', '{"Resources": {}} x', "more.json:1:19: expected nothing more, got 'x'"],
    ['twice.json', '{"Resources": {\n"A": {},\n"\\u0041": {}}}', "twice.json:3:1: duplicate key 'A'"],
    ['twice.yaml', 'Resources:\n  A: {}\n  A: {}\n', "twice.yaml:3: duplicate key 'A'"],
    ['list.json', '[1, 2]', 'list.json: expected a template, got no object'],
    ['prose.yaml', 'just a text', 'prose.yaml: expected a template, got no object'],
    [
      'other.yaml',
      'name: x\nscripts: {}\n',
      'other.yaml: expected a CloudFormation template, got no Resources but name, scripts',
    ],
    ['resources.json', '{"Resources": []}', 'resources.json: expected Resources to be an object'],
    ['conditions.json', '{"Resources": {}, "Conditions": "x"}', 'conditions.json: expected Conditions to be an object'],
    ['resource.json', '{"Resources": {\n"A": "x"}}', 'resource.json:2: expected resource A to be an object'],
    ['type.yaml', 'Resources:\n  A:\n    Type: 1\n', 'type.yaml:2: expected resource A to have a Type'],
    [
      'properties.yaml',
      'Resources:\n  A: {Type: "AWS::S3::Bucket", Properties: [1]}\n',
      'properties.yaml:2: expected Properties of A to be an object',
    ],
    ['bytes.json', Buffer.from([0x7b, 0xff, 0xfe, 0x00]), 'bytes.json: not a text in UTF-8'],
    ['utf16.json', Buffer.from('\ufeff{"Resources":{}}', 'utf16le'), 'utf16.json: not a text in UTF-8'],
    [
      'deep.json',
      inBucket(`{"X":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
      'deep.json:1:259: nested deeper than 200 levels',
    ],
    ['deep-cut.json', `{"a":`.repeat(100_000), 'deep-cut.json:1:1001: nested deeper than 200 levels'],
  ])('%s', async (name, content, line) => {
    const start = Date.now();
    const { code, stderr, stdout } = await check(write(name, content));
    expect({ code, stderr, stdout }).toEqual({ code: 2, stderr: `error: ${line}\n`, stdout: '' });
    expect(Date.now() - start).toBeLessThan(2000);
  });

  test('a directory without templates', async () => {
    mkdirSync(join(folder, 'nothing/inside'), { recursive: true });
    expect(await check('nothing')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: nothing: no template in this directory\n',
    });
    write('others/package.json', '{"name": "x"}');
    write('others/compose.yaml', 'services: {}\n');
    expect((await check('others')).stderr).toBe('error: others: no CloudFormation template among its files\n');
  });

  test('what is no file', async () => {
    expect((await check('missing')).stderr).toBe('error: missing: no such file or directory\n');
    expect((await check('/dev/null')).stderr).toBe('error: /dev/null: not a file\n');
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    expect((await check('pipe.yaml')).stderr).toBe('error: pipe.yaml: not a file\n');
  });
});

describe('the right answer', () => {
  test.each<[string, string]>([
    ['bom.yaml', `\ufeff${QUEUE}`],
    ['bom.json', '\ufeff{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}'],
    ['json-in.yaml', '{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}'],
    ['json-in.template', '{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}'],
    ['yaml-in.template', QUEUE],
    ['crlf.yml', QUEUE.replace(/\n/g, '\r\n')],
  ])('%s', async (name, content) => {
    const { code, stdout } = await check(write(name, content));
    expect(code).toBe(1);
    expect(stdout).toContain('QUEUE-02');
    expect(stdout).toContain('1 resource in 1 template');
  });

  test('names that JavaScript has a meaning for', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const resources = names.map((name) => `"${name}":{"Type":"AWS::SQS::Queue"}`).join(',');
    const { stdout } = await check(write('names.json', `{"Resources":{${resources}}}`), '--format', 'json');
    const found = JSON.parse(stdout).findings.filter((one: any) => one.ruleId === 'QUEUE-02');
    expect(found.map((one: any) => one.logicalId).sort()).toEqual(names.sort());
    const yaml = names.map((name) => `  ${name}: {Type: "AWS::SQS::Queue"}\n`).join('');
    expect((await check(write('names.yaml', `Resources:\n${yaml}`))).stdout).toContain('4 resources in 1 template');
  });

  test.each([
    ['a text that keeps searching for ${', inBucket(`{"BucketName":{"Fn::Sub":"${'${'.repeat(100_000)}"}}`)],
    [
      'a text that looks like the start of many secrets',
      `{"Resources":{"F":{"Type":"AWS::Lambda::Function","Properties":{"Environment":{"Variables":{"A":"${'hvs.eyJ-'.repeat(20_000)}"}}}}}}`,
    ],
    ['numbers beyond all', inBucket('{"A":1e999,"B":-0,"C":123456789012345678901234567890}')],
    ['intrinsics where nobody expects them', inBucket('{"Fn::If":["C",{"A":1},{"Ref":"AWS::NoValue"}]}')],
    [
      'intrinsics with wrong arguments',
      inBucket(
        '{"A":{"Fn::Join":1},"B":{"Fn::Sub":[]},"C":{"Fn::Select":[9,[]]},"D":{"Fn::GetAtt":{}},"E":{"Ref":{}},"F":{"Fn::FindInMap":["a"]},"G":{"Fn::Split":[1,2]},"BucketName":{"Fn::And":[]}}',
      ),
    ],
  ])('%s', async (_, text) => {
    const start = Date.now();
    const { code, stderr } = await check(write('odd.json', text));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(Date.now() - start).toBeLessThan(2500);
  });
});

describe('knots of names end, and what hangs on them is no pass', () => {
  const levels = Array.from({ length: 30 }, (_, index) => index);
  const twice = (one: object) => [one, one];
  const conditions = Object.fromEntries(
    levels.map((level) => [`C${level}`, { 'Fn::And': twice({ Condition: `C${level + 1}` }) }]),
  );
  const outputs = Object.fromEntries(
    levels.map((level) => [
      `O${level}`,
      {
        Value: { 'Fn::Join': ['', twice({ 'Fn::ImportValue': `e${level + 1}` })] },
        Export: { Name: `e${level}` },
      },
    ]),
  );
  test.each<[string, object, object]>([
    ['conditions that double', { Conditions: conditions }, { 'Fn::If': ['C0', 'Enabled', 'Suspended'] }],
    [
      'a condition of itself',
      { Conditions: { C0: { 'Fn::Or': twice({ Condition: 'C0' }) } } },
      { 'Fn::If': ['C0', 'Enabled', 'Suspended'] },
    ],
    ['imports that double', { Outputs: outputs }, { 'Fn::ImportValue': 'e0' }],
  ])('%s', async (_, sections, Status) => {
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status } } };
    write('knot.json', JSON.stringify({ ...sections, Resources: { Data: bucket } }));
    const start = Date.now();
    const { stdout, code } = await check('knot.json', '--format', 'json');
    expect(Date.now() - start).toBeLessThan(2000);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings.map((one: any) => one.ruleId)).toContain('BUCKET-05');
  });
});

describe('directories', () => {
  test('are searched, but not node_modules, .git or links that lead round', async () => {
    write('tree/a.yaml', QUEUE);
    write('tree/deep/er/b.json', '{"Resources":{"Q":{"Type":"AWS::SQS::Queue"}}}');
    write('tree/node_modules/x/c.yaml', QUEUE);
    write('tree/.git/d.yaml', QUEUE);
    write('tree/notes.md', QUEUE);
    symlinkSync('..', join(folder, 'tree/deep/up'));
    symlinkSync('self.yaml', join(folder, 'tree/self.yaml'));
    symlinkSync('a.yaml', join(folder, 'tree/same.yaml'));
    const { stdout, stderr, code } = await check('tree', '--format', 'json');
    expect(code).toBe(1);
    expect([...new Set(JSON.parse(stdout).findings.map((one: any) => one.file))].sort()).toEqual([
      'tree/a.yaml',
      'tree/deep/er/b.json',
    ]);
    expect(stderr).toBe('note: not looked into: tree/deep/up: a link to a folder\n');
  });

  test('a template that cannot be read does not hide the others, nor itself', async () => {
    write('mixed/good.yaml', QUEUE);
    write('mixed/bad.yaml', `${QUEUE}  Q:\n    Type: AWS::SQS::Queue\n`);
    const { stdout, stderr, code } = await check('mixed');
    expect(code).toBe(2);
    expect(stderr).toBe("error: mixed/bad.yaml:4: duplicate key 'Q'\n");
    expect(stdout).toContain('1 resource in 1 template');
  });

  test('templates that nest one another in a circle stand alone', async () => {
    const nested = (url: string) =>
      `Resources:\n  S: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: ${url}}}\n  Q: {Type: "AWS::SQS::Queue"}\n`;
    write('circle/a.yaml', nested('b.yaml'));
    write('circle/b.yaml', nested('a.yaml'));
    write('circle/c.yaml', nested('c.yaml'));
    const { code, stdout } = await check('circle', '--format', 'json');
    expect(code).toBe(1);
    const found = JSON.parse(stdout).findings.filter((one: any) => one.ruleId === 'QUEUE-02');
    expect(found).toHaveLength(3);
  });
});

test('10,000 resources and 2 MB are judged', async () => {
  const queues = Array.from(
    { length: 10_000 },
    (_, index) => `"Q${index}":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"${'x'.repeat(150)}${index}"}}`,
  );
  const { stdout, code } = await check(write('large.json', `{"Resources":{${queues.join(',\n')}}}`));
  expect(code).toBe(1);
  expect(stdout).toContain('10000 resources in 1 template');
  expect(stdout).toContain('large.json/Q0 (line 1)');
  expect(stdout).toMatch(/QUEUE-02 × 10000/);
});
