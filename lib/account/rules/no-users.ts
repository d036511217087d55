import { fail, Rule } from '../../core/rule';

export const noUsers: Rule = {
  id: 'ACCOUNT-01',
  types: ['AWS::IAM::User'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'there are no IAM users: people and programs take roles',
  why: 'A user has credentials that last until somebody remembers them, and nobody knows who has copied them.',
  fix: 'let people come through IAM Identity Center, programs through a role (OIDC for pipelines, Roles Anywhere for machines)',
  topics: ['auth', 'secrets', 'least-privilege'],
  controls: ['A5'],
  migration: 'manual',
  reaches: [],
  check: () => fail('an IAM user', 'Properties'),
};
