import { isGiven, isIntrinsic, isMap, isPlainMap, Properties } from './intrinsic-shapes';
import { ANY, changeItems, changeOperations, isEditable, isVersion3 } from './open-api-paths';
import { authorizersOf, IAM_SCHEME, KEY_SCHEME, schemeOf, scopesOf } from './rest-authorizers';
import { addCors } from './rest-cors';
import { RestResourcePolicy } from './rest-resource-policy';
import { RestRoutes, RouteAuth, securityOf } from './rest-routes';
import { join, SamResource } from './sam-resource';

const AUTH: ReadonlySet<string> = new Set([
  ...['Authorizers', 'DefaultAuthorizer', 'InvokeRole', 'AddDefaultAuthorizerToCorsPreflight', 'ApiKeyRequired'],
  ...['AddApiKeyRequiredToCorsPreflight', 'ResourcePolicy', 'UsagePlan'],
]);
/** What SAM writes into a document that it can edit. */
const WRITTEN_INTO = ['Cors', 'Auth', 'GatewayResponses', 'Models', 'DisableExecuteApiEndpoint'];
const IAM = 'AWS_IAM';

/** The OpenAPI document of an API with all that SAM writes into it. */
export class RestDocument {
  public readonly authorizers: ReadonlyMap<string, Properties>;
  private readonly auth: Properties;
  private readonly schemes = new Map<string, Properties>();
  private readonly policy: RestResourcePolicy;

  constructor(
    private readonly sam: SamResource,
    private readonly routes: RestRoutes,
    private readonly isManaged: boolean,
  ) {
    const { properties } = sam;
    this.auth = sam.map(properties.Auth, 'Auth') ?? {};
    sam.knows(this.auth, AUTH, 'Auth');
    this.authorizers = authorizersOf(sam, this.auth);
    this.policy = new RestResourcePolicy(sam);
  }

  public finished(start: unknown): unknown {
    const { sam, routes } = this;
    if (!isEditable(start)) {
      for (const name of WRITTEN_INTO) {
        if (isGiven(sam.properties[name])) sam.block(name, 'for a DefinitionBody that SAM cannot edit');
      }
      return start;
    }
    let document: Properties = { ...start };
    if (routes.validators.size > 0) {
      document['x-amazon-apigateway-request-validators'] = Object.fromEntries(routes.validators);
    }
    document = this.withRouteAuth(document);
    document = addCors(sam, document);
    document = this.withAuth(document);
    document = this.withResponses(document);
    document = this.withModels(document);
    document = this.withEndpoint(document);
    return this.versioned(document);
  }

  /** Of routes in a document that somebody wrote, only what says so overrides it. */
  private withRouteAuth(document: Properties): Properties {
    const isMerged = this.sam.properties.MergeDefinitions === true;
    const overriding = new Map<string, RouteAuth>();
    const verbs = verbsOf(document);
    for (const one of this.routes.auths) {
      const { path, verb, auth, at, owner } = one;
      this.checkAuthorizer(one);
      if (!this.isManaged && !isMerged && auth.OverrideApiAuth !== true) continue;
      if (!this.isManaged && !isMerged) overriding.set(`${verb} ${path}`, one);
      if (auth.Authorizer === IAM) this.schemes.set(IAM, IAM_SCHEME);
      if (auth.ApiKeyRequired === true) this.schemes.set('api_key', KEY_SCHEME);
      const place = join(at, 'Properties.Auth.ResourcePolicy');
      const policy = owner.map(auth.ResourcePolicy, place);
      if (!policy) continue;
      const { StageName } = this.sam.properties;
      this.policy.add(policy, path, verbs.get(path) ?? [], typeof StageName === 'string' ? StageName : 'Stage');
      this.policy.addCustom(policy);
    }
    if (overriding.size === 0) return document;
    return changeOperations(document, (definition, verb, path) => {
      const own = overriding.get(`${verb} ${path}`);
      const added = securityOf(own?.auth, this.auth);
      return added.length > 0 ? { ...definition, security: [...securityIn(definition), ...added] } : definition;
    });
  }

  /** SAM refuses a route whose authorizer its API does not have. */
  private checkAuthorizer({ auth, owner, at }: RouteAuth): void {
    const { Authorizer } = auth;
    if (typeof Authorizer !== 'string' || Authorizer === IAM || this.authorizers.has(Authorizer)) return;
    const isReset = Authorizer === 'NONE' && isGiven(this.auth.DefaultAuthorizer);
    if (!isReset) owner.block(join(at, 'Properties.Auth.Authorizer'), `${Authorizer}, which the API does not have`);
  }

  private withAuth(document: Properties): Properties {
    const { sam, auth } = this;
    let result = document;
    for (const [name, authorizer] of this.authorizers) this.schemes.set(name, schemeOf(authorizer));
    const byDefault = sam.text(auth.DefaultAuthorizer, 'Auth.DefaultAuthorizer');
    if (byDefault !== undefined) {
      if (byDefault === IAM) this.schemes.set(IAM, IAM_SCHEME);
      else if (!this.authorizers.has(byDefault))
        sam.block('Auth.DefaultAuthorizer', `${byDefault}, which is no authorizer of it`);
      result = this.withDefault(result, byDefault);
    }
    if (isGiven(auth.ApiKeyRequired) && typeof auth.ApiKeyRequired !== 'boolean')
      sam.block('Auth.ApiKeyRequired', 'neither true nor false');
    if (auth.ApiKeyRequired === true) {
      this.schemes.set('api_key', KEY_SCHEME);
      result = this.withKeys(result);
    }
    const policy = this.policy.read(auth.ResourcePolicy, 'Auth.ResourcePolicy');
    if (policy) {
      for (const [path, verbs] of verbsOf(result)) this.policy.add(policy, path, verbs, sam.properties.StageName);
      this.policy.addCustom(policy);
    }
    if (this.policy.document) result = { ...result, 'x-amazon-apigateway-policy': this.policy.document };
    if (this.schemes.size === 0) return result;
    const before: unknown = result.securityDefinitions;
    return {
      ...result,
      securityDefinitions: { ...(isMap(before) && before), ...Object.fromEntries(this.schemes) },
    };
  }

  /** Every operation without an authorizer of its own; `NONE` stays open. */
  private withDefault(document: Properties, name: string): Properties {
    const names = new Set([IAM, ...this.authorizers.keys()]);
    const toPreflight = this.auth.AddDefaultAuthorizerToCorsPreflight !== false;
    return changeOperations(document, (definition, verb) => {
      if (verb === 'options' && !toPreflight) return definition;
      const security = securityIn(definition);
      const isOwn = (one: Properties) => Object.keys(one).some((key) => names.has(key));
      const others = security.filter((one) => !isOwn(one));
      const open = others.findIndex((one) => 'NONE' in one);
      const kept = others.filter((_, index) => index !== open);
      const own = security.filter(isOwn);
      const scopes = scopesOf(this.authorizers.get(name));
      const asked = open >= 0 ? [] : own.length > 0 ? own : [{ [name]: scopes }];
      const all = [...kept, ...asked];
      return all.length > 0 ? { ...definition, security: all } : definition;
    });
  }

  private withKeys(document: Properties): Properties {
    const toPreflight = this.auth.AddApiKeyRequiredToCorsPreflight !== false;
    return changeOperations(document, (definition, verb) => {
      const security = securityIn(definition);
      const others = security.filter((one) => !('api_key' in one) && !('api_key_false' in one));
      const isFree = security.some((one) => 'api_key_false' in one) || (verb === 'options' && !toPreflight);
      const all = [...others, ...(isFree ? [] : [{ api_key: [] }])];
      return all.length > 0 || security.length > 0 ? { ...definition, security: all } : definition;
    });
  }

  private withResponses(document: Properties): Properties {
    const { sam } = this;
    const responses = sam.map(sam.properties.GatewayResponses, 'GatewayResponses');
    if (!responses) return document;
    const key = 'x-amazon-apigateway-gateway-responses';
    const before: unknown = document[key];
    const added = Object.entries(responses).map(([type, given]) => [type, gatewayResponse(sam, type, given)]);
    return { ...document, [key]: { ...(isMap(before) && before), ...Object.fromEntries(added) } };
  }

  private withModels(document: Properties): Properties {
    const models = this.sam.map(this.sam.properties.Models, 'Models');
    if (!models) return document;
    const before: unknown = document.definitions;
    const named = Object.entries(models).map(([name, schema]) => [name.toLowerCase(), schema]);
    return { ...document, definitions: { ...(isMap(before) && before), ...Object.fromEntries(named) } };
  }

  private withEndpoint(document: Properties): Properties {
    const disableExecuteApiEndpoint: unknown = this.sam.properties.DisableExecuteApiEndpoint;
    if (!isGiven(disableExecuteApiEndpoint)) return document;
    const key = 'x-amazon-apigateway-endpoint-configuration';
    const set = (one: Properties) => ({
      ...one,
      [key]: { ...(isMap(one[key]) && one[key]), disableExecuteApiEndpoint },
    });
    if (!isVersion3(document.openapi)) return set(document);
    const servers: unknown[] = Array.isArray(document.servers) ? document.servers : [{}];
    return { ...document, servers: servers.map((one) => (isMap(one) ? set(one) : one)) };
  }

  /** OpenAPI 3 has schemes and schemas in another place. */
  private versioned(document: Properties): Properties {
    const version: unknown = this.sam.properties.OpenApiVersion ?? document.openapi;
    if (isGiven(document.swagger) || !isVersion3(version)) return document;
    const { securityDefinitions, definitions, ...rest } = document;
    const components: unknown = rest.components;
    const added = {
      ...(isGiven(securityDefinitions) && { securitySchemes: securityDefinitions }),
      ...(isGiven(definitions) && { schemas: definitions }),
    };
    if (Object.keys(added).length === 0) return rest;
    return { ...rest, components: { ...(isMap(components) && components), ...added } };
  }
}

const securityIn = ({ security }: Properties): Properties[] => (Array.isArray(security) ? security.filter(isMap) : []);

/** The verbs of each path, those in both branches of a condition too. */
function verbsOf(document: Properties): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  changeItems(document, (item, path) => {
    const verbs = found.get(path) ?? new Set();
    for (const key of Object.keys(item)) verbs.add(key.toLowerCase() === 'any' ? ANY : key);
    found.set(path, verbs);
    return item;
  });
  return new Map([...found].map(([path, verbs]) => [path, [...verbs]]));
}

const RESPONSE: ReadonlySet<string> = new Set(['ResponseParameters', 'ResponseTemplates', 'StatusCode']);
const PREFIXES: Readonly<Record<string, string>> = { Headers: 'header.', Paths: 'path.', QueryStrings: 'querystring.' };

function gatewayResponse(sam: SamResource, type: string, given: unknown): Properties {
  const at = join('GatewayResponses', type);
  const response = sam.map(given, at) ?? {};
  sam.knows(response, RESPONSE, at);
  const parameters = sam.map(response.ResponseParameters, join(at, 'ResponseParameters')) ?? {};
  const named = Object.entries(parameters).flatMap(([kind, values]) => {
    if (!Object.hasOwn(PREFIXES, kind) || !isPlainMap(values)) {
      sam.block(join(at, 'ResponseParameters', kind), 'none of Headers, Paths, QueryStrings');
      return [];
    }
    return Object.entries(values).map(([name, value]) => [`gatewayresponse.${PREFIXES[kind]}${name}`, value]);
  });
  return {
    responseParameters: Object.fromEntries(named),
    responseTemplates: response.ResponseTemplates ?? {},
    ...(isGiven(response.StatusCode) && {
      statusCode: isIntrinsic(response.StatusCode) ? response.StatusCode : String(response.StatusCode),
    }),
  };
}
