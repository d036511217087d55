import type { Assembly, Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { coversAll, Effect, effectOf, groupEffect, reached, rulesOf, silenced } from '../acl-rules';
import { MANAGED_GROUPS } from '../managed-groups';

export const refuseKnownAttacks: Rule = {
  id: 'WAF-02',
  types: ['AWS::WAFv2::WebACL'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a web ACL says what it does by default and refuses known attacks',
  why: 'One without rule groups, or whose groups only count, costs money, counts as protection in every report and lets everything in.',
  fix: 'set DefaultAction, and add managed rule groups with OverrideAction None; override single rules to Count, never all of them',
  topics: ['public-access', 'waf'],
  controls: ['B7', 'FSBP WAF.10'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (acl) => {
    const action = acl.get('DefaultAction');
    if (isUnknown(action)) return unknown('DefaultAction is not known', 'Properties.DefaultAction');
    if (!isPresent(action?.Allow) && !isPresent(action?.Block))
      return fail('no DefaultAction', 'Properties.DefaultAction');
    return refusesSomething(acl, isPresent(action.Block));
  },
};

const AT = 'Properties.Rules';

/** Whoever blocks by default names what he lets in: that is enough, unless it is everything. */
function refusesSomething(acl: Resource, blocksOthers: boolean): Judgement {
  const all = rulesOf(acl);
  if (!all) return blocksOthers ? PASS : unknown('rules that cannot be read here', AT);
  const rules = reached(all);
  const isOpened = rules.length < all.length;
  if (blocksOthers && !isOpened) return PASS;
  const effects = rules.map((rule) => groupRule(rule, acl.assembly)).filter((one) => one !== undefined);
  if (effects.includes('refuses')) return PASS;
  if (effects.includes('unknown')) return unknown('rule groups of which nobody here knows whether they refuse', AT);
  if (isOpened) return fail('a rule that allows everything before any rule group refuses something', AT);
  return fail(effects.length > 0 ? 'rule groups that only count or see a part of the requests' : 'no rule group', AT);
}

/** What a rule that runs a group does; undefined for every other rule. */
function groupRule({ Statement, OverrideAction }: any, assembly: Assembly): Effect | undefined {
  if (isUnknown(Statement)) return 'unknown';
  const managed = Statement?.ManagedRuleGroupStatement;
  const own = Statement?.RuleGroupReferenceStatement;
  if (!managed && !own) return undefined;
  const override = groupEffect(OverrideAction);
  if (override !== 'refuses') return override;
  if (managed && !coversAll(managed.ScopeDownStatement))
    return isUnknown(managed.ScopeDownStatement) ? 'unknown' : 'lets go';
  return managed ? managedEffect(managed) : referencedEffect(own, assembly);
}

function managedEffect(group: any): Effect {
  if (isUnknown(group) || isUnknown(group.Name)) return 'unknown';
  const quiet = silenced(group);
  if (!quiet) return 'unknown';
  const known = MANAGED_GROUPS[String(group.Name)];
  return known?.every((rule) => quiet.includes(rule)) ? 'lets go' : 'refuses';
}

function referencedEffect(statement: any, assembly: Assembly): Effect {
  const quiet = silenced(statement);
  const group = assembly.find(statement.Arn, 'AWS::WAFv2::RuleGroup');
  const rules = group && rulesOf(group);
  if (!quiet || !rules) return 'unknown';
  const effects = rules.filter(({ Name }) => !quiet.includes(String(Name))).map(({ Action }) => effectOf(Action));
  return effects.find((one) => one === 'refuses') ?? effects.find((one) => one === 'unknown') ?? 'lets go';
}
