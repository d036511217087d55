import { Token } from 'aws-cdk-lib';
import { JwtIssuer } from './jwt-issuer';
import { IssuerEntry, PolicyEntry } from './route-table';
import { genericScope, isGenericScope } from './scopes';

export const entriesOf = (issuers: readonly JwtIssuer[]): IssuerEntry[] => issuers.map(({ _entry }) => _entry);

export function checkIssuers(issuers: readonly JwtIssuer[]): void {
  if (!Array.isArray(issuers) || issuers.length === 0) {
    throw new Error(
      'API-13: expected issuers whose tokens are taken, got none; add JwtIssuer.cognito(…) or JwtIssuer.oidc(…)',
    );
  }
  const names = entriesOf(issuers).map((one) => (one.kind === 'cognito' ? one.pool : one.issuer));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new Error(
    `API-13: expected each issuer once, got ${Token.isUnresolved(twice) ? 'a user pool' : `'${twice}'`} twice; list all its clients or audiences in one`,
  );
}

/** Refuses scopes by which a user pool tells no client from another. */
export function checkIssuedScopes(entries: readonly IssuerEntry[], scopes: readonly string[]): void {
  const open = entries.some(({ kind }) => kind === 'cognito') ? scopes.find(isGenericScope) : undefined;
  if (open !== undefined) throw genericScope(open);
}

/**
 * What a client of a user pool may write for its user unless it is told otherwise, and so the user himself: "WriteAttributes" of
 * CreateUserPoolClient, Amazon Cognito API reference.
 */
const WRITABLE: ReadonlySet<string> = new Set([
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'website',
  'zoneinfo',
]);

/** Refuses claims that some issuer never writes, that users write themselves, or by which two issuers may mean different people. */
export function checkClaims(entries: readonly IssuerEntry[], { scopes, owner, mfa }: PolicyEntry, route: string): void {
  const cognito = entries.filter((one) => one.kind === 'cognito');
  if (scopes && cognito.length === entries.length && cognito.every(({ use }) => use === 'id')) {
    throw new Error(
      `API-13: expected access tokens where scopes are asked for, got ID tokens for ${route}; leave out tokenUse: CognitoTokenUse.ID, or the scopes`,
    );
  }
  if (mfa === 'amr' && cognito.length > 0) {
    throw new Error(
      `API-16: expected a claim that Cognito writes, got amr for ${route}; have a pre-token-generation trigger write one and name it: StepUp.mfa('second_factor')`,
    );
  }
  for (const [ruleId, claim] of [
    ['API-15', owner?.[1]],
    ['API-16', mfa],
  ] as const) {
    if (claim === undefined || cognito.length === 0 || !WRITABLE.has(claim)) continue;
    throw new Error(
      `${ruleId}: expected a claim that users cannot change, got ${claim} for ${route}, an attribute that they may write; ` +
        'use sub, or a claim that a pre-token-generation trigger writes',
    );
  }
  if (owner && entries.length > 1 && (cognito.length < entries.length || owner[1] !== 'sub')) {
    throw new Error(
      `API-15: expected one issuer to name the owners, got ${entries.length} issuers for ${route}, of which two could mean different people by one name; ` +
        'make a JwtAuthorizer for each issuer, or use Owner.checkedByHandler(reason)',
    );
  }
}
