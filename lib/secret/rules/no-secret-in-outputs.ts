import type { Template } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, PASS, Rule, TEMPLATE, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';

export const noSecretInOutputs: Rule = {
  id: 'SECRET-08',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no output of a stack gives a secret away',
  why: 'Outputs are shown to whoever may describe the stack, printed by the deployment, and kept in its logs.',
  fix: 'put out the ARN of the secret, and let the reader ask for the value',
  topics: ['secrets'],
  controls: ['D1'],
  migration: 'breaks-callers',
  reaches: [],
  check: (_, template) =>
    worstOfAll(Object.entries<any>(template.body.Outputs ?? {}).flatMap(([name, raw]) => judge(template, name, raw))),
};

function judge(template: Template, name: string, raw: any): Judgement[] {
  if (raw?.Condition !== undefined && !template.condition(String(raw.Condition))) return [];
  const at = `Outputs.${name}`;
  const value = template.output(name);
  const kind = typeof value === 'string' ? secretIn(name, value) : undefined;
  return [
    kind ? fail(`${name} holding ${kind}`, at) : PASS,
    ...hiddenIn(raw?.Value, template).map((one) => fail(`${name} with the hidden parameter ${one}`, at)),
  ];
}
