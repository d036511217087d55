import { Rule } from '../../core/rule';
import { DELETION_PROTECTION } from '../deletion';
import { judgeSettings, typesOf } from '../settings';

export const protectStoreFromDeletion: Rule = {
  id: 'STORE-33',
  types: typesOf(DELETION_PROTECTION),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a database cannot be deleted by one call',
  why: 'One command in the wrong account, or one stolen credential, deletes it; with protection it takes two, and a trace.',
  fix: 'set deletionProtection to true',
  topics: ['retention', 'availability'],
  controls: ['E4', 'FSBP RDS.7', 'FSBP RDS.8', 'FSBP DocumentDB.5', 'FSBP Neptune.4', 'AwsSolutions-RDS10'],
  migration: 'in-place',
  reaches: [],
  check: judgeSettings(DELETION_PROTECTION),
};
