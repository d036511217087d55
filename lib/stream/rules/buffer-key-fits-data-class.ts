import { PASS, Rule } from '../../core/rule';
import { keyFitsStatedClass } from '../../core/stated-class';
import { DELIVERY_STREAM, takesRecords } from '../destinations';

/** Delivery streams state their class in a tag; what they do not state is not guessed. */
export const bufferKeyFitsDataClass: Rule = {
  id: 'STREAM-06',
  types: [DELIVERY_STREAM],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a delivery stream that takes personal or secret records itself keeps them under a customer key',
  why: 'Only a key of your own can be taken from Firehose, and only its trail shows each use.',
  fix: 'set encryption to StreamEncryption.customerManagedKey(KeyRing.of(this).data()), or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stream) =>
    takesRecords(stream) === false
      ? PASS
      : keyFitsStatedClass(stream, 'DeliveryStreamEncryptionConfigurationInput.KeyARN'),
};
