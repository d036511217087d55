import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { SERVERLESS } from '../cache-kinds';

const LIMITS = ['CacheUsageLimits.DataStorage.Maximum', 'CacheUsageLimits.ECPUPerSecond.Maximum'];

export const limitUsage: Rule = {
  id: 'CACHE-06',
  types: [SERVERLESS],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a serverless cache has a most that it may hold and do',
  why: 'It grows with every request up to five terabytes and the bill with it: a client in a loop, or an attacker, decides what you spend.',
  fix: 'use SecureCache, or set CacheUsageLimits with a maximum for DataStorage and ECPUPerSecond',
  topics: ['denial-of-wallet'],
  controls: ['F8', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (cache) => worstOfAll(LIMITS.map((path) => judge(path, cache.get(path)))),
};

function judge(path: string, most: unknown): Judgement {
  const at = `Properties.${path}`;
  if (isUnknown(most)) return unknown(`${path} is only known at deployment`, at);
  return Number(most) > 0 ? PASS : fail(most === undefined ? `no ${path}` : `${path} = ${readable(most)}`, at);
}
