import type { Resource } from '../../core/assembly';
import { isPresent, is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isSecondary, REPLICATION_GROUP } from '../cache-kinds';

const FAILOVER = 'AutomaticFailoverEnabled';
const ZONES = 'MultiAZEnabled';

/** It only warns: what a cache holds can often be made again. */
export const failOver: Rule = {
  id: 'CACHE-09',
  types: [REPLICATION_GROUP],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'another node, in another zone, takes over when the first of a cache fails',
  why: 'Without a replica that takes over, one failed node signs everybody out and sends every request to the database behind.',
  fix: 'set AutomaticFailoverEnabled and MultiAZEnabled to true, with a replica, or use SecureCache, which has no nodes',
  topics: ['availability'],
  controls: ['C5', 'FSBP ElastiCache.3'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(group: Resource): Judgement {
  if (isSecondary(group)) return PASS;
  // groups with cluster mode always fail over ("AutomaticFailoverEnabled", CloudFormation reference)
  const isClustered = isPresent(group.get('NodeGroupConfiguration')) || Number(group.get('NumNodeGroups')) > 1;
  const wanted = [...(isClustered ? [] : [FAILOVER]), ZONES];
  for (const path of wanted) {
    const value: unknown = group.get(path);
    const verdict = is(value, true);
    const at = `Properties.${path}`;
    if (verdict === 'unknown') return unknown(`${path} only known at deployment`, at);
    if (verdict === 'fail') return fail(`${path} ${value === undefined ? 'not set' : String(value)}`, at);
  }
  return PASS;
}
