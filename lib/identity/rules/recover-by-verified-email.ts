import { AccountRecovery, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { hasNoPasswords, POOL } from '../sign-in';

const AT = 'Properties.AccountRecoverySetting';

export const recoverByVerifiedEmail: Rule<UserPoolProps> = {
  id: 'IDENTITY-06',
  types: [POOL],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a forgotten password is recovered by a verified e-mail address or by an administrator, never by phone',
  why: 'Whoever takes over a phone number takes over the account; without a setting Cognito prefers the phone.',
  fix: 'set accountRecovery to AccountRecovery.EMAIL_ONLY or AccountRecovery.NONE',
  topics: ['auth'],
  controls: ['C2', 'C6'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: () => ({ accountRecovery: AccountRecovery.EMAIL_ONLY }),
  },
  check,
};

function check(pool: Resource): Judgement {
  if (hasNoPasswords(pool)) return PASS;
  const mechanisms = pool.get('AccountRecoverySetting.RecoveryMechanisms');
  const list = [mechanisms ?? []].flat();
  if (list.some((one) => isUnknown(one) || isUnknown(one?.Name)))
    return unknown('recovery only known at deployment', AT);
  if (list.some((one) => one?.Name === 'verified_phone_number')) return fail('recovery by phone', AT);
  return list.length > 0 ? PASS : fail('no AccountRecoverySetting', AT);
}
