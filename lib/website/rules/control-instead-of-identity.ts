import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import { DISTRIBUTION, originsOf } from '../distribution-config';

export const controlInsteadOfIdentity: Rule = {
  id: 'SITE-07',
  types: [DISTRIBUTION],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'buckets are read with origin access control, not with a legacy identity',
  why: 'An identity cannot read buckets in newer regions or with a key of KMS, signs no writes, and its policy names no distribution.',
  fix: 'use S3BucketOrigin.withOriginAccessControl(bucket) in place of withOriginAccessIdentity',
  topics: ['public-access', 'confused-deputy'],
  controls: ['E3', 'A7', 'FSBP CloudFront.13', 'AwsSolutions-CFR7'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (distribution) =>
    worstOfAll(
      (originsOf(distribution) ?? []).map(({ origin, name, at }) =>
        isPresent(origin?.S3OriginConfig?.OriginAccessIdentity) && !isPresent(origin?.OriginAccessControlId)
          ? fail(`${name} with an origin access identity`, at)
          : PASS,
      ),
    ),
};
