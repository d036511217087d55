import { existsSync } from 'fs';
import { basename, join } from 'path';
import { ALL_RULES, RULES_BY_FOLDER } from '../../lib/catalog';
import { Rule } from '../../lib/core/rule';
import { folders, ROOT, sources, text } from './library-files';

const FOLDERS = folders('lib').filter((folder) => folders(`lib/${folder}`).includes('rules'));
const filesOf = (folder: string): string[] =>
  sources(`lib/${folder}/rules`).filter((file) => basename(file) !== 'index.ts');

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null && 'id' in value;
const rulesIn = (file: string): Rule[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  Object.values(require(join(ROOT, file.replace(/\.ts$/, '')))).filter(isRule);

/** Names of the rules that do not keep a law. */
const breaking = (law: (rule: Rule) => boolean): string[] =>
  ALL_RULES.filter((rule) => !law(rule)).map(({ id, title }) => `${id} ${title}`);

describe('files', () => {
  test('every folder with rules is in the catalog, and no other', () => {
    expect(Object.keys(RULES_BY_FOLDER).sort()).toEqual([...FOLDERS].sort());
  });
  test.each(FOLDERS)('%s: one rule per file, listed once', (folder) => {
    const listed = RULES_BY_FOLDER[folder];
    const found = filesOf(folder).map((file) => ({ file, rules: rulesIn(file) }));
    expect(
      found.filter(({ rules }) => rules.length !== 1).map(({ file, rules }) => `${file}: ${rules.length}`),
    ).toEqual([]);
    const times = (rule: Rule) => listed.filter((one) => one === rule).length;
    expect(found.filter(({ rules }) => rules.some((rule) => times(rule) !== 1)).map(({ file }) => file)).toEqual([]);
    expect(listed.filter((rule) => !found.some(({ rules }) => rules.includes(rule))).map(({ id }) => id)).toEqual([]);
  });
});

describe('ids', () => {
  test('are of one shape', () => expect(breaking(({ id }) => /^[A-Z]+-\d{2}$/.test(id))).toEqual([]));
  test('are unique', () => {
    const ids = ALL_RULES.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
  test('never share a prefix between folders', () => {
    const owner = new Map<string, string>();
    const shared = Object.entries(RULES_BY_FOLDER).flatMap(([folder, rules]) =>
      rules.filter(({ id }) => {
        const [prefix] = id.split('-');
        if (!owner.has(prefix)) owner.set(prefix, folder);
        return owner.get(prefix) !== folder;
      }),
    );
    expect(shared.map(({ id }) => id)).toEqual([]);
  });
  test('stand in order in the list of their folder', () => {
    const unordered = Object.entries(RULES_BY_FOLDER).filter(([, rules]) => {
      const ids = rules.map(({ id }) => id);
      const byPrefix = [...new Set(ids.map((id) => id.split('-')[0]))];
      return ids.join() !== byPrefix.flatMap((prefix) => ids.filter((id) => id.startsWith(`${prefix}-`)).sort()).join();
    });
    expect(unordered.map(([folder, rules]) => `${folder}: ${rules.map(({ id }) => id)}`)).toEqual([]);
  });
});

describe('words', () => {
  /** Lower case, unless the first word is a name such as AWS. */
  const startsLow = (sentence: string) => /^([a-z0-9`]|[A-Z]{2,}|KMS)/.test(sentence);
  test('the title completes "expected …"', () =>
    expect(breaking(({ title }) => startsLow(title) && !/[.!;]$/.test(title) && title.length >= 10)).toEqual([]));
  test('the title does not repeat that it is expected', () =>
    expect(breaking(({ title }) => !/\b(must|should|expected|ensure)\b/i.test(title))).toEqual([]));
  test('the reason is a sentence', () =>
    expect(breaking(({ why }) => /^[A-Z`"]/.test(why) && /\.$/.test(why) && why.length >= 20)).toEqual([]));
  test('the fix completes "…; do"', () =>
    expect(breaking(({ fix }) => startsLow(fix) && !/\.$/.test(fix) && fix.length >= 10)).toEqual([]));
  test('nobody says the same as another', () => {
    const titles = ALL_RULES.map(({ title }) => title);
    expect(breaking(({ title }) => titles.filter((one) => one === title).length === 1)).toEqual([]);
  });
  test('none is longer than a message can bear', () =>
    expect(breaking(({ title, fix, why }) => title.length <= 140 && fix.length <= 240 && why.length <= 300)).toEqual(
      [],
    ));
});

describe('facts', () => {
  const TOPICS =
    'public-access cross-account least-privilege encryption transport logging monitoring secrets auth availability retention denial-of-wallet throttling waf validation confused-deputy deployability supply-chain gate';
  const MIGRATIONS = 'none in-place breaks-callers replaces manual';
  const REACHES = ['construct', 'blueprint', 'mixin'];

  test('types are CloudFormation types', () =>
    expect(
      breaking(
        ({ types }) => types.length > 0 && types.every((type) => /^(Template|(AWS|Custom|Alexa)::.+)$/.test(type)),
      ),
    ).toEqual([]));
  test('severity, tier and edition are known', () =>
    expect(
      breaking(
        ({ severity, tier, since }) =>
          ['error', 'warning'].includes(severity) &&
          ['invariant', 'assurance'].includes(tier) &&
          /^\d{4}-(0[1-9]|1[0-2])$/.test(since),
      ),
    ).toEqual([]));
  test('topics are known, and there is one', () =>
    expect(
      breaking(({ topics }) => topics.length > 0 && topics.every((one) => TOPICS.split(' ').includes(one))),
    ).toEqual([]));
  test('controls are listed once, and there is one, unless it is about deployability alone', () =>
    expect(
      breaking(
        ({ controls, topics }) =>
          new Set(controls).size === controls.length && (controls.length > 0 || topics.join() === 'deployability'),
      ),
    ).toEqual([]));
  test('the migration is known', () =>
    expect(breaking(({ migration }) => MIGRATIONS.split(' ').includes(migration))).toEqual([]));
  test('something judges it', () =>
    expect(breaking(({ check, secure }) => check !== undefined || secure?.cfn !== undefined)).toEqual([]));
  test('whoever makes it hold is known, and said once', () =>
    expect(
      breaking(({ reaches }) => reaches.every((one, index) => REACHES.includes(one) && reaches.indexOf(one) === index)),
    ).toEqual([]));
  test('a blueprint that reaches has props to inject, and its construct reaches too', () =>
    expect(
      breaking(
        ({ reaches, secure }) =>
          !reaches.includes('blueprint') || (secure?.props !== undefined && reaches.includes('construct')),
      ),
    ).toEqual([]));
  test('secure props reach the construct', () =>
    expect(breaking(({ reaches, secure }) => secure?.props === undefined || reaches.includes('construct'))).toEqual(
      [],
    ));
  test("nothing that replaces a resource or needs a person is injected behind somebody's back", () =>
    expect(
      breaking(
        ({ reaches, migration }) =>
          !(reaches.includes('blueprint') || reaches.includes('mixin')) || !['replaces', 'manual'].includes(migration),
      ),
    ).toEqual([]));
});

describe('tests', () => {
  test('every rule is tested in the twin folder', () => {
    const untested = Object.entries(RULES_BY_FOLDER).flatMap(([folder, rules]) => {
      if (!existsSync(join(ROOT, 'test', folder))) return rules.map(({ id }) => id);
      const tests = sources(`test/${folder}`)
        .filter((file) => file.endsWith('.test.ts'))
        .map(text);
      return rules.filter(({ id }) => !tests.some((code) => code.includes(id))).map(({ id }) => id);
    });
    expect(untested).toEqual([]);
  });
  test("no test of a rule reads the rule's own secure values", () => {
    const rulesTests = FOLDERS.filter((folder) => existsSync(join(ROOT, 'test', folder))).flatMap((folder) =>
      sources(`test/${folder}`),
    );
    expect(rulesTests.filter((file) => /\.secure\b|secure\?\.|secure!\./.test(text(file)))).toEqual([]);
  });
});
