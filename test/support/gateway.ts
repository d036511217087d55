import { RestApiTemplate, type RestMethod } from './gateway-api';
import { Authorization } from './gateway-authorization';
import { effectiveThrottle, usagePlanOf, type Client, type Limit } from './gateway-limits';
import { headerOf, type ApiRequest } from './gateway-request';
import { gatewayResponse, headersOf, repeatsOrigin, type Refusal } from './gateway-responses';
import { matchRoute } from './gateway-routes';
import { invalidity } from './gateway-validation';
import { Account } from './template-access';
import { TemplateValues, type Properties, type StackTemplate } from './template-values';

export type { ApiRequest, AuthorizerAnswer, AuthorizerCode, AuthorizerEvent, CognitoToken } from './gateway-request';
export type { Client, Limit } from './gateway-limits';

/** What API Gateway does with a request. */
export interface Outcome {
  /** `integration`: the request came through; otherwise the status it was refused with. */
  readonly outcome: 'integration' | number;
  /** The type of the gateway response, for a refused request. */
  readonly type?: Refusal;
  /** The logical id of the function it reached. */
  readonly reached?: string;
  /** What the function gets in `requestContext.authorizer`. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Requests per second, for this route and everybody together; 429 beyond. */
  readonly throttle?: Limit;
  /** Limits of the API key that came with the request. */
  readonly client?: Client;
  /** What the client sees of a refusal or of a preflight. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reason: string;
  /** False: the deployment does not wait for this method, so the stage may serve an API without it, or an older one. */
  readonly deployed?: boolean;
}

type Templates = StackTemplate | readonly StackTemplate[];

/** Taken over into a deployment; everything else of an API applies at once. */
const SNAPSHOT = ['RestApi', 'Resource', 'Method', 'Model', 'RequestValidator', 'Authorizer', 'GatewayResponse'];

/** One REST API as its templates say it, and what API Gateway does with a request to it. Knows nothing of the library. */
export class Gateway {
  /** @throws when the templates have several APIs and none is named */
  public static of(templates: Templates, apiLogicalId?: string): Gateway {
    return new Gateway([templates].flat() as StackTemplate[], apiLogicalId);
  }

  /** The API after an update of its stack: without a new Deployment the stage serves what it served before. */
  public static updated(before: StackTemplate, after: StackTemplate, apiLogicalId?: string): Gateway {
    const [old, now] = [Gateway.of(before, apiLogicalId), Gateway.of(after, apiLogicalId)];
    if (old.deploymentId !== now.deploymentId) return now;
    const kept = (template: any, isKept: boolean): object =>
      Object.fromEntries(
        Object.entries<any>(template.Resources).filter(
          ([, { Type }]) => SNAPSHOT.some((one) => Type === `AWS::ApiGateway::${one}`) === isKept,
        ),
      );
    const Resources = { ...kept(before.template, true), ...kept(after.template, false) };
    return Gateway.of({ ...after, template: { ...(after.template as object), Resources } }, apiLogicalId);
  }

  private readonly api: RestApiTemplate;
  private readonly account: Account;
  private readonly authorization: Authorization;

  private constructor(templates: readonly StackTemplate[], apiLogicalId?: string) {
    const values = new TemplateValues(templates);
    const apis = values.resources.filter(
      ({ type, logicalId }) => type === 'AWS::ApiGateway::RestApi' && (apiLogicalId ?? logicalId) === logicalId,
    );
    if (apis.length !== 1) throw new Error(`expected one REST API, found ${apis.map((one) => one.logicalId).join()}`);
    this.account = Account.of(...templates);
    this.api = new RestApiTemplate(values, apis[0]!);
    this.authorization = new Authorization(this.api, this.account);
  }

  public get deploymentId(): string {
    return this.api.deployment.logicalId;
  }

  public get methods(): readonly RestMethod[] {
    return this.api.methods;
  }

  /** `GET /orders`, for tests that go through all of them. */
  public get routes(): readonly string[] {
    return this.methods.map(({ verb, path }) => `${verb} ${path}`).sort();
  }

  /** Methods that the deployment does not wait for. */
  public get undeployed(): readonly string[] {
    return this.methods.filter(({ deployed }) => !deployed).map(({ verb, path }) => `${verb} ${path}`);
  }

  /** The environment of a function, resolved: what its code will read. */
  public environmentOf(functionLogicalId: string): Readonly<Record<string, string>> {
    const resource = this.api.values.resources.find(({ logicalId }) => logicalId === functionLogicalId);
    if (resource === undefined) throw new Error(`no function ${functionLogicalId}`);
    return (this.api.get<Properties>(resource, 'Environment')?.Variables ?? {}) as Record<string, string>;
  }

  public async send(request: ApiRequest): Promise<Outcome> {
    const closed = this.closedTo(request);
    if (closed !== undefined) return this.refuse('ACCESS_DENIED', closed);
    const match = matchRoute(this.api.methods, request.method, request.path);
    if (match === undefined) return this.refuse('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');
    const { method } = match;
    const throttle = effectiveThrottle(this.api, method);
    const known = { throttle, deployed: method.deployed };

    const decision = await this.authorization.decide(match, request);
    if ('type' in decision) return { ...known, ...this.refuse(decision.type, decision.message) };
    const client = usagePlanOf(this.api, method, request.apiKey);
    if (method.needsKey && client === undefined) return { ...known, ...this.refuse('INVALID_API_KEY', 'Forbidden') };
    const invalid = invalidity(this.api, match, request);
    if (invalid !== undefined) {
      return { ...known, client, ...this.refuse(invalid.type, invalid.message, invalid.details) };
    }
    const come = { ...known, client, ...(decision.context && { context: decision.context }) };
    const { type, functionId, role } = method.integration;
    if (type === 'MOCK') return { ...come, outcome: 'integration', ...this.mock(method, request), reason: 'MOCK' };
    const source = `${this.api.arn}/${this.api.stageName}/${request.method}${method.path}`;
    if (functionId !== undefined && !this.authorization.invokable(functionId, role, source)) {
      return { ...known, ...this.refuse('API_CONFIGURATION_ERROR', 'Internal server error') };
    }
    return { ...come, outcome: 'integration', reached: functionId, reason: `${method.authorization}: let in` };
  }

  /** A private API is reached through an endpoint only; one whose own address is off, by its domain only. */
  private closedTo(request: ApiRequest): string | undefined {
    if (this.api.get(this.api.api, 'DisableExecuteApiEndpoint') === true && !request.byDomain) return 'Forbidden';
    if (!this.api.isPrivate) return undefined;
    return request.sourceVpce === undefined || !this.authorization.throughEndpoint(request) ? 'Forbidden' : undefined;
  }

  private refuse(type: Refusal, message: string, details?: string): Outcome {
    const { status, body, headers } = gatewayResponse(this.api, type, message, details);
    return { outcome: status, type, body, headers, reason: message };
  }

  /** The answer of a MOCK integration, as CORS preflights are made of: literal headers, and an origin from a list. */
  private mock(method: RestMethod, request: ApiRequest): Pick<Outcome, 'headers'> {
    const [response = {}] = method.integration.responses;
    const headers = headersOf((response.ResponseParameters ?? {}) as Properties, 'method.response.header.');
    const declared = method.responseHeaders.map((name) => name.replace('method.response.header.', '').toLowerCase());
    const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => declared.includes(name)));
    const template = String(Object.values((response.ResponseTemplates ?? {}) as Properties)[0] ?? '');
    const origin = headerOf(request, 'origin') ?? '';
    return repeatsOrigin(template, origin)
      ? { headers: { ...sent, 'access-control-allow-origin': origin } }
      : { headers: sent };
  }
}
