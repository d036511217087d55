import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

const AT = 'Properties.AllowClassicFlow';

export const enhancedFlowOnly: Rule = {
  id: 'IDENTITY-16',
  types: ['AWS::Cognito::IdentityPool'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'an identity pool chooses the role itself, by the enhanced flow',
  why: 'In the classic flow the caller names the role, any that trusts the pool, and Cognito’s scope-down policy does not apply.',
  fix: 'leave allowClassicFlow out',
  topics: ['auth', 'least-privilege'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (pool) => {
    const verdict = is(pool.get('AllowClassicFlow'), true);
    if (verdict === 'fail') return PASS;
    return verdict === 'pass' ? fail('the classic flow', AT) : unknown('a flow only known at deployment', AT);
  },
};
