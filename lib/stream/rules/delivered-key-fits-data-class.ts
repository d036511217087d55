import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { statedClass } from '../../core/stated-class';
import { isUnknown } from '../../core/text';
import { bucketsOf, DELIVERY_STREAM, SeenDestination } from '../destinations';

/** S3 encrypts everything with a key of its own. Which key a bucket of another app takes is not seen. */
export const deliveredKeyFitsDataClass: Rule = {
  id: 'STREAM-07',
  types: [DELIVERY_STREAM],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'what is delivered of personal or secret records is encrypted with a customer key',
  why: 'Records that were under a key of yours on the way lie in the bucket for years, where a permission to read objects is enough.',
  fix: 'deliver to a bucket with a key, such as SecureBucket, or set encryptionKey of the S3Bucket destination',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stream) => {
    const stated = statedClass(stream);
    if (stated === undefined || stated === 'internal') return PASS;
    return worstOfAll(bucketsOf(stream).map((one) => judge(one, stream, isUnknown(stated))));
  },
};

function judge({ config, at }: SeenDestination, { assembly }: Resource, isOpen: boolean): Judgement {
  if (isUnknown(config)) return unknown('a destination only known at deployment', at);
  const encryption: any = config?.EncryptionConfiguration;
  if (isUnknown(encryption)) return unknown('encryption that is only known at deployment', at);
  if (isPresent(encryption?.KMSEncryptionConfig?.AWSKMSKeyARN) || isUnknown(encryption?.KMSEncryptionConfig))
    return PASS;
  const bucket = assembly.find(config?.BucketARN, 'AWS::S3::Bucket');
  if (!bucket || hasKey(bucket)) return PASS;
  const got = `${bucket.logicalId}, which S3 encrypts with its own key`;
  return isOpen ? unknown(got, at) : fail(got, at);
}

function hasKey(bucket: Resource): boolean {
  const rules: unknown = bucket.get('BucketEncryption.ServerSideEncryptionConfiguration');
  if (isUnknown(rules)) return true;
  const keys = [rules ?? []].flat().map((one: any) => one?.ServerSideEncryptionByDefault?.KMSMasterKeyID);
  return keys.some((key) => isPresent(key) && !/alias\/aws\//.test(String(key)));
}
