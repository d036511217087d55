import type { JsonSchema } from 'aws-cdk-lib/aws-apigateway';
import { DROPPED, KEPT, translateBounds, unknownKeyword } from './open-api-keywords';
import { objectNames, readOnlyNames } from './open-api-objects';
import { Place } from './open-api-source';
import { has, isObject, Json } from './schema-conjuncts';
import { schemaProblems } from './schema-lint';
import { ruleOf } from './schema-problem';

export interface SchemaOptions {
  /** OpenAPI 3.1: schemas are JSON Schema 2020-12. */
  readonly is31: boolean;
  readonly closeObjects: boolean;
  /** A waiver of API-21 says why. */
  readonly mayBeUnbounded: boolean;
}

/**
 * A body's schema in draft-04, with what it refers to in place of the references: nobody says what API Gateway makes of references
 * inside a model. What cannot be said in draft-04, is open or has no bounds is a problem at its line.
 */
export function importBody(place: Place, what: string, options: SchemaOptions): JsonSchema {
  const conversion = new Conversion(options);
  return judged(conversion, conversion.schema(place, options.closeObjects), place, what, options);
}

/**
 * The same of parameters, as one object with a property for each. Sizes are left to whoever reads the declaration: API Gateway checks
 * none of them.
 */
export function importParameters(
  parameters: ReadonlyMap<string, Place>,
  required: readonly string[],
  what: string,
  options: SchemaOptions,
): JsonSchema {
  const conversion = new Conversion(options);
  const entries = [...parameters].map(([name, place]) => [name, conversion.schema(place, options.closeObjects)]);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(entries),
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  };
  return judged(conversion, schema, [...parameters.values()][0], what, { ...options, mayBeUnbounded: true });
}

function judged(conversion: Conversion, schema: Json, place: Place, what: string, options: SchemaOptions): JsonSchema {
  if (conversion.isTooLarge) {
    const fix = 'make it smaller, or take parts of it as text and parse them in the handler';
    place.problem(
      'API-21',
      `${what} to be of at most ${MOST_SCHEMAS} schemas`,
      'more, with references written out',
      fix,
    );
    return {};
  }
  for (const one of schemaProblems(schema)) {
    if (one.kind === 'unbounded' && options.mayBeUnbounded) continue;
    const origin = conversion.origin(schema, one.pointer) ?? place;
    const keyword = one.keyword === undefined ? undefined : origin.get(one.keyword);
    const at = keyword?.exists ? keyword : origin;
    const closable = one.fix === 'set additionalProperties: false' && !options.closeObjects;
    const fix = closable ? `${one.fix}, or closeObjects: true for the whole document` : one.fix;
    at.problem(ruleOf(one), `${what} ${one.expected}`, one.got, fix);
  }
  return schema;
}

/** More than anybody writes; a model of this size is near the quota of 400 KB ("Amazon API Gateway quotas", developer guide). */
const MOST_SCHEMAS = 4000;
const MOST_REFERENCES = 50;

/** Passes the lint: in place of what was reported already. */
const REPORTED = { enum: [] };

class Conversion {
  private readonly origins = new Map<object, Place>();
  /** The references that led to the schema at hand. */
  private readonly refs: string[] = [];
  private schemas = 0;

  public constructor(private readonly options: SchemaOptions) {}

  public get isTooLarge(): boolean {
    return this.schemas > MOST_SCHEMAS;
  }

  /** The place of the innermost schema on the way to a pointer. */
  public origin(schema: Json, pointer: string): Place | undefined {
    let value: any = schema;
    let found = this.origins.get(schema);
    for (const part of pointer.split('/').slice(1)) {
      value = value?.[part.replace(/~1/g, '/').replace(/~0/g, '~')];
      found = (isObject(value) && this.origins.get(value)) || found;
    }
    return found;
  }

  /** `close`: whether an object that does not mention additionalProperties takes no others. */
  public schema(place: Place, close: boolean): Json {
    this.schemas++;
    const { value } = place;
    if (this.isTooLarge) return { ...REPORTED };
    if (typeof value === 'boolean' && this.options.is31) return this.from(place, value ? {} : { not: {} });
    if (!isObject(value)) {
      place.problem('API-04', 'a schema', JSON.stringify(value) ?? 'nothing', 'write an object');
      return { ...REPORTED };
    }
    if (value.$ref !== undefined) return this.reference(place, close);
    const result: Json = {};
    this.keywords(place, result, close);
    translateBounds(place, result, this.options.is31);
    return this.from(place, result);
  }

  private from(place: Place, schema: Json): Json {
    this.origins.set(schema, place);
    return schema;
  }

  private reference(place: Place, close: boolean): Json {
    const ignored = (key: string) => key === '$ref' || DROPPED.has(key) || key.startsWith('x-');
    const beside = Object.keys(place.value).filter((key) => !ignored(key));
    if (beside.length > 0 && !this.options.is31) {
      const fix = 'put the reference into allOf, or move them to what it refers to';
      const got = beside.join(', ');
      place.get(beside[0]).problem('API-04', 'nothing beside $ref, where OpenAPI 3.0 ignores it', got, fix);
    }
    if (beside.length > 0 && this.options.is31) {
      const { $ref, allOf, ...rest } = place.value;
      return this.schema(
        new Place(place.source, { ...rest, allOf: [allOf ?? [], { $ref }].flat() }, place.names),
        close,
      );
    }
    const target = place.target();
    if (!target) return { ...REPORTED };
    const isDeep = this.refs.length >= MOST_REFERENCES;
    if (!isDeep && !this.refs.includes(target.pointer)) return this.following(target, close);
    const fix = 'end the recursion at a fixed depth, or take that part as text and parse it in the handler';
    place
      .get('$ref')
      .problem(
        'API-21',
        'a schema of bounded depth',
        isDeep ? `${MOST_REFERENCES} references in a row` : `${target.pointer} inside itself`,
        fix,
      );
    return { ...REPORTED };
  }

  private following(target: Place, close: boolean): Json {
    this.refs.push(target.pointer);
    const schema = this.schema(target, close);
    this.refs.pop();
    return schema;
  }

  private keywords(place: Place, result: Json, close: boolean): void {
    const { value } = place;
    const parts = Array.isArray(value.allOf) ? value.allOf.length : 0;
    // an object in parts is closed as a whole, with the names of all its parts: a closed part would refuse those of the others
    const whole = isObject(value.properties) || parts > 1;
    for (const [key, child] of place.entries('a schema')) {
      if (DROPPED.has(key) || key.startsWith('x-')) continue;
      if (KEPT.has(key)) result[key] = child.value;
      else if (key === 'allOf') result.allOf = this.list(child, close && !whole);
      else if (key === 'anyOf' || key === 'oneOf') result[key] = this.list(child, close && !whole && parts === 0);
      else if (key === 'not') result.not = this.schema(child, false);
      else if (key === 'items') this.items(place, child, result);
      else if (key === 'additionalProperties') {
        result[key] = typeof child.value === 'boolean' ? child.value : this.schema(child, this.options.closeObjects);
      } else if (key === 'properties') this.properties(place, child, result);
      else if (key === 'required') result.required = requiredOf(place);
      else if (!this.newer(key, child, result)) otherKeyword(key, place, this.options.is31);
    }
    if (result.required?.length === 0) delete result.required; // draft-04 takes no empty list
    const plain = whole || ([value.type].flat().includes('object') && parts === 0 && !value.anyOf && !value.oneOf);
    const wanted = (close && plain) || value.unevaluatedProperties === false;
    if (wanted && value.additionalProperties === undefined) this.close(place, result);
  }

  private list(place: Place, close: boolean): Json[] {
    return place.items(place.names[place.names.length - 1]).map((one) => this.schema(one, close));
  }

  private items(place: Place, child: Place, result: Json): void {
    const { closeObjects, is31 } = this.options;
    if (place.value.prefixItems === undefined || !is31) result.items = this.schema(child, closeObjects);
    else result.additionalItems = child.value === false ? false : this.schema(child, closeObjects);
  }

  /** What only a server sets is no part of a request: a closed object then refuses it. */
  private properties(place: Place, child: Place, result: Json): void {
    const readOnly = readOnlyNames(place);
    const kept = child.entries('properties').filter(([name]) => !readOnly.has(name));
    const schemas = kept.map(([name, one]) => [name, this.schema(one, this.options.closeObjects)]);
    result.properties = Object.fromEntries(schemas);
  }

  private close(place: Place, result: Json): void {
    const names = objectNames(place);
    if (names === 'closed') return;
    const own = result.properties ?? {};
    const others = [...names].filter((name) => !has(own, name)).map((name) => [name, this.from(place, {})] as const);
    result.properties = Object.fromEntries([...others, ...Object.entries(own)]);
    result.additionalProperties = false;
  }

  /** What came after draft-04 and can be said in it. */
  private newer(key: string, child: Place, result: Json): boolean {
    if (!this.options.is31) return false;
    if (key === 'const' || (key === 'unevaluatedProperties' && child.value === false)) return true; // elsewhere
    if (key === 'prefixItems') result.items = this.list(child, this.options.closeObjects);
    else if (key === 'patternProperties') {
      const schemas = child.entries(key).map(([name, one]) => [name, this.schema(one, this.options.closeObjects)]);
      result.patternProperties = Object.fromEntries(schemas);
    } else if (key === 'dependentRequired') result.dependencies = child.value;
    else return false;
    return true;
  }
}

function otherKeyword(key: string, place: Place, is31: boolean): void {
  if (['exclusiveMinimum', 'exclusiveMaximum', 'format'].includes(key)) return; // by translateBounds
  if (key === 'nullable' && !is31) return;
  if (key === 'discriminator') {
    if (place.value.oneOf || place.value.anyOf) return; // a hint for readers: the branches are checked in full
    const fix = 'list what it can be in oneOf';
    return place.get(key).problem('API-04', 'discriminator beside oneOf, which API Gateway can check', 'neither', fix);
  }
  unknownKeyword(place, key);
}

function requiredOf(place: Place): unknown {
  const { required } = place.value;
  if (!Array.isArray(required)) return required;
  const readOnly = readOnlyNames(place);
  return required.filter((name) => !readOnly.has(name));
}
