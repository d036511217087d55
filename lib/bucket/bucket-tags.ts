import type { Resource } from '../core/assembly';

/** The tags in which a bucket states what it holds and for how long. */
export const DATA_CLASS_TAG = 'data-class';
export const RETENTION_TAG = 'data-retention';

/** A tag's value; `undefined` when the bucket has none, and what cannot be read when the list of tags cannot. */
export function tagOf(bucket: Resource, key: string): unknown {
  const tags = bucket.get('Tags');
  if (!Array.isArray(tags)) return tags;
  return tags.find((one) => one?.Key === key)?.Value;
}
