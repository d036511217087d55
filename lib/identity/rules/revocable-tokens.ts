import { UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { CLIENT } from '../sign-in';

const AT = 'Properties.EnableTokenRevocation';

/** New clients have it unless they are told otherwise: only switching it off is found. */
export const revocableTokens: Rule<UserPoolClientOptions> = {
  id: 'IDENTITY-14',
  types: [CLIENT],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'refresh tokens can be revoked',
  why: 'Without it nobody can end the session of a stolen device.',
  fix: 'leave enableTokenRevocation out, or set it to true',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  secure: {
    props: () => ({ enableTokenRevocation: true }),
    cfn: () => ({ EnableTokenRevocation: true }),
  },
  check: (client) => {
    const value = client.get('EnableTokenRevocation');
    const verdict = value === undefined ? 'pass' : is(value, true);
    if (verdict === 'pass') return PASS;
    return verdict === 'fail'
      ? fail('EnableTokenRevocation false', AT)
      : unknown('a setting only known at deployment', AT);
  },
};
