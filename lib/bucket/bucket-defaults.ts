import { Duration } from 'aws-cdk-lib';
import { Bucket, BucketProps, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { secureProps } from '../core/secure-props';
import { DataClass } from '../key/data-class';
import { DATA_CLASS_TAG, RETENTION_TAG } from './bucket-tags';
import { BUCKET_RULES } from './rules/index';

/** What a bucket holds and for how long. */
export interface BucketFacts {
  readonly dataClass: DataClass;
  readonly retention?: Duration;
}

/** The caller's props over those of every rule. */
export function secureBucketProps(scope: IConstruct, id: string, given: BucketProps, facts: BucketFacts): BucketProps {
  const expiration = facts.retention && { id: 'retention', expiration: facts.retention };
  const lifecycleRules = [...(given.lifecycleRules ?? []), ...(expiration ? [expiration] : [])];
  return secureProps<BucketProps>(BUCKET_RULES, scope, id, { ...given, lifecycleRules });
}

/** Writes the facts into tags, where whoever finds the bucket can read them. */
export function stateWhatItHolds(bucket: Bucket, { dataClass, retention }: BucketFacts): void {
  const { tags } = bucket.node.defaultChild as CfnBucket;
  tags.setTag(DATA_CLASS_TAG, dataClass);
  tags.setTag(RETENTION_TAG, retention ? `${retention.toDays()} days` : 'kept until deleted');
}
