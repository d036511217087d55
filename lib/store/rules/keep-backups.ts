import { Rule } from '../../core/rule';
import { judgeSettings, typesOf } from '../settings';
import { BACKUPS } from '../backups';

const SETTINGS = BACKUPS.map(({ type, path, except }) => ({ type, path, except, bad: [0], absent: 'pass' as const }));

export const keepBackups: Rule = {
  id: 'STORE-31',
  types: typesOf(SETTINGS),
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the automatic backups of a database are not turned off',
  why: 'A wrong statement, a flawed release or an intruder deletes everything, and there is no yesterday to go back to.',
  fix: 'set backup.retention (backupRetentionPeriod) to 7 days or more',
  topics: ['retention', 'availability'],
  controls: ['E4', 'FSBP RDS.11', 'FSBP Redshift.3', 'AwsSolutions-RDS13', 'AwsSolutions-RS10'],
  migration: 'in-place',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
