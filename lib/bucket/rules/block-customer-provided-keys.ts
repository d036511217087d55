import { BlockedEncryptionType, BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { Condition } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { bucketStatements, refuses } from '../bucket-policies';

const AT = 'Properties.BucketEncryption';
const { NONE, SSE_C } = BlockedEncryptionType;

/** "Blocking or unblocking SSE-C for a general purpose bucket", S3 user guide. */
export const blockCustomerProvidedKeys: Rule<BucketProps> = {
  id: 'BUCKET-08',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  advised: true, // S3 itself blocks them on buckets made since April 2026
  tier: 'invariant',
  since: '2026-11',
  title: 'uploads encrypted with keys that only the uploader knows (SSE-C) are blocked',
  why: 'Ransomware with a stolen credential re-encrypts every object with a key that AWS never stores: nobody can undo it.',
  fix: 'set blockedEncryptionTypes to [BlockedEncryptionType.SSE_C]',
  topics: ['encryption', 'availability'],
  controls: ['E1', 'E4'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  secure: {
    // the L2 throws on NONE together with another type
    props: ({ given: { blockedEncryptionTypes = [] } }) =>
      blockedEncryptionTypes.some(({ name }) => name === NONE.name || name === SSE_C.name)
        ? {}
        : { blockedEncryptionTypes: [SSE_C] },
  },
  check,
};

function check(bucket: Resource): Judgement {
  const statements = bucketStatements(bucket) ?? [];
  if (refuses(statements, bucket, { action: 's3:PutObject', targets: ['objects'], meets: isMetByCustomerKey }))
    return PASS;
  const blocked = typesIn(bucket.get('BucketEncryption.ServerSideEncryptionConfiguration'));
  if (blocked.includes(SSE_C.name)) return PASS;
  if (blocked.some(isUnknown)) return unknown('blocked types that are only known at deployment', AT);
  return fail(blocked.length > 0 ? `blocked: ${blocked.join(', ')}` : 'SSE-C is not blocked', AT);
}

/** What cannot be read comes through as it is, at whichever depth. */
const typesIn = (rules: any): any[] =>
  [rules].flat().flatMap((rule) => {
    if (isUnknown(rule)) return rule;
    return isUnknown(rule?.BlockedEncryptionTypes)
      ? rule.BlockedEncryptionTypes
      : (rule?.BlockedEncryptionTypes?.EncryptionType ?? []);
  });

const isMetByCustomerKey = ({ operator, key, values }: Condition): boolean =>
  key === 's3:x-amz-server-side-encryption-customer-algorithm' && operator === 'Null' && values.join() === 'false';
