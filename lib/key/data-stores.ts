import type { Resource } from '../core/assembly';
import { is, isPresent } from '../core/compare';
import { mentioning } from '../core/mentions';
import { isUnknown } from '../core/text';

interface Store {
  /** Not every service calls them `Tags`. */
  readonly tags?: string;
  /** What of this type keeps no data of its own. */
  readonly isExempt?: (resource: Resource) => boolean;
}

const ALARMED = ['AlarmActions', 'OKActions', 'InsufficientDataActions'];
const ALARMS = {
  'AWS::CloudWatch::Alarm': ALARMED,
  'AWS::CloudWatch::CompositeAlarm': ALARMED,
  'AWS::Budgets::Budget': ['NotificationsWithSubscribers'],
  'AWS::CE::AnomalySubscription': ['Subscribers'],
  'AWS::CodeStarNotifications::NotificationRule': ['Targets'],
};

/** A member has the class of its cluster, a copy that of what it was copied from. */
const belongsTo =
  (...paths: string[]) =>
  (resource: Resource): boolean =>
    paths.some((path) => isPresent(resource.get(path)));

/**
 * Types that keep data, besides buckets (BUCKET-11) and DynamoDB tables (TABLE-07). Not here: secrets, whose class is in their
 * name; log groups, whose key and retention do not hang on a class; keys.
 */
export const DATA_STORES: Readonly<Record<string, Store>> = {
  'AWS::SQS::Queue': {},
  // an alarm is about data, and holds none
  'AWS::SNS::Topic': { isExempt: (topic) => mentioning(topic, ALARMS).length > 0 },
  'AWS::Kinesis::Stream': {},
  'AWS::KinesisVideo::Stream': {},
  'AWS::MSK::Cluster': {},
  'AWS::MSK::ServerlessCluster': {},
  'AWS::AmazonMQ::Broker': {},
  'AWS::RDS::DBCluster': { isExempt: belongsTo('ReplicationSourceIdentifier', 'SourceDBClusterIdentifier') },
  'AWS::RDS::DBInstance': { isExempt: belongsTo('DBClusterIdentifier', 'SourceDBInstanceIdentifier') },
  'AWS::DocDB::DBCluster': {},
  'AWS::Neptune::DBCluster': {},
  'AWS::DSQL::Cluster': {},
  'AWS::Redshift::Cluster': {},
  'AWS::RedshiftServerless::Namespace': {},
  'AWS::Cassandra::Table': {},
  'AWS::Timestream::Table': {},
  'AWS::DAX::Cluster': {},
  'AWS::MemoryDB::Cluster': {},
  'AWS::ElastiCache::ReplicationGroup': {},
  'AWS::ElastiCache::ServerlessCache': {},
  'AWS::ElastiCache::CacheCluster': { isExempt: belongsTo('ReplicationGroupId') },
  'AWS::OpenSearchService::Domain': {},
  'AWS::OpenSearchServerless::Collection': {},
  'AWS::EFS::FileSystem': { tags: 'FileSystemTags' },
  'AWS::FSx::FileSystem': {},
  'AWS::Backup::BackupVault': { tags: 'BackupVaultTags' },
};

const TAG = 'data-class';

/** What a store states about its class. `readable`: whether its tags can be told here at all. */
export function stated(store: Resource): { readonly value?: unknown; readonly readable: boolean; readonly at: string } {
  const property = DATA_STORES[store.type].tags ?? 'Tags';
  const at = `Properties.${property}`;
  const tags: unknown = store.get(property);
  if (isUnknown(tags)) return { readable: false, at };
  const list: any[] = [tags ?? []].flat();
  const listed = list.find((one) => is(one?.Key, TAG) === 'pass');
  // some services take a map
  return { readable: true, at, value: listed ? listed.Value : list.map((one) => one?.[TAG]).find(isPresent) };
}
