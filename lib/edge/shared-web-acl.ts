import { App, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { secured } from '../core/gate-state';
import { sharedInRegion } from '../core/shared-in-region';
import { readState, stateOf } from '../core/tree-state';
import { checkLimit, defaultLimit, SecureWebAcl } from './secure-web-acl';
import { SHARED_ID } from './web-acl';
import { WebAclScope } from './web-acl-scope';

/** Under which name an app finds the web ACL it shares, and its id below its stack. */
export const SLOTS: Readonly<Record<WebAclScope, { readonly slot: string; readonly id: string }>> = {
  [WebAclScope.REGIONAL]: { slot: 'web-acl', id: SHARED_ID },
  [WebAclScope.CLOUDFRONT]: { slot: 'web-acl-cloudfront', id: 'SecureSiteWaf' },
};

/** How many requests of one address the shared web ACLs take in a window. */
const LIMIT = 'waf.limit';

/** The web ACL of one scope that an app has once in a region, made on first use. */
export function sharedWebAcl(user: IConstruct, scope: WebAclScope): SecureWebAcl {
  const { slot, id } = SLOTS[scope];
  return sharedInRegion(user, slot, (stack) => {
    const limit = limitAt(stack) ?? defaultLimit(scope);
    const acl = new SecureWebAcl(stack, id, { scope, requestsPerAddress: limit });
    stateOf(acl).set(LIMIT, limit);
    secured(acl); // shared: nobody passes it waivers
    return acl;
  });
}

/** The limit said for a stack, or for what is around it. */
function limitAt(stack: Stack): number | undefined {
  for (let at: IConstruct | undefined = stack; at; at = at.node.scope) {
    const said = readState<number>(at, LIMIT);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** Says the limit of the web ACLs that are shared at a place, before they are made. */
export function sayLimit(place: IConstruct, limit: number): void {
  if (!Stack.isStack(place) && !Stage.isStage(place) && !App.isApp(place)) {
    throw new Error(
      `WAF-03: expected a construct of a stack, a Stage or the App, got '${place.node.path}'; call Waf.shared with one`,
    );
  }
  checkLimit(limit);
  const other = place.node
    .findAll()
    .map((node) => readState<number>(node, LIMIT))
    .find((one) => one !== undefined && one !== limit);
  if (other !== undefined) {
    throw new Error(
      `WAF-03: expected one requestsPerAddress for the web ACL that '${place.node.path || 'the app'}' shares, got ${limit} after ${other}; ` +
        'say it once, before the first API',
    );
  }
  stateOf(place).set(LIMIT, limit);
}
