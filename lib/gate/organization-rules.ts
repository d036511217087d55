import { catalog } from '../core/catalog-slot';
import type { Rule } from '../core/rule';
import { OrganizationRule, RuleJudgement, RuleSeverity } from './organization-rule';
import { ResourceView } from './resource-view';

/** Rules of an organisation as the judge reads them. @throws on ids that are ours or come twice (GATE-15) */
export function asRules(rules: readonly OrganizationRule[]): Rule[] {
  if (rules.length === 0) return [];
  const ours = new Set([...catalog().rules.map(({ id }) => familyOf(id)), 'GATE']);
  const seen = new Set<string>();
  return rules.map((one) => {
    const id = one?.ruleId;
    if (typeof one?.check !== 'function' || typeof id !== 'string')
      throw new Error(
        'GATE-15: expected rules to extend OrganizationRule, got something else; pass instances of your classes',
      );
    if (ours.has(familyOf(id)))
      throw new Error(
        `GATE-15: expected the id of a rule to start with a name of yours, got '${id}', which is this library's; write for example ACME-01`,
      );
    if (seen.has(id))
      throw new Error(`GATE-15: expected every rule to have its own id, got '${id}' twice; number them`);
    seen.add(id);
    return asRule(one);
  });
}

const familyOf = (id: string): string => id.replace(/-[^-]*$/, '');

function asRule(rule: OrganizationRule): Rule {
  const { id, types, title, fix, why, severity, assurance, controls } = rule.props;
  return {
    id,
    types,
    severity: severity === RuleSeverity.WARNING ? 'warning' : 'error',
    tier: assurance ? 'assurance' : 'invariant',
    since: '', // older than every edition: whoever passes a rule wants it to hold
    title,
    why: why ?? '',
    fix,
    topics: ['organization'],
    controls: controls ?? [],
    migration: 'manual',
    reaches: [],
    check: (resource) => {
      const judgement: unknown = rule.check(ResourceView._of(resource));
      if (!isJudgement(judgement))
        throw new Error(`expected check to answer a RuleJudgement, got ${String(judgement)}`);
      return judgement._judgement();
    },
  };
}

/** By shape: another copy of the library has its own class. */
const isJudgement = (value: unknown): value is RuleJudgement =>
  typeof (value as RuleJudgement | undefined)?._judgement === 'function';
