import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { CLUSTER, isMemcached, isSecondary, REPLICATION_GROUP, SERVERLESS } from '../cache-kinds';

const LIMIT = 'SnapshotRetentionLimit';
const AT = `Properties.${LIMIT}`;

/** It only warns: what a cache holds can often be made again. */
export const keepSnapshots: Rule = {
  id: 'CACHE-05',
  types: [REPLICATION_GROUP, CLUSTER, SERVERLESS],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a cache keeps daily snapshots',
  why: 'A cache that is lost or emptied by mistake signs everybody out, and nothing brings its contents back.',
  fix: 'set SnapshotRetentionLimit to the number of days, or waive it for data that can be made again',
  topics: ['availability', 'retention'],
  controls: ['E4', 'FSBP ElastiCache.1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(cache: Resource): Judgement {
  if (isSecondary(cache) || (isMemcached(cache) && cache.type !== SERVERLESS)) return PASS;
  const days: unknown = cache.get(LIMIT);
  if (isUnknown(days)) return unknown(`${LIMIT} is only known at deployment`, AT);
  return Number(days) > 0 ? PASS : fail(days === undefined ? 'no snapshots' : `${LIMIT} = ${String(days)}`, AT);
}
