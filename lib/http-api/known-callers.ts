import { apiOf, authorizerOf, isMessageRoute, partsOf, ROUTE } from './api-parts';
import { corsOf } from './cors-setting';
import { callerOf, DefinedRoute, definitionOf, HttpDefinition } from './http-definition';
import type { Resource } from '../core/assembly';
import { is, isPresent } from '../core/compare';
import { fail, Judgement, PASS, unknown } from '../core/rule';
import { isUnknown, readable } from '../core/text';

/** Whether a route knows who calls it. Messages of a WebSocket come from whoever `$connect` let in. */
export function knowsCaller(route: Resource): Judgement {
  const key = route.get('RouteKey');
  if (isMessageRoute(route) && key !== '$connect') return PASS;
  if (isPreflight(String(key), apiOf(route))) return PASS;
  const at = 'Properties.AuthorizationType';
  const type = route.get('AuthorizationType');
  if (isUnknown(type)) return unknown(`AuthorizationType ${readable(type)}`, at);
  if (type === 'AWS_IAM') return PASS;
  if (type !== 'CUSTOM' && type !== 'JWT') {
    const byKey = is(route.get('ApiKeyRequired'), true) === 'pass' ? ' and an API key, which proves nothing' : '';
    return fail(
      `${readable(key)} with AuthorizationType ${type === undefined ? 'not set' : readable(type)}${byKey}`,
      at,
    );
  }
  if (!isPresent(route.get('AuthorizerId')))
    return fail(`${readable(key)}: ${type} without AuthorizerId`, 'Properties');
  const kind = authorizerOf(route)?.get('AuthorizerType');
  if (kind === undefined || isUnknown(kind)) return PASS;
  return (kind === 'JWT') === (type === 'JWT')
    ? PASS
    : fail(`${type} with an authorizer of type ${readable(kind)}`, at);
}

/**
 * Browsers ask without a token: API Gateway answers itself, and an API with a `$default` route needs such a route for that
 * ("Configure CORS for HTTP APIs", API Gateway developer guide).
 */
const isPreflight = (key: string, api: Resource | undefined): boolean =>
  key.startsWith('OPTIONS ') && api !== undefined && corsOf(api).length > 0;

/** The same of a route in a definition. */
export function knowsDefinedCaller(route: DefinedRoute, definition: HttpDefinition, api: Resource): Judgement {
  if (isPreflight(route.key, api)) return PASS;
  const caller = callerOf(route, definition);
  if (caller.kind !== 'none' && caller.kind !== 'unknown') return PASS;
  return (caller.kind === 'none' ? fail : unknown)(`${route.key}: ${caller.why}`, route.at);
}

/** The keys of the routes that everybody may call, whoever declared so. */
export function openRoutesOf(api: Resource): string[] {
  const own = partsOf(api, ROUTE).filter((route) => knowsCaller(route).verdict === 'fail');
  const definition = definitionOf(api);
  const defined =
    typeof definition === 'object'
      ? definition.routes.filter((route) => knowsDefinedCaller(route, definition, api).verdict === 'fail')
      : [];
  return [...own.map((route) => String(route.get('RouteKey'))), ...defined.map(({ key }) => key)];
}
