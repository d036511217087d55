/** JSON Schema draft-04, as far as API Gateway's models use it: what is wrong with a value, or nothing. */
export type Schema = Readonly<Record<string, any>>;

/** Finds the schema that a `$ref` names. */
export type Resolver = (reference: string) => Schema;

type Check = (value: any, expected: any, schema: Schema, at: At) => string[];

interface At {
  readonly path: string;
  readonly resolve: Resolver;
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  array: Array.isArray,
  object: isObject,
};

/** Keywords that are not here are ignored, as draft-04 does: const, contains, if and format protect nothing. */
const CHECKS: Readonly<Record<string, Check>> = {
  type: (value, types, _schema, { path }) =>
    [types].flat().some((type: string) => kindOf(type)(value)) ? [] : [`${path} is not ${[types].flat().join(' or ')}`],
  enum: (value, values, _schema, { path }) =>
    values.some((one: unknown) => same(one, value)) ? [] : [`${path} is none of ${JSON.stringify(values)}`],

  minLength: strings((value, least) => [...value].length >= least),
  maxLength: strings((value, most) => [...value].length <= most),
  pattern: strings((value, pattern) => new RegExp(pattern, 'u').test(value)),

  minimum: numbers((value, least, schema) => (schema.exclusiveMinimum === true ? value > least : value >= least)),
  maximum: numbers((value, most, schema) => (schema.exclusiveMaximum === true ? value < most : value <= most)),
  multipleOf: numbers((value, step) => Number.isInteger(value / step)),
  exclusiveMinimum: flag,
  exclusiveMaximum: flag,

  minItems: lists((value, least) => value.length >= least),
  maxItems: lists((value, most) => value.length <= most),
  uniqueItems: lists(
    (value, unique) => !unique || value.every((one, i) => !value.slice(0, i).some((x) => same(x, one))),
  ),
  items: (value, items, schema, at) =>
    Array.isArray(value)
      ? value.flatMap((one, i) =>
          check(one, Array.isArray(items) ? (items[i] ?? rest(schema.additionalItems)) : items, inside(at, i)),
        )
      : [],

  minProperties: objects((value, least) => Object.keys(value).length >= least),
  maxProperties: objects((value, most) => Object.keys(value).length <= most),
  required: (value, names: string[], _schema, { path }) =>
    isObject(value) ? names.filter((name) => !Object.hasOwn(value, name)).map((name) => `${path} lacks ${name}`) : [],
  properties: (value, properties, _schema, at) =>
    isObject(value)
      ? Object.keys(properties)
          .filter((name) => Object.hasOwn(value, name))
          .flatMap((name) => check(value[name], properties[name], inside(at, name)))
      : [],
  patternProperties: (value, patterns, _schema, at) =>
    isObject(value)
      ? Object.keys(value).flatMap((name) =>
          Object.keys(patterns)
            .filter((pattern) => new RegExp(pattern, 'u').test(name))
            .flatMap((pattern) => check(value[name], patterns[pattern], inside(at, name))),
        )
      : [],
  additionalProperties: (value, additional, schema, at) =>
    isObject(value)
      ? Object.keys(value)
          .filter((name) => !Object.hasOwn(schema.properties ?? {}, name))
          .filter((name) => !Object.keys(schema.patternProperties ?? {}).some((one) => new RegExp(one, 'u').test(name)))
          .flatMap((name) => check(value[name], rest(additional), inside(at, name)))
      : [],
  dependencies: (value, dependencies, _schema, at) =>
    isObject(value)
      ? Object.entries<any>(dependencies)
          .filter(([name]) => Object.hasOwn(value, name))
          .flatMap(([, needs]) => check(value, Array.isArray(needs) ? { required: needs } : needs, at))
      : [],

  allOf: (value, schemas: Schema[], _schema, at) => schemas.flatMap((one) => check(value, one, at)),
  anyOf: (value, schemas, _schema, at) => (matches(value, schemas, at) > 0 ? [] : [`${at.path} matches none of anyOf`]),
  oneOf: (value, schemas, _schema, at) =>
    matches(value, schemas, at) === 1 ? [] : [`${at.path} matches not exactly one of oneOf`],
  not: (value, schema, _schema, at) =>
    matches(value, [schema], at) === 0 ? [] : [`${at.path} matches what it must not`],
};

/** @throws for a schema that API Gateway would not take */
export function violations(value: unknown, schema: Schema, resolve: Resolver = refuse): string[] {
  const local: Resolver = (reference) =>
    reference.startsWith('#') ? pointed(schema, reference.slice(1)) : resolve(reference);
  return check(value, schema, { path: 'body', resolve: local });
}

function check(value: unknown, schema: Schema, at: At): string[] {
  // in draft-04 nothing beside a reference counts
  if (typeof schema.$ref === 'string') return violationsOfReference(value, schema.$ref, at);
  return Object.entries(schema).flatMap(([keyword, expected]) => CHECKS[keyword]?.(value, expected, schema, at) ?? []);
}

function violationsOfReference(value: unknown, reference: string, at: At): string[] {
  const target = at.resolve(reference);
  if (reference.startsWith('#')) return check(value, target, at);
  // what the other document says about `#` is about itself
  return violations(value, target, at.resolve).map((text) => text.replace(/^body/, at.path));
}

function pointed(schema: Schema, pointer: string): Schema {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replace(/~1/g, '/').replace(/~0/g, '~'));
  const found = steps.reduce<any>((value, step) => value?.[step], schema);
  if (!isObject(found)) throw new Error(`$ref #${pointer} points to nothing`);
  return found;
}

function matches(value: unknown, schemas: readonly Schema[], at: At): number {
  return schemas.filter((schema) => check(value, schema, at).length === 0).length;
}

function strings(holds: (value: string, expected: any, schema: Schema) => boolean): Check {
  return only((value) => typeof value === 'string', holds);
}

function numbers(holds: (value: number, expected: any, schema: Schema) => boolean): Check {
  return only((value) => typeof value === 'number', holds);
}

function lists(holds: (value: unknown[], expected: any) => boolean): Check {
  return only(Array.isArray, holds);
}

function objects(holds: (value: object, expected: any) => boolean): Check {
  return only(isObject, holds);
}

/** A keyword says nothing about values of another type. */
function only(applies: (value: any) => boolean, holds: (value: any, expected: any, schema: Schema) => boolean): Check {
  return (value, expected, schema, { path }) =>
    !applies(value) || holds(value, expected, schema) ? [] : [`${path} breaks ${JSON.stringify(expected)}`];
}

function flag(_value: unknown, expected: unknown): string[] {
  if (typeof expected !== 'boolean') throw new Error('exclusiveMinimum and exclusiveMaximum are booleans in draft-04');
  return [];
}

function kindOf(type: string): (value: unknown) => boolean {
  const kind = TYPES[type];
  if (kind === undefined) throw new Error(`no type of draft-04: ${type}`);
  return kind;
}

/** `additionalProperties` and `additionalItems`: false forbids, true and nothing allow all. */
function rest(schema: Schema | boolean | undefined): Schema {
  return schema === false ? { not: {} } : isObject(schema) ? schema : {};
}

function inside({ path, resolve }: At, step: string | number): At {
  return { path: `${path}/${step}`, resolve };
}

function isObject(value: unknown): value is Readonly<Record<string, any>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(one: unknown, other: unknown): boolean {
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name]))
    );
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, i) => same(value, other[i]));
  }
  return one === other;
}

function refuse(reference: string): Schema {
  throw new Error(`$ref ${reference} cannot be followed`);
}
