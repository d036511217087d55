import { Aspects } from 'aws-cdk-lib';
import {
  CfnMethod,
  DomainName,
  DomainNameOptions,
  IApiKey,
  Method,
  RequestValidator,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { addClient, ApiClientProps } from './api-client';
import { demandTls, isPrivate, secureApiProps, withTls, writesExecutionLogs } from './api-defaults';
import { ApiRoutes } from './api-routes';
import { deployEveryChange } from './deployment-content';
import { prepareExecutionLogs } from './execution-logs';
import { addGatewayResponses } from './gateway-responses';
import { addOperations, readOpenApi } from './open-api';
import type { OpenApiProps } from './open-api-props';
import { admitEndpointsOnly } from './private-policy';
import type { RouteProps } from './route';
import type { SecureApiProps } from './secure-api-props';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { Waiver } from '../core/waivers';
import { Waf } from '../edge/waf';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';

/**
 * A REST API that knows its callers, limits them, checks what they send and logs what they did; a drop-in for `apigateway.RestApi`.
 *
 * Add routes by `addRoute`: each says who may call it and what it takes. Methods that you add as to any other API ask for a signature
 * (IAM) unless they say otherwise, and have the API's request validator.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `endpointConfiguration` | REGIONAL; PRIVATE with `Exposure.private`, and a policy that shuts out every other way in |
 * | `defaultMethodOptions` | a signature (IAM) |
 * | `deployOptions.throttlingRateLimit`, `throttlingBurstLimit` | 50 and 100 |
 * | `deployOptions.accessLogDestination`, `accessLogFormat` | a `SecureLogGroup` of its own, JSON without paths, queries and tokens |
 * | `deployOptions.tracingEnabled` | `true` |
 * | `deployOptions.loggingLevel`, `dataTraceEnabled` | off, `false` |
 * | `cloudWatchRole` | `false`: the role is the account's, see `ApiGatewayAccount` |
 * | `endpointAccessMode` | STRICT; BASIC for a private API |
 * | `domainName` | TLS 1.2 or later; the API's own address is then switched off |
 *
 * Besides: TLS 1.2 or later by name, a web ACL before a public API, answers of API Gateway that say nothing about the inside, and a
 * deployment whose id changes with everything that it deploys, overrides and mixins included. The fixed cost is that of the web ACL.
 */
export class SecureApi extends RestApi {
  /**
   * An API from an OpenAPI document, 3.0 or 3.1: each operation becomes a call of `addRoute`, so that the guarantees are the same.
   *
   * Nothing of the document is passed over that would be a check or a promise: what cannot be kept is an error. Descriptions, examples,
   * responses, tags, and `servers` by https say nothing to API Gateway and are read by people. The document is never sent to AWS.
   *
   * @throws everything that is wrong with the document, as `file:line:column: rule: expected …, got …; …`, at most 20 in full
   */
  public static fromOpenApi(scope: Construct, id: string, props: OpenApiProps): SecureApi {
    const document = readOpenApi(props);
    const api = new SecureApi(scope, id, props.api);
    addOperations(api, document);
    return api;
  }

  /** How sensitive the data is that goes through it: for whoever reads the app. */
  public readonly dataClass: DataClass;
  private readonly routes: ApiRoutes;

  /**
   * @throws when limits are not numbers above 0, or stated twice (API-02), an origin is not exact (API-11), or a private API is told
   *   its endpoints twice (API-12)
   */
  constructor(scope: Construct, id: string, props: SecureApiProps = {}) {
    super(scope, id, secureApiProps(scope, id, props));
    this.dataClass = props.dataClass ?? KeyRing.defaultDataClass(this);
    demandTls(this, props.endpointAccessMode);
    const validator = new RequestValidator(this, 'Validator', {
      restApi: this,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    validateEveryMethod(this, validator);
    if (props.exposure && props.exposure.vpcEndpoints.length > 0)
      admitEndpointsOnly(this, props.exposure.vpcEndpoints, props.policy !== undefined);
    addGatewayResponses(this, props.cors);
    this.routes = new ApiRoutes(this, validator, props.cors);
    if (this.latestDeployment) deployEveryChange(this, this.latestDeployment);
    if (this.deploymentStage && writesExecutionLogs(props)) prepareExecutionLogs(this);
    secured(this, [...(props.waivers ?? []), ...protect(this, props.waf)]);
  }

  /**
   * Adds a route: a method of a path, the function that answers, who may call it, and what it takes.
   *
   * The body is checked against its schema whatever content type a request names. Of query, header and path parameters API Gateway checks
   * only that required ones are there and not blank; what else the schemas say is recorded for whoever checks it later, and the handler
   * must not rely on it. Source: "Request validation for REST APIs in API Gateway", developer guide.
   *
   * One Lambda permission is made for the API and a function, and none for test calls of the console.
   *
   * @param route method and path: `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`, as in `POST /orders/{orderId}`
   * @throws when the route cannot be read or is there already (API-01), its limits are above the stage's (API-02), a body is missing or
   *   open (API-04), its origins are not exact (API-11), a private API would not know its caller (API-12), or owner or step-up is missing
   *   (API-15, API-16)
   */
  public addRoute(route: string, props: RouteProps): Method {
    return this.routes.add(route, props);
  }

  /**
   * Adds a client: an API key with a usage plan, for the routes with `apiKeyRequired`. A key says which client calls and limits it; it
   * proves nothing, since it travels with every request and is seldom changed. Routes know their callers by `auth`. Only requests to a
   * route with `apiKeyRequired: true` count, as in `api.addRoute('GET /orders', { handler, auth, apiKeyRequired: true })`: without one the
   * client is limited by nothing, and API-17 blocks.
   *
   * @throws when its limits are not below the stage's (API-17)
   */
  public addClient(id: string, props: ApiClientProps = {}): IApiKey {
    return addClient(this, id, props);
  }

  /** Adds a custom domain name, with TLS 1.2 or later unless the options name another policy. */
  public override addDomainName(id: string, options: DomainNameOptions): DomainName {
    return super.addDomainName(id, withTls(options));
  }
}

/** CDK knows no default validator: methods that name none get the API's, before anything is rendered. */
function validateEveryMethod(api: RestApi, { requestValidatorId }: RequestValidator): void {
  Aspects.of(api).add({
    visit: (node) => {
      if (node instanceof CfnMethod) node.requestValidatorId ??= requestValidatorId;
    },
  });
}

/** Puts the web ACL before the stage; the waivers of one that somebody else puts there. */
function protect(api: RestApi, given: Waf | undefined): Waiver[] {
  const isNeeded = !isPrivate(api) && profileOf(api).name !== 'development';
  const waf = given ?? (isNeeded ? Waf.shared(api) : undefined);
  if (api.deploymentStage) waf?._protect(api, api.deploymentStage.stageArn);
  return waf?._waivers() ?? [];
}
