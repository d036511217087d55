import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const noConsolePasswords: Rule = {
  id: 'ACCOUNT-03',
  types: ['AWS::IAM::User'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no user has a password for the console',
  why: 'CloudFormation can ask for no second factor: whoever learns or guesses the password is in, from anywhere.',
  fix: 'remove LoginProfile and let people sign in through IAM Identity Center',
  topics: ['auth', 'secrets'],
  controls: ['A5', 'FSBP IAM.5'],
  migration: 'breaks-callers',
  reaches: [],
  check: (user) => (isPresent(user.get('LoginProfile')) ? fail('a login profile', 'Properties.LoginProfile') : PASS),
};
