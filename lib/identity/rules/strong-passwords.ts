import { Duration } from 'aws-cdk-lib';
import { UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { POOL } from '../sign-in';

const AT = 'Properties.Policies.PasswordPolicy';
const KINDS = ['RequireLowercase', 'RequireUppercase', 'RequireNumbers', 'RequireSymbols'];
/** FSBP Cognito.3. */
const SHORTEST = 8;
/** From here on kinds of signs add nothing: NIST SP 800-63B-4, 3.1.1.2. */
const LONG = 15;
/** Cognito's own default. */
const TEMPORARY_DAYS = 7;

/** Without any policy Cognito asks for eight signs of all four kinds; a policy that is there counts as it is written. */
export const strongPasswords: Rule<UserPoolProps> = {
  id: 'IDENTITY-03',
  types: [POOL],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'passwords have 8 signs of all four kinds or 15 of any, and temporary ones end within a week',
  why: 'Short passwords are guessed within hours once hashes or a sign-in page are reached; an invitation that never ends is found by somebody else.',
  fix: 'set passwordPolicy with minLength 12 and all four require… true, or minLength 15, and tempPasswordValidity of at most 7 days',
  topics: ['auth'],
  controls: ['C2', 'C6', 'FSBP Cognito.3', 'AwsSolutions-COG1'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint'],
  secure: {
    props: () => ({
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
    }),
  },
  check: (pool) => worstOfAll([judgeStrength(pool), judgeInvitation(pool)]),
};

function judgeStrength(pool: Resource): Judgement {
  const policy = pool.get('Policies.PasswordPolicy');
  if (policy === undefined) return PASS;
  if (typeof policy !== 'object' || policy === null) return unknown('a password policy only known at deployment', AT);
  const length = policy.MinimumLength ?? SHORTEST;
  if (isUnknown(length)) return unknown('MinimumLength only known at deployment', AT);
  if (Number(length) >= LONG) return PASS;
  if (!(Number(length) >= SHORTEST)) return fail(`MinimumLength ${length}`, AT);
  const open = KINDS.find((kind) => isUnknown(policy[kind]));
  const missing = KINDS.filter((kind) => !isUnknown(policy[kind]) && String(policy[kind]) !== 'true');
  if (missing.length > 0) return fail(`${length} signs without ${missing.join(', ')}`, AT);
  return open === undefined ? PASS : unknown(`${open} only known at deployment`, AT);
}

function judgeInvitation(pool: Resource): Judgement {
  const days =
    pool.get('Policies.PasswordPolicy.TemporaryPasswordValidityDays') ??
    pool.get('AdminCreateUserConfig.UnusedAccountValidityDays') ??
    TEMPORARY_DAYS;
  if (isUnknown(days)) return unknown('the life of temporary passwords only known at deployment', AT);
  return Number(days) <= TEMPORARY_DAYS ? PASS : fail(`temporary passwords for ${days} days`, AT);
}
