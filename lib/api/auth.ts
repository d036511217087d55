import type { MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import { AuthorizationType } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { BoundRoute, Caller, checkRoute } from './bound-route';
import { checkScopes, CognitoAuthOptions, cognitoMethod } from './cognito-auth';
import { isObject, shown } from './given';
import { JwtAuthorizer } from './jwt-authorizer';
import { checkWaiver, Waiver } from '../core/waivers';

/** Options of `Auth.jwt`. */
export interface JwtAuthOptions {
  /**
   * Scopes of which the token must have one. All of a kind, as in API Gateway's own authorizers: for "this and that", make one scope
   * that means both.
   *
   * @default - any valid token of the authorizer's issuers and clients
   */
  readonly scopes?: string[];
}

/** Who may call a route. */
export class Auth {
  /**
   * Users of a Cognito user pool, checked by API Gateway itself.
   *
   * Without scopes callers send an ID token, and its audience must be one of the clients. With scopes they send an access token that has
   * one of them; API Gateway checks no client then, so any client of the pool that may ask for the scope is let in: the resource server
   * that the scope belongs to is the audience. Access tokens of `InitiateAuth` have no such scope. Owner and step-up need `Auth.jwt`.
   * Source: "Control access to REST APIs using Amazon Cognito user pools as an authorizer", API Gateway developer guide.
   *
   * @throws API-13 when there are no clients, or when one of the scopes is one that every client gets
   */
  public static cognito(userPool: IUserPool, options: CognitoAuthOptions): Auth {
    const caller = { name: 'Auth.cognito', isUser: true, hasClaims: false };
    const method = cognitoMethod(userPool, options);
    return new Auth(
      caller,
      [],
      method,
      options.scopes ? undefined : (scopes) => Auth.cognito(userPool, { ...options, scopes }),
    );
  }

  /**
   * Callers with a valid token for the clients or audiences of a `JwtAuthorizer`: it checks client, scopes, owner and step-up.
   *
   * @throws API-13 when a scope is empty or holds a space, or when a user pool is among the issuers and any of its clients may have it
   */
  public static jwt(authorizer: JwtAuthorizer, options: JwtAuthOptions = {}): Auth {
    const caller = { name: 'Auth.jwt', isUser: true, hasClaims: true };
    if (!isObject(authorizer) || !('_addRoute' in authorizer)) {
      throw new Error(
        `API-01: expected Auth.jwt to name its authorizer, got ${shown(authorizer)}; make one by new JwtAuthorizer(scope, id, { issuers })`,
      );
    }
    if (options.scopes) checkScopes(options.scopes);
    if (options.scopes) authorizer._checkScopes(options.scopes);
    const method = (route: BoundRoute) => authorizer._addRoute(route, options.scopes);
    return new Auth(caller, [], method, options.scopes ? undefined : (scopes) => Auth.jwt(authorizer, { scopes }));
  }

  /** AWS identities that may `execute-api:Invoke` the route, by requests signed with Signature Version 4: services, not users. */
  public static iam(): Auth {
    const caller = { name: 'Auth.iam', isUser: false, hasClaims: false };
    return new Auth(caller, [], () => ({ authorizationType: AuthorizationType.IAM }));
  }

  /**
   * Everybody. Becomes a waiver of API-01 on the route, which the report shows with the reason.
   *
   * @throws GATE-06 when the reason is shorter than three words and 20 characters
   */
  public static public(reason: string): Auth {
    const waiver = { ruleId: 'API-01', reason };
    checkWaiver(waiver);
    const caller = { name: 'Auth.public', isUser: false, hasClaims: false };
    return new Auth(caller, [waiver], () => ({ authorizationType: AuthorizationType.NONE }));
  }

  private constructor(
    private readonly caller: Caller,
    private readonly waivers: Waiver[],
    private readonly method: (route: BoundRoute) => MethodOptions,
    private readonly scoped?: (scopes: string[]) => Auth,
  ) {}

  /**
   * What the route's method says about its callers. Throws what is wrong with owner and step-up.
   *
   * @internal
   */
  public _bind(route: BoundRoute): MethodOptions {
    checkRoute(route, this.caller);
    return this.method(route);
  }

  /** @internal */
  public _waivers(): Waiver[] {
    return this.waivers;
  }

  /**
   * The same callers, with one of these scopes. Undefined: they have none to ask for, or were told theirs already.
   *
   * @internal
   */
  public _withScopes(scopes: string[]): Auth | undefined {
    return this.scoped?.(scopes);
  }
}
