import { UserPoolProps } from 'aws-cdk-lib/aws-cognito';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { POOL } from '../sign-in';

const AT = 'Properties.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate';

export const verifyChangedAddresses: Rule<UserPoolProps> = {
  id: 'IDENTITY-08',
  types: [POOL],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a changed e-mail address or phone number counts only once it is verified',
  why: 'Otherwise whoever holds a session for a minute puts in an address of their own, or of somebody else, and signs in by it.',
  fix: 'set keepOriginal: { email: true } (and phone, where it is verified too)',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: ({ given: { autoVerify, signInAliases } }) => {
      const phone = autoVerify?.phone ?? signInAliases?.phone ?? false;
      return {
        autoVerify: { email: true, ...(phone && { phone }) },
        keepOriginal: { email: autoVerify?.email ?? true, ...(phone && { phone }) },
      };
    },
  },
  check,
};

function check(pool: Resource): Judgement {
  const verified = [pool.get('AutoVerifiedAttributes') ?? []].flat();
  const kept = [pool.get('UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate') ?? []].flat();
  if ([...verified, ...kept].some(isUnknown)) return unknown('verified attributes only known at deployment', AT);
  const open = verified.filter((one) => !kept.includes(one));
  return open.length > 0 ? fail(`${open.join(' and ')} changed before verification`, AT) : PASS;
}
