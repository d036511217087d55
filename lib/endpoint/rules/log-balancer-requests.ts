import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { attributeOf, isApplication, isPublic, LOAD_BALANCER } from '../load-balancers';

const AT = 'Properties.LoadBalancerAttributes';

export const logBalancerRequests: Rule = {
  id: 'ENDPOINT-03',
  types: [LOAD_BALANCER],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'an application load balancer on the internet logs its requests',
  why: 'After an incident nobody can say who asked for what, with which answer.',
  fix: 'call logAccessLogs(bucket), or set the attribute access_logs.s3.enabled to true with access_logs.s3.bucket',
  topics: ['logging'],
  controls: ['G1', 'FSBP ELB.5', 'AwsSolutions-ELB2'],
  migration: 'in-place',
  reaches: [],
  check: (balancer) => {
    if (!isApplication(balancer) || isPublic(balancer) === 'no') return PASS;
    const verdict = is(attributeOf(balancer, 'access_logs.s3.enabled'), true);
    if (verdict === 'pass') return PASS;
    return verdict === 'unknown'
      ? unknown('attributes that are only known at deployment', AT)
      : fail('no access logs', AT);
  },
};
