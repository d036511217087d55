import { authorizerOf, pathOf, verbOf } from './rest-api-parts';
import { parseRouteTable, PolicyEntry, routeKey, RouteTable, TABLE_VARIABLE } from './route-table';
import type { Resource } from '../core/assembly';

/** What a method asks of a user beyond a valid token. `undefined`: an authorizer of somebody else's decides, out of sight. */
export function demandsOf(method: Resource): PolicyEntry | undefined {
  if (method.get('AuthorizationType') === 'COGNITO_USER_POOLS') {
    const scopes = method.get('AuthorizationScopes');
    return Array.isArray(scopes) && scopes.length > 0 ? { scopes: scopes.map(String) } : {};
  }
  const table = tableOf(method);
  const path = pathOf(method);
  if (!table || path === undefined) return undefined;
  const place = table.routes[routeKey(verbOf(method), path)];
  return place === undefined ? undefined : table.policies[place];
}

/** Whether our own authorizer decides, which can ask for an owner and for a fresh login. */
export const hasRouteTable = (method: Resource): boolean => tableOf(method) !== undefined;

/** One authorizer serves many methods, and its table is one long text. */
const TABLES = new WeakMap<Resource, { readonly text: string; readonly table: RouteTable | undefined }>();

function tableOf(method: Resource): RouteTable | undefined {
  const fn = method.assembly.find(authorizerOf(method)?.get('AuthorizerUri'), 'AWS::Lambda::Function');
  const text = fn?.get(`Environment.Variables.${TABLE_VARIABLE}`);
  if (!fn || typeof text !== 'string') return undefined;
  const known = TABLES.get(fn);
  if (known?.text === text) return known.table;
  const table = parsed(text);
  TABLES.set(fn, { text, table });
  return table;
}

function parsed(text: string): RouteTable | undefined {
  try {
    return parseRouteTable(text);
  } catch {
    return undefined;
  }
}

/** Whether a user calls it with a token, so that it can be asked whose thing it is. */
export const isForUsers = (method: Resource): boolean =>
  ['COGNITO_USER_POOLS', 'CUSTOM'].includes(String(method.get('AuthorizationType')));
