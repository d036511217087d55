import { RemovalPolicy } from 'aws-cdk-lib';
import { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { keptOnRemoval } from '../../core/kept-on-removal';
import { advise, fail, Judgement, Rule } from '../../core/rule';
import { tagOf } from '../bucket-tags';

/** CDK's handler empties every bucket with this tag when its custom resource goes, whether the bucket stays or not. */
const EMPTIED = 'aws-cdk:auto-delete-objects';

export const keepOnRemoval: Rule<BucketProps> = {
  id: 'BUCKET-10',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the bucket is kept when its resource is removed or replaced',
  why: 'A renamed construct or a deleted stack takes the data with it.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE and leave autoDeleteObjects off',
  topics: ['retention', 'availability'],
  controls: ['E4'],
  migration: 'none',
  reaches: ['construct', 'mixin'],
  secure: {
    props: ({ profile }) => ({
      removalPolicy: profile === 'development' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    }),
  },
  check,
};

function check(bucket: Resource): Judgement {
  const kept = keptOnRemoval(bucket);
  // S3 deletes no bucket with anything in it, unless somebody empties it first
  if (String(tagOf(bucket, EMPTIED)) !== 'true') return advise(kept);
  return kept.verdict === 'pass' ? fail('objects are deleted with the stack', 'Properties.Tags') : kept;
}
