import type { RestMethod } from './gateway-api';

export interface Match {
  readonly method: RestMethod;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The method that serves a request: API Gateway chooses among pairs of resource and verb, a literal segment before a
 * parameter, a parameter before `{proxy+}`, and the verb itself before ANY.
 *
 * Where AWS says nothing (may `/orders/new` without GET fall through to `GET /orders/{id}`?) the request goes through.
 */
export function matchRoute(methods: readonly RestMethod[], verb: string, path: string): Match | undefined {
  const given = segments(path);
  const candidates = methods
    .filter((method) => method.verb === verb || method.verb === 'ANY')
    .map((method) => ({ method, pathParameters: parametersOf(segments(method.path), given) }))
    .filter((one): one is Match => one.pathParameters !== undefined);
  return candidates.sort((one, other) => compare(rank(one.method), rank(other.method)))[0];
}

function parametersOf(pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const [i, segment] of pattern.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(segment) ?? [];
    if (given[i] === undefined) return undefined;
    if (name === undefined) {
      if (segment !== given[i]) return undefined;
    } else if (greedy) {
      return { ...found, [name]: given.slice(i).map(decodeURIComponent).join('/') };
    } else {
      found[name] = decodeURIComponent(given[i]);
    }
  }
  return pattern.length === given.length ? found : undefined;
}

function rank({ path, verb }: RestMethod): string {
  const kinds = segments(path).map((segment) => (segment.endsWith('+}') ? '2' : segment.endsWith('}') ? '1' : '0'));
  return `${kinds.join('')}${verb === 'ANY' ? '1' : '0'}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function segments(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
