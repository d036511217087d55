import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { CONFIG_AT, DISTRIBUTION, Origin, originsOf } from '../distribution-config';

const STREAMING = 'AWS::CloudFront::StreamingDistribution';

export const keepBucketOriginsPrivate: Rule = {
  id: 'SITE-06',
  types: [DISTRIBUTION, STREAMING],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a bucket behind CloudFront is read with origin access control',
  why: 'Without it the bucket has to be public to work: everybody reads it past the web ACL, the logs and the geo restriction.',
  fix: 'use SecureWebsite, or S3BucketOrigin.withOriginAccessControl(bucket) with a private bucket',
  topics: ['public-access'],
  controls: ['E3', 'FSBP CloudFront.13', 'AwsSolutions-CFR7', 'AwsSolutions-CFR6'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (distribution) => (distribution.type === STREAMING ? ofStreaming(distribution) : ofDistribution(distribution)),
};

function ofDistribution(distribution: Resource): Judgement {
  const origins = originsOf(distribution);
  if (!origins) return unknown('origins that cannot be read here', CONFIG_AT);
  return worstOfAll(origins.map(judge));
}

function judge({ origin, name, at, kind }: Origin): Judgement {
  if (isUnknown(origin)) return unknown(`${name}, which cannot be read here`, at);
  if (kind === 'bucket website') return fail(`${name}, the public website endpoint of a bucket`, at);
  if (kind !== 'bucket') return PASS;
  const identity: unknown = origin.S3OriginConfig?.OriginAccessIdentity;
  if (isPresent(origin.OriginAccessControlId) || isPresent(identity)) return PASS;
  return fail(`${name}, a bucket without access control`, at);
}

/** Of a time before access control. */
function ofStreaming(distribution: Resource): Judgement {
  const identity = distribution.get('StreamingDistributionConfig.S3Origin.OriginAccessIdentity');
  const at = 'Properties.StreamingDistributionConfig.S3Origin';
  return isPresent(identity) ? PASS : fail('a bucket without an access identity', at);
}
