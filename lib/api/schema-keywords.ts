import { isObject, Report, step } from './schema-conjuncts';

/**
 * The keywords of JSON Schema draft-04. A model with any other is refused at deployment: "Invalid model schema specified.
 * Unsupported keyword(s)" (seen with $id in aws-cdk#14585 and with example in aws-api-gateway-developer-portal#571).
 */
const SUPPORTED: ReadonlySet<string> = new Set(
  (
    '$schema id $ref title description default definitions type enum allOf anyOf oneOf not format ' +
    'multipleOf minimum exclusiveMinimum maximum exclusiveMaximum minLength maxLength pattern ' +
    'items additionalItems minItems maxItems uniqueItems ' +
    'properties patternProperties additionalProperties required minProperties maxProperties dependencies'
  ).split(' '),
);

/** What to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  const: 'write enum with the one value',
  nullable: "write type as a list with 'null'",
  discriminator: 'give the property an enum with one value in each branch of oneOf',
  exclusiveMinimum: 'write minimum with exclusiveMinimum: true',
  exclusiveMaximum: 'write maximum with exclusiveMaximum: true',
  prefixItems: 'write items as a list with additionalItems: false',
  $defs: 'write definitions',
  $id: 'drop $id',
  ref: 'write $ref; only JsonSchema of aws-apigateway knows ref',
  required: 'write a list of names on the object',
  $schema: 'write http://json-schema.org/draft-04/schema#',
  unevaluatedProperties: 'write additionalProperties: false',
};

const TYPES: readonly string[] = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
/** Completes "expected the body …": it holds for OpenAPI's schemas too, whose other keywords differ. */
export const TYPES_ONLY = 'to use only the types of JSON Schema';

/** A type that does not exist: a schema with it would describe nothing. */
function noType(type: unknown): string | undefined {
  if (Array.isArray(type) && type.length > 0) {
    const odd = type.findIndex((one) => !TYPES.includes(one));
    return odd < 0 ? undefined : JSON.stringify(type[odd]);
  }
  return TYPES.includes(type as string) ? undefined : (JSON.stringify(type) ?? 'nothing');
}

const DEEPEST = 64;

/** Reports what draft-04 does not know, at every place that is a schema, also where no reference leads. */
export function judgeKeywords(schema: unknown, report: Report, pointer = '#', depth = 0): void {
  if (!isObject(schema) || depth > DEEPEST) return;
  for (const key of Object.keys(schema)) {
    const stranger = key === 'type' ? noType(schema.type) : undefined;
    if (stranger !== undefined) {
      report(
        'unsupported',
        { pointer, keyword: key },
        TYPES_ONLY,
        `type ${stranger}`,
        `write one of ${TYPES.join(', ')}`,
      );
    }
    const problem = SUPPORTED.has(key) ? wrongForm(key, schema[key]) : `the keyword ${key}`;
    if (!problem) continue;
    const fix = INSTEAD[key] ?? `drop ${key}, and check it in the handler if it matters`;
    report('unsupported', { pointer }, 'to use only what JSON Schema draft-04 knows', problem, fix);
  }
  const go = (value: unknown, ...keys: (string | number)[]): void =>
    judgeKeywords(value, report, step(pointer, ...keys), depth + 1);
  for (const key of ['properties', 'patternProperties', 'definitions', 'dependencies']) {
    if (isObject(schema[key])) for (const name of Object.keys(schema[key])) go(schema[key][name], key, name);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf', 'items']) {
    if (Array.isArray(schema[key])) schema[key].forEach((one: unknown, index: number) => go(one, key, index));
  }
  for (const key of ['items', 'additionalItems', 'additionalProperties', 'not']) go(schema[key], key);
}

/** Keywords whose form changed after draft-04. */
function wrongForm(key: string, value: unknown): string | undefined {
  if (/^exclusiveM/.test(key) && typeof value !== 'boolean') return `${key} that is not true or false`;
  if (key === 'required' && !Array.isArray(value)) return 'required that is no list of names';
  if (key === '$schema' && !/^http:\/\/json-schema\.org\/draft-04\/schema#?$/.test(String(value)))
    return `$schema ${String(value)}`;
  return undefined;
}
