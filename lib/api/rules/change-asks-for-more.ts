import type { Assembly, Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { apiOf, isPrivate, METHOD, pathOf, verbOf } from '../rest-api-parts';
import { demandsOf, hasRouteTable, isForUsers } from '../route-demands';

const CHANGES = ['POST', 'PUT', 'PATCH', 'DELETE', 'ANY'];
const READS = ['GET', 'ANY'];

export const changeAsksForMore: Rule = {
  id: 'API-16',
  types: [METHOD],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'changing something asks for more than reading it, and deleting it for a fresh login',
  why: 'A token taken from a page that only reads must not be able to change or delete.',
  fix: 'give routes that change a scope of their own, and those that delete stepUp: StepUp.freshLogin(…) or StepUp.mfa()',
  topics: ['auth'],
  controls: ['C3'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check,
};

function check(method: Resource): Judgement {
  const verb = verbOf(method);
  if (!CHANGES.includes(verb) || !isForUsers(method)) return PASS;
  const api = apiOf(method);
  if (api && isPrivate(api)) return PASS;
  const asks = demandsOf(method);
  if (!asks) return PASS; // an authorizer of somebody else's: what it asks for cannot be seen
  if (asks.login !== undefined || asks.mfa !== undefined) return PASS; // more than any token that only reads
  const deletes = verb === 'DELETE' && hasRouteTable(method);
  return worstOfAll([ofScopes(asks.scopes, method, api), deletes ? fail('DELETE without a step-up') : PASS]);
}

/** One of several scopes is enough, for reading and for changing alike. */
function ofScopes(scopes: readonly string[] | undefined, method: Resource, api: Resource | undefined): Judgement {
  if (!scopes) return fail(`${verbOf(method)} without a scope`);
  const reading = api ? readersNear(method, api) : [];
  const enough = reading.find((one) => one.scopes.length > 0 && one.scopes.every((scope) => scopes.includes(scope)));
  return enough ? fail(`${verbOf(method)} that needs no other scope than ${enough.name}`) : PASS;
}

interface Reader {
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Routes that read the same thing, the list it stands in, or one of its items. */
function readersNear(method: Resource, api: Resource): Reader[] {
  const path = pathOf(method);
  if (path === undefined) return [];
  return neighbours(api, path).flatMap((one) => {
    const scopes = one === method ? undefined : demandsOf(one)?.scopes;
    return scopes ? [{ name: `${verbOf(one)} ${pathOf(one)}`, scopes }] : [];
  });
}

/** The reading methods by API and path, read once: else every method would look at all others. */
const READERS = new WeakMap<Assembly, ReadonlyMap<string, readonly Resource[]>>();

function neighbours(api: Resource, path: string): readonly Resource[] {
  const { assembly } = api;
  let readers = READERS.get(assembly);
  if (!readers) {
    // paths hardly ever hang on a choice, and looking must not disturb those that are being tried
    readers = assembly.world.aside(() => readersByPath(assembly));
    READERS.set(assembly, readers);
  }
  const near = [path, parentOf(path), `${path === '/' ? '' : path}/{}`];
  return near.flatMap((one) => readers.get(keyOf(api, one)) ?? []).filter((one) => one.exists());
}

function readersByPath(assembly: Assembly): ReadonlyMap<string, readonly Resource[]> {
  const byPath = new Map<string, Resource[]>();
  for (const method of assembly.ofType(METHOD)) {
    const [api, path] = [apiOf(method), pathOf(method)];
    if (!api || path === undefined || !READS.includes(verbOf(method))) continue;
    const key = keyOf(api, path);
    byPath.set(key, [...(byPath.get(key) ?? []), method]);
  }
  return byPath;
}

/** However the parameters are called. */
const keyOf = (api: Resource, path: string): string => `${api.key} ${path.replace(/\{[^}]*\}/g, '{}')}`;
const parentOf = (path: string): string => path.replace(/\/[^/]*$/, '') || '/';
