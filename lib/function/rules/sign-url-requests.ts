import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

/** The one value of `AuthType` that makes Lambda check signatures; the others leave it to the code, or to nobody. */
const SIGNED: Readonly<Record<string, string>> = {
  'AWS::Lambda::Url': 'AWS_IAM',
  'AWS::Lambda::WebFunctionEndpoint': 'IamAuth',
};

export const signUrlRequests: Rule = {
  id: 'FUNCTION-12',
  types: Object.keys(SIGNED),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'requests to a function URL are signed with IAM',
  why: 'A URL without authentication is open to the whole internet, without a firewall or a limit before it.',
  fix: 'set authType to FunctionUrlAuthType.AWS_IAM; stand a public one behind CloudFront with origin access control',
  topics: ['public-access', 'auth'],
  controls: ['C1', 'B7', 'FSBP CloudFront.16', 'cdk-nag LambdaFunctionUrlAuth'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource: Resource) => {
    const actual = resource.get('AuthType');
    const verdict = is(actual, SIGNED[resource.type]);
    if (verdict === 'pass') return PASS;
    const got = actual === undefined ? 'AuthType not set' : `AuthType = ${actual}`;
    return verdict === 'fail' ? fail(got, 'Properties.AuthType') : unknown(got, 'Properties.AuthType');
  },
};
