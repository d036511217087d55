import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, isMessageRoute, ROUTE } from '../api-parts';
import { callerOf, definitionOf } from '../http-definition';
import { hasId } from '../route-ids';

export const nameTheOwner: Rule = {
  id: 'HTTP-14',
  types: [ROUTE, API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a route of an HTTP API with an id in it checks that the thing belongs to the caller',
  why: 'A valid token says who somebody is, not whose order 4711 is: users count up the ids of others (broken object level authorization). HTTP APIs compare no claims.',
  fix: 'compare in the handler, and say so by owner: Owner.checkedByHandler(reason) in addRoute; SecureApi with Auth.jwt compares before the handler runs',
  topics: ['auth'],
  controls: ['C7', 'OWASP API1:2023'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === ROUTE ? ofRoute(resource) : ofDefinition(resource)),
};

function ofRoute(route: Resource): Judgement {
  const key = String(route.get('RouteKey'));
  if (isUnknown(key) || !hasId(key) || isMessageRoute(route)) return PASS;
  const byUsers = ['JWT', 'CUSTOM'].includes(String(route.get('AuthorizationType')));
  return byUsers ? fail(`${key} without an owner`, 'Properties.RouteKey') : PASS;
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS;
  return worstOfAll(
    definition.routes
      .filter((one) => hasId(one.key) && ['token', 'function'].includes(callerOf(one, definition).kind))
      .map(({ key, at }) => fail(`${key} without an owner`, at)),
  );
}
