import { Place } from './open-api-source';
import { Json } from './schema-conjuncts';

/** What means the same in draft-04. */
export const KEPT: ReadonlySet<string> = new Set(
  'type enum multipleOf minimum maximum minLength maxLength pattern minItems maxItems uniqueItems minProperties maxProperties'.split(
    ' ',
  ),
);

/** What only tells readers and tools something: no check is lost. API Gateway refuses most of it in a model. */
export const DROPPED: ReadonlySet<string> = new Set(
  (
    'title description default example examples deprecated xml externalDocs readOnly writeOnly ' +
    '$comment $schema $defs contentEncoding contentMediaType contentSchema'
  ).split(' '),
);

const INSTEAD: Readonly<Record<string, string>> = {
  const: 'write enum with the one value',
  nullable: "write type as a list with 'null'",
  if: 'write oneOf',
  then: 'write oneOf',
  else: 'write oneOf',
  contains: 'drop it, and check it in the handler',
  propertyNames: 'name the properties, or use patternProperties',
  $id: 'drop it, and refer by #/components/…',
  $anchor: 'refer by #/components/…',
  $dynamicRef: 'use $ref',
  $dynamicAnchor: 'use $ref',
  '<<': 'write the keys out, or use allOf: YAML 1.2 has no merge keys',
};

/** Formats of draft-04, which API Gateway may or may not check. */
const FORMATS: ReadonlySet<string> = new Set(['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri']);
/** The longest text of a format that has one. */
const LONGEST: Readonly<Record<string, number>> = { uuid: 36, date: 10, ipv4: 15, ipv6: 45, email: 254, hostname: 253 };
const INT32 = 2 ** 31;

/** What draft-04 has no word for, and API Gateway therefore cannot check. */
export function unknownKeyword(place: Place, key: string): void {
  const fix = INSTEAD[key] ?? 'drop it, and check it in the handler if it matters';
  place.get(key).problem('API-04', 'a schema of what API Gateway can check', key, fix);
}

/** Adds type and enum with null, and the bounds that a format or a newer keyword means. */
export function translateBounds(place: Place, result: Json, is31: boolean): void {
  const { value } = place;
  if (!is31 && Array.isArray(value.type)) {
    place
      .get('type')
      .problem('API-04', 'one type in OpenAPI 3.0', JSON.stringify(value.type), 'use nullable, or OpenAPI 3.1');
  }
  if (is31 && value.const !== undefined) result.enum = [value.const];
  if (!is31 && value.nullable === true) allowNull(place, result);
  for (const [exclusive, bound, stricter] of [
    ['exclusiveMinimum', 'minimum', Math.max],
    ['exclusiveMaximum', 'maximum', Math.min],
  ] as const) {
    const limit = value[exclusive];
    if (limit === undefined) continue;
    if (typeof limit !== (is31 ? 'number' : 'boolean')) {
      const form = is31 ? 'a number in OpenAPI 3.1' : 'true or false in OpenAPI 3.0';
      place.get(exclusive).problem('API-04', `${exclusive} to be ${form}`, JSON.stringify(limit), 'correct it');
    } else if (!is31) result[exclusive] = limit;
    else {
      const both = typeof value[bound] === 'number' ? stricter(limit, value[bound]) : limit;
      result[bound] = both;
      if (both === limit) result[exclusive] = true;
    }
  }
  translateFormat(value, result);
}

function allowNull(place: Place, result: Json): void {
  if (typeof result.type !== 'string') {
    const fix = 'put type beside it; for a reference, use oneOf with the reference and an enum of null';
    place.get('nullable').problem('API-04', 'nullable beside a type, without which it means nothing', 'none', fix);
    return;
  }
  result.type = [result.type, 'null'];
  if (Array.isArray(result.enum) && !result.enum.includes(null)) result.enum = [...result.enum, null];
}

function translateFormat({ format, type }: Json, result: Json): void {
  if (format === 'int32' && [type].flat().includes('integer')) {
    result.minimum ??= -INT32;
    result.maximum ??= INT32 - 1;
  }
  if (LONGEST[format] && [type].flat().includes('string')) result.maxLength ??= LONGEST[format];
  if (FORMATS.has(format)) result.format = format;
}
