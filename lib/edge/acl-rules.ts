import type { Resource } from '../core/assembly';
import { matchesAlmostAll } from './statement-reach';
import { isPresent } from '../core/compare';
import { isUnknown } from '../core/text';

/** The rules of a web ACL or rule group. `undefined`: they, or one of them, cannot be read here. */
export function rulesOf(resource: Resource): readonly any[] | undefined {
  const rules = resource.get('Rules');
  if (rules === undefined || rules === null) return [];
  const all = Array.isArray(rules) ? rules : [rules];
  return all.every((one) => typeof one === 'object' && one !== null) ? all : undefined;
}

/** Those that requests get to: behind a rule that allows all of them there is nothing. */
export function reached(rules: readonly any[]): readonly any[] {
  const ends = rules.filter(({ Action, Statement }) => isPresent(Action?.Allow) && matchesAlmostAll(Statement));
  if (ends.length === 0) return rules;
  const first = Math.min(...ends.map(({ Priority }) => Number(Priority) || 0));
  return rules.filter(({ Priority }) => Number(Priority) < first);
}

/** A scope that leaves something out, as health checks, still covers all others. */
export const coversAll = (scope: any): boolean =>
  scope === undefined || scope === null || ('NotStatement' in Object(scope) && matchesAlmostAll(scope));

/** What a rule does with a request that it matches. */
export type Effect = 'refuses' | 'lets go' | 'unknown';

const REFUSING = ['Block', 'Captcha', 'Challenge'];

/** `{ Block: {} }`, or a text that is only known later. With several in it, WAF takes none. */
export function effectOf(action: unknown): Effect {
  if (isUnknown(action)) return 'unknown';
  if (typeof action !== 'object' || action === null) return 'lets go';
  const keys = Object.keys(action);
  return keys.length === 1 && REFUSING.includes(keys[0]) ? 'refuses' : 'lets go';
}

/** Whether a rule that runs a group leaves the group's own actions alone. */
export function groupEffect(override: unknown): Effect {
  if (isUnknown(override)) return 'unknown';
  return typeof override === 'object' && override !== null && 'Count' in override ? 'lets go' : 'refuses';
}

/** The rules of a group that are told what to do instead: those that refuse nothing then. */
export function silenced(group: any): readonly string[] | undefined {
  const overrides = listed(group?.RuleActionOverrides);
  const excluded = listed(group?.ExcludedRules);
  if (!overrides || !excluded) return undefined;
  const quiet = overrides.filter(({ ActionToUse }) => effectOf(ActionToUse) === 'lets go');
  return [...quiet, ...excluded].map(({ Name }) => String(Name));
}

function listed(value: unknown): readonly any[] | undefined {
  if (value === undefined || value === null) return [];
  const all = Array.isArray(value) ? value : [value];
  return all.every((one) => typeof one === 'object' && one !== null && !isUnknown(one.Name)) ? all : undefined;
}
