import { isMap, partsOfIf, Properties, when } from './intrinsic-shapes';

/** One operation, while SAM still adds to it. */
export interface Route {
  readonly path: string;
  readonly verb: string;
  readonly definition: Properties;
  readonly condition?: string;
}

export const ANY = 'x-amazon-apigateway-any-method';
export const INTEGRATION = 'x-amazon-apigateway-integration';

export const verbOf = (method: string): string => (method.toLowerCase() === 'any' ? ANY : method.toLowerCase());

/** The paths of a document; a route under a condition is there under it only. */
export function pathsOf(routes: Iterable<Route>): Properties {
  const paths = new Map<string, Properties>();
  for (const { path, verb, definition, condition } of routes) {
    const item = paths.get(path) ?? {};
    paths.set(path, item);
    item[verb] = condition === undefined ? definition : when(condition, definition);
  }
  return Object.fromEntries(paths);
}

/** Whether SAM can edit a document: it has paths that are not what a function makes of them. */
export const isEditable = (document: unknown): document is Properties =>
  isMap(document) && isMap(document.paths) && (isGivenText(document.swagger) || isGivenText(document.openapi));

const isGivenText = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

export const isVersion3 = (version: unknown): boolean => /^3(\.\d)(\.\d)?$/.test(String(version));

type ChangeItem = (item: Properties, path: string) => Properties;

/** Changes each path item, in both branches of every condition. */
export function changeItems(document: Properties, change: ChangeItem): Properties {
  const entries = Object.entries<any>(document.paths).map(([path, item]) => [
    path,
    inBranches(item, (one) => change(one, path)),
  ]);
  return { ...document, paths: Object.fromEntries(entries) };
}

/** What is no operation in a path item. */
const NO_VERB = new Set(['summary', 'description', 'parameters', 'servers', '$ref']);

type ChangeOperation = (definition: Properties, verb: string, path: string) => Properties;

/** Changes each operation that has an integration. */
export function changeOperations(document: Properties, change: ChangeOperation): Properties {
  return changeItems(document, (item, path) =>
    Object.fromEntries(
      Object.entries<any>(item).map(([key, value]) => {
        if (NO_VERB.has(key)) return [key, value];
        const verb = verbOf(key);
        return [key, inBranches(value, (one) => (isMap(one[INTEGRATION]) ? change(one, verb, path) : one))];
      }),
    ),
  );
}

/** A function other than `Fn::If` is left as it is. */
function inBranches(value: unknown, change: (one: Properties) => Properties): unknown {
  const parts = partsOfIf(value);
  if (parts) {
    const [condition, yes, no] = parts;
    return { 'Fn::If': [condition, inBranches(yes, change), inBranches(no, change)] };
  }
  if (!isMap(value) || 'Ref' in value || Object.keys(value).some((key) => key.startsWith('Fn::'))) return value;
  return change(value);
}
