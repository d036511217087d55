import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
export const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
export const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
export const CLASSIC = 'AWS::ElasticLoadBalancing::LoadBalancer';

/** Whether a load balancer is on the internet, which it is unless somebody says otherwise. */
export function isPublic(balancer: Resource): 'yes' | 'no' | 'unknown' {
  const scheme: unknown = balancer.get('Scheme');
  if (isUnknown(scheme)) return 'unknown';
  return scheme === 'internal' ? 'no' : 'yes';
}

/** Only these balancers read HTTP; nothing said is one. */
export const isApplication = (balancer: Resource): boolean =>
  ['application', undefined].includes(balancer.get('Type') as string | undefined);

/** The load balancer that a listener belongs to; undefined where it lies outside of the app. */
export const balancerOf = (listener: Resource): Resource | undefined =>
  listener.assembly.find(listener.get('LoadBalancerArn'), LOAD_BALANCER);

/** The value of a load balancer attribute, as text; undefined where nobody says it. */
export function attributeOf(balancer: Resource, key: string): string | undefined {
  const listed: unknown = balancer.get('LoadBalancerAttributes');
  if (isUnknown(listed)) return listed as string;
  const all: any[] = listed === undefined || listed === null ? [] : [listed].flat();
  const one = all.find((attribute) => attribute?.Key === key);
  if (one !== undefined) return String(one.Value ?? '');
  // a name that only the deployment knows may be this one
  const open = all.map((attribute) => attribute?.Key ?? attribute).find(isUnknown);
  return open === undefined ? undefined : String(open);
}
