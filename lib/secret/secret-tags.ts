import type { Resource } from '../core/assembly';

/** The tags in which a secret states what it is and how it is rotated when no schedule does it. */
export const DATA_CLASS_TAG = 'data-class';
export const ROTATION_TAG = 'secret-rotation';

/** A tag's value; `undefined` when there is none, and what cannot be read when the list of tags cannot. */
export function tagOf(secret: Resource, key: string): unknown {
  const tags = secret.get('Tags');
  if (!Array.isArray(tags)) return tags;
  return tags.find((one) => one?.Key === key)?.Value;
}
