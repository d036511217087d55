import { BucketEncryption, BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { DATA_CLASS_TAG, tagOf } from '../bucket-tags';
import { isLogTarget } from '../log-targets';

const AT = 'Properties.BucketEncryption';

export const encryptWithOwnKey: Rule<BucketProps> = {
  id: 'BUCKET-04',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title:
    'objects are encrypted with a customer key through a bucket key, or with S3 keys where data is internal or logs',
  why: 'Only with a key of your own you decide who may decrypt, can revoke it, and see every use; without a bucket key each object costs a call to KMS.',
  fix: 'set encryptionKey and bucketKeyEnabled: true; for data that is about nobody, dataClass: DataClass.INTERNAL on a SecureBucket, or encryption: BucketEncryption.S3_MANAGED and the tag data-class=internal',
  topics: ['encryption'],
  controls: ['E1', 'E6', 'FSBP S3.17'],
  migration: 'manual',
  reaches: ['construct'],
  secure: {
    // the key comes from the key ring, as if the caller had given it
    props: ({ given: { encryption, encryptionKey } }) => {
      if (encryption === BucketEncryption.KMS || encryption === BucketEncryption.KMS_MANAGED)
        return { bucketKeyEnabled: true };
      if (encryption !== undefined) return {};
      return encryptionKey ? { bucketKeyEnabled: true } : { encryption: BucketEncryption.S3_MANAGED };
    },
  },
  check: (bucket) => (saysNothing(bucket) ? advise(check(bucket)) : check(bucket)),
};

/** S3 encrypts by itself: a key of one's own is for data that somebody called personal or secret. */
const saysNothing = (bucket: Resource): boolean => !isPresent(tagOf(bucket, DATA_CLASS_TAG));

function check(bucket: Resource): Judgement {
  const rules = bucket.get('BucketEncryption.ServerSideEncryptionConfiguration');
  if ([rules].flat().some(isUnknown)) return unknown('encryption that is only known at deployment', AT);
  const rule = [rules].flat().find((one) => one?.ServerSideEncryptionByDefault !== undefined);
  const byDefault = rule?.ServerSideEncryptionByDefault;
  if (byDefault === undefined) return fail('no default encryption stated', AT);
  if (isUnknown(byDefault) || isUnknown(byDefault.SSEAlgorithm))
    return unknown('an algorithm only known at deployment', AT);
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = byDefault;
  if (algorithm === 'AES256') return ofS3Key(bucket);
  if (!['aws:kms', 'aws:kms:dsse'].includes(algorithm)) return fail(`SSEAlgorithm ${algorithm}`, AT);
  if (!isPresent(key) || /alias\/aws\/s3$/.test(String(key))) return fail('the AWS managed key aws/s3', AT);
  // S3 has no bucket keys for dual-layer encryption
  if (algorithm === 'aws:kms:dsse') return PASS;
  const hasBucketKey = is(rule.BucketKeyEnabled, true);
  return hasBucketKey === 'pass' ? PASS : { verdict: hasBucketKey, got: 'no bucket key', at: AT };
}

function ofS3Key(bucket: Resource): Judgement {
  const dataClass = tagOf(bucket, DATA_CLASS_TAG);
  if (dataClass === 'internal' || isLogTarget(bucket)) return PASS;
  const got = `S3's own key for data of class ${dataClass ?? '(not stated)'}`;
  return isUnknown(dataClass) ? unknown(got, AT) : fail(got, AT);
}
