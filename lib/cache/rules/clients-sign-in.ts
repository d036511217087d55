import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isMemcached, isSecondary, REPLICATION_GROUP, SERVERLESS } from '../cache-kinds';

export const clientsSignIn: Rule = {
  id: 'CACHE-03',
  types: [REPLICATION_GROUP, SERVERLESS],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'clients of a cache sign in',
  why: 'Without users or a token, whatever reaches the port reads and writes the sessions of everybody.',
  fix: 'use SecureCache, or name a user group whose users sign in by IAM',
  topics: ['auth'],
  controls: ['C5', 'FSBP ElastiCache.6', 'AwsSolutions-AEC6'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check,
};

/** Memcached knows no users. A public endpoint takes identities of IAM only. */
function check(cache: Resource): Judgement {
  if (isMemcached(cache) || isSecondary(cache)) return PASS;
  if (cache.type === REPLICATION_GROUP) {
    const signsIn = isPresent(cache.get('UserGroupIds')) || isPresent(cache.get('AuthToken'));
    return signsIn ? PASS : fail('neither UserGroupIds nor AuthToken', 'Properties');
  }
  if (isPresent(cache.get('UserGroupId')) || cache.get('ConnectionType') === 'public') return PASS;
  return fail('no UserGroupId', 'Properties.UserGroupId');
}
