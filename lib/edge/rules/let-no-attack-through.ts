import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { rulesOf } from '../acl-rules';

/** What these groups match is an attack; those about bots and accounts also match friends, whom one may let in. */
const ATTACKS =
  /^AWSManagedRules(CommonRuleSet|AdminProtectionRuleSet|KnownBadInputsRuleSet|SQLiRuleSet|LinuxRuleSet|UnixRuleSet|WindowsRuleSet|PHPRuleSet|WordPressRuleSet|AmazonIpReputationList|AnonymousIpList|AntiDDoSRuleSet)$/;

/** "Allow … is a terminating action", "Overriding rule group actions in AWS WAF", WAF developer guide. */
export const letNoAttackThrough: Rule = {
  id: 'WAF-07',
  types: ['AWS::WAFv2::WebACL'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'what a managed group takes for an attack is not allowed past the other rules',
  why: 'Allow ends the evaluation: a request that carries the pattern on purpose passes every rule that follows, limits and other groups too.',
  fix: 'override the rule to Count, and let a rule of your own decide by the label that it leaves',
  topics: ['waf', 'public-access'],
  controls: ['B7'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(acl: Resource): Judgement {
  return worstOfAll(
    (rulesOf(acl) ?? []).map(({ Statement }, index): Judgement => {
      const group = Statement?.ManagedRuleGroupStatement;
      if (!ATTACKS.test(String(group?.Name))) return PASS;
      const overrides: unknown = group.RuleActionOverrides;
      const allowed = (Array.isArray(overrides) ? overrides : [overrides]).filter((one) =>
        isPresent(one?.ActionToUse?.Allow),
      );
      if (allowed.length === 0) return PASS;
      const names = allowed.map((one) => readable(one.Name)).join(', ');
      return fail(`${names} allowed`, `Properties.Rules.${index}`);
    }),
  );
}
