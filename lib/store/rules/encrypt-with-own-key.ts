import { fail, PASS, Rule } from '../../core/rule';
import { AT_REST_TYPES, judgeAtRest } from '../at-rest';
import { classOf } from '../data-class';
import { KEYED_TYPES, keyUseOf } from '../own-keys';

/** Advice only: AWS encrypts these with a key of its own, and a customer key costs a dollar a month. */
export const encryptStoreWithOwnKey: Rule = {
  id: 'STORE-03',
  types: KEYED_TYPES,
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a store is encrypted with a customer key, or states that its data is internal',
  why: 'Only with a key of your own you decide who may decrypt, can revoke it, and see every use.',
  fix: 'name a key (storageEncryptionKey, kmsKey, encryptionKey), or tag the store data-class=internal',
  topics: ['encryption'],
  controls: [
    'E1',
    'E6',
    'FSBP ECR.5',
    'FSBP EKS.3',
    'FSBP RedshiftServerless.4',
    'AwsSolutions-CB4',
    'AwsSolutions-SM2',
    'AwsSolutions-TS3',
  ],
  migration: 'manual',
  reaches: [],
  check: (store) => {
    const use = keyUseOf(store);
    if (!use || use.isOwn) return PASS;
    // what states a class is judged by it, and what is not encrypted at all is told so
    if (classOf(store) !== undefined) return PASS;
    const isEncrypted = !AT_REST_TYPES.includes(store.type) || judgeAtRest(store).verdict === 'pass';
    return isEncrypted ? fail(use.got, use.at) : PASS;
  },
};
