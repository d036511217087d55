import { Place } from './open-api-source';
import { isObject } from './schema-conjuncts';

/** Beyond it nothing is closed for anybody: the rest is an unknown property then. */
const MOST_PARTS = 1000;

/** The names that an object can have according to any of its parts; `closed`: one of them says by itself which it takes. */
export function objectNames(place: Place, seen: Set<string> = new Set()): Set<string> | 'closed' {
  const names = new Set<string>();
  if (!isNew(place, seen)) return names;
  if (place.value.additionalProperties !== undefined) return 'closed';
  const readOnly = readOnlyNames(place);
  for (const [name] of place.get('properties').entries('properties')) if (!readOnly.has(name)) names.add(name);
  for (const [key, part] of partsOf(place, ['allOf', 'anyOf', 'oneOf'])) {
    const more = objectNames(part, seen);
    if (more !== 'closed') more.forEach((name) => names.add(name));
    else if (key === 'allOf') return 'closed';
  }
  return names;
}

/** Properties that only answers have (`readOnly`), also those of the parts. */
export function readOnlyNames(place: Place, seen: Set<string> = new Set()): Set<string> {
  const names = new Set<string>();
  if (!isNew(place, seen)) return names;
  for (const [name, property] of place.get('properties').entries('properties')) {
    if (isReadOnly(property)) names.add(name);
  }
  for (const [, part] of partsOf(place, ['allOf'])) readOnlyNames(part, seen).forEach((name) => names.add(name));
  return names;
}

const isReadOnly = (place: Place): boolean =>
  isObject(place.value) && (place.value.readOnly === true || place.followed()?.value?.readOnly === true);

/** What else describes the same value. A reference counts as one of allOf. */
function partsOf(place: Place, keys: readonly string[]): [string, Place][] {
  const parts = keys.flatMap((key) =>
    place
      .get(key)
      .items(key)
      .map((one): [string, Place] => [key, one]),
  );
  const target = place.value.$ref === undefined ? undefined : place.target();
  return target ? [...parts, ['allOf', target]] : parts;
}

function isNew(place: Place, seen: Set<string>): boolean {
  if (!isObject(place.value) || seen.has(place.pointer) || seen.size >= MOST_PARTS) return false;
  seen.add(place.pointer);
  return true;
}
