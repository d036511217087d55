import { Mfa, UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { hasNoPasswords, POOL } from '../sign-in';

export const secondFactorFromAnApp: Rule<UserPoolProps> = {
  id: 'IDENTITY-02',
  types: [POOL],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'every user needs a second factor, and it comes from an authenticator app',
  why: 'Who may choose does not; codes by SMS are read by whoever takes over the number, and cost money for each one sent.',
  fix: 'set mfa to Mfa.REQUIRED with mfaSecondFactor: { otp: true, sms: false }',
  topics: ['auth'],
  controls: ['C2', 'C6', 'AwsSolutions-COG2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: ({ given }) => (given.mfa === Mfa.OFF ? {} : { mfaSecondFactor: { otp: true, sms: false } }),
  },
  check,
};

function check(pool: Resource): Judgement {
  const mfa = pool.get('MfaConfiguration');
  if (isUnknown(mfa)) return unknown('MfaConfiguration only known at deployment', 'Properties.MfaConfiguration');
  // without any, IDENTITY-01 speaks
  if (!['ON', 'OPTIONAL'].includes(mfa) || hasNoPasswords(pool)) return PASS;
  return worstOfAll([
    mfa === 'ON' ? PASS : fail('a second factor for those who choose one', 'Properties.MfaConfiguration'),
    judgeFactors(pool.get('EnabledMfas')),
  ]);
}

function judgeFactors(factors: unknown): Judgement {
  const at = 'Properties.EnabledMfas';
  const list = [factors ?? []].flat();
  if (list.some(isUnknown)) return unknown('second factors only known at deployment', at);
  if (list.includes('SOFTWARE_TOKEN_MFA') && !list.includes('SMS_MFA')) return PASS;
  return fail(list.length > 0 ? readable(list.join(', ')) : 'no EnabledMfas', at);
}
