import { BucketProps } from 'aws-cdk-lib/aws-s3';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const AT = 'Properties.WebsiteConfiguration';

export const noWebsite: Rule<BucketProps> = {
  id: 'BUCKET-09',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the bucket hosts no website',
  why: 'A website endpoint speaks plain HTTP only and needs public objects.',
  fix: 'remove the website props and put CloudFront with origin access control before the bucket',
  topics: ['public-access', 'transport'],
  controls: ['E2', 'E3', 'AwsSolutions-S5'],
  migration: 'manual',
  reaches: ['construct'],
  check: (bucket) => {
    const website = bucket.get('WebsiteConfiguration');
    if (website === undefined) return PASS;
    return isUnknown(website)
      ? unknown('a website configuration only known at deployment', AT)
      : fail('website hosting', AT);
  },
};
