import { groupedText, Listed, listed } from '../../lib/report/grouped-text';
import { ALL_RULES } from '../../lib/catalog';
import { Finding } from '../../lib/core/rule';

const one = (ruleId: string, path: string, fix: string, got?: string): Listed => ({
  ruleId,
  status: 'blocking',
  path,
  message: `${ruleId}: expected all is well${got ? `, got ${got}` : ''}; ${fix}, or waive it with …`,
  fix,
  got,
});

test('no findings, no text', () => {
  expect(groupedText([])).toBe('');
});

test('one group for everything that the same change mends, the largest first', () => {
  const text = groupedText([
    one('B-01', 'S/One', 'set one'),
    one('A-01', 'S/One', 'set two', 'nothing'),
    one('A-01', 'S/Two', 'set two', 'false'),
  ]);
  expect(text).toBe(
    [
      '1. set two',
      '   A-01 × 2: expected all is well',
      '     S/One: nothing',
      '     S/Two: false',
      '1. set one'.replace('1', '2'),
      '   B-01 × 1: expected all is well',
      '     S/One',
    ].join('\n'),
  );
});

test('what is most urgent comes first, however often the rest comes', () => {
  const text = groupedText([
    { ...one('A-01', 'S/One', 'set it'), topics: ['logging'] },
    { ...one('A-01', 'S/Two', 'set it'), topics: ['logging'] },
    { ...one('B-01', 'S/One', 'close it'), topics: ['public-access', 'encryption'] },
    one('C-01', 'S/One', 'look at it'),
  ]);
  expect(text.match(/^\d\. .*/gm)).toEqual(['1. close it', '2. set it', '3. look at it']);
});

test('who may grant itself everything comes before keys and log groups, however many those are', () => {
  const findings = ['FUNCTION-03', 'FUNCTION-02', 'LOGS-01', 'ROLE-02', 'ROLE-06', 'ROLE-05', 'ROLE-04'].flatMap(
    (id) => {
      const { topics } = ALL_RULES.find((rule) => rule.id === id)!;
      const times = id.startsWith('ROLE') ? 1 : 50;
      return Array.from({ length: times }, (_, at) => ({ ...one(id, `S/${at}`, `mend ${id}`), topics }));
    },
  );
  const order = [...groupedText(findings).matchAll(/^\d\. mend (.*)/gm)].map(([, id]) => id);
  expect(order).toEqual(['ROLE-05', 'ROLE-04', 'ROLE-06', 'ROLE-02', 'FUNCTION-03', 'LOGS-01', 'FUNCTION-02']);
});

test('what was seen at several places is said once', () => {
  const seen = ['One', 'Two', 'Three'].map((id) => one('A-01', `S/${id}`, 'set it', 'nothing'));
  expect(groupedText([...seen, one('A-01', 'S/Four', 'set it', 'false')])).toBe(
    [
      '1. set it',
      '   A-01 × 4: expected all is well',
      '     S/One: nothing',
      '     also S/Two, S/Three',
      '     S/Four: false',
    ].join('\n'),
  );
});

test('two rules with one fix are one group that names both', () => {
  expect(groupedText([one('A-01', 'S/One', 'set it'), one('A-02', 'S/One', 'set it')])).toContain('A-01, A-02 × 2');
});

test('what is too much is counted, not dropped', () => {
  const many = Array.from({ length: 12 }, (_, at) => one(`R-${10 + at}`, 'S/One', `fix ${10 + at}`));
  const places = Array.from({ length: 6 }, (_, at) => one('A-01', `S/Place${at}`, 'fix all'));
  const text = groupedText([...many, ...places], { groups: 2, places: 4, more: 'see --all' });
  expect(text).toContain('… and 2 more places');
  expect(text.split('\n').at(-1)).toBe('… and 11 more groups with 11 findings (see --all)');
  expect(text).not.toContain('fix 12');
});

test('the same place is printed once', () => {
  const text = groupedText([one('A-01', 'S/One', 'set it', 'x'), one('A-01', 'S/One', 'set it', 'x')]);
  expect(text.match(/S\/One/g)).toHaveLength(1);
  expect(text).toContain('A-01 × 2');
});

test('no line is wider than the terminal, and nothing is lost by breaking lines', () => {
  const path = `Stack/${'VeryLongName'.repeat(12)}/Resource`;
  const fix = 'do one thing and then another thing '.repeat(8).trim();
  const text = groupedText([one('A-01', path, fix, 'something that was seen in the template '.repeat(5))], {
    width: 60,
  });
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  const squeezed = text.replace(/\s+/g, '');
  expect(squeezed).toContain(path);
  expect(squeezed).toContain(fix.replace(/ /g, ''));
});

test('colours only when asked for', () => {
  expect(groupedText([one('A-01', 'S/One', 'set it')])).not.toContain('\u001b');
  expect(groupedText([one('A-01', 'S/One', 'set it')], { colour: true })).toContain('\u001b[1mset it\u001b[22m');
});

test("a rule's finding is listed by its place", () => {
  const finding: Finding = {
    ruleId: 'A-01',
    verdict: 'fail',
    weight: 'blocking',
    title: 'all is well',
    why: 'because',
    fix: 'set it',
    got: '⟨0#Other.Arn⟩',
    topics: [],
    controls: [],
    stack: 'Stack',
    templateFile: 'Stack.template.json',
    logicalId: 'Thing',
    type: 'AWS::New::Thing',
    profile: 'production',
  };
  expect(groupedText([listed(finding)])).toBe(
    ['1. set it', '   A-01 × 1: expected all is well', '     Stack/Thing: ${Other.Arn}'].join('\n'),
  );
});
