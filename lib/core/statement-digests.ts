import { createHash } from 'crypto';
import type { Resource } from './assembly';

const STATEMENT = /^Properties\.(.*\.)?Statement\.(\d+)(\.|$)/;

/** A digest of each policy statement among the places, as the template writes it. */
export function statementDigests({ raw }: Resource, places: readonly string[]): string[] {
  const digests = places.flatMap((place) => {
    const [, document = '', index] = STATEMENT.exec(place) ?? [];
    const keys = document.split('.').filter(Boolean);
    // a rule about a role may point into the policy that is attached to it
    if (index === undefined || raw.Properties?.[keys[0] ?? 'Statement'] === undefined) return [];
    return [digest(statementAt(raw.Properties, keys, Number(index)))];
  });
  return [...new Set(digests)].sort();
}

/** Where a condition may move the statements, or take a part away, all that is around them stands for one. */
function statementAt(properties: any, document: readonly string[], index: number): unknown {
  let at = properties;
  for (const key of document) {
    const next = at?.[key];
    if (next === undefined || (Array.isArray(at) && at.some(isIntrinsic))) return at;
    at = next;
  }
  const list = at?.Statement;
  if (list === undefined) return at;
  if (!Array.isArray(list) || list.some(isIntrinsic)) return list;
  return list[index] ?? list;
}

const isIntrinsic = (one: any): boolean =>
  typeof one === 'object' && one !== null && Object.keys(one).some((key) => key === 'Ref' || key.startsWith('Fn::'));

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16);
