import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

/** A JSON property of a queue, which CloudFormation takes as an object and as text. `unknown`: it cannot be read here. */
export function jsonOf(queue: Resource, property: string): Record<string, unknown> | 'unknown' | undefined {
  const value = queue.get(property);
  if (typeof value === 'object' && value !== null) return value;
  if (typeof value !== 'string' || value === '') return value === undefined || value === '' ? undefined : 'unknown';
  if (isUnknown(value) && !value.startsWith('{')) return 'unknown';
  try {
    return JSON.parse(value);
  } catch {
    return 'unknown';
  }
}
