import { CATALOGUE, CHAPTERS } from './control-catalogue';
import { markdownTable } from './markdown-table';
import { GENERATED, Page } from './rule-pages';

const PUBLISHED: readonly { readonly title: string; readonly owns: (control: string) => boolean }[] = [
  { title: 'AWS Security Hub', owns: (one) => /^(FSBP|SecurityHub) /.test(one) },
  { title: 'CIS AWS Foundations Benchmark', owns: (one) => one.startsWith('CIS ') },
  { title: 'OWASP', owns: (one) => one.startsWith('OWASP') },
  { title: 'cdk-nag', owns: () => true },
];

/** `docs/controls.md`: which rules answer which control. */
export function controlPage(pages: readonly Page[]): string {
  const answers = new Map<string, string[]>();
  for (const { rule } of pages) {
    for (const control of rule.controls) answers.set(control, [...(answers.get(control) ?? []), rule.id]);
  }
  const rulesOf = (control: string) => (answers.get(control) ?? []).map((id) => `[${id}](rules/${id}.md)`).join(', ');
  const ours = Object.entries(CHAPTERS).map(([letter, title]) => {
    const rows = Object.keys(CATALOGUE)
      .filter((id) => id.replace(/\d+$/, '') === letter)
      .map((id) => [id, CATALOGUE[id], rulesOf(id) || 'no rule of the gate']);
    return `### ${letter} ${title}\n\n${markdownTable(['control', 'what has to be true', 'rules'], rows)}\n`;
  });
  const others = [...answers.keys()].filter((control) => !(control in CATALOGUE)).sort(byNumber);
  const published = PUBLISHED.map(({ title, owns }, index) => {
    const own = others.filter((one) => owns(one) && !PUBLISHED.slice(0, index).some((before) => before.owns(one)));
    const rows = own.map((control) => [control, rulesOf(control)]);
    return rows.length === 0 ? '' : `### ${title}\n\n${markdownTable(['control', 'rules'], rows)}\n`;
  });
  return `${GENERATED}
# Controls and the rules that answer them

A rule that names a control checks a part of it in the template; it does not make anybody compliant.

## Our catalogue

${ours.join('\n')}
## Published controls

${published.filter(Boolean).join('\n')}`;
}

const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });
