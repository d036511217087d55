import { existsSync, readdirSync } from 'fs';
import { dirname, join, posix } from 'path';
import { ALL_RULES } from '../../lib/catalog';
import { CATALOGUE } from '../../scripts/control-catalogue';
import { documents, leftovers } from '../../scripts/generate-docs';
import { folders, ROOT, text } from './library-files';

/** Written by `npm run build`. */
const GENERATED_ELSEWHERE = ['API.md'];

const all = documents();

test('`npm run docs` would change nothing', () => {
  const stale = [...all].filter(([path, content]) => !existsSync(join(ROOT, path)) || text(path) !== content);
  expect(stale.map(([path]) => path)).toEqual([]);
});

test('no page is left of a rule that is no more', () => expect(leftovers()).toEqual([]));

test('every page is about one rule, and says what and why', () => {
  const poor = ALL_RULES.filter((rule) => {
    const page = all.get(`docs/rules/${rule.id}.md`) ?? '';
    return ![rule.title, rule.why, rule.fix].every((part) => page.includes(part));
  });
  expect(poor.map(({ id }) => id)).toEqual([]);
});

test('every row of the catalogue that a rule names is there', () => {
  const named = ALL_RULES.flatMap(({ controls }) => controls.filter((one) => /^[A-Z]\d+$/.test(one)));
  expect([...new Set(named)].filter((one) => !(one in CATALOGUE))).toEqual([]);
});

test('the same input gives the same pages', () => expect([...documents()]).toEqual([...all]));

describe('links', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'docs/controls.md']
    .concat(
      ['docs/guides', 'docs/rules', 'docs/decisions'].flatMap((folder) =>
        readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
      ),
    )
    .concat(folders('lib').map((folder) => `lib/${folder}/README.md`))
    .filter((path) => existsSync(join(ROOT, path)));
  /** As GitHub makes them of headings. */
  const anchorsOf = (page: string): string[] =>
    [...text(page).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\d _-]/gu, '')
        .replace(/ /g, '-'),
    );

  test('lead to files and headings that are there', () => {
    const broken = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
        .filter(([, link]) => {
          const [path, anchor] = link.split('#');
          const target = path === '' ? page : posix.join(dirname(page), path);
          if (GENERATED_ELSEWHERE.includes(target)) return false;
          return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
        })
        .map(([, link]) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });
});
