import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';
const USER_POOL = 'AWS::Cognito::UserPool';
const APP_RUNNER = 'AWS::AppRunner::Service';

/** It only warns: both have throttles of their own, and a web ACL is paid for. */
export const guardSignIn: Rule = {
  id: 'WAF-08',
  types: [USER_POOL, APP_RUNNER],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL stands before user pools and App Runner services on the internet',
  why: 'Machines try stolen passwords, register accounts and send codes by SMS, which are paid for, as fast as the quotas let them.',
  fix: 'add an AWS::WAFv2::WebACLAssociation with the ARN of the user pool or service, to a web ACL with a limit for each address',
  topics: ['waf', 'public-access', 'denial-of-wallet'],
  controls: ['B7'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const { assembly } = resource;
  if (resource.type === APP_RUNNER) {
    const reach: unknown = resource.get('NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible');
    if (String(reach) === 'false' || isUnknown(reach)) return PASS;
  }
  if (assembly.about(resource, ASSOCIATION).some((one) => isPresent(one.get('WebACLArn')))) return PASS;
  const all = assembly.ofType(ASSOCIATION).filter((one) => one.exists());
  // an association whose resource only the deployment knows may be this one's
  return all.some((one) => isUnknown(one.get('ResourceArn'))) ? PASS : fail('no web ACL');
}
