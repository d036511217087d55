import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

/** One operation of an OpenAPI definition. */
export interface Operation {
  /** `POST /orders`. */
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly definition: any;
  /** Parameters of the path item, which hold for all its operations. */
  readonly shared: readonly any[];
  /** Where it stands, for findings. */
  readonly at: string;
}

/** An OpenAPI 2 or 3 definition that stands in the template. */
export interface Definition {
  readonly document: any;
  readonly operations: readonly Operation[];
}

/** A file in a bucket, or another API whose methods are copied. */
const ELSEWHERE = ['BodyS3Location', 'CloneFrom'];
const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];
const ANY = 'x-amazon-apigateway-any-method';

/**
 * The definition an API is imported from. `undefined`: it has none, its methods stand in the template. `unknown`: it lies
 * elsewhere, or a part of it is only known at deployment.
 */
export function definitionOf(api: Resource): Definition | 'unknown' | undefined {
  // also beside a body, which may be merged into what is copied
  if (ELSEWHERE.some((key) => api.get(key) !== undefined)) return 'unknown';
  const body = api.get('Body');
  if (body === undefined) return undefined;
  const document = typeof body === 'string' && !isUnknown(body) ? parsed(body) : body;
  if (!isReadable(document) || !isReadable(document.paths ?? {})) return 'unknown';
  const known = read.get(document);
  if (known) return known;
  const definition = { document, operations: [] as Operation[] };
  for (const [path, item] of Object.entries<any>(document.paths ?? {})) {
    if (path.startsWith('x-')) continue;
    if (!isReadable(item) || item.$ref !== undefined) return 'unknown';
    for (const [key, value] of Object.entries<any>(item)) {
      const name = key.toLowerCase();
      if (name !== ANY && !VERBS.includes(name)) continue;
      if (!isReadable(value)) return 'unknown';
      const verb = name === ANY ? 'ANY' : name.toUpperCase();
      definition.operations.push({
        name: `${verb} ${path}`,
        verb,
        path,
        definition: value,
        shared: Array.isArray(item.parameters) ? item.parameters : [],
        at: `Properties.Body.paths.${path}.${key}`,
      });
    }
  }
  read.set(document, definition);
  return definition;
}

/** A definition is read by several rules; it is the same object unless it hangs on a choice. */
const read = new WeakMap<object, Definition>();

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object of which no part is left to a transform such as `AWS::Include`. */
const isReadable = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !Object.keys(value).some((key) => key.startsWith('Fn::'));

/** Follows one `$ref` within the document: `#/components/schemas/Order`. */
export function referenced(value: any, document: any): any {
  const target = value?.$ref;
  if (typeof target !== 'string' || !target.startsWith('#/')) return value;
  return target
    .slice(2)
    .split('/')
    .reduce((at: any, key) => at?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], document);
}

/** What a browser asks before the request, answered by API Gateway itself. */
export const isPreflightOperation = ({ verb, definition }: Operation): boolean =>
  verb === 'OPTIONS' && String(definition['x-amazon-apigateway-integration']?.type).toLowerCase() === 'mock';

/** How an operation knows its caller. */
export type Authentication =
  | { readonly kind: 'iam' }
  | { readonly kind: 'authorizer'; readonly name: string; readonly authorizer: any; readonly scopes: readonly string[] }
  | { readonly kind: 'none' | 'unknown'; readonly why: string };

/**
 * API Gateway reads `security` of the operation only; that of the root counts for nothing ("Important notes for REST APIs",
 * API Gateway developer guide).
 */
export function authenticationOf({ definition }: Operation, document: any): Authentication {
  const said = definition['x-amazon-apigateway-auth']?.type;
  if (isUnknown(said)) return { kind: 'unknown', why: `authorization ${said}` };
  if (String(said).toUpperCase() === 'AWS_IAM') return { kind: 'iam' };
  if (String(said).toUpperCase() === 'NONE') return { kind: 'none', why: 'x-amazon-apigateway-auth NONE' };
  const { security } = definition;
  if (security === undefined) {
    const isAtRoot = document.security !== undefined;
    return { kind: 'none', why: isAtRoot ? 'security only at the root, which API Gateway ignores' : 'no security' };
  }
  const { components, securityDefinitions } = document;
  if (
    !Array.isArray(security) ||
    [...security, components, securityDefinitions, components?.securitySchemes].some(isUnknown)
  )
    return { kind: 'unknown', why: 'security that cannot be read here' };
  if (security.length === 0) return { kind: 'none', why: 'security []' };
  if (security.some((one) => Object.keys(one ?? {}).length === 0)) return { kind: 'none', why: 'optional security {}' };
  const schemes = components?.securitySchemes ?? securityDefinitions ?? {};
  const all = security
    .flatMap((one) => Object.entries<any>(one))
    .map(([name, scopes]) => ofScheme(name, scopes, schemes));
  return (
    all.find(({ kind }) => kind === 'iam' || kind === 'authorizer') ??
    all.find(({ kind }) => kind === 'unknown') ??
    all[0]
  );
}

function ofScheme(name: string, scopes: any, schemes: any): Authentication {
  const scheme = schemes[name];
  if (scheme === undefined) return { kind: 'none', why: `security scheme ${name} is not defined` };
  if (!isReadable(scheme)) return { kind: 'unknown', why: `security scheme ${name} cannot be read here` };
  if (String(scheme['x-amazon-apigateway-authtype']).toLowerCase() === 'awssigv4') return { kind: 'iam' };
  const authorizer = scheme['x-amazon-apigateway-authorizer'];
  if (authorizer === undefined) {
    const isKey = scheme.type === 'apiKey' && String(scheme.name).toLowerCase() === 'x-api-key';
    return { kind: 'none', why: isKey ? 'an API key only' : `security scheme ${name} has no authorizer` };
  }
  const type = authorizer?.type;
  if (!isReadable(authorizer) || isUnknown(type)) {
    return { kind: 'unknown', why: `the authorizer of security scheme ${name} cannot be read here` };
  }
  // an import leaves such an authorizer out, with a warning that nobody sees, and the operation stands open
  if (!AUTHORIZER_TYPES.includes(String(type).toLowerCase())) {
    return { kind: 'none', why: `security scheme ${name} has an authorizer of type ${String(type)}` };
  }
  return { kind: 'authorizer', name, authorizer, scopes: Array.isArray(scopes) ? scopes.map(String) : [] };
}

const AUTHORIZER_TYPES = ['token', 'request', 'cognito_user_pools'];
