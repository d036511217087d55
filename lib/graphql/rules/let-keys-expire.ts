import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

/** The longest that a key is good for, in days; AppSync takes 365. */
const MOST_DAYS = 90;
const DAY = 86_400;
/** By which day it is judged where nobody says what day it is. */
const AS_OF = '2026-11-21';

export const letKeysExpire: Rule = {
  id: 'GRAPHQL-04',
  types: ['AWS::AppSync::ApiKey'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'an API key of AppSync expires within 90 days',
  why: 'A key that leaks is good until it expires, and nobody notices that it did.',
  fix: 'set apiKeyConfig.expires to Expiration.after(Duration.days(90)) or less; without a word it is seven days',
  topics: ['auth', 'secrets'],
  controls: ['C2', 'D2'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(key: Resource): Judgement {
  const expires = key.get('Expires');
  if (expires === undefined) return PASS;
  const at = 'Properties.Expires';
  if (isUnknown(expires) || Number.isNaN(Number(expires))) return unknown('an end that only the deployment knows', at);
  const today = Date.parse(`${key.template.source.day ?? AS_OF}T00:00:00Z`) / 1000;
  const days = Math.floor((Number(expires) - today) / DAY);
  // one day more, since today has hours
  return days > MOST_DAYS + 1 ? fail(`${days} days from now`, at) : PASS;
}
