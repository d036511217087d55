import { UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import { Rule } from '../../core/rule';
import { POOL } from '../sign-in';

/** It also holds where `DeletionPolicy` says Delete: Cognito refuses to delete the pool. */
export const protectFromDeletion: Rule<UserPoolProps> = {
  id: 'IDENTITY-05',
  types: [POOL],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'the user pool is protected from deletion',
  why: 'A deleted pool takes every account with it: there is no backup, and nobody can export a password.',
  fix: 'set deletionProtection to true',
  topics: ['retention', 'availability'],
  controls: ['E4', 'FSBP Cognito.6'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    props: ({ profile }) => ({ deletionProtection: profile !== 'development' }),
    cfn: () => ({ DeletionProtection: 'ACTIVE' }),
  },
};
