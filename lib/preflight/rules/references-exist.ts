import { Template } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, TEMPLATE } from '../../core/rule';
import { Mention, references } from '../../core/references';
import { linksOf, placeOf } from '../template-links';

export const referencesExist: Rule = {
  id: 'PREFLIGHT-06',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every reference leads to something in the template',
  why: 'CloudFormation refuses a template that refers to a resource, parameter or condition it does not have.',
  fix: 'correct the logical id; an overridden or removed resource may still be named elsewhere',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (_, template) => danglingIn(template),
};

/** The AWS page "Get AWS values using pseudo parameters". */
const PSEUDO = new Set(
  ['AccountId', 'NotificationARNs', 'NoValue', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'].map(
    (name) => `AWS::${name}`,
  ),
);

function danglingIn(template: Template): Judgement {
  if (isIncomplete(template.body)) return PASS;
  const { resources } = template;
  const isParameter = (name: string) => PSEUDO.has(name) || template.body.Parameters?.[name] !== undefined;
  const isThere = (name: string) => resources.has(name) || isParameter(name);
  const dangling: string[] = [];
  const visit = (mentions: readonly Mention[], place: (name: string) => string) => {
    for (const { name, output } of mentions) {
      if (!isThere(name)) dangling.push(`${name} in ${place(name)}`);
      else if (lacksOutput(template, name, output)) dangling.push(`${name}.Outputs.${output} in ${place(name)}`);
    }
  };
  for (const { resource, mentions, dependsOn } of linksOf(template)) {
    const { logicalId, raw } = resource;
    visit(mentions, (name) => placeOf(resource, name));
    for (const name of dependsOn) if (!resources.has(name)) dangling.push(`${name} in ${logicalId}.DependsOn`);
    dangling.push(...lostCondition(template, logicalId, raw));
  }
  for (const [id, raw] of section(template, 'Outputs')) {
    visit(references(raw), () => `Outputs.${id}`);
    dangling.push(...lostCondition(template, `Outputs.${id}`, raw));
  }
  for (const [id, raw] of section(template, 'Conditions')) {
    for (const { name } of references(raw)) if (!isParameter(name)) dangling.push(`${name} in Conditions.${id}`);
  }
  if (dangling.length === 0) return PASS;
  return fail(dangling[0] + (dangling.length > 1 ? ` and ${dangling.length - 1} more` : ''));
}

/** A macro, SAM's included, adds resources that nobody sees before the deployment. */
const isIncomplete = ({ Transform, Resources }: any): boolean =>
  Transform !== undefined || Object.keys(Resources ?? {}).some((key) => key.startsWith('Fn::'));

const section = (template: Template, name: 'Outputs' | 'Conditions'): [string, any][] =>
  Object.entries<any>(template.body[name] ?? {});

/** Whether a nested template is there, and has no such output. */
function lacksOutput(template: Template, name: string, output: string | undefined): boolean {
  if (output === undefined) return false;
  const resource = template.resources.get(name);
  const nested = resource && template.assembly.nestedTemplate(resource);
  return nested !== undefined && !isIncomplete(nested.body) && nested.body.Outputs?.[output] === undefined;
}

function lostCondition(template: Template, place: string, raw: any): string[] {
  const name = raw?.Condition;
  return name === undefined || template.hasCondition(String(name)) ? [] : [`${name} in ${place}.Condition`];
}
