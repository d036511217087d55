import { RULES_BY_FOLDER } from '../../lib/catalog';
import { Rule, TEMPLATE } from '../../lib/core/rule';
import { MIGRATION, reachOf, SEVERITY, TIER } from '../../lib/report/rule-words';
import type { RegisterCommand } from '../command';
import { findRule } from '../find-rule';
import { inTemplate } from '../report';
import { rulePage } from '../rule-pages';
import { widthOf, wrap } from '../wrap';

export const registerExplain: RegisterCommand = (program, { io }) => {
  program
    .command('explain')
    .description('say what a rule expects, why, and how to make it hold; without an id, list every rule')
    .argument('[rule]', 'id of a rule, such as BUCKET-01')
    .action((id: string | undefined) => {
      const width = widthOf(io);
      io.stdout(id === undefined ? list(width) : explanation(findRule(id), width));
    });
};

function list(width: number): string {
  const folders = Object.entries(RULES_BY_FOLDER).filter(([, rules]) => rules.length > 0);
  const digits = Math.max(...folders.flatMap(([, rules]) => rules.map(({ id }) => id.length)));
  const chapters = folders.map(([folder, rules]) => {
    const rows = rules.map(({ id, severity, title }) => {
      const start = `  ${id.padEnd(digits)}  ${severity.padEnd(7)}  `;
      return start + wrap(title, width, ' '.repeat(start.length));
    });
    return [folder, ...rows].join('\n');
  });
  return `${chapters.join('\n\n')}\n`;
}

function explanation(rule: Rule, width: number): string {
  const { id, title, why, fix, severity, tier, since, types, topics, controls, migration } = rule;
  const properties = inTemplate(rule, 'production');
  const rows: [string, string][] = [
    ['why', why],
    ['to do', fix],
    ...(properties === undefined ? [] : ([['in a template', properties]] as [string, string][])),
    ['judges', types.map((type) => (type === TEMPLATE ? 'every template' : type)).join(', ')],
    ['severity', `${SEVERITY[severity]}, since edition ${since}`],
    ['tier', TIER[tier]],
    ['made to hold by', reachOf(rule)],
    ['what it does to a running resource', MIGRATION[migration]],
    ['topics', topics.join(', ')],
    ['controls', controls.join(', ') || 'none named'],
    ['more', rulePage(id)],
  ];
  const indent = ' '.repeat(4);
  const parts = rows.map(([name, text]) => `${name}:\n${indent}${wrap(text, width, indent)}`);
  return `${wrap(`${id}: expected ${title}`, width)}\n\n${parts.join('\n')}\n`;
}
