import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API, RESOLVER, schemaOf } from '../api-parts';
import { entriesOf } from '../field-access';

export const cacheNoWiderThanKey: Rule = {
  id: 'GRAPHQL-19',
  types: [RESOLVER],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'answers of resolvers that are cached belong to the caller they are kept for',
  why: 'With keys that leave the caller out, AppSync gives the answer of one user to the next.',
  fix: 'add $context.identity.sub or another part of $context.identity to cachingKeys, or leave them out; waive it where everybody gets the same',
  topics: ['auth'],
  controls: ['C7'],
  migration: 'in-place',
  reaches: [],
  check,
};

/** Without keys AppSync takes the arguments, the source and the identity ("Configuring server-side caching", developer guide). */
function check(resolver: Resource): Judgement {
  const keys = resolver.get('CachingConfig.CachingKeys');
  if (!isPresent(keys)) return PASS;
  const texts = [keys].flat().map(String);
  if (texts.some((one) => isUnknown(one) || /^\$(context|ctx)\.identity/.test(one))) return PASS;
  return isForEverybody(resolver) ? PASS : fail(`keys ${texts.join(', ')}`, 'Properties.CachingConfig.CachingKeys');
}

/** A field that only the API key or IAM opens has no users. */
function isForEverybody(resolver: Resource): boolean {
  const api = resolver.assembly.find(resolver.get('ApiId'), API);
  const schema = api && schemaOf(api);
  if (!schema || typeof schema === 'string') return false;
  const entry = entriesOf(schema).find(
    ({ name }) => name === `${resolver.get('TypeName')}.${resolver.get('FieldName')}`,
  );
  return entry !== undefined && entry.deciding.length > 0 && entry.deciding.every(({ name }) => name === 'aws_api_key');
}
