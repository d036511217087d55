import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { authenticationOf, definitionOf } from '../open-api-body';
import { apiOf, isPrivate, METHOD, pathOf, REST_API, verbOf } from '../rest-api-parts';
import { demandsOf, isForUsers } from '../route-demands';

export const nameTheOwner: Rule = {
  id: 'API-15',
  types: [METHOD, REST_API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a route with an id in it checks that the thing belongs to the caller',
  why: 'A valid token says who somebody is, not whose order 4711 is: users count up the ids of others (broken object level authorization).',
  fix: 'set owner to Owner.pathMatchesClaim(…), Owner.checkedByHandler(reason) or Owner.notOwned(reason)',
  topics: ['auth'],
  controls: ['C7', 'OWASP API1:2023'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === METHOD ? ofMethod(resource) : ofDefinition(resource)),
};

const hasId = (path: string): boolean => /\{[^}]+\}/.test(path);
/** Callers from the own network are other services. */
const isInternal = (api: Resource | undefined): boolean => api !== undefined && isPrivate(api) === true;

function ofMethod(method: Resource): Judgement {
  if (!isForUsers(method) || isInternal(apiOf(method))) return PASS;
  const path = pathOf(method);
  if (path === undefined) return unknown('a path that is not known here');
  if (!hasId(path) || demandsOf(method)?.owner) return PASS;
  return fail(`${verbOf(method)} ${path} without an owner`);
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object' || isInternal(api)) return PASS;
  const asUser = definition.operations.filter(
    (one) => hasId(one.path) && authenticationOf(one, definition.document).kind === 'authorizer',
  );
  return worstOfAll(asUser.map(({ name, at }) => fail(`${name} without an owner`, at)));
}
