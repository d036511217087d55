import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, Rule, worstOfAll } from '../../core/rule';
import { secretIn } from '../../core/secret-detector';
import { API, NAMESPACE } from '../api-parts';

/** Code of resolvers and functions is SECRET-10's. */
const PLACES: Readonly<Record<string, string>> = { [API]: 'EnvironmentVariables', [NAMESPACE]: 'CodeHandlers' };

/** It names the place and the kind of secret, never its value. */
export const noSecretInEnvironment: Rule = {
  id: 'GRAPHQL-16',
  types: Object.keys(PLACES),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into the environment or the handlers of an API of AppSync',
  why: 'Whoever may describe the API, or read the template or the stack, reads the secret, and it is never rotated.',
  fix: 'keep it in Secrets Manager, have it renewed, and let a function that reads it there stand behind the resolver',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const path = PLACES[resource.type];
  const at = `Properties.${path}`;
  const hidden = hiddenIn(resource.raw.Properties?.[path], resource.template);
  const value = resource.get(path);
  const texts: [string, unknown][] =
    typeof value === 'object' && value !== null ? Object.entries(value) : [['', value]];
  return worstOfAll([
    ...hidden.map((name) => fail(`the hidden parameter ${name}`, at)),
    ...texts.flatMap(([name, text]) => {
      const kind = typeof text === 'string' ? secretIn(name, text) : undefined;
      return kind ? [fail(name ? `${name} holding ${kind}` : kind, name ? `${at}.${name}` : at)] : [];
    }),
  ]);
}
