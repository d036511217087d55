import type { Resource } from '../core/assembly';
import { is } from '../core/compare';
import { isUnknown } from '../core/text';

export const POOL = 'AWS::Cognito::UserPool';
export const CLIENT = 'AWS::Cognito::UserPoolClient';

/** Whether a client is for machines: nobody signs in by it. */
export function isForMachines(client: Resource): boolean {
  const flows = [client.get('AllowedOAuthFlows') ?? []].flat();
  return flows.length > 0 && flows.every((flow) => flow === 'client_credentials');
}

/** Whether users of a client come from another identity provider only, which asks for the second factor itself. */
function isFederated(client: Resource): boolean {
  const providers = [client.get('SupportedIdentityProviders') ?? []].flat();
  return providers.length > 0 && providers.every((one) => !isUnknown(one) && one !== 'COGNITO');
}

/** Whether the pool has no users of its own: nobody registers, and no client lets anybody in by a password of the pool. */
export function hasNoPasswords(pool: Resource): boolean {
  const clients = pool.assembly.about(pool, CLIENT);
  return (
    clients.length > 0 &&
    clients.every((one) => isForMachines(one) || isFederated(one)) &&
    is(pool.get('AdminCreateUserConfig.AllowAdminCreateUserOnly'), true) === 'pass'
  );
}
