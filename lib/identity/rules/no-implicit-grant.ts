import { UserPoolClientOptions } from 'aws-cdk-lib/aws-cognito';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { CLIENT } from '../sign-in';

const AT = 'Properties.AllowedOAuthFlows';

export const noImplicitGrant: Rule<UserPoolClientOptions> = {
  id: 'IDENTITY-09',
  types: [CLIENT],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no client takes tokens by the implicit grant',
  why: 'It puts tokens into addresses, where history, logs and other pages read them; RFC 9700 forbids it. A plain client has it by default.',
  fix: 'set oAuth.flows to { authorizationCodeGrant: true }, with PKCE in the application',
  topics: ['auth'],
  controls: ['C2', 'C6', 'RFC 9700 2.1.2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    props: ({ given: { oAuth } }) => (oAuth ? { oAuth: { flows: { authorizationCodeGrant: true } } } : {}),
  },
  check: (client) => {
    const flows = [client.get('AllowedOAuthFlows') ?? []].flat();
    if (flows.includes('implicit')) return fail('the implicit grant', AT);
    return flows.some(isUnknown) ? unknown('grants only known at deployment', AT) : PASS;
  },
};
