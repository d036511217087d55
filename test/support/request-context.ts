import type { RequestContext } from './policy-document';
import { accountOf, type RequestPrincipal } from './policy-principals';

export type ContextOverrides = Readonly<Record<string, string | readonly string[] | undefined>>;

interface RequestFacts {
  readonly principal: RequestPrincipal;
  readonly action: string;
  readonly resourceAccount: string;
  readonly region: string;
  readonly functionArn: string | undefined;
  readonly overrides: ContextOverrides;
}

/** The keys AWS itself puts into a request; those that depend on the event behind it are for the test to give. */
export function requestContext(facts: RequestFacts): RequestContext {
  const { principal, action, resourceAccount, region, functionArn, overrides } = facts;
  const account = accountOf(principal);
  const merged = new Map<string, string | readonly string[] | undefined>(
    Object.entries({
      'aws:securetransport': 'true',
      'aws:currenttime': '2025-01-01T00:00:00Z',
      'aws:epochtime': '1735689600',
      'aws:requestedregion': region,
      'aws:resourceaccount': resourceAccount,
      'aws:principalisawsservice': String(principal.type === 'service'),
      'aws:viaawsservice': 'false',
      'aws:principaltype': principalType(principal),
      'aws:principalaccount': account,
      'aws:principalarn': 'arn' in principal ? principal.arn : undefined,
      'aws:principalservicename': principal.type === 'service' ? principal.service : undefined,
      'kms:calleraccount': /^kms:/i.test(action) ? account : undefined,
      'lambda:sourcefunctionarn': functionArn,
    }),
  );
  for (const [key, value] of Object.entries(overrides)) {
    merged.set(key.toLowerCase(), value);
  }
  // Plain HTTP has no TLS version: a condition on it then finds no key.
  if (/^s3:/i.test(action) && merged.get('aws:securetransport') === 'true' && !merged.has('s3:tlsversion')) {
    merged.set('s3:tlsversion', '1.2');
  }
  return Object.fromEntries([...merged].flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function principalType(principal: RequestPrincipal): string | undefined {
  switch (principal.type) {
    case 'role':
      return 'AssumedRole';
    case 'user':
      return 'User';
    case 'root':
      return 'Account';
    case 'anonymous':
      return 'Anonymous';
    default:
      return undefined;
  }
}
