import type { Target } from './function';
import { permit, SamEvent } from './function-events';
import { compact, getAtt, inText, isGiven, isPlainMap, Properties, sub } from './intrinsic-shapes';
import { ANY, INTEGRATION, Route, verbOf } from './open-api-paths';
import { scopesOf } from './rest-authorizers';
import { addModel, addParameters, Validators } from './rest-requests';
import { inPolicy } from './rest-resource-policy';
import { join, SamResource } from './sam-resource';

const OF_FUNCTION: ReadonlySet<string> = new Set([
  ...['Path', 'Method', 'RestApiId', 'Stage', 'Auth', 'RequestModel', 'RequestParameters', 'TimeoutInMillis'],
  'ResponseTransferMode',
]);
const OF_MACHINE: ReadonlySet<string> = new Set([
  ...['Path', 'Method', 'RestApiId', 'Stage', 'Auth', 'UnescapeMappingTemplate'],
]);
const AUTH: ReadonlySet<string> = new Set([
  ...['Authorizer', 'AuthorizationScopes', 'ApiKeyRequired', 'InvokeRole', 'ResourcePolicy', 'OverrideApiAuth'],
]);

/** A route's own authorization. */
export interface RouteAuth {
  readonly path: string;
  readonly verb: string;
  readonly auth: Properties;
  /** Of the event, for findings. */
  readonly owner: SamResource;
  readonly at: string;
}

/** The routes that events add to one API. */
export class RestRoutes {
  public readonly validators: Validators = new Map();
  /** Of every route that says something of its own. */
  public readonly auths: RouteAuth[] = [];
  private readonly routes = new Map<string, Route>();

  constructor(
    private readonly api: SamResource,
    /** Whether they are written into the document. */
    private readonly isWritten: boolean,
  ) {}

  public all(): Iterable<Route> {
    return this.routes.values();
  }

  public addFunction(target: Target, event: SamEvent): void {
    const sam = target.function;
    const { properties, at } = event;
    sam.knows(properties, OF_FUNCTION, join(at, 'Properties'));
    const place = this.placeOf(sam, event);
    if (!place) return;
    this.permit(target, event, place);
    const auth = this.authOf(sam, event);
    if (auth) this.auths.push({ ...place, auth, owner: sam, at });
    if (!this.isWritten) return;
    const isStreamed = properties.ResponseTransferMode === 'RESPONSE_STREAM';
    const definition: Properties = {
      [INTEGRATION]: compact({
        type: 'aws_proxy',
        httpMethod: 'POST',
        uri: sub(invocationUri(inText(target.arn), isStreamed)),
        timeoutInMillis: properties.TimeoutInMillis,
        responseTransferMode: isStreamed ? 'STREAM' : undefined,
        credentials: this.credentials(auth),
      }),
      responses: {},
      ...this.security(auth),
    };
    addModel(sam, this.api, event, definition, this.validators);
    addParameters(sam, event, definition);
    this.put(sam, event, { ...place, definition, condition: sam.condition });
  }

  /** `started` is the state machine, or its alias. */
  public addStateMachine(machine: SamResource, event: SamEvent, started: string): void {
    const { properties, at } = event;
    machine.knows(properties, OF_MACHINE, join(at, 'Properties'));
    const place = this.placeOf(machine, event);
    if (!place) return;
    const auth = this.authOf(machine, event);
    if (auth) this.auths.push({ ...place, auth, owner: machine, at });
    if (!this.isWritten || this.api.properties.MergeDefinitions === true) return;
    const input =
      properties.UnescapeMappingTemplate === true
        ? `{"input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")", "stateMachineArn": "\${${started}}"}`
        : `{"input": "$util.escapeJavaScript($input.json('$'))", "stateMachineArn": "\${${started}}"}`;
    const definition = {
      [INTEGRATION]: {
        type: 'aws',
        httpMethod: 'POST',
        uri: sub('arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution'),
        responses: { '200': { statusCode: '200' }, '400': { statusCode: '400' } },
        credentials: getAtt(`${event.logicalId}Role`, 'Arn'),
        requestTemplates: { 'application/json': sub(input) },
      },
      responses: { '200': { description: 'OK' }, '400': { description: 'Bad Request' } },
      ...this.security(auth),
    };
    this.put(machine, event, { ...place, definition, condition: machine.condition });
  }

  private put(sam: SamResource, event: SamEvent, route: Route): void {
    const key = `${route.verb} ${route.path}`;
    if (this.routes.has(key)) sam.block(event.at, `${key}, which another event has too`);
    this.routes.set(key, route);
  }

  private placeOf(sam: SamResource, { properties, at }: SamEvent): { path: string; verb: string } | undefined {
    const path = sam.text(properties.Path, join(at, 'Properties.Path'));
    const method = sam.text(properties.Method, join(at, 'Properties.Method'));
    if (path !== undefined && method !== undefined) return { path, verb: verbOf(method) };
    if (!isGiven(properties.Path) || !isGiven(properties.Method)) sam.block(at, 'without Path and Method');
    return undefined;
  }

  private permit(target: Target, event: SamEvent, { path, verb }: { path: string; verb: string }): void {
    const { StageName } = this.api.properties;
    const suffix = typeof StageName === 'string' ? StageName : 'Stage';
    const method = verb === ANY ? '*' : verb.toUpperCase();
    const place = inPolicy(path.replace(/^(.+)\/$/, '$1'));
    const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${method}${place}`;
    const SourceArn = sub(arn, { __ApiId__: { Ref: this.api.id }, __Stage__: '*' });
    permit(target, event, 'apigateway.amazonaws.com', { SourceArn }, suffix);
  }

  private authOf(sam: SamResource, { properties, at }: SamEvent): Properties | undefined {
    const place = join(at, 'Properties.Auth');
    const auth = sam.map(properties.Auth, place);
    if (!auth) return undefined;
    sam.knows(auth, AUTH, place);
    sam.text(auth.Authorizer, join(place, 'Authorizer'));
    if (isGiven(auth.ApiKeyRequired) && typeof auth.ApiKeyRequired !== 'boolean')
      sam.block(join(place, 'ApiKeyRequired'), 'neither true nor false');
    return auth;
  }

  /** An IAM route calls its function as its caller, unless an `InvokeRole` says otherwise. */
  private credentials(auth: Properties | undefined): unknown {
    const own: unknown = isPlainMap(this.api.properties.Auth) ? this.api.properties.Auth : {};
    const ofApi = own as Properties;
    const isIam = auth?.Authorizer === 'AWS_IAM' || (auth === undefined && ofApi.DefaultAuthorizer === 'AWS_IAM');
    if (!isIam) return undefined;
    const role: unknown = isGiven(auth?.InvokeRole) ? auth!.InvokeRole : ofApi.InvokeRole;
    if (role === 'NONE') return undefined;
    return isGiven(role) && role !== 'CALLER_CREDENTIALS' ? role : sub('arn:${AWS::Partition}:iam::*:user/*');
  }

  private security(auth: Properties | undefined): Properties {
    const list = securityOf(auth, this.api.properties.Auth);
    return list.length > 0 ? { security: list } : {};
  }
}

/** What a route asks for beside what the API does. */
export function securityOf(auth: Properties | undefined, ofApi: unknown): Properties[] {
  if (!auth) return [];
  const { Authorizer, AuthorizationScopes, ApiKeyRequired } = auth;
  const authorizers: unknown = isPlainMap(ofApi) ? ofApi.Authorizers : undefined;
  const given =
    isPlainMap(authorizers) && Object.hasOwn(authorizers, String(Authorizer)) ? authorizers[Authorizer] : undefined;
  return [
    ...(typeof Authorizer === 'string'
      ? [{ [Authorizer]: given === undefined ? [] : scopesOf(given, AuthorizationScopes) }]
      : []),
    ...(typeof ApiKeyRequired === 'boolean' ? [{ [ApiKeyRequired ? 'api_key' : 'api_key_false']: [] }] : []),
  ];
}

const invocationUri = (functionArn: string, isStreamed: boolean): string => {
  const [version, action] = isStreamed
    ? ['2021-11-15', 'response-streaming-invocations']
    : ['2015-03-31', 'invocations'];
  return `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/${version}/functions/${functionArn}/${action}`;
};
