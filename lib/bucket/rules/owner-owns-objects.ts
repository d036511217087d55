import { BucketAccessControl, BucketProps, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { compare } from '../../core/compare';
import { advise, fail, Judgement, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const OWNER_ENFORCED = { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };

/** Canned ACLs that S3 accepts although ACLs are switched off. */
const NEEDS_NO_ACL: readonly (BucketAccessControl | undefined)[] = [
  undefined,
  BucketAccessControl.PRIVATE,
  BucketAccessControl.BUCKET_OWNER_READ,
  BucketAccessControl.BUCKET_OWNER_FULL_CONTROL,
];

export const ownerOwnsObjects: Rule<BucketProps> = {
  id: 'BUCKET-02',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the bucket owner owns every object, and ACLs are off',
  why: 'With ACLs, whoever may upload decides who may read the object, past every policy.',
  fix: 'set objectOwnership to ObjectOwnership.BUCKET_OWNER_ENFORCED and remove accessControl',
  topics: ['public-access', 'cross-account'],
  controls: ['A7', 'FSBP S3.12'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  secure: {
    // with another ACL the L2 refuses owner-enforced buckets: then the gate has to say why
    props: ({ given }) =>
      NEEDS_NO_ACL.includes(given.accessControl) ? { objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED } : {},
    cfn: () => OWNER_ENFORCED,
  },
  check,
};

function check(bucket: Resource): Judgement {
  const acl = bucket.get('AccessControl');
  if (isUnknown(acl)) return unknown(`AccessControl ${acl}`, 'Properties.AccessControl');
  if (acl !== undefined && acl !== 'Private') return fail(`AccessControl ${acl}`, 'Properties.AccessControl');
  const judged = compare(bucket, OWNER_ENFORCED);
  // buckets made since April 2023 have no ACLs unless somebody asks for them
  return bucket.get('OwnershipControls') === undefined ? advise(judged) : judged;
}
