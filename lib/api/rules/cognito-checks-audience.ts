import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { authenticationOf, definitionOf, Operation } from '../open-api-body';
import { authorizerOf, METHOD, REST_API } from '../rest-api-parts';
import { isGenericScope } from '../scopes';

export const cognitoChecksAudience: Rule = {
  id: 'API-13',
  types: [METHOD, REST_API],
  severity: 'error',
  advised: true,
  tier: 'invariant',
  since: '2026-11',
  title: 'a method behind a user pool asks for scopes of its own, or its authorizer for the audience',
  why: 'Otherwise any token of the pool will do, also one that another application got for itself.',
  fix: 'set authorizationScopes to scopes of your resource server, or IdentityValidationExpression of the CfnAuthorizer to the client ids (^id$)',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === METHOD ? ofMethod(resource) : ofDefinition(resource)),
};

function ofMethod(method: Resource): Judgement {
  if (method.get('AuthorizationType') !== 'COGNITO_USER_POOLS') return PASS;
  const at = 'Properties.AuthorizationScopes';
  const scopes = method.get('AuthorizationScopes') ?? [];
  if (isUnknown(scopes)) return unknown(`AuthorizationScopes ${readable(scopes)}`, at);
  const authorizer = authorizerOf(method);
  return judge([scopes].flat().map(String).filter(Boolean), () => {
    if (!authorizer) return unknown('no scopes, and an authorizer that is not in the templates', at);
    return ofExpression(authorizer.get('IdentityValidationExpression'), at);
  });
}

/** One of a method's scopes is enough, so each of them has to be its own. */
function judge(scopes: readonly string[], byAudience: () => Judgement): Judgement {
  if (scopes.length === 0) return byAudience();
  const at = 'Properties.AuthorizationScopes';
  const generic = scopes.filter(isGenericScope);
  if (generic.length > 0) return fail(`scope ${generic.join(', ')}, which every client of the pool may have`, at);
  const open = scopes.find(isUnknown);
  return open === undefined ? PASS : unknown(`scope ${readable(open)}`, at);
}

/** Client ids that nobody named: an expression that takes one of them takes every client. */
const STRANGERS = ['0', '1example23456789abcdefghij', 'zzzzzzzzzzzzzzzzzzzzzzzzzz', '7k2m9q4r8s1t6u3v5w0x2y4z6a'];

function ofExpression(expression: unknown, at: string): Judgement {
  if (expression === undefined || expression === '') return fail('neither scopes nor IdentityValidationExpression', at);
  const got = `IdentityValidationExpression ${readable(expression)}`;
  if (isUnknown(expression)) return unknown(got, at);
  // a reference to a client is its id
  const pattern = String(expression).replace(/⟨[^⟩]*⟩/g, 'client');
  try {
    const matches = new RegExp(pattern);
    return STRANGERS.some((one) => matches.test(one)) ? fail(`${got}, which any client meets`, at) : PASS;
  } catch {
    return unknown(`${got} that cannot be read here`, at);
  }
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS;
  return worstOfAll(definition.operations.map((one) => named(one, ofOperation(one, definition.document))));
}

const named = ({ name, at }: Operation, { verdict, got }: Judgement): Judgement => ({
  verdict,
  got: got && `${name}: ${got}`,
  at,
});

function ofOperation(operation: Operation, document: any): Judgement {
  const found = authenticationOf(operation, document);
  if (found.kind !== 'authorizer' || String(found.authorizer?.type).toLowerCase() !== 'cognito_user_pools') return PASS;
  return judge(found.scopes, () => ofExpression(found.authorizer.identityValidationExpression, operation.at));
}
