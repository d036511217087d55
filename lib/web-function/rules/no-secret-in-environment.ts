import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { isUnknown } from '../../core/text';

/** Type → where its variables stand. */
const PLACES: Readonly<Record<string, string>> = {
  'AWS::Lambda::WebFunctionRevision': 'ServiceConfig.EnvironmentVariables',
  'AWS::Lambda::MicrovmImage': 'EnvironmentVariables',
};

/** It names the variable and the kind of secret, never its value. */
export const noSecretInWebEnvironment: Rule = {
  id: 'WEB-02',
  types: Object.keys(PLACES),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into the environment of a web function or MicroVM image',
  why: 'Whoever may read the template, the stack or the revision reads the secret, and it is never rotated.',
  fix: 'keep it in Secrets Manager and read it at run time',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (resource) => {
    const path = PLACES[resource.type];
    const at = `Properties.${path}`;
    const variables: unknown = resource.get(path);
    if (isUnknown(variables)) return unknown('variables that cannot be read here', at);
    return worstOfAll([
      ...entriesOf(variables).map(([name, value]): Judgement => {
        const kind = secretIn(name, value);
        return kind ? fail(`${name} holding ${kind}`, at) : PASS;
      }),
      ...hidden(resource, path).map((name) => fail(`the hidden parameter ${name}`, at)),
    ]);
  },
};

/** A map of names, or a list of `{ Key, Value }`. */
function entriesOf(variables: unknown): [string, string][] {
  if (Array.isArray(variables)) return variables.map((one) => [String(one?.Key), String(one?.Value)]);
  return Object.entries(Object(variables)).map(([name, value]) => [name, String(value)]);
}

function hidden({ raw, template }: Resource, path: string): string[] {
  const place = path.split('.').reduce((at: any, key) => at?.[key], raw.Properties);
  return hiddenIn(place, template);
}
