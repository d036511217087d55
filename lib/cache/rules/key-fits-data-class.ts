import { Rule } from '../../core/rule';
import { keyFitsStatedClass } from '../../core/stated-class';
import { REPLICATION_GROUP, SERVERLESS } from '../cache-kinds';

/** ElastiCache encrypts with a key of AWS when nothing is said: only what a cache states about its data asks for more. */
export const cacheKeyFitsDataClass: Rule = {
  id: 'CACHE-08',
  types: [SERVERLESS, REPLICATION_GROUP],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a cache of personal or secret data is encrypted with a customer key',
  why: 'With a key of AWS, nobody can be kept from snapshots but by IAM alone, and no log shows who had them decrypted.',
  fix: 'use SecureCache, set KmsKeyId, or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'manual',
  reaches: ['construct'],
  check: (cache) => keyFitsStatedClass(cache, 'KmsKeyId'),
};
