import { compact, isGiven, isIntrinsic, isMap, isNoValue, isPlainMap, Properties, sub } from './intrinsic-shapes';
import { changeOperations, isEditable, isVersion3 } from './open-api-paths';
import { IAM_SCHEME, permitAuthorizer, scopesOf } from './rest-authorizers';
import { join, SamResource } from './sam-resource';

const AUTH: ReadonlySet<string> = new Set(['Authorizers', 'DefaultAuthorizer', 'EnableIamAuthorizer']);
const AUTHORIZER: ReadonlySet<string> = new Set([
  ...['AuthorizationScopes', 'JwtConfiguration', 'IdentitySource', 'FunctionArn', 'FunctionInvokeRole', 'Identity'],
  ...['AuthorizerPayloadFormatVersion', 'EnableSimpleResponses', 'EnableFunctionDefaultPermissions'],
]);
const CORS: ReadonlySet<string> = new Set([
  ...['AllowMethods', 'AllowHeaders', 'AllowOrigins', 'ExposeHeaders', 'MaxAge', 'AllowCredentials'],
]);
const WRITTEN_INTO = ['CorsConfiguration', 'Auth', 'Tags', 'DisableExecuteApiEndpoint', 'Name', 'Description'];

/** The OpenAPI document of an HTTP API with all that SAM writes into it. */
export class HttpDocument {
  constructor(
    private readonly sam: SamResource,
    private readonly isManaged: boolean,
  ) {}

  public finished(start: unknown): unknown {
    const { sam } = this;
    if (!isEditable(start) || !isVersion3(start.openapi)) {
      for (const name of WRITTEN_INTO) {
        if (isGiven(sam.properties[name])) sam.block(name, 'for a DefinitionBody that SAM cannot edit');
      }
      return start;
    }
    return this.withEndpoint(this.withTags(this.withAuth(this.withInfo(this.withCors(start)))));
  }

  private withCors(document: Properties): Properties {
    const { sam } = this;
    const given: unknown = sam.properties.CorsConfiguration;
    if (!isGiven(given) || given === false) return document;
    const isSimple = given === true || given === 'true' || isIntrinsic(given);
    if (isIntrinsic(given)) sam.block('CorsConfiguration', `${Object.keys(given)[0]} where a map is needed`);
    const cors = isSimple ? { AllowOrigins: ['*'] } : sam.map(given, 'CorsConfiguration');
    if (!cors) return document;
    sam.knows(cors, CORS, 'CorsConfiguration');
    const { AllowCredentials, ...rest } = cors;
    const named = Object.entries(compact(rest)).map(([key, value]) => [key[0].toLowerCase() + key.slice(1), value]);
    const key = 'x-amazon-apigateway-cors';
    const before: unknown = document[key];
    return {
      ...document,
      [key]: {
        ...(isMap(before) && before),
        ...Object.fromEntries(named),
        ...(isGiven(AllowCredentials) && AllowCredentials !== false && { allowCredentials: AllowCredentials }),
      },
    };
  }

  private withAuth(document: Properties): Properties {
    const { sam } = this;
    const auth = sam.map(sam.properties.Auth, 'Auth');
    if (!auth) return document;
    sam.knows(auth, AUTH, 'Auth');
    const schemes = new Map<string, Properties>();
    const scopes = new Map<string, unknown>();
    if (auth.EnableIamAuthorizer === true) schemes.set('AWS_IAM', IAM_SCHEME);
    else if (isGiven(auth.EnableIamAuthorizer) && auth.EnableIamAuthorizer !== false)
      sam.block('Auth.EnableIamAuthorizer', 'neither true nor false');
    for (const [name, given] of Object.entries(sam.map(auth.Authorizers, 'Auth.Authorizers') ?? {})) {
      const at = join('Auth.Authorizers', name);
      const authorizer = sam.map(given, at);
      if (!authorizer) continue;
      sam.knows(authorizer, AUTHORIZER, at);
      schemes.set(name, schemeOf(authorizer));
      scopes.set(name, scopesOf(authorizer));
      if (authorizer.EnableFunctionDefaultPermissions === true && isGiven(authorizer.FunctionArn))
        permitAuthorizer(sam, name, authorizer.FunctionArn);
    }
    const components: unknown = document.components;
    const before: unknown = isMap(components) ? components.securitySchemes : undefined;
    const securitySchemes = { ...(isMap(before) && before), ...Object.fromEntries(schemes) };
    const result = { ...document, components: { ...(isMap(components) && components), securitySchemes } };
    if (isNoValue(auth.DefaultAuthorizer)) return result;
    const name = sam.text(auth.DefaultAuthorizer, 'Auth.DefaultAuthorizer');
    if (name === undefined) return result;
    if (!schemes.has(name)) sam.block('Auth.DefaultAuthorizer', `${name}, which is no authorizer of it`);
    return changeOperations(result, (definition, verb) => {
      const isOpen = Array.isArray(definition.security) && definition.security.length > 0;
      return isOpen || verb === 'options'
        ? definition
        : { ...definition, security: [{ [name]: scopes.get(name) ?? [] }] };
    });
  }

  private withInfo(document: Properties): Properties {
    const { Name, Description } = this.sam.properties;
    const info: Properties = isMap(document.info) ? document.info : {};
    return {
      ...document,
      info: {
        ...info,
        ...(isGiven(Name) && this.isManaged && { title: Name }),
        ...(isGiven(Description) && { description: Description }),
      },
    };
  }

  private withTags(document: Properties): Properties {
    const given = this.sam.map(this.sam.properties.Tags, 'Tags');
    const tags: unknown[] = Array.isArray(document.tags) ? document.tags : [];
    const all = { ...given, 'httpapi:createdBy': 'SAM' };
    const others = tags.filter((one) => !isMap(one) || !Object.hasOwn(all, String(one.name)));
    const added = Object.entries(all).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }));
    return { ...document, tags: [...others, ...added] };
  }

  private withEndpoint(document: Properties): Properties {
    const disableExecuteApiEndpoint: unknown = this.sam.properties.DisableExecuteApiEndpoint;
    if (!isGiven(disableExecuteApiEndpoint)) return document;
    const key = 'x-amazon-apigateway-endpoint-configuration';
    const servers: unknown[] = Array.isArray(document.servers) ? document.servers : [{}];
    const set = (one: unknown) =>
      isMap(one) ? { ...one, [key]: { ...(isMap(one[key]) && one[key]), disableExecuteApiEndpoint } } : one;
    return { ...document, servers: servers.map(set) };
  }
}

/** JWT where there is a `JwtConfiguration`, otherwise a function. */
function schemeOf(authorizer: Properties): Properties {
  const { JwtConfiguration, FunctionArn, FunctionInvokeRole, EnableSimpleResponses } = authorizer;
  if (isGiven(JwtConfiguration)) {
    const jwt = isPlainMap(JwtConfiguration)
      ? Object.fromEntries(Object.entries(JwtConfiguration).map(([key, value]) => [key.toLowerCase(), value]))
      : JwtConfiguration;
    return {
      type: 'oauth2',
      'x-amazon-apigateway-authorizer': {
        type: 'jwt',
        jwtConfiguration: jwt,
        identitySource: authorizer.IdentitySource,
      },
    };
  }
  const identity: Properties = isPlainMap(authorizer.Identity) ? authorizer.Identity : {};
  const uri =
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations';
  return {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authorizer': compact({
      type: 'request',
      authorizerUri: sub(uri, { __FunctionArn__: FunctionArn }),
      authorizerCredentials: FunctionInvokeRole === 'NONE' ? undefined : FunctionInvokeRole,
      authorizerResultTtlInSeconds: identity.ReauthorizeEvery,
      identitySource: isPlainMap(authorizer.Identity) ? identitySource(identity) : undefined,
      authorizerPayloadFormatVersion: authorizer.AuthorizerPayloadFormatVersion,
      enableSimpleResponses: EnableSimpleResponses === false ? undefined : EnableSimpleResponses,
    }),
  };
}

const SOURCES: readonly (readonly [string, string])[] = [
  ['Headers', '$request.header.'],
  ['QueryStrings', '$request.querystring.'],
  ['StageVariables', '$stageVariables.'],
  ['Context', '$context.'],
];

const identitySource = (identity: Properties): string[] =>
  SOURCES.flatMap(([key, prefix]) =>
    (Array.isArray(identity[key]) ? identity[key] : []).map((name: unknown) => `${prefix}${String(name)}`),
  );
