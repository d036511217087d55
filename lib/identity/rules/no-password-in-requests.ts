import { UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { CLIENT, isForMachines } from '../sign-in';

const AT = 'Properties.ExplicitAuthFlows';
const WITH_PASSWORD = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
];

export const noPasswordInRequests: Rule<UserPoolClientOptions> = {
  id: 'IDENTITY-11',
  types: [CLIENT],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'passwords are proven (SRP), never sent in requests',
  why: 'Application, proxies and logs on the way see a password that is sent; guessing programs like these flows best.',
  fix: 'leave authFlows.userPassword and adminUserPassword off, use userSrp or the authorization code grant',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: ({ given: { authFlows, oAuth } }) =>
      authFlows && Object.keys(authFlows).length > 0
        ? {}
        : { authFlows: { userSrp: !oAuth?.flows?.clientCredentials } },
  },
  check: (client) => {
    const flows = [client.get('ExplicitAuthFlows') ?? []].flat();
    const sent = WITH_PASSWORD.filter((one) => flows.includes(one));
    if (sent.length > 0 && !isForMachines(client)) return fail(sent.join(', '), AT);
    return flows.some(isUnknown) ? unknown('flows only known at deployment', AT) : PASS;
  },
};
