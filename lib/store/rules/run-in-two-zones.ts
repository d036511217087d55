import type { Resource } from '../../core/assembly';
import { mentioning } from '../../core/mentions';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import {
  DB_CLUSTER,
  DB_INSTANCE,
  DOCDB_CLUSTER,
  engineOf,
  isInCluster,
  isReplica,
  NEPTUNE_CLUSTER,
  REDSHIFT_CLUSTER,
} from '../databases';
import { hasAny, judgeValue } from '../settings';

/** Cluster → the type of its instances: one in another zone takes over when the first fails. */
const INSTANCES: Readonly<Record<string, string>> = {
  [DB_CLUSTER]: DB_INSTANCE,
  [DOCDB_CLUSTER]: 'AWS::DocDB::DBInstance',
  [NEPTUNE_CLUSTER]: 'AWS::Neptune::DBInstance',
};
const NAMED = Object.fromEntries(Object.values(INSTANCES).map((type) => [type, ['DBClusterIdentifier']]));
const BROKER = 'AWS::AmazonMQ::Broker';

/** It only warns: an outage of one zone costs hours, not data, and not every store is worth twice its price. */
export const runInTwoZones: Rule = {
  id: 'STORE-36',
  types: [DB_INSTANCE, ...Object.keys(INSTANCES), REDSHIFT_CLUSTER, BROKER],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a database or broker goes on in another zone when its own fails',
  why: 'One zone, one rack or one maintenance window takes it away, and everything that needs it stands still until somebody restores a backup.',
  fix: 'set multiAz to true, add a reader to the cluster, or set deploymentMode to ACTIVE_STANDBY_MULTI_AZ',
  topics: ['availability'],
  controls: ['FSBP RDS.5', 'FSBP RDS.15', 'FSBP Neptune.9', 'FSBP Redshift.18', 'FSBP MQ.5', 'AwsSolutions-RDS3'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(store: Resource): Judgement {
  if (store.type in INSTANCES) return judgeCluster(store);
  if (store.type === BROKER)
    return judgeValue(store.get('DeploymentMode'), {
      path: 'DeploymentMode',
      bad: ['SINGLE_INSTANCE'],
      absent: 'pass',
    });
  if (store.type === DB_INSTANCE && (isInCluster(store) || isReplica(store) || isMirrored(store))) return PASS;
  return judgeValue(store.get('MultiAZ'), { path: 'MultiAZ', good: [true], absent: 'fail' });
}

/** "SQL Server uses Database Mirroring (DBM) or Always On": that is said in an option group, not here. */
const isMirrored = (instance: Resource): boolean =>
  engineOf(instance).startsWith('sqlserver') && hasAny(instance, ['OptionGroupName']);

function judgeCluster(cluster: Resource): Judgement {
  // three instances of its own ("Multi-AZ DB cluster deployments", Amazon RDS user guide)
  if (hasAny(cluster, ['DBClusterInstanceClass'])) return PASS;
  // a secondary of a global cluster has the first to fall back on
  if (hasAny(cluster, ['GlobalClusterIdentifier', 'SourceDBClusterIdentifier', 'ReplicationSourceIdentifier']))
    return PASS;
  const own = mentioning(cluster, NAMED).filter((one) => one.type === INSTANCES[cluster.type] && one.exists());
  // instances that nobody here sees may well be there
  if (own.length !== 1) return PASS;
  const all = cluster.assembly.ofType(INSTANCES[cluster.type]);
  const open = all.some((one) => one !== own[0] && isUnknown(one.get('DBClusterIdentifier')));
  return open ? unknown('one instance, and others of which the cluster is not known') : fail('one instance');
}
