import type { Resource } from '../core/assembly';
import { hasAny } from './settings';

export const DB_INSTANCE = 'AWS::RDS::DBInstance';
export const DB_CLUSTER = 'AWS::RDS::DBCluster';
export const GLOBAL_CLUSTER = 'AWS::RDS::GlobalCluster';
export const DOCDB_CLUSTER = 'AWS::DocDB::DBCluster';
export const NEPTUNE_CLUSTER = 'AWS::Neptune::DBCluster';
export const REDSHIFT_CLUSTER = 'AWS::Redshift::Cluster';

/** Storage, backups and protection of an Aurora instance are its cluster's. */
export const isInCluster = (instance: Resource): boolean =>
  hasAny(instance, ['DBClusterIdentifier']) || /^aurora/.test(String(instance.get('Engine')));

const REPLICATED_FROM = ['SourceDBInstanceIdentifier', 'SourceDbiResourceId', 'SourceDBClusterIdentifier'];

/** What an instance replicates has a source that is judged where it is declared. */
export const isReplica = (instance: Resource): boolean => hasAny(instance, REPLICATED_FROM);

const RESTORED_FROM: Readonly<Record<string, readonly string[]>> = {
  [DB_INSTANCE]: [
    ...REPLICATED_FROM,
    'SourceDBInstanceAutomatedBackupsArn',
    'DBSnapshotIdentifier',
    'DBClusterSnapshotIdentifier',
  ],
  [DB_CLUSTER]: ['SourceDBClusterIdentifier', 'SourceDbClusterResourceId', 'SnapshotIdentifier'],
  [GLOBAL_CLUSTER]: ['SourceDBClusterIdentifier'],
  [DOCDB_CLUSTER]: ['SourceDBClusterIdentifier', 'SnapshotIdentifier'],
  'AWS::DocDB::GlobalCluster': ['SourceDBClusterIdentifier'],
  [NEPTUNE_CLUSTER]: ['SourceDBClusterIdentifier', 'SnapshotIdentifier'],
  'AWS::EC2::Volume': ['SnapshotId', 'SourceVolumeId'],
};

/**
 * "The value is inherited from the snapshot", CloudFormation reference: a restored database or a replica is encrypted as its
 * source is, with the source's key, and must not say so itself.
 */
export const inheritsEncryption = (resource: Resource): boolean => hasAny(resource, RESTORED_FROM[resource.type] ?? []);

/** The engine, as far as it is written down: `mysql`, `aurora-postgresql`. */
export const engineOf = (resource: Resource): string => String(resource.get('Engine') ?? '').toLowerCase();
