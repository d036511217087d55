import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { RULES_BY_FOLDER } from '../lib/catalog';
import { controlPage } from './control-page';
import { writeDetectionPage } from './detection';
import { samplesOf, withFiles } from './doc-samples';
import { Page, rulePage, rulesIndex, ruleTable } from './rule-pages';
import { secondOpinionPage } from './second-opinion';

const ROOT = join(__dirname, '..');
const START = '<!-- rules -->';
const END = '<!-- /rules -->';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const list = (folder: string): string[] => (existsSync(join(ROOT, folder)) ? readdirSync(join(ROOT, folder)) : []);

/** Every generated document by path: what `npm run docs` writes, and what a test compares with the committed files. */
export function documents(): Map<string, string> {
  const pages = allPages();
  const result = new Map(pages.map((page) => [`docs/rules/${page.rule.id}.md`, rulePage(page)]));
  result.set('docs/rules/README.md', rulesIndex(pages));
  result.set('docs/controls.md', controlPage(pages));
  result.set('docs/second-opinion.md', secondOpinionPage({}));
  for (const folder of Object.keys(RULES_BY_FOLDER)) {
    const path = `lib/${folder}/README.md`;
    const before = existsSync(join(ROOT, path)) ? read(path) : `# ${folder}\n\n${START}\n${END}\n`;
    const own = pages.filter((page) => page.folder === folder);
    result.set(path, withTable(before, ruleTable(own, '../../docs/rules'), path));
  }
  // folders without rules have nothing but samples to check
  const other = list('lib').filter((name) => !(name in RULES_BY_FOLDER));
  for (const path of other.map((name) => `lib/${name}/README.md`).filter((one) => existsSync(join(ROOT, one))))
    result.set(path, read(path));
  for (const name of list('docs/guides'))
    result.set(`docs/guides/${name}`, withFiles(read(`docs/guides/${name}`), read));
  const readers = [...result].filter(([path]) => /^(docs\/guides|lib)\//.test(path));
  for (const { path, code } of readers.flatMap(([page, text]) => samplesOf(page, text))) result.set(path, code);
  return result;
}

/** Pages of rules and samples that are no more. */
export function leftovers(): string[] {
  const wanted = documents();
  return ['docs/rules', 'test/docs/samples']
    .flatMap((folder) => list(folder).map((name) => `${folder}/${name}`))
    .filter((path) => !wanted.has(path));
}

export function allPages(): Page[] {
  return Object.entries(RULES_BY_FOLDER).flatMap(([folder, rules]) => {
    const paths = list(`lib/${folder}/rules`)
      .filter((name) => /^[^.]+\.ts$/.test(name))
      .map((name) => `lib/${folder}/rules/${name}`);
    return rules.map((rule) => {
      const file = paths.find((path) => read(path).includes(`id: '${rule.id}'`));
      if (!file) throw new Error(`expected a file in lib/${folder}/rules to define ${rule.id}, got none`);
      return { rule, folder, file };
    });
  });
}

function withTable(readme: string, table: string, path: string): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)];
  if (start < 0 || end < start)
    throw new Error(`expected ${path} to hold ${START} and ${END}; add them where the table belongs`);
  return `${readme.slice(0, start + START.length)}\n\n${table}\n\n${readme.slice(end)}`;
}

if (require.main === module) {
  for (const path of leftovers()) rmSync(join(ROOT, path));
  for (const [path, text] of documents()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
  writeDetectionPage(); // not in documents(): a test of its own compares it
}
