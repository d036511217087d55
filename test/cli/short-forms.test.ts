import { join } from 'path';
import { readInputs } from '../../cli/input/read-inputs';
import { parseYamlTemplate } from '../../cli/input/yaml-template';
import { commandLine } from '../support/command-line';

const FIXTURES = join(__dirname, 'fixtures');
const bodyOf = (file: string) => {
  const { groups, troubles } = readInputs([file], FIXTURES);
  expect(troubles).toEqual([]);
  return groups[0].templates[0].source.body;
};
const parsed = (text: string): any => parseYamlTemplate(text).body;
const mistake = (text: string): string => {
  try {
    parsed(text);
  } catch (error) {
    const { message, line } = error as { message: string; line?: number };
    return `${line}: ${message}`;
  }
  return 'none';
};

test('every short form is read as its long form', () => {
  expect(bodyOf('short-forms.yaml')).toEqual(bodyOf('short-forms.json'));
});

test('short and long forms get the same verdicts', async () => {
  const verdicts = async (file: string) => {
    const { stdout, code } = await commandLine(FIXTURES, 'check', file, '--format', 'json');
    const { findings, crashes } = JSON.parse(stdout);
    expect(crashes).toEqual([]);
    const list = findings.map((one: any) => [one.ruleId, one.status, one.verdict, one.logicalId, one.got, one.at]);
    return { list, code };
  };
  const [short, long] = [await verdicts('short-forms.yaml'), await verdicts('short-forms.json')];
  expect(short).toEqual(long);
  // the conditions and the mapping were understood: with prod alone it would be a pass
  expect(short.list).toContainEqual([
    'BUCKET-05',
    'blocking',
    'fail',
    'Data',
    'VersioningConfiguration.Status = Suspended',
    'Properties.VersioningConfiguration.Status',
  ]);
  expect(short.list.filter(([ruleId]: string[]) => ruleId === 'POLICY-01')).toHaveLength(1);
});

describe('scalars are read as CloudFormation reads them', () => {
  test.each([
    ['yes', true],
    ['No', false],
    ['ON', true],
    ['off', false],
    ['y', 'y'],
    ['n', 'n'],
    ["'yes'", 'yes'],
    ['!!str yes', 'yes'],
    ['! yes', 'yes'],
    ['true', true],
    ['"true"', 'true'],
    ['2010-09-09', '2010-09-09'],
    ['2001-12-14T21:59:43Z', '2001-12-14T21:59:43Z'],
    ['012345678901', '012345678901'],
    ['0644', '0644'],
    ['0', 0],
    ['-1.5', -1.5],
    ['9007199254740993', '9007199254740993'],
    ['.inf', '.inf'],
    ['1:30', '1:30'],
    ['~', null],
    ['', null],
    ['|\n  two\n  lines', 'two\nlines\n'],
  ])('%s', (text, value) => expect(parsed(`A: ${text}\n`)).toEqual({ A: value }));

  test('keys keep their spelling', () => {
    expect(Object.keys(parsed('012345678901: 1\nyes: 2\n2012-10-17: 3\n1.10: 4\n'))).toEqual(
      expect.arrayContaining(['012345678901', 'yes', '2012-10-17', '1.10']),
    );
  });
});

describe('short forms', () => {
  test.each([
    ['!GetAtt A.B.C', { 'Fn::GetAtt': ['A', 'B.C'] }],
    ['!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
    ['!Ref 123', { Ref: '123' }],
    ['!Ref AWS::NoValue', { Ref: 'AWS::NoValue' }],
    ['!Sub "${A}"', { 'Fn::Sub': '${A}' }],
    ['!Sub |\n  a\n  ${B}', { 'Fn::Sub': 'a\n${B}\n' }],
    ['!Base64 {Ref: A}', { 'Fn::Base64': { Ref: 'A' } }],
    [
      '!If [C, !Ref A, !Join ["", [!Ref B, x]]]',
      { 'Fn::If': ['C', { Ref: 'A' }, { 'Fn::Join': ['', [{ Ref: 'B' }, 'x']] }] },
    ],
    ['!GetAZs', { 'Fn::GetAZs': '' }],
  ])('%s', (text, value) => expect(parsed(`A: ${text}\n`)).toEqual({ A: value }));
});

describe('aliases and merge keys', () => {
  test('an alias stands for its anchor', () => {
    expect(parsed('A: &a {x: 1}\nB: *a\nC: [*a, *a]\n')).toEqual({ A: { x: 1 }, B: { x: 1 }, C: [{ x: 1 }, { x: 1 }] });
  });
  test('a merge key fills in what is not said; of two maps the first wins', () => {
    const text = 'A: &a {x: 1, y: 1}\nB: &b {y: 2, z: 2}\nC:\n  <<: [*a, *b]\n  x: 0\n';
    expect(parsed(text).C).toEqual({ x: 0, y: 1, z: 2 });
  });
  test('a quoted << is a key like any other', () => expect(parsed('"<<": 1\n')).toEqual({ '<<': 1 }));
  test('a thousand uses of one small anchor are fine', () => {
    const uses = Array.from({ length: 1000 }, (_, index) => `B${index}: *a`).join('\n');
    expect(Object.keys(parsed(`A: &a [{Key: k, Value: v}]\n${uses}\n`))).toHaveLength(1001);
  });
});

describe('mistakes name their line', () => {
  test.each([
    ['a duplicate key', 'A: 1\nB: 2\nA: 3\n', "3: duplicate key 'A'"],
    ['a duplicate key in a flow', 'A: {x: 1,\n  x: 2}\n', "2: duplicate key 'x'"],
    ['an unknown tag', 'A:\n  B: !Foo x\n', '2: unknown tag !Foo; CloudFormation has no such function'],
    ['two tags', 'A: !Base64 !Sub x\n', '1: A node can have at most one tag'],
    ['tabs', 'A:\n\tB: 1\n', '2: Tabs are not allowed as indentation'],
    ['an alias of nothing', 'A: 1\nB: *a\n', '2: alias *a without an anchor before it'],
    ['an alias of itself', 'A: &a\n  B: *a\n', '2: alias *a contains itself'],
    ['two documents', 'A: 1\n---\nB: 1\n', '2: a second document; a template is one'],
    ['a list as key', '? [a]\n: 1\n', '1: expected a key to be a text'],
    ['a merge of a text', 'A:\n  <<: x\n', "2: expected '<<' to merge mappings"],
  ])('%s', (_, text, line) => expect(mistake(text)).toBe(line));

  test('billion laughs end at once', () => {
    const laughs = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
    for (let level = 1; level < 12; level++) {
      laughs.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    const start = Date.now();
    expect(mistake(`${laughs.join('\n')}\n`)).toBe('5: aliases that stand for more than 100000 values');
    expect(Date.now() - start).toBeLessThan(1000);
  });

  test.each([
    ['flow', '[', ''],
    ['block', '- ', 'x'],
    ['map', '{a: ', ''],
  ])('nesting too deep: %s', (_, open, end) => {
    expect(mistake(`A: 1\nB:\n  ${open.repeat(20_000)}${end}\n`)).toMatch(/^\d+: nested deeper than 200 levels$/);
  });
});
