import {
  DB_CLUSTER,
  DB_INSTANCE,
  DOCDB_CLUSTER,
  isInCluster,
  isReplica,
  NEPTUNE_CLUSTER,
  REDSHIFT_CLUSTER,
} from './databases';
import { hasAny, Setting } from './settings';

/** Where each says how many days backups are kept. One day where it says nothing, as CloudFormation's reference has it. */
export const BACKUPS: readonly Pick<Setting, 'type' | 'path' | 'except'>[] = [
  { type: DB_INSTANCE, path: 'BackupRetentionPeriod', except: (one) => isInCluster(one) || isReplica(one) },
  {
    type: DB_CLUSTER,
    path: 'BackupRetentionPeriod',
    except: (one) => hasAny(one, ['ReplicationSourceIdentifier']),
  },
  { type: DOCDB_CLUSTER, path: 'BackupRetentionPeriod' },
  { type: NEPTUNE_CLUSTER, path: 'BackupRetentionPeriod' },
  { type: REDSHIFT_CLUSTER, path: 'AutomatedSnapshotRetentionPeriod' },
];
