import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { housekeeping } from '../lifecycle';

const AT = 'Properties.LifecycleConfiguration';

export const expireLeftovers: Rule<BucketProps> = {
  id: 'BUCKET-07',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'lifecycle rules for all objects abort incomplete multipart uploads and expire non-current versions',
  why: 'Both are paid for and seen by nobody, and versions of data that was deleted on purpose stay for ever.',
  fix: 'add a lifecycle rule without filters that sets abortIncompleteMultipartUploadAfter and noncurrentVersionExpiration',
  topics: ['retention', 'denial-of-wallet'],
  controls: ['E4', 'FSBP S3.10', 'FSBP S3.13'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    props: ({ given, profile }) => ({ lifecycleRules: housekeeping(given.lifecycleRules ?? [], profile) }),
  },
  check,
};

function check(bucket: Resource): Judgement {
  const rules = bucket.get('LifecycleConfiguration.Rules');
  if (isUnknown(rules)) return unknown('lifecycle rules that are only known at deployment', AT);
  const list: any[] = [rules ?? []].flat();
  const missing = missingIn(list.filter(isForAll), bucket);
  if (missing === undefined) return PASS;
  const isOpen = list.some((rule) => isUnknown(rule) || isUnknown(rule?.Status));
  return isOpen ? unknown('lifecycle rules that are only known at deployment', AT) : fail(missing, AT);
}

function missingIn(all: readonly any[], bucket: Resource): string | undefined {
  if (!all.some((rule) => isPresent(rule.AbortIncompleteMultipartUpload))) {
    return 'no rule for all objects aborts incomplete uploads';
  }
  // a bucket that never had versioning has no old versions
  if (!isPresent(bucket.get('VersioningConfiguration.Status'))) return undefined;
  const expires = all.some(
    (rule) => isPresent(rule.NoncurrentVersionExpiration) || isPresent(rule.NoncurrentVersionExpirationInDays),
  );
  return expires ? undefined : 'no rule for all objects expires non-current versions';
}

const FILTERS = ['Prefix', 'TagFilters', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan'];

const isForAll = (rule: any): boolean => rule?.Status === 'Enabled' && !FILTERS.some((key) => isPresent(rule[key]));
