import { Duration, Lazy, Names, Token } from 'aws-cdk-lib';
import {
  AuthorizationType,
  AwsIntegration,
  IModel,
  IRequestValidator,
  IResource,
  JsonSchema,
  JsonSchemaType,
  Method,
  MethodOptions,
  Model,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { isPrivate } from './api-defaults';
import { declareRoute } from './declared-routes';
import { checkGiven } from './given';
import { admitToAuthorizer, stageNameOf } from './private-policy';
import type { RouteProps } from './route';
import { checkRequest, modelName, refuse, requestParameters } from './route-request';
import { clash, parseRoute, RouteText } from './route-text';
import { plainSchema } from './schema-lint';
import { checkCors, isSameCors, preflight, StrictCors } from './strict-cors';
import { checkThrottle, exceeds, stageThrottle, Throttle, throttleRoute } from './throttle';
import { Waivers } from '../core/waivers';

/** What API Gateway waits for at most, unless an account had the quota raised. */
const TIMEOUT = Duration.seconds(29);

const NO_BODY = 'NoBody';

interface Preflight {
  readonly cors: StrictCors;
  readonly methods: string[];
}

/** The routes of one API. */
export class ApiRoutes {
  private readonly known = new Map<string, Set<string>>();
  private readonly preflights = new Map<string, Preflight>();
  private readonly invoked = new Set<string>();

  public constructor(
    private readonly api: RestApi,
    private readonly validator: IRequestValidator,
    private readonly cors: StrictCors | undefined,
  ) {}

  public add(text: string, props: RouteProps): Method {
    const route = parseRoute(text);
    const { method, path } = route;
    checkGiven(text, props);
    this.checkPlace(route);
    checkRequest(route, props.request);
    if (props.response) refuse(props.response, `the response of ${text}`);
    if (props.throttle) this.checkThrottle(text, props.throttle);
    const cors = props.cors ?? this.cors;
    if (cors) this.checkPreflight(route, cors, props.cors !== undefined);
    const { auth, owner, stepUp } = props;
    const caller = auth._bind({ api: this.api, scope: this.api, method, path, owner, stepUp });
    const authorizationType =
      caller.authorizationType ?? caller.authorizer?.authorizationType ?? AuthorizationType.NONE;
    if (authorizationType === AuthorizationType.NONE && isPrivate(this.api)) {
      throw new Error(
        `API-12: expected ${text} to know its caller, since a network is no identity, got Auth.public on a private API; ` +
          'use Auth.iam, or another that names somebody',
      );
    }
    const resource = this.api.root.resourceForPath(path);
    const added = resource.addMethod(method, this.integration(props.handler), {
      ...caller,
      authorizationType,
      apiKeyRequired: props.apiKeyRequired,
      requestValidator: this.validator,
      requestParameters: requestParameters(route, props.request),
      ...this.models(route, props),
    });
    this.known.set(path, (this.known.get(path) ?? new Set()).add(method));
    this.letInvoke(props.handler);
    if (cors) this.answerPreflight(resource, route, cors);
    if (props.throttle) throttleRoute(this.api.deploymentStage, method, path, props.throttle);
    if (isPrivate(this.api) && authorizationType !== AuthorizationType.IAM) admitToAuthorizer(this.api, method, path);
    const waivers = [auth, owner, stepUp].flatMap((one) => one?._waivers() ?? []);
    for (const waiver of [...waivers, ...(props.waivers ?? [])]) Waivers.of(added).add(waiver);
    this.declare(route, props, { ...caller, authorizationType }, added, cors);
    return added;
  }

  private checkPlace({ method, path }: RouteText): void {
    if (this.known.get(path)?.has(method) || this.has(method, path)) {
      throw new Error(`API-01: expected each route once, got ${method} ${path} again; take out one of the two`);
    }
    const other = clash(path, this.known.keys());
    if (other === undefined) return;
    throw new Error(
      `API-01: expected one name for a path parameter in one place, got ${path} beside ${other}; give it the same name in both`,
    );
  }

  /** Whether a path has a method already, whoever added it. */
  private has(method: string, path: string): boolean {
    return this.api.methods.some(({ httpMethod, resource }) => httpMethod === method && resource.path === path);
  }

  private checkThrottle(text: string, throttle: Throttle): void {
    checkThrottle('API-02', text, throttle);
    if (!this.api.deploymentStage) {
      throw new Error(
        `API-02: expected a stage to limit ${text} on, got throttle with deploy: false; set methodOptions on your own stage`,
      );
    }
    const most = stageThrottle(this.api.deploymentStage);
    for (const limit of ['rateLimit', 'burstLimit'] as const) {
      if (!exceeds(throttle[limit], most[limit])) continue;
      throw new Error(
        `API-02: expected ${limit} of ${text} to be at most the stage's ${most[limit]}, got ${throttle[limit]}; ` +
          "lower it, or raise the API's throttle",
      );
    }
  }

  private checkPreflight({ method, path }: RouteText, cors: StrictCors, isOwn: boolean): void {
    if (isOwn) checkCors(this.api, `${method} ${path}`, cors);
    const there = this.preflights.get(path);
    if (!there && (this.api.root.defaultCorsPreflightOptions || this.has('OPTIONS', path))) {
      throw new Error(
        `API-11: expected one answer to preflight requests, got cors for ${method} ${path} and another one beside it; ` +
          'take out defaultCorsPreflightOptions, or what addCorsPreflight added',
      );
    }
    if (!there || isSameCors(there.cors, cors)) return;
    throw new Error(
      `API-11: expected one cors for all methods of a path, got another for ${method} ${path} than for ${there.methods.join(', ')}; ` +
        'set the same on each',
    );
  }

  /** One preflight for a path, which names the methods that were added with it by the end. */
  private answerPreflight(resource: IResource, { method, path }: RouteText, cors: StrictCors): void {
    const there = this.preflights.get(path);
    if (there) return void there.methods.push(method);
    const methods = [method];
    this.preflights.set(path, { cors, methods });
    resource.addCorsPreflight(preflight(cors, Lazy.uncachedString({ produce: () => [...methods].sort().join(',') })));
    if (isPrivate(this.api)) admitToAuthorizer(this.api, 'OPTIONS', path);
  }

  private integration({ functionArn }: IFunction): AwsIntegration {
    const path = `2015-03-31/functions/${functionArn}/invocations`;
    return new AwsIntegration({ proxy: true, service: 'lambda', path, options: { timeout: TIMEOUT } });
  }

  /**
   * One permission for an API and a function, for this stage alone: CDK's own integration makes two for each route, one of them for
   * the console, until the function's policy is full.
   */
  private letInvoke(handler: IFunction): void {
    if (this.invoked.has(handler.node.addr)) return;
    this.invoked.add(handler.node.addr);
    handler.addPermission(`Invoke.${Names.nodeUniqueId(handler.node)}`, {
      scope: this.api,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.api.arnForExecuteApi('*', '/*', stageNameOf(this.api)),
    });
  }

  /** `$default` stands for every content type: a request of a type without a model would not be checked at all. */
  private models(route: RouteText, { request, response }: RouteProps): MethodOptions {
    return {
      ...(request?.body && { requestModels: { $default: this.model(route, 'Request', request.body) } }),
      ...(request?.noBody && { requestModels: { $default: this.nothing() } }),
      ...(response && {
        methodResponses: [
          { statusCode: '200', responseModels: { 'application/json': this.model(route, 'Response', response) } },
        ],
      }),
    };
  }

  /** An empty body counts as `{}`. */
  private nothing(): IModel {
    const schema = { type: JsonSchemaType.OBJECT, additionalProperties: false, maxProperties: 0 };
    const there = this.api.node.tryFindChild(NO_BODY) as Model | undefined;
    return there ?? this.api.addModel(NO_BODY, { modelName: NO_BODY, contentType: 'application/json', schema });
  }

  private model(route: RouteText, part: 'Request' | 'Response', schema: JsonSchema): IModel {
    const name = modelName(route, part);
    return this.api.addModel(name, { modelName: name, contentType: 'application/json', schema });
  }

  private declare(
    { method, path }: RouteText,
    { handler, request = {}, response, throttle, owner, stepUp, apiKeyRequired = false }: RouteProps,
    { authorizationType, authorizationScopes }: MethodOptions,
    added: Method,
    cors: StrictCors | undefined,
  ): void {
    const { body, query, path: inPath, headers, noBody } = request;
    const plain = (schema: JsonSchema | undefined) => schema && plainSchema(schema);
    const request_ = { body: plain(body), query: plain(query), path: plain(inPath), headers: plain(headers), noBody };
    declareRoute(this.api, {
      method,
      path,
      authorizationType: authorizationType!,
      authorizationScopes,
      handler: handler.node.path,
      at: added.node.path,
      request: withoutGaps(request_),
      response: plain(response),
      throttle: throttle && { ...throttle },
      owner: owner?._match,
      stepUp: stepUp?._check,
      corsOrigins: cors?.allowOrigins.filter((one) => !Token.isUnresolved(one)),
      apiKeyRequired,
    });
  }
}

const withoutGaps = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
