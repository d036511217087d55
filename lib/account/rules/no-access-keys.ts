import { fail, PASS, Rule } from '../../core/rule';
import { is } from '../../core/compare';

export const noAccessKeys: Rule = {
  id: 'ACCOUNT-02',
  types: ['AWS::IAM::AccessKey'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no access keys are made',
  why: 'An access key works from everywhere and never expires: the one that is found in a repository is the usual way into an account.',
  fix: 'take a role instead; where only a key will do, make it outside of CloudFormation and put it into Secrets Manager',
  topics: ['auth', 'secrets'],
  controls: ['A5', 'D1', 'FSBP IAM.3'],
  migration: 'manual',
  reaches: [],
  check: (key) =>
    is(key.get('Status') ?? 'Active', 'Inactive') === 'pass' ? PASS : fail('an access key', 'Properties'),
};
