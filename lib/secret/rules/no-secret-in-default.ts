import type { Template } from '../../core/assembly';
import { fail, Rule, TEMPLATE, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { literal } from '../../core/text';

export const noSecretInDefault: Rule = {
  id: 'SECRET-06',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no parameter of a template has a secret as its default',
  why: 'NoEcho hides what is typed in; the default is in the template, and in every stack for which nobody typed anything.',
  fix: 'remove the default, and use a dynamic reference or the ARN of a secret instead of the parameter',
  topics: ['secrets'],
  controls: ['D1', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (_, template) =>
    worstOfAll(written(template).map(([name, kind]) => fail(`${name} holding ${kind}`, at(name)))),
};

const at = (name: string): string => `Parameters.${name}.Default`;

/** A default of an SSM type is a parameter's name. */
function written({ body }: Template): [name: string, kind: string][] {
  return Object.entries<any>(body.Parameters ?? {}).flatMap(([name, declared]): [string, string][] => {
    const value = declared?.Default;
    if (!['string', 'number'].includes(typeof value) || /^AWS::/.test(String(declared.Type))) return [];
    const kind = secretIn(name, literal(String(value)));
    return kind ? [[name, kind]] : [];
  });
}
