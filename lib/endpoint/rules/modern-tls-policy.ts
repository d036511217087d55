import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { LISTENER } from '../load-balancers';
import { DEFAULT_POLICY, takesModernTls } from '../tls-policies';

const AT = 'Properties.SslPolicy';

export const modernTlsPolicy: Rule = {
  id: 'ENDPOINT-02',
  types: [LISTENER],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a listener takes TLS 1.2 or later only',
  why: 'Unless told otherwise a listener takes TLS 1.0, whose weaknesses are known; whoever sits in between can ask for it.',
  fix: 'set sslPolicy to SslPolicy.RECOMMENDED_TLS, which is ELBSecurityPolicy-TLS13-1-2-2021-06',
  topics: ['transport'],
  controls: ['E2', 'FSBP ELB.17'],
  migration: 'breaks-callers',
  reaches: [],
  check: (listener) => {
    const protocol: unknown = listener.get('Protocol');
    if (isUnknown(protocol)) return unknown('a protocol that is only known at deployment', 'Properties.Protocol');
    if (protocol !== 'HTTPS' && protocol !== 'TLS') return PASS;
    const policy: unknown = listener.get('SslPolicy');
    if (isUnknown(policy)) return unknown(`SslPolicy ${readable(policy)}`, AT);
    if (policy === undefined) return fail(`SslPolicy not set, which is ${DEFAULT_POLICY}`, AT);
    return takesModernTls(policy) ? PASS : fail(`SslPolicy ${readable(policy)}`, AT);
  },
};
