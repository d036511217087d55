import { listOf, type PrincipalElement, type Statement } from './policy-document';

export type RequestPrincipal =
  | { readonly type: 'role' | 'user'; readonly arn: string; readonly account?: string }
  | { readonly type: 'root'; readonly account: string }
  | { readonly type: 'service'; readonly service: string; readonly account?: string }
  | { readonly type: 'federated'; readonly provider: string; readonly account?: string }
  | { readonly type: 'anonymous'; readonly account?: string };

/** `account`: the statement names the account of the principal, which leaves the decision to that account. */
export type PrincipalMatch = 'everyone' | 'direct' | 'account' | 'none';

export function accountOf(principal: RequestPrincipal): string | undefined {
  if (principal.type === 'role' || principal.type === 'user') {
    return principal.account ?? principal.arn.split(':')[4];
  }
  return principal.type === 'root' ? principal.account : undefined;
}

export function matchPrincipal(statement: Statement, principal: RequestPrincipal, bounded = false): PrincipalMatch {
  if (statement.Principal !== undefined) {
    return matchElement(statement.Principal, principal);
  }
  if (statement.NotPrincipal === undefined) {
    return 'none';
  }
  return isSpared(statement.NotPrincipal, principal, bounded) ? 'none' : 'direct';
}

function matchElement(element: PrincipalElement, principal: RequestPrincipal): PrincipalMatch {
  if (element === '*' || listOf(element.AWS).includes('*')) {
    return 'everyone';
  }
  switch (principal.type) {
    case 'anonymous':
      return 'none';
    case 'service':
      return namesOneOf(listOf(element.Service), principal.service);
    case 'federated':
      return namesOneOf(listOf(element.Federated), principal.provider);
    case 'root':
      return namesAccount(element, principal) ? 'direct' : 'none';
    default:
      if (listOf(element.AWS).includes(principal.arn)) {
        return 'direct';
      }
      return namesAccount(element, principal) ? 'account' : 'none';
  }
}

/**
 * NotPrincipal spares a role or user only if it is listed together with its account, and never one that has a
 * permissions boundary.
 */
function isSpared(element: PrincipalElement, principal: RequestPrincipal, bounded: boolean): boolean {
  const match = matchElement(element, principal);
  const isListed = match === 'direct' || match === 'everyone';
  if (principal.type !== 'role' && principal.type !== 'user') {
    return isListed;
  }
  return isListed && !bounded && (element === '*' || namesAccount(element, principal));
}

function namesOneOf(names: readonly string[], name: string): PrincipalMatch {
  return names.includes(name) || names.includes('*') ? 'direct' : 'none';
}

function namesAccount(element: PrincipalElement, principal: RequestPrincipal): boolean {
  const account = accountOf(principal);
  return (
    element !== '*' &&
    account !== undefined &&
    listOf(element.AWS).some((name) => name === account || /^arn:[^:]+:iam::(\d{12}):root$/.exec(name)?.[1] === account)
  );
}
