import { SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { ROTATION_TAG, tagOf } from '../secret-tags';

export const rotate: Rule<SecretProps> = {
  id: 'SECRET-03',
  types: ['AWS::SecretsManager::Secret'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'secrets are rotated by a schedule, or it is stated who does it and when',
  why: 'A secret that leaked and is never changed opens the door for years.',
  fix: `call addRotationSchedule, or set rotation on a SecureSecret (the tag ${ROTATION_TAG}) to who rotates it and when`,
  topics: ['secrets'],
  controls: ['D2', 'FSBP SecretsManager.1', 'AwsSolutions-SMG4'],
  migration: 'manual',
  reaches: [],
  check,
};

/** A schedule may be about what the secret is attached to: the attachment names the same secret. */
function check(secret: Resource): Judgement {
  const { assembly } = secret;
  const attached = assembly.about(secret, 'AWS::SecretsManager::SecretTargetAttachment');
  const schedules = [secret, ...attached].flatMap((one) =>
    assembly.about(one, 'AWS::SecretsManager::RotationSchedule'),
  );
  if (schedules.length > 0 || isPresent(tagOf(secret, ROTATION_TAG))) return PASS;
  return fail('neither a rotation schedule nor a statement', 'Properties.Tags');
}
