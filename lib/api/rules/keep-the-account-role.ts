import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, Rule } from '../../core/rule';

export const keepTheAccountRole: Rule = {
  id: 'API-24',
  types: ['AWS::ApiGateway::Account'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the log role of API Gateway is set with a look at what is there',
  why: 'An account and region has one. This resource overwrites it, whoever set it, and the logs of every other API end with the new role.',
  fix: 'use ApiGatewayAccount.shared(stack), which keeps a role that is there, and leave cloudWatchRole of each API at false',
  topics: ['logging', 'availability'],
  controls: ['G1'],
  migration: 'manual',
  reaches: ['construct'],
  check,
};

function check(account: Resource): Judgement {
  const isSet = isPresent(account.get('CloudWatchRoleArn'));
  return fail(
    isSet ? 'a resource that overwrites it' : 'a resource that names no role, and may take away the one that is there',
  );
}
