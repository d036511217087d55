import { isConditionOperator } from './policy-conditions';
import { listOf, statementsOf, type PolicyDocument, type Statement } from './policy-document';

export type PolicyKind = 'identity' | 'resource';

const STATEMENT_KEYS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

const PRINCIPAL_TYPES = new Set(['AWS', 'Service', 'Federated']);

/** Rejects what IAM would reject, so that a malformed statement is never mistaken for one that does not match. */
export function assertWellFormed(document: PolicyDocument, kind: PolicyKind): void {
  if (document.Version !== undefined && !['2008-10-17', '2012-10-17'].includes(document.Version)) {
    throw new Error(`Malformed policy: unknown Version ${document.Version}`);
  }
  for (const statement of statementsOf(document)) {
    assertStatement(statement, kind);
  }
}

function assertStatement(statement: Statement, kind: PolicyKind): void {
  const fail = (reason: string): never => {
    throw new Error(`Malformed ${kind} policy statement: ${reason} in ${JSON.stringify(statement)}`);
  };
  for (const key of Object.keys(statement)) {
    if (!STATEMENT_KEYS.has(key)) {
      fail(`unknown element ${key}`);
    }
  }
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    fail('Effect must be Allow or Deny');
  }
  if ((statement.Action === undefined) === (statement.NotAction === undefined)) {
    fail('exactly one of Action and NotAction is required');
  }
  for (const action of [...listOf(statement.Action), ...listOf(statement.NotAction)]) {
    if (typeof action !== 'string' || !/^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/.test(action)) {
      fail(`invalid action ${JSON.stringify(action)}`);
    }
  }
  if (statement.Resource !== undefined && statement.NotResource !== undefined) {
    fail('Resource and NotResource exclude each other');
  }
  for (const resource of [...listOf(statement.Resource), ...listOf(statement.NotResource)]) {
    if (typeof resource !== 'string' || !/^(\*$|arn:)/.test(resource)) {
      fail(`invalid resource ${JSON.stringify(resource)}`);
    }
  }
  if (kind === 'identity') {
    assertIdentityElements(statement, fail);
  } else {
    assertResourceElements(statement, fail);
  }
  for (const operator of Object.keys(statement.Condition ?? {})) {
    if (!isConditionOperator(operator)) {
      fail(`unknown condition operator ${operator}`);
    }
  }
}

function assertIdentityElements(statement: Statement, fail: (reason: string) => never): void {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    fail('an identity policy names no principal');
  }
  if (statement.Resource === undefined && statement.NotResource === undefined) {
    fail('Resource or NotResource is required');
  }
}

function assertResourceElements(statement: Statement, fail: (reason: string) => never): void {
  if ((statement.Principal === undefined) === (statement.NotPrincipal === undefined)) {
    fail('exactly one of Principal and NotPrincipal is required');
  }
  if (statement.NotPrincipal !== undefined && statement.Effect === 'Allow') {
    fail('NotPrincipal goes with Deny only');
  }
  const principal = statement.Principal ?? statement.NotPrincipal;
  if (principal === undefined || principal === '*') {
    return;
  }
  if (typeof principal !== 'object') {
    fail(`invalid principal ${JSON.stringify(principal)}`);
  }
  for (const [type, values] of Object.entries(principal)) {
    if (!PRINCIPAL_TYPES.has(type)) {
      fail(`unsupported principal type ${type}`);
    }
    for (const value of listOf(values)) {
      if (typeof value !== 'string' || (value !== '*' && /[*?]/.test(value))) {
        fail(`a principal is matched whole or is *, not ${JSON.stringify(value)}`);
      }
      if (type === 'AWS' && value !== '*' && !/^(\d{12}|arn:[^:]+:(iam|sts)::(\d{12}|cloudfront):.+)$/.test(value)) {
        fail(`invalid AWS principal ${value}`);
      }
    }
  }
}
