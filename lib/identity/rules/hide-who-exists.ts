import { UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { CLIENT, isForMachines } from '../sign-in';

const AT = 'Properties.PreventUserExistenceErrors';

/** A client for machines, by which nobody signs in, tells nobody. */
export const hideWhoExists: Rule<UserPoolClientOptions> = {
  id: 'IDENTITY-12',
  types: [CLIENT],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'errors do not tell whether a user exists',
  why: 'Without the setting Cognito answers UserNotFoundException, and a list of addresses becomes a list of customers.',
  fix: 'set preventUserExistenceErrors to true',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: ['construct', 'mixin'],
  secure: {
    props: () => ({ preventUserExistenceErrors: true }),
    cfn: () => ({ PreventUserExistenceErrors: 'ENABLED' }),
  },
  check: (client) => {
    const value = client.get('PreventUserExistenceErrors');
    const verdict = is(value, 'ENABLED');
    if (verdict === 'pass' || isForMachines(client)) return PASS;
    return verdict === 'fail'
      ? fail(`PreventUserExistenceErrors ${value ?? 'not set'}`, AT)
      : unknown('a setting only known at deployment', AT);
  },
};
