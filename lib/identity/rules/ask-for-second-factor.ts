import { Mfa, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { hasNoPasswords, POOL } from '../sign-in';

const AT = 'Properties.MfaConfiguration';

export const askForSecondFactor: Rule<UserPoolProps> = {
  id: 'IDENTITY-01',
  types: [POOL],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'users have a second factor, or may at least choose one',
  why: 'A password that was reused, guessed or phished is all it takes; Cognito has no second factor unless it is switched on.',
  fix: 'set mfa to Mfa.REQUIRED with mfaSecondFactor: { otp: true, sms: false }',
  topics: ['auth'],
  controls: ['C2', 'C6', 'FSBP Cognito.5', 'AwsSolutions-COG2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: () => ({ mfa: Mfa.REQUIRED }),
  },
  check,
};

function check(pool: Resource): Judgement {
  const mfa = pool.get('MfaConfiguration');
  if (isUnknown(mfa)) return unknown('MfaConfiguration only known at deployment', AT);
  if (mfa === 'ON' || mfa === 'OPTIONAL' || hasNoPasswords(pool)) return PASS;
  return fail(`MfaConfiguration ${mfa ?? 'not set'}`, AT);
}
