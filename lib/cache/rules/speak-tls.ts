import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { CLUSTER, isMemcached, isSecondary, REPLICATION_GROUP } from '../cache-kinds';

const FLAG = 'TransitEncryptionEnabled';
const MODE = 'TransitEncryptionMode';

/** Serverless caches speak nothing else. */
export const speakTls: Rule = {
  id: 'CACHE-01',
  types: [REPLICATION_GROUP, CLUSTER],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'clients of a cache speak TLS, and nothing else',
  why: 'Sessions and passwords cross the network in the clear, and whoever answers in the place of the cache is not noticed.',
  fix: 'use SecureCache, or set TransitEncryptionEnabled to true and TransitEncryptionMode to required',
  topics: ['transport', 'encryption'],
  controls: ['C5', 'E2', 'FSBP ElastiCache.5', 'AwsSolutions-AEC3'],
  migration: 'manual',
  reaches: [],
  check,
};

function check(cache: Resource): Judgement {
  if (isSecondary(cache)) return PASS;
  const at = `Properties.${FLAG}`;
  // a single node of Redis OSS or Valkey has no TLS: only a replication group does
  if (cache.type === CLUSTER && !isMemcached(cache))
    return fail('a single node, which has no TLS', 'Properties.Engine');
  const flag: unknown = cache.get(FLAG);
  const verdict = is(flag, true);
  if (verdict === 'unknown') return unknown(`${FLAG} is only known at deployment`, at);
  if (verdict === 'fail') return fail(`${FLAG} ${flag === undefined ? 'not set' : `= ${String(flag)}`}`, at);
  return is(cache.get(MODE), 'preferred') === 'pass' ? fail(`${MODE} = preferred`, `Properties.${MODE}`) : PASS;
}
