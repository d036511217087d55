import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isSymbolic } from '../../core/text';
import { CREDENTIAL_NAME, CREDENTIAL_PROPERTIES } from '../credential-properties';

/** It names the property, never the value. */
export const noCredentialInProperties: Rule = {
  id: 'SECRET-09',
  types: Object.keys(CREDENTIAL_PROPERTIES),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'passwords, keys and tokens of resources come from a secret, not from the template',
  why: 'Whoever may read the repository, the template or the stack signs in with it, and nobody can change it without a deployment.',
  fix: 'let the service manage it (ManageMasterUserPassword), or take it from Secrets Manager by {{resolve:secretsmanager:…}}; rotate the one written here',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (resource) => worstOfAll(CREDENTIAL_PROPERTIES[resource.type].flatMap((path) => credentials(resource, path))),
};

function credentials(resource: Resource, path: string): Judgement[] {
  const parts = path.split('.');
  const fixed = parts.findIndex((part) => part.startsWith('*'));
  const prefix = fixed < 0 ? path : parts.slice(0, fixed).join('.');
  const rest = fixed < 0 ? [] : parts.slice(fixed);
  return [...below(resource.get(prefix), rest, prefix)].map(([value, at]) => judge(resource, value, at));
}

/** The values that a path leads to. */
function* below(value: unknown, path: readonly string[], at: string): Generator<readonly [unknown, string]> {
  if (value === undefined) return;
  const [next, ...rest] = path;
  if (next === undefined) yield [value, at];
  else if (next === '**') yield* credentialsIn(value, at);
  else if (next !== '*') yield* below((value as any)?.[next], rest, `${at}.${next}`);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) yield* below(one, rest, `${at}.${key}`);
}

function* credentialsIn(value: unknown, at: string): Generator<readonly [unknown, string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'object') yield* credentialsIn(one, `${at}.${key}`);
    else if (CREDENTIAL_NAME.test(key)) yield [one, `${at}.${key}`];
  }
}

function judge({ raw, template }: Resource, value: unknown, path: string): Judgement {
  const at = `Properties.${path}`;
  const name = path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .pop();
  if (value === null || value === '') return PASS;
  if (typeof value === 'object') return unknown(`${name} that cannot be read here`, at);
  const text = String(value);
  if (/\{\{resolve:(secretsmanager|ssm-secure):/.test(text)) return PASS;
  if (/\{\{resolve:ssm:/.test(text)) return fail(`${name} from a parameter that is not secure`, at);
  if (!isSymbolic(text)) return fail(`${name} written out`, at);
  // given when the stack is deployed: hidden where it is declared, or for all to see
  const given = [...text.matchAll(/⟨\?parameter ([^⟩]+)⟩/g)].map(([, one]) => one);
  const hidden = new Set(hiddenIn(raw.Properties?.[path.split('.')[0]], template));
  const open = given.find((one) => template.body.Parameters?.[one] !== undefined && !hidden.has(one));
  return open === undefined ? PASS : fail(`${name} from the parameter ${open}, which is not hidden by NoEcho`, at);
}
