import {
  CorsPreflightOptions,
  HttpApi,
  HttpApiProps,
  HttpRoute,
  HttpStage,
  HttpStageOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { isAnyOrigin } from './cors-setting';
import { HttpRoutes } from './http-routes';
import { HTTP_API_RULES } from './rules/index';
import type { SecureHttpApiProps, SecureHttpRouteProps } from './secure-http-api-props';
import { HTTP_FORMAT, limit, limitsOf, log, vendedName } from './secure-stage';
import { checkThrottle, STAGE_THROTTLE, Throttle } from '../api/throttle';
import { secured } from '../core/gate-state';
import { secureProps } from '../core/secure-props';
import { Waiver } from '../core/waivers';

/**
 * An `apigatewayv2.HttpApi` whose every route knows its caller, whose stages are limited and logged; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `defaultAuthorizer` | a signature (IAM); name an `HttpJwtAuthorizer` or `HttpUserPoolAuthorizer` for users |
 * | `throttle` | 50 requests a second, 100 at once, on every stage |
 * | access logs | JSON without paths, queries and tokens, in a `SecureLogGroup` of each stage below `/aws/vendedlogs/apis/` |
 * | `disableExecuteApiEndpoint` | `true` with `defaultDomainMapping`: the domain name is then the only address |
 * | `corsPreflight` | none; with it, origins by name |
 *
 * AWS WAF attaches to no HTTP API, and API Gateway checks no bodies here: routes for everybody, and those with strict input, belong into a
 * `SecureApi`. ("Choose between REST APIs and HTTP APIs", API Gateway developer guide; control B7.)
 */
export class SecureHttpApi extends HttpApi {
  /** Where the default stage logs; `undefined` without one. */
  public readonly accessLogGroup?: ILogGroup;
  private readonly throttle: Throttle;
  private readonly routes: HttpRoutes;

  /** @throws when limits are not numbers above 0 (HTTP-07), or CORS lets in pages of any origin (HTTP-05, HTTP-06) */
  constructor(scope: Construct, id: string, props: SecureHttpApiProps = {}) {
    const { throttle = STAGE_THROTTLE, waivers, ...given } = props;
    checkThrottle('HTTP-07', 'throttle', throttle);
    if (given.corsPreflight) checkOrigins(given.corsPreflight, waivers ?? []);
    const defaults: HttpApiProps = {
      defaultAuthorizer: given.defaultAuthorizer ?? new HttpIamAuthorizer(),
      disableExecuteApiEndpoint: given.defaultDomainMapping ? true : undefined,
    };
    super(scope, id, secureProps<HttpApiProps>(HTTP_API_RULES, scope, id, given, { defaults }));
    this.throttle = throttle;
    this.routes = new HttpRoutes(this, throttle);
    const stage = this.defaultStage as HttpStage | undefined;
    if (stage) {
      limit(stage, throttle);
      this.accessLogGroup = log(stage, HTTP_FORMAT, vendedName(stage));
    }
    secured(this, waivers);
  }

  /**
   * Adds a route: a method of a path, what answers, and who may call it. `addRoutes` of CDK works as ever, with the API's authorizer.
   *
   * @param route method and path as in `GET /orders/{orderId}`; `ANY` for all methods; `$default` for what no other route takes
   * @throws when the route cannot be read, or both or neither of two choices are made (HTTP-01), its limits are above the stage's (HTTP-07),
   *   or a route for users has an id in its path and no owner (HTTP-14)
   * @throws GATE-06 when `publicReason` or the reason of `owner` is shorter than three words and 20 characters
   */
  public addRoute(route: string, props: SecureHttpRouteProps): HttpRoute {
    return this.routes.add(route, props);
  }

  /** Adds a stage, with the API's limits and logs of its own unless the options say otherwise. */
  public override addStage(id: string, options: HttpStageOptions): HttpStage {
    const stage = super.addStage(id, { ...options, throttle: limitsOf(this.throttle, options.throttle) });
    log(stage, HTTP_FORMAT, vendedName(stage));
    return stage;
  }
}

function checkOrigins({ allowOrigins = [], allowCredentials }: CorsPreflightOptions, waivers: readonly Waiver[]): void {
  const any = allowOrigins.find(isAnyOrigin);
  const ruleId = allowCredentials ? 'HTTP-05' : 'HTTP-06';
  if (any === undefined || waivers.some((one) => one.ruleId === ruleId)) return;
  throw new Error(
    `${ruleId}: expected allowOrigins to name the pages that may call, got '${any}'; write each as https://app.example.com`,
  );
}
