import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { readable } from '../../core/text';

/** "Automatic key rotation is supported only on symmetric encryption KMS keys with key material that KMS generates", KMS guide. */
const ROTATES: Readonly<Record<string, string>> = {
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyUsage: 'ENCRYPT_DECRYPT',
  Origin: 'AWS_KMS',
};

export const rotationOn: Rule = {
  id: 'KEY-01',
  types: ['AWS::KMS::Key'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'symmetric keys rotate',
  why: 'Without rotation one key material encrypts everything for ever, and a leak of it reads all of it.',
  fix: 'set enableKeyRotation to true',
  topics: ['encryption'],
  controls: ['E1', 'FSBP KMS.4', 'CIS 3.6', 'AwsSolutions-KMS5'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (key) => {
    const at = 'Properties.EnableKeyRotation';
    const rotation = key.get('EnableKeyRotation');
    const on = is(rotation, true);
    const kind = Object.entries(ROTATES).map(([property, value]) => is(key.get(property) ?? value, value));
    if (on === 'pass' || kind.includes('fail')) return PASS;
    if (on === 'unknown' || kind.includes('unknown'))
      return unknown('EnableKeyRotation or the kind of key is not known', at);
    return fail(rotation === undefined ? 'EnableKeyRotation not set' : `EnableKeyRotation = ${readable(rotation)}`, at);
  },
};
