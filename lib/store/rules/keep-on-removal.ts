import type { Resource } from '../../core/assembly';
import { resolve } from '../../core/intrinsics';
import { advise, fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import {
  DB_CLUSTER,
  DB_INSTANCE,
  DOCDB_CLUSTER,
  isInCluster,
  isReplica,
  NEPTUNE_CLUSTER,
  REDSHIFT_CLUSTER,
} from '../databases';
import { DELETION_PROTECTION } from '../deletion';
import { isOn } from '../settings';

/** `Snapshot` where CloudFormation takes one, and whether it does so unasked ("DeletionPolicy attribute"). */
const TYPES: Readonly<Record<string, { readonly snapshots: boolean; readonly byDefault?: boolean }>> = {
  [DB_INSTANCE]: { snapshots: true, byDefault: true },
  [DB_CLUSTER]: { snapshots: true, byDefault: true },
  [DOCDB_CLUSTER]: { snapshots: true },
  [NEPTUNE_CLUSTER]: { snapshots: true },
  [REDSHIFT_CLUSTER]: { snapshots: true },
  'AWS::EC2::Volume': { snapshots: true },
  'AWS::EFS::FileSystem': { snapshots: false },
  'AWS::OpenSearchService::Domain': { snapshots: false },
  'AWS::Elasticsearch::Domain': { snapshots: false },
  'AWS::Cassandra::Table': { snapshots: false },
  'AWS::Timestream::Database': { snapshots: false },
  'AWS::MSK::Cluster': { snapshots: false },
  'AWS::MemoryDB::Cluster': { snapshots: false },
};
const KEPT = ['Retain', 'RetainExceptOnCreate'];

export const keepStoreOnRemoval: Rule = {
  id: 'STORE-34',
  types: Object.keys(TYPES),
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the data of a store outlives its resource',
  why: 'A renamed construct or a deleted stack takes the data with it, and of most stores the automatic backups too.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE or RemovalPolicy.SNAPSHOT',
  topics: ['retention', 'availability'],
  controls: ['E4'],
  migration: 'none',
  reaches: [],
  check,
};

function check(store: Resource): Judgement {
  if (store.type === DB_INSTANCE && (isInCluster(store) || isReplica(store))) return PASS;
  const protection = DELETION_PROTECTION.find(({ type }) => type === store.type);
  if (protection && isOn(store.get(protection.path))) return PASS;
  const { snapshots, byDefault } = TYPES[store.type];
  const policy: unknown = resolve(store.raw.DeletionPolicy, store.template);
  if (isUnknown(policy)) return unknown('DeletionPolicy is not known', 'DeletionPolicy');
  if (policy === undefined && byDefault) return PASS;
  return KEPT.includes(String(policy)) || (snapshots && policy === 'Snapshot') ? PASS : said(policy);
}

/** Who says nothing may have overlooked it; who says Delete means it. */
const said = (policy: unknown): Judgement =>
  policy === undefined
    ? advise(fail('DeletionPolicy not set, so Delete', 'DeletionPolicy'))
    : fail(`DeletionPolicy ${String(policy)}`, 'DeletionPolicy');
