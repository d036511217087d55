import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { DATA_CLASS_TAG, RETENTION_TAG, tagOf } from '../bucket-tags';

export const stateRetention: Rule<BucketProps> = {
  id: 'BUCKET-11',
  types: ['AWS::S3::Bucket'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the bucket states the class of its data and how long it is kept',
  why: 'Data that nobody classified is protected by guesswork and kept for ever.',
  fix: `set dataClass and retention on a SecureBucket, or add the tags ${DATA_CLASS_TAG} (internal, personal or secret) and ${RETENTION_TAG}, or a lifecycle rule with an expiration`,
  topics: ['retention'],
  controls: ['E4', 'E6'],
  migration: 'none',
  reaches: ['construct'],
  check,
};

function check(bucket: Resource): Judgement {
  if (!isPresent(tagOf(bucket, DATA_CLASS_TAG))) return fail(`no tag ${DATA_CLASS_TAG}`, 'Properties.Tags');
  if (isPresent(tagOf(bucket, RETENTION_TAG)) || expires(bucket)) return PASS;
  return fail(`neither a tag ${RETENTION_TAG} nor an expiration`, 'Properties.Tags');
}

function expires(bucket: Resource): boolean {
  const rules = bucket.get('LifecycleConfiguration.Rules');
  if (isUnknown(rules)) return true;
  return [rules ?? []]
    .flat()
    .some(
      (one: any) => one?.Status === 'Enabled' && (isPresent(one.ExpirationInDays) || isPresent(one.ExpirationDate)),
    );
}
