import { createHash } from 'crypto';
import { Duration, Token } from 'aws-cdk-lib';
import {
  AuthorizationType,
  CfnAuthorizer,
  CognitoUserPoolsAuthorizer,
  IAuthorizer,
  MethodOptions,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { BoundRoute } from './bound-route';
import { checkList, isObject, shown } from './given';
import { genericScope, isGenericScope } from './scopes';

/** Options of `Auth.cognito`. */
export interface CognitoAuthOptions {
  /** The clients whose tokens are taken: ID tokens of no other client are. */
  readonly clients: IUserPoolClient[];
  /**
   * Scopes of a resource server of yours, as `orders/read`: the token must have one of them.
   *
   * @default - no scopes: callers send an ID token instead of an access token
   */
  readonly scopes?: string[];
}

export function cognitoMethod(userPool: IUserPool, options: CognitoAuthOptions): (route: BoundRoute) => MethodOptions {
  const { clients, scopes } = options ?? {};
  if (!isObject(userPool)) {
    throw new Error(`API-01: expected Auth.cognito to name a user pool, got ${shown(userPool)}; give a UserPool`);
  }
  checkClients(clients);
  if (scopes) {
    checkScopes(scopes);
    const open = scopes.find(isGenericScope);
    if (open !== undefined) throw genericScope(open);
  }
  const authorizationType = AuthorizationType.COGNITO;
  return ({ api }) =>
    scopes
      ? { authorizer: accessTokens(api, userPool), authorizationType, authorizationScopes: [...new Set(scopes)] }
      : { authorizer: idTokens(api, userPool, clients), authorizationType };
}

export function checkClients(clients: readonly IUserPoolClient[]): void {
  if (!Array.isArray(clients) || clients.length === 0) {
    throw new Error('API-13: expected the clients whose tokens are taken, got none; list the clients of the user pool');
  }
}

/** Also for `Auth.jwt`: a scope with a space would never be found, none at all would be a check that nobody sees missing. */
export function checkScopes(scopes: readonly string[]): void {
  checkList('API-13', 'scopes', 'Auth', scopes, "['orders/read']");
  const odd = scopes.find((scope) => typeof scope !== 'string' || scope === '' || /\s/.test(scope));
  if (scopes.length > 0 && odd === undefined) return;
  throw new Error(
    `API-13: expected scopes to be a list of scopes such as orders/read, got ${odd === undefined ? 'none' : `'${odd}'`}; ` +
      'name one or more, each without spaces, or leave scopes out',
  );
}

/** An access token has no audience that API Gateway reads: an expression for it would refuse them all. */
function accessTokens(api: RestApi, userPool: IUserPool): IAuthorizer {
  return authorizer(api, `CognitoAccessTokens${digest([userPool.node.addr])}`, userPool);
}

/** API Gateway compares the audience of an ID token with a regular expression, which only the L1 knows. */
function idTokens(api: RestApi, userPool: IUserPool, clients: readonly IUserPoolClient[]): IAuthorizer {
  const byPath = new Map(clients.map((client) => [client.node.path, client]));
  const sorted = [...byPath.keys()].sort().map((path) => byPath.get(path)!);
  const addresses = sorted.map(({ node }) => node.addr);
  const one = authorizer(api, `CognitoIdTokens${digest([userPool.node.addr, ...addresses])}`, userPool);
  const ids = sorted.map(({ userPoolClientId: id }) => (Token.isUnresolved(id) ? id : escaped(id)));
  (one.node.defaultChild as CfnAuthorizer).identityValidationExpression = `^(${ids.join('|')})$`;
  return one;
}

function authorizer(api: RestApi, id: string, userPool: IUserPool): CognitoUserPoolsAuthorizer {
  const there = api.node.tryFindChild(id) as CognitoUserPoolsAuthorizer | undefined;
  // it costs nothing to ask API Gateway each time, and no answer outlives its token
  const resultsCacheTtl = Duration.seconds(0);
  return there ?? new CognitoUserPoolsAuthorizer(api, id, { cognitoUserPools: [userPool], resultsCacheTtl });
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8).toUpperCase();

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
