import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { classOf } from '../data-class';
import { KEYED_TYPES, keyUseOf } from '../own-keys';

/** What a store does not state is not guessed here: STORE-03 advises. */
export const storeKeyFitsDataClass: Rule = {
  id: 'STORE-02',
  types: KEYED_TYPES,
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a store that states personal or secret data is encrypted with a customer key',
  why: "With a key of AWS everybody who may read the store may decrypt it; nobody can revoke the key, and nobody sees its uses of one's own.",
  fix: 'name a key of KeyRing.of(this) or of your own (storageEncryptionKey, kmsKey, encryptionKey), or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'manual',
  reaches: [],
  check: (store) => {
    const dataClass = classOf(store);
    if (dataClass === undefined || dataClass === 'internal') return PASS;
    const use = keyUseOf(store);
    if (!use || use.isOwn) return PASS;
    return isUnknown(dataClass)
      ? unknown('a data class only known at deployment', use.at)
      : fail(`${use.got} for data of class ${readable(dataClass)}`, use.at);
  },
};
