import { writeDomain } from './api-domain';
import { s3Location } from './code-location';
import type { Target } from './function';
import { permit, SamEvent } from './function-events';
import { HttpDocument } from './http-document';
import { compact, inText, isGiven, isMap, isPlainMap, pick, Properties, ref, sub, when } from './intrinsic-shapes';
import { withName } from './logical-ids';
import { ANY, INTEGRATION, isEditable, pathsOf, Route, verbOf } from './open-api-paths';
import { inPolicy } from './rest-resource-policy';
import { join, SamResource } from './sam-resource';

const OF_STAGE = ['StageVariables', 'AccessLogSettings', 'DefaultRouteSettings'];
const KNOWN: ReadonlySet<string> = new Set([
  ...OF_STAGE,
  ...['Name', 'StageName', 'Tags', 'PropagateTags', 'DefinitionBody', 'DefinitionUri', 'CorsConfiguration', 'Auth'],
  ...['RouteSettings', 'Domain', 'FailOnWarnings', 'Description', 'DisableExecuteApiEndpoint'],
]);
const OF_EVENT: ReadonlySet<string> = new Set([
  ...['Path', 'Method', 'ApiId', 'Stage', 'Auth', 'TimeoutInMillis', 'RouteSettings', 'PayloadFormatVersion'],
]);
const OF_AUTH: ReadonlySet<string> = new Set(['Authorizer', 'AuthorizationScopes', 'InvokeRole']);
const DEFAULT = '$default';

/** An `AWS::Serverless::HttpApi`: the API with its OpenAPI document, and a stage. */
export class HttpApi {
  private readonly routes = new Map<string, Route>();
  private readonly settings = new Map<string, Properties>();
  /** Functions that every route leads to: the permission for `$default` covers all their routes. */
  private readonly byDefault = new Set<string>();

  constructor(private readonly sam: SamResource) {}

  private get isManaged(): boolean {
    const { DefinitionBody, DefinitionUri } = this.sam.properties;
    return !isGiven(DefinitionBody) && !isGiven(DefinitionUri);
  }

  /** Of those whose routes it has. */
  public get conditions(): ReadonlySet<string | undefined> {
    return new Set([...this.routes.values()].map(({ condition }) => condition));
  }

  public addRoute(target: Target, event: SamEvent): void {
    const caller = target.function;
    const { properties, at } = event;
    caller.knows(properties, OF_EVENT, join(at, 'Properties'));
    const isDefault = !isGiven(properties.Path) && !isGiven(properties.Method);
    const path = isDefault ? DEFAULT : caller.text(properties.Path, join(at, 'Properties.Path'));
    const method = isDefault ? ANY : caller.text(properties.Method, join(at, 'Properties.Method'));
    if (path === undefined || method === undefined) {
      caller.block(at, 'without one of Path and Method');
      return;
    }
    const verb = verbOf(method);
    this.permit(target, event, path, verb);
    const settings = caller.map(properties.RouteSettings, join(at, 'Properties.RouteSettings'));
    if (settings) {
      const key = verb === ANY ? path : `${verb.toUpperCase()} ${path}`;
      this.settings.set(key, caller.condition === undefined ? settings : when(caller.condition, settings));
    }
    const key = `${verb} ${path}`;
    if (this.routes.has(key) && this.isManaged) caller.block(at, `${key}, which another event has too`);
    this.routes.set(key, {
      path,
      verb,
      condition: caller.condition,
      definition: this.definition(target, event, path, verb),
    });
  }

  private permit(target: Target, event: SamEvent, path: string, verb: string): void {
    if (path === DEFAULT && verb === ANY) this.byDefault.add(target.function.id);
    else if (this.byDefault.has(target.function.id)) return;
    const place = path === DEFAULT ? '' : inPolicy(path.replace(/^(.+)\/$/, '$1'));
    const method = verb === ANY ? '*' : verb.toUpperCase();
    const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${method}${place}`;
    const SourceArn = sub(arn, { __ApiId__: ref(this.sam.id), __Stage__: '*' });
    permit(target, event, 'apigateway.amazonaws.com', { SourceArn });
  }

  private definition(target: Target, { properties, at }: SamEvent, path: string, verb: string): Properties {
    const names = [...path.matchAll(/\{(.*?)\}/g)].map(([, name]) => name);
    const uri = `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/${inText(target.arn)}/invocations`;
    const caller = target.function;
    const place = join(at, 'Properties.Auth');
    const auth = caller.map(properties.Auth, place);
    if (auth) caller.knows(auth, OF_AUTH, place);
    return compact({
      [INTEGRATION]: compact({
        type: 'aws_proxy',
        httpMethod: 'POST',
        payloadFormatVersion: properties.PayloadFormatVersion ?? '2.0',
        timeoutInMillis: properties.TimeoutInMillis,
        uri: sub(uri),
      }),
      isDefaultRoute: path === DEFAULT && verb === ANY ? true : undefined,
      responses: {},
      parameters: names.length > 0 ? names.map((name) => ({ name, in: 'path', required: true })) : undefined,
      security: auth ? this.security(caller, auth, place) : undefined,
    });
  }

  private security(caller: SamResource, auth: Properties, place: string): Properties[] | undefined {
    const ofApi: Properties = isPlainMap(this.sam.properties.Auth) ? this.sam.properties.Auth : {};
    const name = caller.text(auth.Authorizer ?? ofApi.DefaultAuthorizer, join(place, 'Authorizer'));
    const isIam = name === 'AWS_IAM' && ofApi.EnableIamAuthorizer === true;
    const authorizers: Properties = isPlainMap(ofApi.Authorizers) ? ofApi.Authorizers : {};
    const isReset = name === 'NONE' && isGiven(ofApi.DefaultAuthorizer);
    if (name === undefined || !(isIam || isReset || Object.hasOwn(authorizers, name))) {
      caller.block(join(place, 'Authorizer'), `${name ?? 'none'}, which the API does not have`);
      return undefined;
    }
    const authorizer: unknown = authorizers[name];
    const scopes: unknown =
      auth.AuthorizationScopes ?? (isMap(authorizer) ? authorizer.AuthorizationScopes : undefined);
    return [{ [name]: isReset || isIam || !isGiven(scopes) ? [] : scopes }];
  }

  public write(): void {
    const { sam } = this;
    const { properties } = sam;
    sam.knows(properties, KNOWN);
    const given: unknown = properties.DefinitionBody;
    const body = isGiven(properties.DefinitionUri)
      ? undefined
      : new HttpDocument(sam, this.isManaged).finished(this.start(given));
    sam.become('AWS::ApiGatewayV2::Api', {
      Body: body,
      BodyS3Location: body === undefined ? locationOf(properties.DefinitionUri) : undefined,
      FailOnWarnings: properties.FailOnWarnings,
    });
    this.writeStage(body !== undefined);
    writeDomain(sam, 'http');
  }

  /** Routes of events are added to a document that somebody wrote, where it has none for the same verb. */
  private start(given: unknown): unknown {
    const paths = pathsOf(this.routes.values());
    if (this.isManaged) return { openapi: '3.0.1', info: { version: '1.0', title: ref('AWS::StackName') }, paths };
    if (!isEditable(given) || this.routes.size === 0) return given;
    const merged = Object.entries(paths).map(([path, item]) => {
      const old: unknown = given.paths[path];
      const hasFunction = isMap(old) && !isPlainMap(old);
      if (hasFunction) this.sam.block(join('DefinitionBody.paths', path), 'a function, into which SAM adds events');
      if (!isPlainMap(old)) return [path, hasFunction ? old : item];
      const open = Object.entries<any>(item).filter(([verb]) => !isMap(old[verb]) || !(INTEGRATION in old[verb]));
      return [path, { ...old, ...Object.fromEntries(open) }];
    });
    return { ...given, paths: { ...given.paths, ...Object.fromEntries(merged) } };
  }

  private writeStage(hasBody: boolean): void {
    const { sam } = this;
    const { properties, id } = sam;
    const { StageName, Tags } = properties;
    const given = sam.map(properties.RouteSettings, 'RouteSettings');
    const settings = this.settings.size > 0 ? { ...given, ...Object.fromEntries(this.settings) } : given;
    const name: unknown = StageName ?? DEFAULT;
    const stage =
      name === DEFAULT ? `${id}ApiGatewayDefaultStage` : withName(id, typeof name === 'string' ? name : '', 'Stage');
    sam.generate(
      stage,
      'AWS::ApiGatewayV2::Stage',
      {
        ApiId: ref(id),
        StageName: name,
        ...pick(properties, OF_STAGE),
        RouteSettings: settings,
        AutoDeploy: true,
        Tags: hasBody ? { 'httpapi:createdBy': 'SAM', ...(isPlainMap(Tags) && Tags) } : undefined,
      },
      isGiven(StageName) ? 'StageName' : '',
    );
    sam.writer.nicknames.set(`${id}.Stage`, stage);
  }
}

const locationOf = (uri: unknown): unknown =>
  isPlainMap(uri) ? pick(uri, ['Bucket', 'Key', 'Version']) : (s3Location(uri) ?? uri);
