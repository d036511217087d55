import { AuthorizerEvent, denied } from './event';
import { Identity, SKEW } from './verify-token';
import { PolicyEntry } from '../../lib/api/route-table';

/** Refuses an identity that is real, but may not do this here and now. */
export function checkPolicy(policy: PolicyEntry, identity: Identity, event: AuthorizerEvent, now: number): void {
  if (policy.scopes && !policy.scopes.some((scope) => scopesOf(identity).includes(scope))) throw denied('scope');
  if (policy.owner) checkOwner(policy.owner, identity, event);
  if (policy.login !== undefined && !isFresh(identity.claims.auth_time, policy.login, now))
    throw denied('login-too-old');
  if (policy.mfa !== undefined && !hasSecondFactor(identity, policy.mfa)) throw denied('second-factor');
}

/** A text with spaces in between (RFC 8693), or a list; compared whole. */
export function scopesOf({ claims, issuer }: Identity): string[] {
  const said = claims[issuer.kind === 'oidc' ? issuer.scope : 'scope'];
  if (typeof said === 'string') return said.split(' ').filter((scope) => scope !== '');
  return Array.isArray(said) ? said.filter((scope): scope is string => typeof scope === 'string') : [];
}

function checkOwner([parameter, claim]: readonly [string, string], { claims }: Identity, event: AuthorizerEvent): void {
  const named = own(event.pathParameters, parameter);
  if (typeof named !== 'string' || named === '') throw denied('owner-absent');
  // decoded once more, it could name somebody else
  if (named.includes('%')) throw denied('owner-encoded');
  const owner = own(claims, claim);
  if (typeof owner !== 'string' || owner !== named) throw denied('owner');
}

const own = (object: object | null | undefined, key: string): unknown =>
  object && Object.prototype.hasOwnProperty.call(object, key) ? object[key as keyof typeof object] : undefined;

function isFresh(at: unknown, most: number, now: number): boolean {
  if (typeof at !== 'number' || !Number.isFinite(at)) return false;
  const age = now / 1000 - at;
  return age <= most && age >= -SKEW;
}

/** `amr` is a list (RFC 8176); a claim of the team's own may also be plainly true. */
function hasSecondFactor({ claims }: Identity, claim: string): boolean {
  const said = own(claims, claim);
  if (Array.isArray(said)) return said.includes('mfa');
  return claim !== 'amr' && (said === true || said === 'true' || said === 'mfa');
}
