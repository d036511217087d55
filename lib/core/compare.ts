import type { Resource } from './assembly';
import { fail, Judgement, PASS, unknown, worstOfAll } from './rule';
import { isUnknown, readable } from './text';

/** Whether a value says the same as the wanted one. CloudFormation takes `'true'` for `true` and `'5'` for `5`. */
export function is(actual: unknown, wanted: string | number | boolean): 'pass' | 'fail' | 'unknown' {
  if (isUnknown(actual)) return 'unknown';
  return actual !== undefined && typeof actual !== 'object' && String(actual) === String(wanted) ? 'pass' : 'fail';
}

/** Whether a value is there at all. A reference is there, whatever it will be. */
export const isPresent = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Compares a resource with the leaves of the wanted properties; the first that differs is named. */
export function compare(resource: Resource, wanted: object): Judgement {
  return worstOfAll(
    leaves(wanted).map(([path, value]) => {
      const actual = resource.get(path);
      const verdict = is(actual, value);
      if (verdict === 'pass') return PASS;
      const got = `${path} ${actual === undefined ? 'not set' : `= ${readable(actual)}`}`;
      return verdict === 'fail' ? fail(got, `Properties.${path}`) : unknown(got, `Properties.${path}`);
    }),
  );
}

type Leaf = [string, string | number | boolean];
const leaves = (tree: object, prefix = ''): Leaf[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'object' ? leaves(value, `${prefix}${key}.`) : ([[`${prefix}${key}`, value]] as Leaf[]),
  );
