import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { attributeOf, isPublic, LOAD_BALANCER } from '../load-balancers';

const AT = 'Properties.LoadBalancerAttributes';

export const protectFromDeletion: Rule = {
  id: 'ENDPOINT-05',
  types: [LOAD_BALANCER],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a load balancer on the internet is protected from deletion',
  why: 'Deleted by accident, it comes back with another address: every client is cut off until DNS has followed.',
  fix: 'set deletionProtection to true',
  topics: ['availability', 'retention'],
  controls: ['E4', 'FSBP ELB.6'],
  migration: 'in-place',
  reaches: [],
  check: (balancer) => {
    if (isPublic(balancer) === 'no') return PASS;
    const verdict = is(attributeOf(balancer, 'deletion_protection.enabled'), true);
    if (verdict === 'pass') return PASS;
    return verdict === 'unknown' ? unknown('attributes not known', AT) : fail('no deletion protection', AT);
  },
};
