import { SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { DATA_CLASS_TAG, tagOf } from '../secret-tags';

const AT = 'Properties.KmsKeyId';

export const encryptWithOwnKey: Rule<SecretProps> = {
  id: 'SECRET-02',
  types: ['AWS::SecretsManager::Secret'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'secrets are encrypted with a customer key, unless they are internal',
  why: 'With the AWS managed key whoever may read secrets may decrypt them; with your own it takes two permissions, and every use shows.',
  fix: 'set encryptionKey to KeyRing.of(this).data(DataClass.SECRET), or tag data-class=internal what opens nothing',
  topics: ['encryption', 'secrets'],
  controls: ['D2', 'E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(secret: Resource): Judgement {
  const key = secret.get('KmsKeyId');
  const isManaged = /alias\/aws\/secretsmanager$/.test(String(key));
  if (isPresent(key) && !isManaged) return PASS;
  const dataClass = tagOf(secret, DATA_CLASS_TAG);
  if (dataClass === 'internal') return PASS;
  const got = isManaged ? 'the AWS managed key aws/secretsmanager' : 'KmsKeyId not set';
  if (isUnknown(dataClass)) return unknown(`${got}, a class only known at deployment`, AT);
  return isPresent(dataClass) ? fail(got, AT) : advise(fail(got, AT));
}
