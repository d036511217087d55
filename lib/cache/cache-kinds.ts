import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const REPLICATION_GROUP = 'AWS::ElastiCache::ReplicationGroup';
export const CLUSTER = 'AWS::ElastiCache::CacheCluster';
export const SERVERLESS = 'AWS::ElastiCache::ServerlessCache';

/** Memcached knows neither users nor, in clusters, snapshots. What is only known later may be any engine. */
export function isMemcached(cache: Resource): boolean {
  const engine: unknown = cache.get('Engine');
  return !isUnknown(engine) && String(engine).toLowerCase() === 'memcached';
}

/** A member of a global datastore is as the first of its groups is, and states nothing itself. */
export const isSecondary = (group: Resource): boolean => group.get('GlobalReplicationGroupId') !== undefined;
