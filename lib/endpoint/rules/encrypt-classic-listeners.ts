import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { CLASSIC, isPublic } from '../load-balancers';
import { DEFAULT_POLICY, takesModernTls } from '../tls-policies';

const AT = 'Properties.Listeners';

export const encryptClassicListeners: Rule = {
  id: 'ENDPOINT-07',
  types: [CLASSIC],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a classic load balancer speaks TLS 1.2 or later with the internet',
  why: 'It cannot redirect: what it takes by plain HTTP is read and changed on the way, and by default its TLS is 1.0.',
  fix: 'move to an application load balancer, or listen by HTTPS or SSL only, with the policy ELBSecurityPolicy-TLS-1-2-2017-01',
  topics: ['transport', 'public-access'],
  controls: ['E2', 'FSBP ELB.3', 'FSBP ELB.8', 'AwsSolutions-ELB5'],
  migration: 'breaks-callers',
  reaches: [],
  check: (balancer) => {
    if (isPublic(balancer) === 'no') return PASS;
    const listeners: unknown = balancer.get('Listeners');
    if (isUnknown(listeners)) return unknown('listeners that cannot be read here', AT);
    const all: any[] = listeners === undefined || listeners === null ? [] : [listeners].flat();
    return worstOfAll(all.map((one) => ofListener(one, balancer)));
  },
};

function ofListener(listener: any, balancer: Resource): Judgement {
  const protocol: unknown = listener?.Protocol;
  if (isUnknown(listener) || isUnknown(protocol)) return unknown('a listener that cannot be read here', AT);
  const name = String(protocol).toUpperCase();
  // what passes through by TCP may well be encrypted
  if (name === 'TCP') return String(listener.LoadBalancerPort) === '80' ? fail('TCP on port 80', AT) : PASS;
  if (name !== 'HTTPS' && name !== 'SSL') return fail(`a listener by ${name}`, AT);
  return ofPolicies([listener.PolicyNames ?? []].flat(), balancer);
}

function ofPolicies(names: readonly unknown[], balancer: Resource): Judgement {
  if (names.some(isUnknown)) return unknown('policies that are only known at deployment', AT);
  const listed: unknown = balancer.get('Policies');
  if (isUnknown(listed)) return unknown('policies that cannot be read here', 'Properties.Policies');
  const policies: any[] = listed === undefined || listed === null ? [] : [listed].flat();
  const used = policies.filter(
    (one) => names.includes(one?.PolicyName) && one?.PolicyType === 'SSLNegotiationPolicyType',
  );
  if (used.length === 0) return fail(`the default TLS policy, ${DEFAULT_POLICY}`, AT);
  return worstOfAll(used.map(ofPolicy));
}

function ofPolicy({ PolicyName, Attributes }: any): Judgement {
  const attributes: any[] = [Attributes ?? []].flat();
  const valueOf = (name: string): unknown => attributes.find((one) => one?.Name === name)?.Value;
  const reference = valueOf('Reference-Security-Policy');
  if (isUnknown(reference)) return unknown(`the policy ${readable(reference)}`, 'Properties.Policies');
  const allows = (name: string): boolean => String(valueOf(name)) === 'true';
  const old = ['Protocol-SSLv3', 'Protocol-TLSv1', 'Protocol-TLSv1.1'].filter(allows);
  const isModern = reference === undefined ? allows('Protocol-TLSv1.2') && old.length === 0 : takesModernTls(reference);
  return isModern ? PASS : fail(`the TLS policy ${readable(reference ?? PolicyName)}`, 'Properties.Policies');
}
