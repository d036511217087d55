import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isLogTarget, logTargetOf } from '../log-targets';

const AT = 'Properties.LoggingConfiguration';

/** Log targets are excepted: their own logs would be logged again, without end. */
export const logAccess: Rule<BucketProps> = {
  id: 'BUCKET-06',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'access logs go to another bucket',
  why: 'After an incident nobody can say who read or deleted which object.',
  fix: 'call LogBucket.of(this).receiveFrom(bucket), or set serverAccessLogsBucket',
  topics: ['logging'],
  controls: ['G1', 'G6', 'FSBP S3.9', 'AwsSolutions-S1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(bucket: Resource): Judgement {
  const logging = bucket.get('LoggingConfiguration');
  if (isUnknown(logging)) return unknown('logging that is only known at deployment', AT);
  if (isLogTarget(bucket)) return PASS;
  if (logging === undefined) return fail('no access logs', AT);
  return logTargetOf(bucket) === bucket ? fail('access logs in the bucket itself', AT) : PASS;
}
