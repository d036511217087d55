import { Rule } from '../../core/rule';
import { keyFitsStatedClass } from '../../core/stated-class';

/** Streams state their class in a tag; what they do not state is not guessed. */
export const streamKeyFitsDataClass: Rule = {
  id: 'STREAM-02',
  types: ['AWS::Kinesis::Stream'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a stream of personal or secret data is encrypted with a customer key',
  why: 'Whoever may read the stream may use the key of AWS too: nobody can be kept from the records by it, or lose them at once.',
  fix: 'set encryptionKey to KeyRing.of(this).data(), or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  // producers and consumers have to be let use the key
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (stream) => keyFitsStatedClass(stream, 'StreamEncryption.KeyId'),
};
