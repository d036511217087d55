/**
 * What user pools hand out to every client without anybody defining it: no scope of these tells an API of yours from any other
 * ("Scopes, M2M, and APIs with resource servers", Amazon Cognito developer guide).
 */
const GENERIC: readonly string[] = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'];

export const isGenericScope = (scope: string): boolean => GENERIC.includes(scope);
