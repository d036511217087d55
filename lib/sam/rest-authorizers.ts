import { compact, isGiven, isMap, isPlainMap, Properties, sub } from './intrinsic-shapes';
import { join, SamResource } from './sam-resource';

const KNOWN: ReadonlySet<string> = new Set([
  ...['UserPoolArn', 'FunctionArn', 'Identity', 'FunctionPayloadType', 'FunctionInvokeRole', 'AuthorizationScopes'],
  'DisableFunctionDefaultPermissions',
]);

export const IAM_SCHEME: Properties = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

export const KEY_SCHEME: Properties = { type: 'apiKey', name: 'x-api-key', in: 'header' };

/** The authorizers of an API, by name. */
export function authorizersOf(sam: SamResource, auth: Properties): Map<string, Properties> {
  const at = 'Auth.Authorizers';
  const found = new Map<string, Properties>();
  for (const [name, given] of Object.entries(sam.map(auth.Authorizers, at) ?? {})) {
    const authorizer = sam.map(given, join(at, name));
    if (!authorizer) continue;
    sam.knows(authorizer, KNOWN, join(at, name));
    found.set(name, authorizer);
  }
  return found;
}

/** The security scheme of one authorizer. */
export function schemeOf(authorizer: Properties): Properties {
  const { UserPoolArn, FunctionPayloadType } = authorizer;
  const identity: Properties = isPlainMap(authorizer.Identity) ? authorizer.Identity : {};
  const isRequest = !isGiven(UserPoolArn) && FunctionPayloadType === 'REQUEST';
  return {
    type: 'apiKey',
    name: isRequest ? 'Unused' : (identity.Header ?? 'Authorization'),
    in: 'header',
    'x-amazon-apigateway-authtype': isGiven(UserPoolArn) ? 'cognito_user_pools' : 'custom',
    'x-amazon-apigateway-authorizer': isGiven(UserPoolArn)
      ? compact({
          type: 'cognito_user_pools',
          providerARNs: Array.isArray(UserPoolArn) ? UserPoolArn : [UserPoolArn],
          identityValidationExpression: identity.ValidationExpression,
        })
      : ofFunction(authorizer, identity, isRequest),
  };
}

function ofFunction({ FunctionArn, FunctionInvokeRole }: Properties, identity: Properties, isRequest: boolean) {
  const uri =
    'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations';
  return compact({
    type: isRequest ? 'request' : 'token',
    authorizerUri: sub(uri, { __FunctionArn__: FunctionArn }),
    authorizerResultTtlInSeconds: identity.ReauthorizeEvery,
    authorizerCredentials: FunctionInvokeRole === 'NONE' ? undefined : FunctionInvokeRole,
    identitySource: isRequest ? identitySource(identity) : undefined,
    identityValidationExpression: isRequest ? undefined : identity.ValidationExpression,
  });
}

const SOURCES: readonly (readonly [string, string])[] = [
  ['Headers', 'method.request.header.'],
  ['QueryStrings', 'method.request.querystring.'],
  ['StageVariables', 'stageVariables.'],
  ['Context', 'context.'],
];

function identitySource(identity: Properties): string | undefined {
  const parts = SOURCES.flatMap(([key, prefix]) =>
    (Array.isArray(identity[key]) ? identity[key] : []).map((name: unknown) => `${prefix}${String(name)}`),
  );
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** Lets the API call its authorizer functions. */
export function permitAuthorizers(sam: SamResource, authorizers: ReadonlyMap<string, Properties>): void {
  for (const [name, { UserPoolArn, FunctionArn, DisableFunctionDefaultPermissions }] of authorizers) {
    if (!isGiven(FunctionArn) || isGiven(UserPoolArn) || DisableFunctionDefaultPermissions === true) continue;
    permitAuthorizer(sam, name, FunctionArn);
  }
}

export function permitAuthorizer(sam: SamResource, name: string, functionArn: unknown): void {
  const arn = 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*';
  sam.generate(
    `${sam.id}${name}AuthorizerPermission`,
    'AWS::Lambda::Permission',
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: sub(arn, { __ApiId__: { Ref: sam.id } }),
    },
    `Auth.Authorizers.${name}`,
  );
}

/** The scopes of an authorizer, or a route's own. */
export const scopesOf = (authorizer: unknown, own?: unknown): unknown => {
  const scopes: unknown = isGiven(own) ? own : isMap(authorizer) ? authorizer.AuthorizationScopes : undefined;
  return isGiven(scopes) ? scopes : [];
};
