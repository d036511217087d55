import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { DB_CLUSTER, DB_INSTANCE, DOCDB_CLUSTER, isInCluster, isReplica, NEPTUNE_CLUSTER } from '../databases';
import { itemsOf } from '../settings';

const PATH = 'EnableCloudwatchLogsExports';
/** Their logs are of few kinds, of which one says who did what; those of RDS depend on the engine. */
const AUDITED = [DOCDB_CLUSTER, NEPTUNE_CLUSTER];

export const logDatabases: Rule = {
  id: 'STORE-29',
  types: [DB_INSTANCE, DB_CLUSTER, ...AUDITED],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a database sends its logs to CloudWatch',
  why: 'Failed logins and strange queries stay on the instance for some days, where no alarm and no search sees them.',
  fix: "set cloudwatchLogsExports, for example ['postgresql'] or ['audit', 'error'], with a retention",
  topics: ['logging'],
  controls: [
    'G1',
    'G9',
    'FSBP RDS.9',
    'FSBP DocumentDB.4',
    'FSBP Neptune.2',
    'AwsSolutions-RDS16',
    'AwsSolutions-DOC5',
  ],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(database: Resource): Judgement {
  if (database.type === DB_INSTANCE && (isInCluster(database) || isReplica(database))) return PASS;
  const exports = itemsOf(database.get(PATH));
  const at = `Properties.${PATH}`;
  if (!exports || exports.some((one) => isUnknown(one))) return unknown(`${PATH} only known at deployment`, at);
  if (exports.length === 0) return fail(`${PATH} not set`, at);
  return AUDITED.includes(database.type) && !exports.includes('audit') ? fail(`${PATH} without audit`, at) : PASS;
}
