import {
  CfnRoute,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteIntegration,
  HttpRouteKey,
  IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { SecureHttpRouteProps } from './secure-http-api-props';
import { hasId } from './route-ids';
import { resourceOf } from './secure-stage';
import { checkThrottle, exceeds, Throttle } from '../api/throttle';
import { Waiver, Waivers } from '../core/waivers';

const DEFAULT = '$default';
const DEFAULT_ROUTE = 'DefaultRoute';

/** The routes that were added with a word about who may call them. */
export class HttpRoutes {
  private readonly integrations = new Map<string, HttpRouteIntegration>();

  public constructor(
    private readonly api: HttpApi,
    private readonly most: Throttle,
  ) {}

  public add(text: string, props: SecureHttpRouteProps): HttpRoute {
    const { method, path } = parse(text);
    this.checkNew(text, path === undefined ? DEFAULT_ROUTE : `${method}${path}`);
    if (props.throttle) this.checkThrottle(text, props.throttle);
    const integration = this.integrationOf(text, props);
    const authorizer = authorizerOf(text, props);
    // the scopes of the API are nothing to somebody without a token
    const authorizationScopes = props.publicReason === undefined ? props.scopes : [];
    const route =
      path === undefined
        ? new HttpRoute(this.api, DEFAULT_ROUTE, {
            httpApi: this.api,
            routeKey: HttpRouteKey.DEFAULT,
            integration,
            authorizer,
            authorizationScopes,
          })
        : this.api.addRoutes({ path, methods: [method!], integration, authorizer, authorizationScopes })[0];
    for (const waiver of waiversOf(text, props, isForUsers(route))) Waivers.of(route).add(waiver);
    if (props.throttle) this.limit(route, text, props.throttle);
    return route;
  }

  /** The ids are those of CDK's `addRoutes` and `defaultIntegration`. */
  private checkNew(text: string, id: string): void {
    if (!this.api.node.tryFindChild(id)) return;
    throw new Error(
      `HTTP-01: expected each route once, got ${text} twice in ${this.api.node.path}; take one out, or give it another method or path`,
    );
  }

  private integrationOf(text: string, { handler, integration }: SecureHttpRouteProps): HttpRouteIntegration {
    if ((handler === undefined) === (integration === undefined)) {
      throw new Error(
        `HTTP-01: expected ${text} to name what answers, got ${handler ? 'handler and integration' : 'neither handler nor integration'}; ` +
          'set one of the two',
      );
    }
    return integration ?? this.integrationWith(handler!);
  }

  /** One integration for a function, however many routes it answers. */
  private integrationWith(handler: IFunction): HttpRouteIntegration {
    const known = this.integrations.get(handler.node.addr);
    if (known) return known;
    const made = new HttpLambdaIntegration(`Invoke${handler.node.addr.slice(-8)}`, handler);
    this.integrations.set(handler.node.addr, made);
    return made;
  }

  private checkThrottle(text: string, throttle: Throttle): void {
    checkThrottle('HTTP-07', text, throttle);
    if (!this.api.defaultStage) {
      throw new Error(
        `HTTP-07: expected a stage to limit ${text} on, got throttle with createDefaultStage: false; set routeSettings of your own stage`,
      );
    }
    for (const name of ['rateLimit', 'burstLimit'] as const) {
      if (!exceeds(throttle[name], this.most[name])) continue;
      throw new Error(
        `HTTP-07: expected ${name} of ${text} to be at most the stage's ${this.most[name]}, got ${throttle[name]}; ` +
          "lower it, or raise the API's throttle",
      );
    }
  }

  /** API Gateway refuses settings of a route that is not there yet. */
  private limit(route: HttpRoute, key: string, { rateLimit, burstLimit }: Throttle): void {
    const stage = resourceOf(this.api.defaultStage!);
    stage.routeSettings = {
      ...stage.routeSettings,
      [key]: { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    };
    stage.node.addDependency(route.node.defaultChild as CfnRoute);
  }
}

const METHODS = ['ANY', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

function parse(text: string): { readonly method?: HttpMethod; readonly path?: string } {
  if (text === DEFAULT) return {};
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(text) ?? [];
  if (METHODS.includes(method)) return { method: method as HttpMethod, path };
  throw new Error(
    `HTTP-01: expected a method and a path such as 'GET /orders/{id}', or '${DEFAULT}', got '${text}'; ` +
      `use one of ${METHODS.join(', ')}, and corsPreflight of the API for OPTIONS`,
  );
}

function authorizerOf(
  text: string,
  { authorizer, publicReason }: SecureHttpRouteProps,
): IHttpRouteAuthorizer | undefined {
  if (publicReason === undefined) return authorizer;
  if (authorizer === undefined) return new HttpNoneAuthorizer();
  throw new Error(
    `HTTP-01: expected ${text} to be for everybody or for those whom an authorizer knows, got publicReason and authorizer; ` +
      'take out one of the two',
  );
}

const isForUsers = (route: HttpRoute): boolean =>
  ['JWT', 'CUSTOM'].includes(String((route.node.defaultChild as CfnRoute).authorizationType));

function waiversOf(
  text: string,
  { owner, publicReason, waivers = [] }: SecureHttpRouteProps,
  forUsers: boolean,
): Waiver[] {
  if (owner?._match) {
    throw new Error(
      `HTTP-14: expected the owner of ${text} to be checked by its handler, got Owner.pathMatchesClaim; ` +
        'set owner to Owner.checkedByHandler(reason), or use SecureApi, whose authorizer compares claims',
    );
  }
  if (forUsers && hasId(text) && !owner) {
    throw new Error(
      `HTTP-14: expected a route with a path parameter to say whose things it names, got ${text} without owner; ` +
        'set owner to Owner.checkedByHandler(reason) or Owner.notOwned(reason)',
    );
  }
  return [
    ...(publicReason === undefined ? [] : [{ ruleId: 'HTTP-01', reason: publicReason }]),
    // the same words, about a route of another kind
    ...(forUsers ? (owner?._waivers() ?? []) : []).map((one) => ({ ...one, ruleId: 'HTTP-14' })),
    ...waivers,
  ];
}
