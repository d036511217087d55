import { Rule } from '../../core/rule';
import { judgeSettings, Setting, typesOf } from '../settings';

const SETTINGS: readonly Setting[] = ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'].map((type) => ({
  type,
  path: 'AdvancedSecurityOptions.Enabled',
  good: [true],
  absent: 'fail',
}));

/** It only warns: the policy of the domain and its security groups stand before it. */
export const demandFineGrainedAccess: Rule = {
  id: 'STORE-39',
  types: typesOf(SETTINGS),
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a search domain knows what each of its users may read',
  why: 'Whoever may ask at all may read, change and delete every index, with the data of every service that shares the domain.',
  fix: 'set fineGrainedAccessControl with a master user; it needs HTTPS, and encryption at rest and between the nodes',
  topics: ['auth', 'least-privilege'],
  controls: ['C2', 'FSBP Opensearch.7'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
