import {
  DB_CLUSTER,
  DB_INSTANCE,
  DOCDB_CLUSTER,
  GLOBAL_CLUSTER,
  isInCluster,
  isReplica,
  NEPTUNE_CLUSTER,
} from './databases';
import { Setting } from './settings';

const PATH = 'DeletionProtection';
const asked = (type: string): Setting => ({ type, path: PATH, good: [true], absent: 'fail' });

/** Where each says that it cannot be deleted, and whether that is its default. */
export const DELETION_PROTECTION: readonly Setting[] = [
  // the data of an instance in a cluster is the cluster's, and a replica's is its source's
  { ...asked(DB_INSTANCE), except: (one) => isInCluster(one) || isReplica(one) },
  asked(DB_CLUSTER),
  asked(GLOBAL_CLUSTER),
  asked(DOCDB_CLUSTER),
  asked(NEPTUNE_CLUSTER),
  // on by default
  { type: 'AWS::NeptuneGraph::Graph', path: PATH, bad: [false], absent: 'pass' },
  { type: 'AWS::QLDB::Ledger', path: PATH, bad: [false], absent: 'pass' },
  { type: 'AWS::DSQL::Cluster', path: 'DeletionProtectionEnabled', bad: [false], absent: 'pass' },
];
