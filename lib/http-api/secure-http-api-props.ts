import { HttpApiProps, HttpRouteIntegration, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Owner } from '../api/owner';
import { Throttle } from '../api/throttle';
import { Waiver } from '../core/waivers';

/** Props of `SecureHttpApi`: everything `apigatewayv2.HttpApi` takes, and what a secure API has to know besides. */
export interface SecureHttpApiProps extends HttpApiProps {
  /**
   * The limits of its stages, for all routes and clients together.
   *
   * @default - 50 requests per second, 100 at once
   */
  readonly throttle?: Throttle;
  /**
   * Rules that need not hold on this API and its routes, and why. Prefer those of a route.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}

/** One route of a `SecureHttpApi`: who answers, and who may call it. */
export interface SecureHttpRouteProps {
  /**
   * The function that answers; one of `handler` and `integration`. It may be invoked for this route of this API only.
   *
   * @default - what `integration` says
   */
  readonly handler?: IFunction;
  /**
   * What answers instead of a function.
   *
   * @default - the function that `handler` names
   */
  readonly integration?: HttpRouteIntegration;
  /**
   * Who may call it.
   *
   * @default - the `defaultAuthorizer` of the API: a signature (IAM), unless you named another
   */
  readonly authorizer?: IHttpRouteAuthorizer;
  /**
   * The scopes of which a token must have one.
   *
   * @default - the `defaultAuthorizationScopes` of the API
   */
  readonly scopes?: string[];
  /**
   * That everybody may call it, and why. Becomes a waiver of HTTP-01 on the route. HTTP-13 goes on to warn: no web ACL can stand before an
   * HTTP API.
   *
   * @default - it has an authorizer
   */
  readonly publicReason?: string;
  /**
   * Whose things an id in its path names: `Owner.checkedByHandler(reason)` or `Owner.notOwned(reason)`, which becomes a waiver of HTTP-14.
   * HTTP APIs compare no claims; `SecureApi` with `Auth.jwt` does.
   *
   * @default - none: a route for users with an id in its path has to say so
   */
  readonly owner?: Owner;
  /**
   * Limits of its own, at most those of the stage.
   *
   * @default - those of the stage
   */
  readonly throttle?: Throttle;
  /**
   * Rules that need not hold on this route, and why.
   *
   * @default - none: every rule holds
   */
  readonly waivers?: Waiver[];
}
