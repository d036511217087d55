import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { BACKUPS } from '../backups';
import { judgeSettings, Setting, typesOf } from '../settings';

/** What Security Hub asks for (RDS.11, DocumentDB.2, Neptune.5, Redshift.3). */
const DAYS = 7;

const SWITCHES: readonly Setting[] = [
  { type: 'AWS::EFS::FileSystem', path: 'BackupPolicy.Status', good: ['ENABLED'], absent: 'fail' },
  { type: 'AWS::Cassandra::Table', path: 'PointInTimeRecoveryEnabled', good: [true], absent: 'fail' },
  // no snapshots unless it says so
  { type: 'AWS::MemoryDB::Cluster', path: 'SnapshotRetentionLimit', bad: [0], absent: 'fail' },
];
const switches = judgeSettings(SWITCHES);

export const keepBackupsAWeek: Rule = {
  id: 'STORE-32',
  types: [...typesOf(BACKUPS), ...typesOf(SWITCHES)],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: `backups are made, and kept for ${DAYS} days or more`,
  why: 'A fault is often found after the weekend, when the only backup, of one day, has the fault in it.',
  fix: `set backup.retention to Duration.days(${DAYS}) or more, enableAutomaticBackups, or pointInTimeRecovery`,
  topics: ['retention', 'availability'],
  controls: [
    'E4',
    'FSBP RDS.11',
    'FSBP DocumentDB.2',
    'FSBP Neptune.5',
    'FSBP Redshift.3',
    'FSBP EFS.2',
    'AwsSolutions-N3',
    'AwsSolutions-DOC4',
  ],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const row = BACKUPS.find(({ type }) => type === resource.type);
  if (!row) return switches(resource);
  if (row.except?.(resource)) return PASS;
  const days: unknown = resource.get(row.path);
  const at = `Properties.${row.path}`;
  if (isUnknown(days)) return unknown(`${row.path} is not known`, at);
  // none at all is said elsewhere
  if (Number(days) === 0 || Number(days) >= DAYS) return PASS;
  return fail(`${row.path} ${days === undefined ? 'not set, so 1' : String(days)}`, at);
}
