import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isSecondary, REPLICATION_GROUP } from '../cache-kinds';

const FLAG = 'AtRestEncryptionEnabled';
const AT = `Properties.${FLAG}`;

/** Serverless caches always are. A cluster cannot be: CACHE-01 finds it. */
export const encryptAtRest: Rule = {
  id: 'CACHE-02',
  types: [REPLICATION_GROUP],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a cache encrypts what it writes to disk',
  why: 'Snapshots, swap files and what replicas send each other lie readable on disks that outlive the cache.',
  fix: 'use SecureCache, or set AtRestEncryptionEnabled to true',
  topics: ['encryption'],
  controls: ['C5', 'E1', 'FSBP ElastiCache.4', 'AwsSolutions-AEC3'],
  migration: 'manual',
  reaches: [],
  check,
};

function check(group: Resource): Judgement {
  if (isSecondary(group)) return PASS;
  const flag: unknown = group.get(FLAG);
  const verdict = is(flag, true);
  if (verdict === 'unknown') return unknown(`${FLAG} is only known at deployment`, AT);
  // what ElastiCache does with Valkey when nothing is said
  const isValkey = String(group.get('Engine')).toLowerCase() === 'valkey';
  if (verdict === 'pass' || (flag === undefined && isValkey)) return PASS;
  return fail(`${FLAG} ${flag === undefined ? 'not set' : `= ${String(flag)}`}`, AT);
}
