import type { Resource } from '../core/assembly';
import type { Statement } from '../core/policy';
import { isUnknown } from '../core/text';

/** Whether AWS takes a policy for this endpoint: gateways and interfaces to AWS's own services. */
export function takesPolicy(endpoint: Resource): boolean {
  const type: unknown = endpoint.get('VpcEndpointType') ?? 'Gateway';
  if (type !== 'Gateway' && type !== 'Interface') return false;
  const service: unknown = endpoint.get('ServiceName');
  return !isUnknown(service) && isAwsService(String(service));
}

/** Services of customers have names such as com.amazonaws.vpce.us-east-1.vpce-svc-0123. */
export const isAwsService = (name: string): boolean =>
  /^(cn\.)?(com\.amazonaws|aws)\./.test(name) && !name.includes('vpce-svc-');

/** Everybody may do everything with everything: what AWS writes where there is no policy. */
export const isWideOpen = ({ effect, principals, actions, resources, conditions }: Statement): boolean =>
  effect === 'Allow' &&
  conditions.length === 0 &&
  (principals?.some(({ kind }) => kind === 'any') ?? false) &&
  (actions?.some((action) => /^([^:]*:)?\*$/.test(action)) ?? false) &&
  (resources?.includes('*') ?? false);

/** A Deny for everybody under a condition takes back what an open Allow gave: AWS's own way to write a data perimeter. */
export const takesBack = ({ effect, principals, conditions }: Statement): boolean =>
  effect === 'Deny' && conditions.length > 0 && (principals?.some(({ kind }) => kind === 'any') ?? false);
