import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { DB_CLUSTER, DB_INSTANCE } from '../databases';
import { hasAny } from '../settings';

const INTERVAL = 'MonitoringInterval';

export const watchDatabases: Rule = {
  id: 'STORE-42',
  types: [DB_INSTANCE],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a database has enhanced monitoring',
  why: 'The metrics from outside hide which process takes the memory or the processor; a mined coin and a slow query look alike.',
  fix: 'set monitoringInterval to Duration.seconds(60) or less; CDK makes the role for it',
  topics: ['monitoring'],
  controls: ['G2', 'FSBP RDS.6'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(instance: Resource): Judgement {
  const cluster = instance.assembly.find(instance.get('DBClusterIdentifier'), DB_CLUSTER);
  // a cluster that lies outside of the app may say it for its instances
  if (!cluster && hasAny(instance, ['DBClusterIdentifier'])) return PASS;
  const values = [instance, ...(cluster ? [cluster] : [])].map((one): unknown => one.get(INTERVAL));
  if (values.some((one) => Number(one) > 0)) return PASS;
  const at = `Properties.${INTERVAL}`;
  const open = values.find((one) => isUnknown(one));
  if (open !== undefined) return unknown(`${INTERVAL} only known at deployment`, at);
  return fail(`${INTERVAL} ${values[0] === undefined ? 'not set' : String(values[0])}`, at);
}
