import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { SERVERLESS } from '../cache-kinds';

const AT = 'Properties.ConnectionType';

/** It only warns: a public endpoint takes identities of IAM and nobody else. */
export const stayInNetwork: Rule = {
  id: 'CACHE-07',
  types: [SERVERLESS],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a cache is reached from its network only',
  why: 'With a public endpoint, one leaked identity is enough to read every session from anywhere.',
  fix: 'drop ConnectionType, and put functions that use the cache into its VPC',
  topics: ['public-access'],
  controls: ['C5', 'E3'],
  migration: 'manual',
  reaches: ['construct'],
  check: (cache) => {
    const type: unknown = cache.get('ConnectionType');
    if (isUnknown(type)) return unknown('ConnectionType is only known at deployment', AT);
    return type === 'public' ? fail('ConnectionType = public', AT) : PASS;
  },
};
