import { shown } from './given';

/** `POST /orders/{orderId}`, taken apart. */
export interface RouteText {
  readonly method: string;
  readonly path: string;
  /** The names in braces, in order. */
  readonly parameters: readonly string[];
}

/** OPTIONS is CORS, which has its own property, and ANY would be more than anybody describes. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];
/** What API Gateway takes as a path part: "CreateResource", API reference, and its greedy `{proxy+}`. */
const LITERAL = /^[A-Za-z0-9._\-:@]+$/;
const VARIABLE = /^\{([A-Za-z0-9._-]+)(\+?)\}$/;

/** What other frameworks write for a parameter; API Gateway would take `:id` for the text that it is. */
const NOTATIONS = [/^:(.*)$/, /^<(?:\w+:)?(.*)>$/, /^\[\.*(.*)\]$/];

/** What to write for a segment that only looks like a parameter. */
function otherNotation(segment: string): string | undefined {
  if (/^\*+$/.test(segment)) return 'write {proxy+} for the rest of a path, or a {name} for one segment';
  for (const notation of NOTATIONS) {
    const found = notation.exec(segment);
    if (found) return `write {${/^[A-Za-z0-9._-]+$/.test(found[1]) ? found[1] : 'name'}}`;
  }
  return undefined;
}

/** Reads a route, or throws what is wrong with it. */
export function parseRoute(text: string): RouteText {
  if (typeof text !== 'string') throw wrong(`text, got ${shown(text)}`);
  const [, method, path] = /^([A-Z]+) (\S+)$/.exec(text.trim()) ?? [];
  if (method === undefined) {
    const [, word, rest] = /^([A-Za-z]+) (\S+)$/.exec(text.trim()) ?? [];
    if (word === undefined) throw wrong(`a method and a path with one space between, got '${text}'`);
    throw wrong(`a method in capitals and a path, got '${text}'`, `write ${word.toUpperCase()} ${rest}`);
  }
  if (!METHODS.includes(method)) {
    const why = method === 'OPTIONS' ? 'set cors for preflight requests' : `use one of ${METHODS.join(', ')}`;
    throw wrong(`one of the methods ${METHODS.join(', ')}, got '${method}' in '${text}'`, why);
  }
  if (!path.startsWith('/')) throw wrong(`a path that begins with /, got '${path}'`);
  if (path !== '/' && path.endsWith('/')) throw wrong(`a path without / at its end, got '${path}'`);
  const segments = path === '/' ? [] : path.slice(1).split('/');
  const parameters: string[] = [];
  segments.forEach((segment, index) => {
    const [, name, greedy] = VARIABLE.exec(segment) ?? [];
    const meant = name === undefined ? otherNotation(segment) : undefined;
    if (meant !== undefined) {
      throw wrong(`a path with parameters in braces, got '${segment}' in '${path}'`, meant);
    }
    if (name === undefined && !LITERAL.test(segment)) {
      throw wrong(`path segments of letters, digits and -._:@, or a {name}, got '${segment}' in '${path}'`);
    }
    if (greedy && index < segments.length - 1) {
      throw wrong(`{${name}+}, which takes the rest of the path, to be its last segment, got '${path}'`);
    }
    if (name !== undefined && parameters.includes(name))
      throw wrong(`each {name} once, got {${name}} twice in '${path}'`);
    if (name !== undefined) parameters.push(name);
  });
  return { method, path, parameters };
}

const wrong = (expected: string, todo = "write for example 'POST /orders/{orderId}'"): Error =>
  new Error(`API-01: expected a route to be ${expected}; ${todo}`);

/**
 * Two names for the same segment, which API Gateway refuses: `/orders/{id}` beside `/orders/{orderId}/lines`. The first path that
 * clashes, if any.
 */
export function clash(path: string, others: Iterable<string>): string | undefined {
  const segments = path.split('/');
  for (const other of others) {
    const theirs = other.split('/');
    const at = segments.findIndex((segment, index) => segment !== theirs[index]);
    if (at >= 0 && VARIABLE.test(segments[at]) && VARIABLE.test(theirs[at] ?? '')) return other;
  }
  return undefined;
}
