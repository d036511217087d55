import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { coversAll, effectOf, reached, rulesOf } from '../acl-rules';
import { stagesBehind } from '../associations';

export const limitEachAddress: Rule = {
  id: 'WAF-03',
  types: ['AWS::WAFv2::WebACL'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a web ACL refuses an address that asks more often than the stages behind it can take',
  why: 'A stage has one throttle for everybody: without a lower limit for each address, a single client uses it up, and all others get 429.',
  fix: 'add a rule with a RateBasedStatement by IP and action Block, whose Limit divided by EvaluationWindowSec is below the rate of each stage',
  topics: ['denial-of-wallet', 'availability', 'waf'],
  controls: ['F2', 'B7'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (acl) => {
    const rules = rulesOf(acl);
    if (!rules) return unknown('rules that cannot be read here', AT);
    const rates = stagesBehind(acl).map(rateOf);
    const limits = reached(rules).flatMap((rule) => {
      if (isUnknown(rule.Statement)) return [unknown('a statement that is not known', AT)];
      const statement = rule.Statement?.RateBasedStatement;
      return statement === undefined ? [] : [judge(rule, statement, rates)];
    });
    return (
      limits.find(({ verdict }) => verdict === 'pass') ??
      limits.find(({ verdict }) => verdict === 'unknown') ??
      limits[0] ??
      fail('no limit for each address', AT)
    );
  },
};

const AT = 'Properties.Rules';
/** What a stage may take at most (API-02): an address that may ask as often is not limited. */
const MOST = 1_000;
const DEFAULT_WINDOW = 300;

/** Requests a second that a stage takes, where it says so: API-02 asks for that. */
interface StageRate {
  readonly stage: string;
  readonly rate?: number | 'unknown';
}

function judge(rule: any, statement: any, rates: readonly StageRate[]): Judgement {
  if (isUnknown(statement)) return unknown('a rate rule that is not known', AT);
  const name = readable(rule.Name ?? 'a rate rule');
  const effect = effectOf(rule.Action);
  if (effect === 'lets go') return fail(`${name}, which only counts`, AT);
  const key = byAddress(statement);
  if (key === 'fail') return fail(`${name}, which does not count by address`, AT);
  if (!coversAll(statement.ScopeDownStatement)) return fail(`${name}, for a part of the requests`, AT);
  const [limit, window] = [statement.Limit, statement.EvaluationWindowSec ?? DEFAULT_WINDOW];
  if (effect === 'unknown' || key === 'unknown' || isUnknown(limit) || isUnknown(window)) {
    return unknown(`${name}, of which not everything is known`, AT);
  }
  const rate = Number(limit) / Number(window);
  if (!(rate > 0)) return fail(`${name} with Limit = ${readable(limit)}`, AT);
  if (rate >= MOST) return fail(`${name}, ${each(rate)}`, AT);
  const lower = rates.find((one) => typeof one.rate === 'number' && one.rate <= rate);
  if (lower) return fail(`${name}, ${each(rate)}, before ${lower.stage}, which takes ${lower.rate} in all`, AT);
  const open = rates.find((one) => one.rate === 'unknown');
  return open ? unknown(`${name} before ${open.stage}, whose rate is not known`, AT) : PASS;
}

const each = (rate: number): string => `${Math.round(rate * 100) / 100} requests a second of each address`;

/** With any other key beside the address, a client gets a new count by changing that. */
function byAddress({ AggregateKeyType, CustomKeys }: any): 'pass' | 'fail' | 'unknown' {
  if (isUnknown(AggregateKeyType) || isUnknown(CustomKeys)) return 'unknown';
  if (AggregateKeyType === 'IP' || AggregateKeyType === 'FORWARDED_IP') return 'pass';
  if (AggregateKeyType !== 'CUSTOM_KEYS' || !Array.isArray(CustomKeys) || CustomKeys.length !== 1) return 'fail';
  const [key] = CustomKeys;
  if (isUnknown(key)) return 'unknown';
  return 'IP' in Object(key) || 'ForwardedIP' in Object(key) ? 'pass' : 'fail';
}

function rateOf(stage: Resource): StageRate {
  const settings = stage.get('MethodSettings');
  if (isUnknown(settings)) return { stage: stage.logicalId, rate: 'unknown' };
  const all = (Array.isArray(settings) ? settings : []).find(
    (one) => one?.HttpMethod === '*' && /^\/?\*$/.test(String(one?.ResourcePath)),
  );
  const rate = all?.ThrottlingRateLimit;
  if (rate === undefined) return { stage: stage.logicalId };
  return { stage: stage.logicalId, rate: isUnknown(rate) ? 'unknown' : Number(rate) };
}
