import { BlockPublicAccess, BucketProps } from 'aws-cdk-lib/aws-s3';
import { Rule } from '../../core/rule';

export const blockPublicAccess: Rule<BucketProps> = {
  id: 'BUCKET-01',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'all four public access blocks are on',
  why: 'One public ACL or policy exposes every object, and the block of the account may be off.',
  fix: 'set blockPublicAccess to BlockPublicAccess.BLOCK_ALL',
  topics: ['public-access'],
  controls: ['A7', 'E3', 'FSBP S3.8', 'AwsSolutions-S2'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  secure: {
    props: () => ({ blockPublicAccess: BlockPublicAccess.BLOCK_ALL }),
    cfn: () => ({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  },
};
