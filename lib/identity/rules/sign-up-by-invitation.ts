import { UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { POOL } from '../sign-in';

const PATH = 'AdminCreateUserConfig.AllowAdminCreateUserOnly';

export const signUpByInvitation: Rule<UserPoolProps> = {
  id: 'IDENTITY-04',
  types: [POOL],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'users are invited, and nobody registers by himself unless somebody said so',
  why: 'Cognito lets anybody who knows a client id register unless it is told not to, also where the application shows no such page.',
  fix: 'set selfSignUpEnabled to false (AllowAdminCreateUserOnly: true); where everybody may register, say so in a waiver',
  topics: ['auth', 'public-access'],
  controls: ['C2', 'C6'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: () => ({ selfSignUpEnabled: false }),
  },
  check: (pool) => {
    const verdict = is(pool.get(PATH), true);
    if (verdict === 'pass') return PASS;
    return verdict === 'fail'
      ? fail('sign-up open to everybody', `Properties.${PATH}`)
      : unknown('sign-up only known at deployment', `Properties.${PATH}`);
  },
};
