import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worst, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, isWebSocket, partsOf, ROUTE } from '../api-parts';
import { definitionOf } from '../http-definition';
import { knowsCaller, knowsDefinedCaller } from '../known-callers';

export const knowEveryCaller: Rule = {
  id: 'HTTP-01',
  types: [ROUTE, API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every route of an HTTP API, and $connect of a WebSocket API, knows its caller by an authorizer or IAM',
  why: 'Whoever finds the address calls a route without an authorizer, and no web ACL can stand before it. A WebSocket asks once, at $connect: whoever is let in there may send every message.',
  fix: 'set authorizer (HttpJwtAuthorizer, HttpIamAuthorizer, HttpLambdaAuthorizer, WebSocketIamAuthorizer …) on the route or as defaultAuthorizer; in a definition put security on every operation; give a WebSocket API connectRouteOptions',
  topics: ['auth', 'public-access'],
  controls: ['C1', 'C2', 'FSBP APIGateway.8', 'AwsSolutions-APIG4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === ROUTE ? knowsCaller(resource) : ofApi(resource)),
};

function ofApi(api: Resource): Judgement {
  if (isWebSocket(api)) return hasConnect(api);
  const definition = definitionOf(api);
  if (definition === undefined) return PASS;
  if (definition === 'unknown') return unknown('an OpenAPI definition that cannot be read here; put it into Body');
  return worstOfAll(definition.routes.map((one) => knowsDefinedCaller(one, definition, api)));
}

/** Without the route nobody is asked: connections are made all the same. */
function hasConnect(api: Resource): Judgement {
  const keys = partsOf(api, ROUTE).map((route) => String(route.get('RouteKey')));
  if (keys.includes('$connect')) return PASS;
  const open = keys.filter(isUnknown);
  return worst([
    open.length > 0
      ? unknown('no $connect route, unless one whose key is only known at deployment')
      : fail('a WebSocket API without a $connect route (connectRouteOptions), to which everybody connects'),
  ]);
}
