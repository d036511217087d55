import { type Properties, type Resource, type Stack, TemplateValues } from './template-values';
import type { Schema } from './json-schema-draft-04';

/** One method of a rendered REST API, with everything it refers to. */
export interface RestMethod {
  readonly logicalId: string;
  readonly verb: string;
  /** `/orders/{orderId}`. */
  readonly path: string;
  readonly authorization: string;
  readonly authorizer?: Authorizer;
  readonly scopes: readonly string[];
  readonly needsKey: boolean;
  readonly checks: { readonly body: boolean; readonly parameters: boolean };
  readonly parameters: Readonly<Record<string, boolean>>;
  /** Content type → schema. */
  readonly models: Readonly<Record<string, Schema>>;
  readonly integration: Integration;
  readonly responseHeaders: readonly string[];
  /** Whether the deployment waits for it; otherwise the snapshot may be taken without it. */
  readonly deployed: boolean;
}

export interface Integration {
  readonly type: string;
  readonly functionId?: string;
  /** What API Gateway assumes to invoke it, instead of asking the function's own policy. */
  readonly role?: string;
  readonly responses: readonly Properties[];
}

export interface Authorizer {
  readonly logicalId: string;
  readonly id: string;
  readonly type: string;
  readonly identitySources: readonly string[];
  readonly validationExpression?: string;
  readonly ttl: number;
  readonly pools: readonly string[];
  readonly functionId?: string;
  readonly role?: string;
}

/** Reads the AWS::ApiGateway resources of one API. */
export class RestApiTemplate {
  public readonly id: string;
  public readonly arn: string;
  public readonly stage: Resource;
  public readonly deployment: Resource;
  public readonly methods: readonly RestMethod[];
  private readonly covered: ReadonlySet<string>;

  constructor(
    public readonly values: TemplateValues,
    public readonly api: Resource,
  ) {
    if (api.properties.Body !== undefined || api.properties.BodyS3Location !== undefined) {
      throw new Error(`${api.logicalId} is defined by an OpenAPI body: only rendered methods are read`);
    }
    this.id = values.identifiers(api).ref;
    this.arn = values.identifiers(api).arn;
    this.stage = only(this.own('AWS::ApiGateway::Stage'), `stage of ${api.logicalId}`);
    const deployment = values.property(this.stage, 'DeploymentId');
    this.deployment = only(
      this.own('AWS::ApiGateway::Deployment').filter((one) => values.identifiers(one).ref === deployment),
      `deployment of ${this.stage.logicalId}`,
    );
    this.covered = dependenciesOf(this.deployment);
    this.methods = this.own('AWS::ApiGateway::Method').map((method) => this.method(method));
  }

  /** Resources of a type that belong to this API. */
  public own(type: string): readonly Resource[] {
    return this.values.resources.filter(
      (one) => one.type === type && this.values.property(one, 'RestApiId') === this.id,
    );
  }

  public get<T = unknown>(resource: Resource, property: string): T | undefined {
    return this.values.property(resource, property) as T | undefined;
  }

  public get isPrivate(): boolean {
    return this.get<{ Types?: string[] }>(this.api, 'EndpointConfiguration')?.Types?.includes('PRIVATE') ?? false;
  }

  public get hasPolicy(): boolean {
    return this.get(this.api, 'Policy') !== undefined;
  }

  public get stageName(): string {
    return String(this.get(this.stage, 'StageName'));
  }

  private method(method: Resource): RestMethod {
    const { body, parameters } = this.validator(this.get(method, 'RequestValidatorId'));
    const models = this.get<Record<string, string>>(method, 'RequestModels') ?? {};
    const responses = this.get<Properties[]>(method, 'MethodResponses') ?? [];
    const authorizer = this.get<string>(method, 'AuthorizerId');
    return {
      logicalId: method.logicalId,
      verb: String(this.get(method, 'HttpMethod')),
      path: this.path(String(this.get(method, 'ResourceId'))),
      authorization: this.get<string>(method, 'AuthorizationType') ?? 'NONE',
      authorizer: authorizer === undefined ? undefined : this.authorizer(authorizer),
      scopes: this.get<string[]>(method, 'AuthorizationScopes') ?? [],
      needsKey: this.get(method, 'ApiKeyRequired') === true,
      checks: { body, parameters },
      parameters: this.get<Record<string, boolean>>(method, 'RequestParameters') ?? {},
      models: Object.fromEntries(Object.entries(models).map(([type, name]) => [type, this.model(name)])),
      integration: this.integration(this.get<Properties>(method, 'Integration') ?? {}),
      responseHeaders: responses.flatMap(({ ResponseParameters }) => Object.keys(ResponseParameters ?? {})),
      deployed: this.covered.has(method.logicalId) && method.stack === this.deployment.stack,
    };
  }

  private path(resourceId: string): string {
    if (resourceId === `${this.id}.RootResourceId`) return '/';
    const resource = this.byReference('AWS::ApiGateway::Resource', resourceId);
    const parent = this.path(String(this.get(resource, 'ParentId')));
    return `${parent === '/' ? '' : parent}/${this.get<string>(resource, 'PathPart')}`;
  }

  private validator(id: unknown): { body: boolean; parameters: boolean } {
    if (id === undefined) return { body: false, parameters: false };
    const validator = this.byReference('AWS::ApiGateway::RequestValidator', String(id));
    return {
      body: this.get(validator, 'ValidateRequestBody') === true,
      parameters: this.get(validator, 'ValidateRequestParameters') === true,
    };
  }

  /** A model by its name, or by the address with which models refer to one another. */
  public model(name: string): Schema {
    const own = name.replace(/^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\//, '');
    // every API has these two
    if (own === 'Empty' || own === 'Error') return { type: 'object' };
    const schema = this.get(this.byReference('AWS::ApiGateway::Model', own), 'Schema') ?? {};
    return (typeof schema === 'string' ? JSON.parse(schema) : schema) as Schema;
  }

  private authorizer(id: string): Authorizer {
    const authorizer = this.byReference('AWS::ApiGateway::Authorizer', id);
    return {
      logicalId: authorizer.logicalId,
      id,
      type: String(this.get(authorizer, 'Type')),
      identitySources: (this.get<string>(authorizer, 'IdentitySource') ?? '').split(/\s*,\s*/).filter((one) => one),
      validationExpression: this.get<string>(authorizer, 'IdentityValidationExpression') || undefined,
      // API Gateway's own default
      ttl: Number(this.get(authorizer, 'AuthorizerResultTtlInSeconds') ?? 300),
      pools: this.get<string[]>(authorizer, 'ProviderARNs') ?? [],
      functionId: this.functionIn(this.get(authorizer, 'AuthorizerUri')),
      role: this.get<string>(authorizer, 'AuthorizerCredentials'),
    };
  }

  private integration(integration: Properties): Integration {
    return {
      type: String(integration.Type),
      functionId: this.functionIn(integration.Uri),
      role: integration.Credentials as string | undefined,
      responses: (integration.IntegrationResponses ?? []) as Properties[],
    };
  }

  private functionIn(uri: unknown): string | undefined {
    const [, arn] = /\/functions\/(arn:[^/]+:function:[^/:]+)(?::[^/]+)?\/invocations$/.exec(String(uri)) ?? [];
    const target = this.values.resources.find(
      (one) => one.type === 'AWS::Lambda::Function' && this.values.identifiers(one).arn === arn,
    );
    return target?.logicalId ?? arn;
  }

  private byReference(type: string, reference: string): Resource {
    return only(
      this.own(type).filter((one) => this.values.identifiers(one).ref === reference),
      `${type} ${reference}`,
    );
  }
}

/** What CloudFormation makes before it, directly or not. */
function dependenciesOf({ stack, logicalId }: Resource, known = new Set<string>()): ReadonlySet<string> {
  const definition = stack.template.Resources?.[logicalId] as { DependsOn?: string | string[] } | undefined;
  const named = [definition?.DependsOn ?? [], mentioned(definition, stack)].flat();
  for (const id of named.filter((one) => !known.has(one))) {
    known.add(id);
    dependenciesOf({ stack, logicalId: id } as Resource, known);
  }
  return known;
}

function mentioned(definition: unknown, { template }: Stack): string[] {
  const text = JSON.stringify(definition) ?? '';
  const names = [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([^".]+)|\$\{([A-Za-z0-9]+)[.}]/g)];
  return names.map(([, id, inSub]) => id ?? inSub!).filter((id) => template.Resources?.[id] !== undefined);
}

function only<T>(found: readonly T[], what: string): T {
  if (found.length !== 1) throw new Error(`expected one ${what}, found ${found.length}`);
  return found[0]!;
}
