/**
 * What the JWT authorizer demands of each route. The construct writes it as JSON into one environment variable, its function reads
 * it there, rules read it in the template. Pure: no imports, since it is bundled into the function.
 */
export const TABLE_VARIABLE = 'AUTHORIZER_TABLE';

/** The environment of a function in all, names and values: "Lambda quotas", AWS Lambda developer guide. */
export const ENVIRONMENT_QUOTA = 4096;

export interface RouteTable {
  readonly v: 1;
  readonly issuers: readonly IssuerEntry[];
  /** Each once; routes name them by their place. */
  readonly policies: readonly PolicyEntry[];
  /** `GET /orders/{orderId}` → place of its policy. What is not here is denied. */
  readonly routes: Readonly<Record<string, number>>;
}

export type IssuerEntry = CognitoEntry | OidcEntry;

export interface CognitoEntry {
  readonly kind: 'cognito';
  readonly pool: string;
  readonly clients: readonly string[];
  readonly use: 'access' | 'id';
}

export interface OidcEntry {
  readonly kind: 'oidc';
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly jwks: string;
  /** The claim with the scopes: a text with spaces in between, or a list. */
  readonly scope: string;
}

/** What a route demands beyond a valid token. Nothing in it: no more than that. */
export interface PolicyEntry {
  /** One of them is enough, as in API Gateway. */
  readonly scopes?: readonly string[];
  /** Path parameter and claim, which must be equal. */
  readonly owner?: readonly [parameter: string, claim: string];
  /** Seconds since the user logged in, at most. */
  readonly login?: number;
  /** The claim that says whether the login had a second factor. */
  readonly mfa?: string;
}

/** How a route is called in the table. */
export const routeKey = (method: string, path: string): string => `${method} ${path}`;

/** Reads a table as written; whatever it does not know, it refuses. */
export function parseRouteTable(text: string): RouteTable {
  const table = JSON.parse(text);
  demand(isObject(table) && table.v === 1 && keysIn(table, ['v', 'issuers', 'policies', 'routes']), 'a table');
  const { issuers, policies, routes } = table;
  demand(Array.isArray(issuers) && issuers.length > 0 && issuers.every(isIssuer), 'its issuers');
  demand(Array.isArray(policies) && policies.every(isPolicy), 'its policies');
  demand(isObject(routes), 'its routes');
  for (const place of Object.values<any>(routes))
    demand(Number.isInteger(place) && policies[place] !== undefined, 'a route');
  return table;
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected ${what} of the authorizer, got something else`);
}

const isObject = (value: any): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);
const keysIn = (value: object, names: readonly string[]): boolean =>
  Object.keys(value).every((key) => names.includes(key));

function isIssuer(one: any): boolean {
  if (!isObject(one)) return false;
  if (one.kind === 'cognito') {
    return (
      keysIn(one, ['kind', 'pool', 'clients', 'use']) &&
      isText(one.pool) &&
      areTexts(one.clients) &&
      (one.use === 'access' || one.use === 'id')
    );
  }
  return (
    one.kind === 'oidc' &&
    keysIn(one, ['kind', 'issuer', 'audience', 'jwks', 'scope']) &&
    [one.issuer, one.jwks, one.scope].every(isText) &&
    areTexts(one.audience)
  );
}

const isPolicy = (one: any): boolean =>
  isObject(one) &&
  keysIn(one, ['scopes', 'owner', 'login', 'mfa']) &&
  (one.scopes === undefined || areTexts(one.scopes)) &&
  (one.owner === undefined || (areTexts(one.owner) && one.owner.length === 2)) &&
  (one.login === undefined || (Number.isFinite(one.login) && one.login > 0)) &&
  (one.mfa === undefined || isText(one.mfa));
