import { BucketProps } from 'aws-cdk-lib/aws-s3';
import { Rule } from '../../core/rule';

/** Log targets are no exception: log files are never overwritten, so it costs nothing and undoes a cover-up. */
export const keepVersions: Rule<BucketProps> = {
  id: 'BUCKET-05',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'versioning is enabled',
  why: 'Without it, what is overwritten or deleted, by mistake or by ransomware, is gone.',
  fix: 'set versioned to true',
  topics: ['availability', 'retention'],
  controls: ['E4', 'FSBP S3.14'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    props: () => ({ versioned: true }),
    cfn: () => ({ VersioningConfiguration: { Status: 'Enabled' } }),
  },
};
