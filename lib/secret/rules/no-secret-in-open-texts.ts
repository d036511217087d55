import type { Resource } from '../../core/assembly';
import { hiddenIn } from '../../core/hidden-parameters';
import { fail, Judgement, Rule, worstOfAll } from '../../core/rule';
import { namedTexts, secretOf } from '../named-texts';
import { OPEN_TEXTS, OpenText } from '../open-texts';

/** It names the place and the kind of secret, never its value. */
export const noSecretInOpenTexts: Rule = {
  id: 'SECRET-10',
  types: Object.keys(OPEN_TEXTS),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no secret is written into user data, environments, stage variables or code',
  why: 'Whoever may describe the resource reads it, and so does every process that runs there; it is never rotated.',
  fix: 'keep it in Secrets Manager, and refer to it (Secrets, type SECRETS_MANAGER, ValueFrom) or read it at run time',
  topics: ['secrets'],
  controls: ['D1', 'D2', 'PureSec SAS-7'],
  migration: 'manual',
  reaches: [],
  check: (resource) => worstOfAll(OPEN_TEXTS[resource.type].flatMap((one) => judge(resource, one))),
};

const REVEALED = /\{\{resolve:(secretsmanager|ssm-secure):/;

function judge({ raw, template }: Resource, { path, reading, takesReferences }: OpenText): Judgement[] {
  return places(raw.Properties, path.split('.'), 'Properties').flatMap(([value, at]) => {
    const written = [...namedTexts(value, at.split('.').pop(), at)]
      .filter(({ text }) => !(takesReferences && REVEALED.test(text)))
      .filter(({ at: place }) => !isReference(value, place.slice(at.length)))
      .flatMap((one) => {
        const secret = secretOf(one, reading);
        return secret ? [fail(secret, one.at)] : [];
      });
    const hidden = takesReferences
      ? []
      : hiddenIn(value, template).map((one) => fail(`the hidden parameter ${one}`, at));
    return [...written, ...hidden];
  });
}

/** A variable of CodeBuild that names where its value is kept: `Type: SECRETS_MANAGER`, or `PARAMETER_STORE`. */
function isReference(value: unknown, place: string): boolean {
  const keys = place.split('.').filter(Boolean).slice(0, -1);
  const item = keys.reduce((one: any, key) => one?.[key], value);
  return /^(SECRETS_MANAGER|PARAMETER_STORE)$/.test(String(item?.Type));
}

/** The raw values that a path leads to, in all branches. */
function places(value: any, path: readonly string[], at: string): (readonly [unknown, string])[] {
  if (value === undefined || value === null) return [];
  const branches = value['Fn::If'];
  if (Array.isArray(branches)) return branches.slice(1).flatMap((one) => places(one, path, at));
  if (path.length === 0) return [[value, at]];
  const [next, ...rest] = path;
  if (next !== '*') return places(value[next], rest, `${at}.${next}`);
  return Array.isArray(value) ? value.flatMap((one, index) => places(one, rest, `${at}.${index}`)) : [];
}
