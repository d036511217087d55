import { SchemaProblem } from './schema-problem';

export type Json = Record<string, any>;

/** A schema with the place where it stands, the document it stands in and the references that led to it. */
export interface Conjunct {
  readonly schema: Json;
  readonly pointer: string;
  readonly root: unknown;
  readonly refs: readonly string[];
}

export type Report = (
  kind: SchemaProblem['kind'],
  at: Pick<SchemaProblem, 'pointer' | 'keyword'>,
  expected: string,
  got: string,
  fix: string,
) => void;

/** Finds what a `$ref` means that does not start with `#`. */
export type Resolve = (ref: string) => unknown;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const has = (value: object, key: string): boolean => Object.prototype.hasOwnProperty.call(value, key);

/** A JSON pointer, one or more steps further down. */
export const step = (pointer: string, ...keys: (string | number)[]): string =>
  [pointer, ...keys.map((key) => String(key).replace(/~/g, '~0').replace(/\//g, '~1'))].join('/');

/** The names in a JSON pointer such as `#/definitions/a~1b`; undefined for anything else. */
export function pointerNames(pointer: string): string[] | undefined {
  if (pointer !== '#' && !pointer.startsWith('#/')) return undefined;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => decoded(part).replace(/~1/g, '/').replace(/~0/g, '~'));
}

/** What stands at a JSON pointer; undefined when nothing does. */
export function atPointer(root: unknown, pointer: string): unknown {
  const names = pointerNames(pointer);
  if (!names) return undefined;
  let value: any = root;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !has(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** How many schemas may hold at one place, or lead to it. */
const MOST = 500;

/**
 * A schema and all that has to hold with it: what it refers to and its allOf. Nothing when it is no schema. `seen` keeps
 * those already in the set: a condition that is stated twice is no other.
 */
export function conjunctsOf(
  schema: unknown,
  at: Omit<Conjunct, 'schema'>,
  report: Report,
  resolve?: Resolve,
  seen: Set<unknown> = new Set(),
): Conjunct[] {
  if (!isObject(schema)) {
    const got = schema === undefined ? 'nothing' : JSON.stringify(schema);
    report('open', at, 'to be described by a schema', got, "write one, such as { type: 'string', maxLength: 100 }");
    return [];
  }
  if (seen.size > MOST || at.refs.length > MOST) {
    report(
      'unbounded',
      at,
      'to be small enough to judge',
      `more than ${MOST} conditions in one place`,
      'make it smaller',
    );
    return [];
  }
  if (schema.$ref !== undefined) return referred(schema.$ref, at, report, resolve, seen); // draft-04 ignores all beside $ref
  if (seen.has(schema)) return [];
  seen.add(schema);
  const all: unknown[] = Array.isArray(schema.allOf) ? schema.allOf : [];
  return [
    { ...at, schema },
    ...all.flatMap((one, index) =>
      conjunctsOf(one, { ...at, pointer: step(at.pointer, 'allOf', index) }, report, resolve, seen),
    ),
  ];
}

function referred(
  ref: unknown,
  at: Omit<Conjunct, 'schema'>,
  report: Report,
  resolve: Resolve | undefined,
  seen: Set<unknown>,
): Conjunct[] {
  const local = typeof ref === 'string' && ref.startsWith('#');
  const target = local ? atPointer(at.root, ref) : typeof ref === 'string' ? resolve?.(ref) : undefined;
  if (target === undefined) {
    const fix = 'correct the reference, or put the schema in its place';
    report('open', at, 'to refer only to schemas that are there', `$ref ${JSON.stringify(ref)}`, fix);
    return [];
  }
  if (at.refs.includes(ref as string)) {
    const fix = 'end the recursion at a fixed depth, or take that part as a string and parse it in the handler';
    report('unbounded', at, 'to have a bounded depth', `a reference to ${String(ref)} inside itself`, fix);
    return [];
  }
  const refs = [...at.refs, ref as string];
  const next = local ? { ...at, pointer: ref as string, refs } : { ...at, root: target, refs };
  return conjunctsOf(target, next, report, resolve, seen);
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
