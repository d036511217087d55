import { accountOf, isOwn } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import type { Template } from '../../core/assembly';
import { targetsOf } from '../targets';

export const stayInOwnAccount: Rule = {
  id: 'BUS-03',
  types: ['AWS::Events::Rule'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'events are delivered to this account only',
  why: 'Whoever owns the other account reads every event that matches, and a rule that copies events out is how data leaves without a trace in the application.',
  fix: 'name a target of this account in targets, or waive it with who receives the events and what they may contain',
  topics: ['cross-account'],
  controls: ['A7', 'E3'],
  migration: 'breaks-callers',
  reaches: [],
  check: (rule, template) =>
    worstOfAll(targetsOf(rule).map(({ target, at }) => judge(target?.Arn ?? target, `${at}.Arn`, template))),
};

function judge(arn: unknown, at: string, template: Template): Judgement {
  if (typeof arn !== 'string' || isUnknown(arn)) return unknown('a target only known at deployment', at);
  // ARNs without an account, such as those of API destinations of other partitions, say nothing
  if (arn.startsWith('arn:') && accountOf(arn) === undefined) return PASS;
  const own = isOwn({ value: arn }, template);
  if (own === false) return fail(`target ${readable(arn)}`, at);
  return own === undefined && accountOf(arn) !== undefined ? unknown(`target ${readable(arn)}`, at) : PASS;
}
