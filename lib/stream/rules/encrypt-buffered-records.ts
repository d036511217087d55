import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { DELIVERY_STREAM, takesRecords } from '../destinations';

const AT = 'Properties.DeliveryStreamEncryptionConfigurationInput';
const KEY_TYPES = ['AWS_OWNED_CMK', 'CUSTOMER_MANAGED_CMK'];

/** Records that come from a Kinesis stream or from Kafka are encrypted, or not, by their source. */
export const encryptBufferedRecords: Rule = {
  id: 'STREAM-05',
  types: [DELIVERY_STREAM],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a delivery stream that takes records itself encrypts them at rest',
  why: 'Firehose keeps records for up to a day while it cannot deliver them, unencrypted unless it is told otherwise.',
  fix: 'set encryption to StreamEncryption.customerManagedKey(…), or to awsOwnedKey(), which costs nothing',
  topics: ['encryption'],
  controls: ['E1', 'FSBP DataFirehose.1', 'AwsSolutions-KDF1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stream) => {
    const takes = takesRecords(stream);
    if (takes === false) return PASS;
    const input: any = stream.get('DeliveryStreamEncryptionConfigurationInput');
    if (isUnknown(input)) return unknown('encryption that is only known at deployment', AT);
    const type: unknown = input?.KeyType;
    if (KEY_TYPES.includes(String(type))) return PASS;
    if (takes === undefined || isUnknown(type)) return unknown('encryption that is only known at deployment', AT);
    return fail(type === undefined ? 'no server-side encryption' : `KeyType = ${readable(type)}`, AT);
  },
};
