import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

/** One route of an OpenAPI definition. */
export interface DefinedRoute {
  /** `POST /orders`, `$default`. */
  readonly key: string;
  readonly definition: any;
  /** Where it stands, for findings. */
  readonly at: string;
}

/** An OpenAPI 3 definition of an HTTP API that stands in the template. */
export interface HttpDefinition {
  readonly document: any;
  readonly routes: readonly DefinedRoute[];
}

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const ANY = 'x-amazon-apigateway-any-method';

/**
 * The definition an HTTP API is imported from. `undefined`: it has none, its routes stand in the template. `unknown`: it lies
 * elsewhere, or a part of it is only known at deployment.
 */
export function definitionOf(api: Resource): HttpDefinition | 'unknown' | undefined {
  if (api.get('BodyS3Location') !== undefined) return 'unknown';
  const body = api.get('Body');
  if (body === undefined) return undefined;
  const document = typeof body === 'string' && !isUnknown(body) ? parsed(body) : body;
  if (!isReadable(document) || !isReadable(document.paths ?? {})) return 'unknown';
  const known = read.get(document);
  if (known) return known;
  const routes: DefinedRoute[] = [];
  for (const [path, item] of Object.entries<any>(document.paths ?? {})) {
    if (path.startsWith('x-')) continue;
    if (!isReadable(item) || item.$ref !== undefined) return 'unknown';
    for (const [word, definition] of Object.entries<any>(item)) {
      const name = word.toLowerCase();
      if (name !== ANY && !VERBS.includes(name)) continue;
      if (!isReadable(definition)) return 'unknown';
      const isDefault = /^\/?\$default$/.test(path);
      const key = isDefault ? '$default' : `${name === ANY ? 'ANY' : name.toUpperCase()} ${path}`;
      routes.push({ key, definition, at: `Properties.Body.paths.${path}.${word}` });
    }
  }
  const definition = { document, routes };
  read.set(document, definition);
  return definition;
}

/** A definition is read by several rules; it is the same object unless it hangs on a choice. */
const read = new WeakMap<object, HttpDefinition>();

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

/** The authorizers of a definition, by the name of their security scheme. */
export const definedAuthorizers = ({ document }: HttpDefinition): [name: string, authorizer: any][] =>
  Object.entries<any>(document.components?.securitySchemes ?? document.securityDefinitions ?? {}).flatMap(
    ([name, scheme]) => {
      const authorizer = scheme?.['x-amazon-apigateway-authorizer'];
      return authorizer === undefined ? [] : [[name, authorizer] as [string, any]];
    },
  );

/** How a route of a definition knows its caller. */
export type Caller =
  { readonly kind: 'iam' | 'token' | 'function' } | { readonly kind: 'none' | 'unknown'; readonly why: string };

export function callerOf({ definition }: DefinedRoute, { document }: HttpDefinition): Caller {
  const said = definition['x-amazon-apigateway-auth']?.type;
  if (isUnknown(said)) return { kind: 'unknown', why: 'an authorization that is only known at deployment' };
  if (String(said).toUpperCase() === 'AWS_IAM') return { kind: 'iam' };
  if (String(said).toUpperCase() === 'NONE') return { kind: 'none', why: 'x-amazon-apigateway-auth NONE' };
  const { security } = definition;
  if (security === undefined) {
    // REST APIs ignore it; of HTTP APIs nothing is written
    return document.security === undefined
      ? { kind: 'none', why: 'no security' }
      : { kind: 'unknown', why: 'security only at the root, on which nobody can rely' };
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
  const all = security.flatMap((one) => Object.keys(one)).map((name) => ofScheme(name, schemes[name]));
  return (
    all.find(({ kind }) => kind !== 'none' && kind !== 'unknown') ??
    all.find(({ kind }) => kind === 'unknown') ??
    all[0]
  );
}

function ofScheme(name: string, scheme: any): Caller {
  // SAM writes it for a route that its event opens
  if (scheme === undefined && name === 'NONE') return { kind: 'none', why: 'open to everybody (NONE)' };
  if (scheme === undefined) return { kind: 'none', why: `security scheme ${name} is not defined` };
  if (!isReadable(scheme)) return { kind: 'unknown', why: `security scheme ${name} cannot be read here` };
  if (String(scheme['x-amazon-apigateway-authtype']).toLowerCase() === 'awssigv4') return { kind: 'iam' };
  const authorizer = scheme['x-amazon-apigateway-authorizer'];
  if (authorizer === undefined) return { kind: 'none', why: `security scheme ${name} has no authorizer` };
  const type = String(authorizer?.type).toLowerCase();
  if (!isReadable(authorizer) || isUnknown(authorizer.type)) {
    return { kind: 'unknown', why: `the authorizer of security scheme ${name} cannot be read here` };
  }
  if (type === 'jwt') return { kind: 'token' };
  return type === 'request'
    ? { kind: 'function' }
    : { kind: 'none', why: `security scheme ${name} has an authorizer of type ${authorizer.type}` };
}
