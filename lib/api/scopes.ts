/**
 * What user pools hand out to every client without anybody defining it: no scope of these tells an API of yours from any other
 * ("Scopes, M2M, and APIs with resource servers", Amazon Cognito developer guide).
 */
const GENERIC: readonly string[] = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

export const isGenericScope = (scope: string): boolean => GENERIC.includes(scope);

/** One scope of a route is enough, so that one which everybody has opens it to them all. */
export const genericScope = (scope: string): Error =>
  new Error(
    `API-13: expected scopes of a resource server, since one of them is enough, got '${scope}', ` +
      'which any client of the pool may have; define a scope by userPool.addResourceServer, and name it as server/scope',
  );
