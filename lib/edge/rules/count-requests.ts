import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { rulesOf } from '../acl-rules';

const METRICS = 'VisibilityConfig.CloudWatchMetricsEnabled';

export const countRequests: Rule = {
  id: 'WAF-06',
  types: ['AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL and its rules count the requests they match',
  why: 'Without metrics no alarm hears of an attack, and nobody sees that a rule refuses those it should let in.',
  fix: 'set CloudWatchMetricsEnabled to true in visibilityConfig of the web ACL and of each rule',
  topics: ['monitoring', 'waf'],
  controls: ['B7', 'G2', 'FSBP WAF.12'],
  migration: 'in-place',
  reaches: [],
  check: (acl) => {
    const rules = rulesOf(acl) ?? [];
    return worstOfAll([
      judge(acl.get(METRICS), acl.type === 'AWS::WAFv2::WebACL' ? 'the web ACL' : 'the rule group', METRICS),
      ...rules.map((rule, index) =>
        judge(rule.VisibilityConfig?.CloudWatchMetricsEnabled, nameOf(rule), `Rules.${index}.${METRICS}`),
      ),
    ]);
  },
};

const nameOf = ({ Name }: { readonly Name?: unknown }): string => `rule ${isUnknown(Name) ? '?' : readable(Name)}`;

function judge(value: unknown, what: string, path: string): Judgement {
  const verdict = is(value, true);
  const at = `Properties.${path}`;
  if (verdict === 'unknown') return unknown(`metrics of ${what} only known at deployment`, at);
  return verdict === 'pass' ? PASS : fail(`no metrics of ${what}`, at);
}
