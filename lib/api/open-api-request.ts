import type { RouteRequest } from './route';
import { importBody, importParameters, SchemaOptions } from './open-api-schema';
import { Place } from './open-api-source';
import { isObject } from './schema-conjuncts';

const PLACES = ['query', 'path', 'header'] as const;
type Where = (typeof PLACES)[number];
const NAMES = { query: 'query', path: 'path', header: 'headers' } as const;

/** HTTP's own headers, which OpenAPI leaves to other parts of the document. */
const NOT_PARAMETERS = ['accept', 'content-type', 'authorization'];

const PARAMETER =
  'name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content'.split(
    ' ',
  );

interface Parameter {
  readonly name: string;
  readonly where: Where;
  readonly at: Place;
}

export interface RequestOptions extends SchemaOptions {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The names in braces of the path. */
  readonly inPath: readonly string[];
  readonly noBody: boolean;
}

/** What an operation takes, or problems. */
export function requestOf(item: Place, operation: Place, options: RequestOptions): RouteRequest {
  const parameters = parametersOf(item, operation);
  checkPath(parameters, operation, options);
  const groups = PLACES.map((where) => {
    const here = parameters.filter((one) => one.where === where);
    if (here.length === 0) return undefined;
    const required = here.filter(({ at }) => at.value.required === true).map(({ name }) => name);
    const schemas = new Map(here.map(({ name, at }) => [name, at.get('schema')]));
    // without the operation: what several share is said once, where it stands
    return [NAMES[where], importParameters(schemas, required, `the ${where} parameters`, options)];
  });
  return { ...Object.fromEntries(groups.filter((one) => one !== undefined)), ...bodyOf(operation, options) };
}

/** Those of the operation replace those of its path with the same name. */
function parametersOf(item: Place, operation: Place): Parameter[] {
  const all = new Map<string, Parameter>();
  for (const list of [item, operation]) {
    const here = new Set<string>();
    for (const one of list.get('parameters').items('parameters')) {
      const parameter = parameterOf(one);
      if (!parameter) continue;
      const key = `${parameter.where} ${parameter.where === 'header' ? parameter.name.toLowerCase() : parameter.name}`;
      if (here.has(key)) one.problem('API-03', 'each parameter once', `${key} again`, 'take one out');
      here.add(key);
      all.set(key, parameter);
    }
  }
  return [...all.values()];
}

function parameterOf(place: Place): Parameter | undefined {
  const at = place.followed();
  if (!at) return undefined;
  onlyFields(at, PARAMETER, 'a parameter');
  const { name, in: where } = isObject(at.value) ? at.value : ({} as any);
  if (typeof name !== 'string' || !name || !['query', 'path', 'header', 'cookie'].includes(where)) {
    at.problem('API-03', 'a parameter with name and in', JSON.stringify({ name, in: where }), 'set both');
    return undefined;
  }
  if (where === 'cookie') {
    const fix = 'take it as a header, which API Gateway can ask for';
    at.problem('API-03', 'parameters in path, query or header', `the cookie ${name}`, fix);
    return undefined;
  }
  if (where === 'header' && NOT_PARAMETERS.includes(name.toLowerCase())) {
    const fix = 'use security for Authorization, and content for the others';
    at.problem('API-03', 'a header that is a parameter in OpenAPI', name, fix);
    return undefined;
  }
  if (!/^[A-Za-z0-9._$-]+$/.test(name)) {
    const fix = 'use letters, digits and ._$-';
    at.problem('API-03', 'a parameter name that API Gateway takes', JSON.stringify(name), fix);
    return undefined;
  }
  if (at.get('schema').exists) return { name, where, at };
  const got = at.get('content').exists ? 'content' : 'none';
  at.problem('API-03', `a schema for the parameter ${name}`, got, 'set schema');
  return undefined;
}

/** The braces of the path and the path parameters are the same. */
function checkPath(parameters: readonly Parameter[], operation: Place, { id, path, inPath }: RequestOptions): void {
  for (const { name, where, at } of parameters) {
    if (where !== 'path') continue;
    if (!inPath.includes(name)) {
      at.problem(
        'API-03',
        `path parameters of ${path} to stand in it`,
        name,
        `write {${name}} in the path, or take it out`,
      );
    } else if (at.value.required !== true) {
      at.problem('API-03', `the path parameter ${name} to be required`, 'none', 'set required: true');
    }
  }
  const named = parameters.filter(({ where }) => where === 'path').map(({ name }) => name);
  for (const name of inPath.filter((one) => !named.includes(one))) {
    const fix = `add a parameter with name: ${name} and in: path`;
    operation.problem('API-03', `a parameter for {${name}} of ${id}`, 'none', fix);
  }
}

function bodyOf(operation: Place, options: RequestOptions): RouteRequest {
  const { id, method, noBody } = options;
  const given = operation.get('requestBody');
  if (!given.exists) {
    if (noBody) return { noBody };
    if (!['POST', 'PUT', 'PATCH'].includes(method)) return {};
    const fix = `add requestBody, or set routes.${id}.noBody to true`;
    operation.problem('API-03', `${id} to say what its body is`, `${method} without requestBody`, fix);
    return {};
  }
  if (noBody) given.problem('API-03', `${id} to have a body or none`, 'requestBody and noBody', 'take one of them out');
  if (['GET', 'HEAD'].includes(method)) {
    given.problem('API-03', `${method} without a body`, 'requestBody', 'use query parameters, or another method');
    return {};
  }
  const body = given.followed();
  if (!body) return {};
  onlyFields(body, ['description', 'content', 'required'], 'a request body');
  if (body.value?.required !== true) {
    const fix = 'set required: true; API Gateway checks every body against the model';
    body.problem('API-03', `the body of ${id} to be required`, 'one that may be missing', fix);
  }
  const schema = jsonSchemaOf(body, id);
  return schema ? { body: importBody(schema, `the body of ${id}`, options) } : {};
}

/** One schema, which then counts for every content type that a request can name. */
function jsonSchemaOf(body: Place, id: string): Place | undefined {
  const types = body.get('content').entries('content');
  if (types.length === 0) {
    body.problem('API-03', `the body of ${id} to have content`, 'none', 'add application/json with a schema');
    return undefined;
  }
  let fits = true;
  for (const [type, media] of types) {
    onlyFields(media, ['schema', 'example', 'examples'], 'a media type');
    if (/^application\/(?:[\w.+-]+\+)?json\s*(?:;.*)?$/i.test(type)) continue;
    const fix = 'take JSON; for files, hand out presigned URLs of a bucket';
    media.problem('API-03', 'content that a model can check: application/json or +json', type, fix);
    fits = false;
  }
  const [[, first], ...others] = types;
  const different = others.find(
    ([, media]) => JSON.stringify(media.value?.schema) !== JSON.stringify(first.value?.schema),
  );
  if (fits && different) {
    const fix = 'use the same in all, or one content type';
    different[1].problem('API-03', `one schema for all content types of ${id}`, `another for ${different[0]}`, fix);
  }
  if (!fits) return undefined;
  if (first.get('schema').exists) return first.get('schema');
  first.problem('API-04', `a schema for the body of ${id}`, 'none', 'set schema');
  return undefined;
}

/** Nothing that the document says is passed over by accident. Extensions of others (`x-…`) say nothing to us. */
export function onlyFields(place: Place, known: readonly string[], what: string): void {
  for (const [name, field] of place.entries(what)) {
    if (known.includes(name) || name.startsWith('x-')) continue;
    field.problem('API-20', `${what} with the fields ${known.join(', ')}`, name, 'take it out');
  }
}
