import { scopesOf } from './check-policy';
import { Identity } from './verify-token';

/** What API Gateway takes as an answer. */
export interface Answer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly {
      readonly Effect: 'Allow' | 'Deny';
      readonly Action: 'execute-api:Invoke';
      readonly Resource: string;
    }[];
  };
  readonly context?: Readonly<Record<string, string>>;
}

/** Lets this identity call this method with this path, and nothing else; tells the handler who it is. */
export function allow(identity: Identity, methodArn: string): Answer {
  const { claims, subject, issuer } = identity;
  const isIdToken = issuer.kind === 'cognito' && issuer.use === 'id';
  const clientId = isIdToken ? claims.aud : (claims.client_id ?? claims.azp);
  return {
    ...policy(subject, 'Allow', methodArn),
    context: {
      sub: subject,
      issuer: String(claims.iss),
      scope: scopesOf(identity).join(' '),
      clientId: typeof clientId === 'string' ? clientId : '',
    },
  };
}

/** A 403 that says nothing. */
export const deny = (subject: string, methodArn: string): Answer => policy(subject, 'Deny', methodArn);

const policy = (principalId: string, Effect: 'Allow' | 'Deny', Resource: string): Answer => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
});
