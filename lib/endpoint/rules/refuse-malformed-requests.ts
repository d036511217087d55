import { is } from '../../core/compare';
import { advise, fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { attributeOf, isApplication, LOAD_BALANCER } from '../load-balancers';

const AT = 'Properties.LoadBalancerAttributes';
const HEADERS = 'routing.http.drop_invalid_header_fields.enabled';
const DESYNC = 'routing.http.desync_mitigation_mode';

/** Headers are advice: unless told otherwise, balancers pass them on. Only who turns the defence off is wrong for sure. */
export const refuseMalformedRequests: Rule = {
  id: 'ENDPOINT-04',
  types: [LOAD_BALANCER],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an application load balancer drops invalid headers and mitigates desync',
  why: 'What balancer and target read differently can smuggle a second request past every check of the first.',
  fix: 'set dropInvalidHeaderFields to true, and leave desyncMitigationMode at DEFENSIVE or STRICTEST',
  topics: ['validation'],
  controls: ['B1', 'FSBP ELB.4', 'FSBP ELB.12'],
  migration: 'breaks-callers',
  reaches: [],
  check: (balancer) => {
    if (!isApplication(balancer)) return PASS;
    const drops = is(attributeOf(balancer, HEADERS), true);
    const headers = {
      pass: PASS,
      fail: advise(fail('invalid headers passed on', AT)),
      unknown: advise(unknown('attributes not known', AT)),
    };
    const monitors = attributeOf(balancer, DESYNC) === 'monitor';
    return worstOfAll([headers[drops], monitors ? fail('desync only monitored', AT) : PASS]);
  },
};
