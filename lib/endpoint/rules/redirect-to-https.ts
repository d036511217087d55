import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { balancerOf, isPublic, LISTENER, LISTENER_RULE } from '../load-balancers';

export const redirectToHttps: Rule = {
  id: 'ENDPOINT-01',
  types: [LISTENER, LISTENER_RULE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a load balancer on the internet answers plain HTTP with a redirect to https, or with nothing of value',
  why: 'Whoever sits between a client and the load balancer reads and changes plain HTTP: cookies, tokens and answers.',
  fix: 'add a listener with a certificate, and redirect the one of port 80: ListenerAction.redirect({ protocol: HTTPS, port: 443 })',
  topics: ['transport', 'public-access'],
  controls: ['E2', 'FSBP ELB.1'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => {
    const listener =
      resource.type === LISTENER ? resource : resource.assembly.find(resource.get('ListenerArn'), LISTENER);
    return listener ? ofListener(listener, resource) : PASS;
  },
};

function ofListener(listener: Resource, resource: Resource): Judgement {
  const protocol: unknown = listener.get('Protocol');
  if (isUnknown(protocol)) return unknown('a protocol that is only known at deployment', 'Properties.Protocol');
  if (protocol !== 'HTTP') return PASS;
  const balancer = balancerOf(listener);
  const exposed = balancer ? isPublic(balancer) : 'no'; // outside of the app: not seen
  if (exposed === 'no') return PASS;
  const property = resource.type === LISTENER ? 'DefaultActions' : 'Actions';
  const at = `Properties.${property}`;
  const actions: unknown = resource.get(property);
  const all: any[] = actions === undefined || actions === null ? [] : [actions].flat();
  const judged = worstOfAll(all.map((action) => ofAction(action, at)));
  return judged.verdict === 'fail' && exposed === 'unknown'
    ? unknown(`${judged.got}, on a load balancer whose scheme is not known`, at)
    : judged;
}

function ofAction(action: any, at: string): Judgement {
  if (isUnknown(action) || isUnknown(action?.Type)) return unknown('an action that cannot be read here', at);
  if (action?.Type === 'fixed-response') return PASS;
  if (action?.Type !== 'redirect') return fail(`the action ${String(action?.Type ?? 'not set')} over plain HTTP`, at);
  const protocol: unknown = action.RedirectConfig?.Protocol;
  if (isUnknown(protocol)) return unknown('a redirect to a protocol that is not known', at);
  return protocol === 'HTTPS' ? PASS : fail('a redirect that stays on plain HTTP', at);
}
