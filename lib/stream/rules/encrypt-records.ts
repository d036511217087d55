import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { resolve } from '../../core/intrinsics';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const AT = 'Properties.StreamEncryption';

export const encryptRecords: Rule = {
  id: 'STREAM-01',
  types: ['AWS::Kinesis::Stream'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'records of a stream are encrypted at rest',
  why: 'Kinesis encrypts nothing unless it is told to, and keeps whole payloads for a day to a year.',
  fix: 'set StreamEncryption to EncryptionType KMS with a key, or alias/aws/kinesis, for which nobody needs a permission',
  topics: ['encryption'],
  controls: ['E1', 'FSBP Kinesis.1', 'AwsSolutions-KDS1'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  secure: { cfn: () => ({ StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } }) },
  check: (stream) => {
    const encryption: any = encryptionOf(stream);
    if (encryption === undefined) return fail('StreamEncryption not set', AT);
    const type: unknown = isUnknown(encryption) ? encryption : encryption?.EncryptionType;
    const verdict = is(type, 'KMS');
    if (verdict === 'pass') return PASS;
    const got = `EncryptionType ${type === undefined ? 'not set' : `= ${readable(type)}`}`;
    return verdict === 'unknown' ? unknown(got, AT) : fail(got, AT);
  },
};

/** CDK leaves it away in the regions of China, by a condition that every plain stream of an open region has. */
const IN_CHINA = 'AwsCdkKinesisEncryptedStreamsUnsupportedRegions';

function encryptionOf(stream: Resource): unknown {
  const choice: unknown = stream.raw.Properties?.StreamEncryption?.['Fn::If'];
  if (Array.isArray(choice) && choice[0] === IN_CHINA) return resolve(choice[2], stream.template);
  return stream.get('StreamEncryption');
}
