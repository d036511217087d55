import { conditionHolds } from './policy-conditions';
import { listOf, statementsOf, type PolicyDocument, type RequestContext, type Statement } from './policy-document';
import { compile, matchesPattern, RequestKeys, type Scope } from './policy-patterns';
import { accountOf, matchPrincipal, type PrincipalMatch, type RequestPrincipal } from './policy-principals';
import { assertWellFormed } from './policy-validation';

export type { ConditionBlock, PolicyDocument, PrincipalElement, RequestContext, Statement } from './policy-document';
export type { RequestPrincipal } from './policy-principals';

export type Verdict = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

export interface AccessRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: RequestContext;
}

export interface Evaluation {
  readonly identity: readonly PolicyDocument[];
  readonly resource: readonly PolicyDocument[];
  readonly boundary?: readonly PolicyDocument[] | undefined;
  readonly request: AccessRequest;
}

const STRENGTH: readonly PrincipalMatch[] = ['everyone', 'direct', 'account'];

export function evaluate({ identity, resource, boundary = [], request }: Evaluation): Verdict {
  [...identity, ...boundary].forEach((document) => assertWellFormed(document, 'identity'));
  resource.forEach((document) => assertWellFormed(document, 'resource'));
  const own = accountOf(request.principal) === undefined ? [] : identity;
  const limits = accountOf(request.principal) === undefined ? [] : boundary;

  if (identityHas('Deny', [...own, ...limits], request) || resourceDenies(resource, request, limits.length > 0)) {
    return 'explicitly-denied';
  }
  const withinBoundary = limits.length === 0 || identityHas('Allow', limits, request);
  const identityAllows = request.principal.type === 'root' || identityHas('Allow', own, request);
  return isAllowed(request, identityAllows, withinBoundary, resourceGrant(resource, request))
    ? 'allowed'
    : 'implicitly-denied';
}

function isAllowed(
  request: AccessRequest,
  identityAllows: boolean,
  withinBoundary: boolean,
  grant: PrincipalMatch,
): boolean {
  const account = accountOf(request.principal);
  if (account === undefined) {
    return grant === 'direct' || grant === 'everyone';
  }
  if (account !== request.resourceAccount) {
    return identityAllows && withinBoundary && grant !== 'none';
  }
  // A boundary caps what a resource policy gives to a role by its ARN, but not what it gives to a user or to the
  // session that everyone's grant reaches.
  if (grant === 'everyone' || (grant === 'direct' && (withinBoundary || request.principal.type === 'user'))) {
    return true;
  }
  const mayDecide = grant === 'account' || !needsResourcePolicy(request);
  return identityAllows && withinBoundary && mayDecide;
}

/** For keys and role trust the identity policies of the owning account count only where the resource policy says so. */
function needsResourcePolicy({ action, resource }: AccessRequest): boolean {
  const isKey = /^arn:[^:]+:kms:[^:]*:\d*:key\//.test(resource);
  const isTrust = /^sts:/i.test(action) && /^arn:[^:]+:iam::\d*:role\//.test(resource);
  return isKey || isTrust;
}

function identityHas(
  effect: Statement['Effect'],
  documents: readonly PolicyDocument[],
  request: AccessRequest,
): boolean {
  return matching(effect, documents, request).length > 0;
}

function resourceDenies(documents: readonly PolicyDocument[], request: AccessRequest, bounded: boolean): boolean {
  return matching('Deny', documents, request).some(
    (statement) => matchPrincipal(statement, request.principal, bounded) !== 'none',
  );
}

function resourceGrant(documents: readonly PolicyDocument[], request: AccessRequest): PrincipalMatch {
  const matches = matching('Allow', documents, request).map((statement) =>
    matchPrincipal(statement, request.principal),
  );
  return STRENGTH.find((match) => matches.includes(match)) ?? 'none';
}

/** The statements that speak of this action and resource under these conditions, whoever their principal is. */
function matching(
  effect: Statement['Effect'],
  documents: readonly PolicyDocument[],
  request: AccessRequest,
): readonly Statement[] {
  const keys = new RequestKeys(request.context);
  return documents.flatMap((document) => {
    const scope: Scope = { keys, variables: document.Version === '2012-10-17' };
    return statementsOf(document).filter(
      (statement) =>
        statement.Effect === effect &&
        actionMatches(statement, request.action) &&
        resourceMatches(statement, request.resource, scope) &&
        conditionHolds(statement.Condition, scope),
    );
  });
}

function actionMatches(statement: Statement, action: string): boolean {
  const isNamed = (names: readonly string[]): boolean =>
    names.some((name) => matchesPattern(compile(name) ?? [], action, true));
  return statement.Action === undefined ? !isNamed(listOf(statement.NotAction)) : isNamed(listOf(statement.Action));
}

/** A resource policy may leave out the resource: it then speaks of the one it is attached to. */
function resourceMatches(statement: Statement, resource: string, scope: Scope): boolean {
  const patterns = listOf(statement.NotResource ?? statement.Resource).map((name) => compile(name, scope));
  const isNamed = patterns.some((pattern) => pattern !== undefined && matchesPattern(pattern, resource));
  if (statement.NotResource === undefined) {
    return statement.Resource === undefined || isNamed;
  }
  // AWS leaves open whether "all but nothing" matches or the whole statement is void.
  if (patterns.includes(undefined)) {
    throw new Error(`NotResource has a policy variable without a value: ${JSON.stringify(statement.NotResource)}`);
  }
  return !isNamed;
}
