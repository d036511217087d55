import { CATALOGUE, CHAPTERS, CLAIMS, NO_CONSTRUCT, NOT_HERE_YET } from './control-catalogue';
import { attacksOn, constructsOf, emulatedOn, testsOf } from './control-evidence';
import { markdownTable } from './markdown-table';
import { OWASP_SERVERLESS, PublishedRisk, PURESEC } from './published-risks';
import { GENERATED, Page } from './rule-pages';

const PUBLISHED: readonly { readonly title: string; readonly owns: (control: string) => boolean }[] = [
  { title: 'AWS Security Hub', owns: (one) => /^(FSBP|SecurityHub) /.test(one) },
  { title: 'CIS AWS Foundations Benchmark', owns: (one) => one.startsWith('CIS ') },
  { title: 'Other OWASP and IETF documents', owns: (one) => /^(OWASP|RFC) /.test(one) },
  { title: 'cdk-nag', owns: (one) => !one.startsWith('PureSec ') },
];

/** What stands behind one row of the catalogue, all of it found in rules, public classes and test files. */
export interface ControlRow {
  readonly id: string;
  readonly rules: readonly Page[];
  readonly constructs: readonly string[];
  /** Files that test a rule of it by name. */
  readonly tests: readonly string[];
  /** Files that attack its constructs. */
  readonly attacks: readonly string[];
}

export function controlRows(pages: readonly Page[]): readonly ControlRow[] {
  return Object.keys(CATALOGUE).map((id) => {
    const rules = pages.filter(({ rule }) => rule.controls.includes(id));
    const constructs = unique(rules.flatMap(constructsOf));
    return {
      id,
      rules,
      constructs,
      tests: unique(rules.flatMap(testsOf)),
      attacks: [...attacksOn(constructs), ...emulatedOn(constructs)],
    };
  });
}

/** `docs/controls.md`: what makes each control hold, what judges it, and what proves that. */
export function controlPage(pages: readonly Page[]): string {
  const rows = controlRows(pages);
  const ours = Object.entries(CHAPTERS).map(([letter, title]) => {
    const own = rows.filter(({ id }) => id.replace(/\d+$/, '') === letter);
    const header = ['control', 'what has to be true', 'claim', 'made to hold by', 'rules', 'tests', 'attacks'];
    return `### ${letter} ${title}\n\n${markdownTable(header, own.map(controlCells))}\n`;
  });
  const named = new Map<string, Page[]>();
  for (const page of pages)
    for (const control of page.rule.controls) named.set(control, [...(named.get(control) ?? []), page]);
  const others = [...named.keys()].filter((control) => !(control in CATALOGUE)).sort(byNumber);
  const published = PUBLISHED.map(({ title, owns }, index) => {
    const own = others.filter((one) => owns(one) && !PUBLISHED.slice(0, index).some((before) => before.owns(one)));
    const cells = own.map((control) => [control, rulesIn(named.get(control)!)]);
    return cells.length === 0 ? '' : `### ${title}\n\n${markdownTable(['control', 'rules'], cells)}\n`;
  });
  return `${GENERATED}
# Controls, and what makes them hold

A rule that names a control checks a part of it in the template; it does not make anybody compliant. The claim of each row is one of three:

- **template**: the gate proves it, as far as its rules go, in what CloudFormation will receive.
- **account**: it is assumed of the account; the rules judge what a template says of it.
- **not provable**: not before deployment. What is not here yet is said on the row.

Constructs are those whose defaults make a rule of the row hold. Tests name a rule of the row; attacks weaken what the constructs render, property
by property, or deploy it to an emulator and try to get in.

## Our catalogue

${ours.join('\n')}
## Published risks of serverless applications

The rules of a risk are those that name it, and those of the controls that answer it: how many of each kind. The controls above
list them one by one.

${riskTable('OWASP Serverless Top 10', OWASP_SERVERLESS, 'OWASP Serverless', rows, named)}
${riskTable('PureSec, ten most critical risks', PURESEC, 'PureSec', rows, named)}
## Published controls

${published.filter(Boolean).join('\n')}`;
}

function controlCells({ id, rules, constructs, tests, attacks }: ControlRow): string[] {
  const lacks = NOT_HERE_YET[id];
  return [
    id,
    `${CATALOGUE[id]}${lacks ? `. _Not here yet: ${lacks}_` : ''}`,
    CLAIMS[id] ?? 'template',
    constructs.length > 0 ? constructs.map((one) => `\`${one}\``).join(', ') : (NO_CONSTRUCT[id] ?? '–'),
    rulesIn(rules) || '–',
    folderLinks(tests) || '–',
    fileLinks(attacks) || '–',
  ];
}

/** `BUCKET [01](…) [02](…), KEY [02](…)`: forty ids in full are nothing to read. */
function rulesIn(pages: readonly Page[]): string {
  const byPrefix = new Map<string, string[]>();
  for (const { rule } of pages) {
    const [prefix, number] = rule.id.split('-');
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), `[${number}](rules/${rule.id}.md)`]);
  }
  return [...byPrefix].map(([prefix, numbers]) => `${prefix} ${unique(numbers).join(' ')}`).join(', ');
}

/** `API 5, SITE 8`: a risk is answered by dozens, which the controls list one by one. */
function countsIn(pages: readonly Page[]): string {
  const folders = new Map<string, { readonly folder: string; count: number }>();
  for (const { rule, folder } of pages) {
    const prefix = rule.id.split('-')[0];
    const known = folders.get(prefix) ?? { folder, count: 0 };
    folders.set(prefix, { folder, count: known.count + 1 });
  }
  return [...folders]
    .map(([prefix, { folder, count }]) => `[${prefix}](../lib/${folder}/README.md) ${count}`)
    .join(', ');
}

const folderLinks = (files: readonly string[]): string =>
  unique(files.map((file) => file.split('/')[1]))
    .map((folder) => `[${folder}](../test/${folder})`)
    .join(', ');

const fileLinks = (files: readonly string[]): string =>
  files.map((file) => `[${/([^/]+?)(\.ts)?$/.exec(file)![1]}](../${file})`).join(', ');

export interface RiskRow {
  readonly id: string;
  readonly rules: readonly Page[];
  readonly beyond?: string;
}

export function riskRows(
  risks: Readonly<Record<string, PublishedRisk>>,
  owner: string,
  rows: readonly ControlRow[],
  named: ReadonlyMap<string, readonly Page[]>,
): readonly RiskRow[] {
  return Object.entries(risks).map(([id, { controls, beyond }]) => {
    const answering = rows.filter((row) => controls.includes(row.id)).flatMap(({ rules }) => rules);
    return { id, beyond, rules: unique([...(named.get(`${owner} ${id}`) ?? []), ...answering]) };
  });
}

function riskTable(
  title: string,
  risks: Readonly<Record<string, PublishedRisk>>,
  owner: string,
  rows: readonly ControlRow[],
  named: ReadonlyMap<string, readonly Page[]>,
): string {
  const cells = riskRows(risks, owner, rows, named).map(({ id, rules, beyond }) => [
    id,
    risks[id].title,
    risks[id].controls.join(', '),
    countsIn([...rules].sort((one, other) => byNumber(one.rule.id, other.rule.id))),
    beyond ?? '–',
  ]);
  return `### ${title}\n\n${markdownTable(['risk', 'what', 'controls', 'rules', 'not seen by them'], cells)}\n`;
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });
