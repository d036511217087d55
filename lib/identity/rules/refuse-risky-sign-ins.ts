import { UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { hasNoPasswords, POOL } from '../sign-in';

/** A choice with a price: nothing makes it hold unless somebody says so. */
export const refuseRiskySignIns: Rule<UserPoolProps> = {
  id: 'IDENTITY-07',
  types: [POOL],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'leaked passwords and risky sign-ins are refused by threat protection',
  why: 'Only the Plus plan compares passwords with leaks and notices new devices, places and waves of guesses.',
  fix: 'set threatProtection: ThreatProtection.FULL ($0.02 for each monthly user), or ThreatProtection.none(reason) where that is too much; on a plain UserPool featurePlan PLUS and standardThreatProtectionMode FULL_FUNCTION',
  topics: ['auth', 'monitoring'],
  controls: ['C2', 'G9', 'FSBP Cognito.1', 'AwsSolutions-COG8'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(pool: Resource): Judgement {
  const [tier, mode] = [pool.get('UserPoolTier'), pool.get('UserPoolAddOns.AdvancedSecurityMode')];
  if (isUnknown(tier) || isUnknown(mode))
    return unknown('threat protection only known at deployment', 'Properties.UserPoolAddOns');
  if (hasNoPasswords(pool)) return PASS;
  if (mode !== 'ENFORCED') return fail(`AdvancedSecurityMode ${mode ?? 'not set'}`, 'Properties.UserPoolAddOns');
  return tier === undefined || tier === 'PLUS' ? PASS : fail(`the plan ${tier}`, 'Properties.UserPoolTier');
}
