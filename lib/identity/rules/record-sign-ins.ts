import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { hasNoPasswords, POOL } from '../sign-in';

/** "Exporting logs from Amazon Cognito user pools", Cognito developer guide: sign-ins are exported with threat protection only. */
export const recordSignIns: Rule = {
  id: 'IDENTITY-17',
  types: [POOL],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'what threat protection says of sign-ins is kept in a log',
  why: 'Cognito shows failed and risky sign-ins for each user in its console; without an export nobody can search them or raise an alarm.',
  fix: 'set threatProtection on a SecureUserPool, or add a CfnLogDeliveryConfiguration with eventSource userAuthEvents and logLevel INFO',
  topics: ['logging', 'monitoring'],
  controls: ['G9', 'G1'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(pool: Resource): Judgement {
  const mode: unknown = pool.get('UserPoolAddOns.AdvancedSecurityMode');
  // without threat protection there is nothing to export: IDENTITY-07 speaks of that
  if (!isPresent(mode) || mode === 'OFF' || isUnknown(mode) || hasNoPasswords(pool)) return PASS;
  const deliveries = pool.assembly.about(pool, 'AWS::Cognito::LogDeliveryConfiguration');
  return deliveries.some(exportsSignIns) ? PASS : fail('no delivery of userAuthEvents');
}

function exportsSignIns(delivery: Resource): boolean {
  const configurations: unknown = delivery.get('LogConfigurations');
  if (isUnknown(configurations)) return true;
  return [configurations ?? []]
    .flat()
    .some((one: any) => one?.EventSource === 'userAuthEvents' || isUnknown(one?.EventSource));
}
