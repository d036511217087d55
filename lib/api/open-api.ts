import { requestOf, onlyFields } from './open-api-request';
import type { OpenApiProps } from './open-api-props';
import { entry, OpenApiSecurity } from './open-api-security';
import { OpenApiSource, Place } from './open-api-source';
import type { RouteProps } from './route';
import { parseRoute, RouteText } from './route-text';
import { isObject } from './schema-conjuncts';

/** What a document says, as calls of `addRoute`. */
export interface OpenApiImport {
  readonly source: OpenApiSource;
  readonly operations: readonly {
    readonly id: string;
    readonly route: string;
    readonly props: RouteProps;
    readonly at: Place;
  }[];
}

const VERBS = ['get', 'put', 'post', 'delete', 'patch', 'head'];
const ROOT = 'openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs'.split(' ');
const ITEM = [...VERBS, 'options', 'trace', 'summary', 'description', 'parameters', 'servers', '$ref'];
const OPERATION =
  'tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers'.split(
    ' ',
  );
const AMAZON = 'x-amazon-apigateway-';

/** Where to say it instead. */
const AMAZON_INSTEAD: Readonly<Record<string, string>> = {
  integration: 'name the function in handlers',
  'any-method': 'describe each method',
  auth: 'name the Auth in auth',
  authorizer: 'name the Auth in auth',
  authtype: 'name the Auth in auth',
  'request-validator': 'take it out: every method is validated',
  'request-validators': 'take it out: every method is validated',
  'gateway-responses': 'take it out: the API has some; add others to it',
  cors: 'set api.cors',
  policy: 'set api.exposure',
  'endpoint-configuration': 'set api.exposure',
  'binary-media-types': 'set api.binaryMediaTypes',
  'minimum-compression-size': 'set api.minCompressionSize',
  'api-key-source': 'set api.apiKeySourceType',
};

/**
 * Reads a document.
 *
 * @throws everything that is wrong with it, by line
 */
export function readOpenApi(props: OpenApiProps): OpenApiImport {
  const source = new OpenApiSource(props.file);
  const { root } = source;
  const version = checkRoot(root);
  if (version === undefined) source.finish(); // nothing else can be told
  refuseAmazon(root);
  const security = new OpenApiSecurity(root, props);
  const operations: OpenApiImport['operations'][number][] = [];
  const ids = new Map<string, Place>();
  for (const { at, item, verb, path } of operationsOf(root)) {
    onlyFields(at, OPERATION, 'an operation');
    for (const field of ['callbacks', 'servers']) refuseField(at.get(field));
    const id = idOf(at, ids);
    const route = routeOf(at, verb, path);
    if (id === undefined) continue;
    const { noBody = false, ...options } = entry(props.routes, id) ?? {};
    const handler = entry(props.handlers, id);
    if (!handler) at.get('operationId').problem('API-20', `a handler for ${id}`, 'none', `set handlers.${id}`);
    const callers = security.callers(at, id);
    const request = requestOf(item, at, {
      id,
      method: verb.toUpperCase(),
      path,
      inPath: route?.parameters ?? [],
      noBody,
      is31: version === '3.1',
      closeObjects: props.closeObjects === true,
      mayBeUnbounded: options.waivers?.some(({ ruleId }) => ruleId === 'API-21') ?? false,
    });
    if (!handler || !callers || !route) continue;
    const owner = entry(props.owners, id);
    const stepUp = entry(props.stepUps, id);
    operations.push({
      id,
      at,
      route: `${route.method} ${route.path}`,
      props: { ...options, ...callers, handler, owner, stepUp, request },
    });
  }
  checkNames(source, props, ids);
  source.finish();
  return { source, operations };
}

/**
 * Adds the routes.
 *
 * @throws everything that is wrong with them, by line
 */
export function addOperations(
  api: { addRoute(route: string, props: RouteProps): unknown },
  { source, operations }: OpenApiImport,
): void {
  for (const { id, route, props, at } of operations) {
    try {
      api.addRoute(route, props);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const property = { 'API-15': 'owners', 'API-16': 'stepUps' }[message.slice(0, 6)];
      source.failure(at.names, property ? `${message}, by ${property}.${id}` : message);
    }
  }
  source.finish();
}

function checkRoot(root: Place): '3.0' | '3.1' | undefined {
  const version = root.get('openapi');
  if (!isObject(root.value) || !version.exists) {
    const swagger = root.get('swagger');
    const got = swagger.exists ? `swagger: ${swagger.value}` : 'none';
    const fix = swagger.exists ? 'convert it to OpenAPI 3' : "begin with openapi: '3.1.0'";
    (swagger.exists ? swagger : root).problem('API-20', 'an OpenAPI document of version 3.0 or 3.1', got, fix);
    return undefined;
  }
  const [known] = /^3\.[01](?=\.\d+$)/.exec(String(version.value)) ?? [];
  if (known === undefined) {
    version.problem('API-20', 'version 3.0 or 3.1', String(version.value), 'convert it');
    return undefined;
  }
  onlyFields(root, ROOT, 'an OpenAPI document');
  refuseField(root.get('webhooks'));
  const dialect = root.get('jsonSchemaDialect');
  if (dialect.exists && dialect.value !== 'https://spec.openapis.org/oas/3.1/dialect/base') {
    dialect.problem('API-20', 'the schemas of OpenAPI 3.1', String(dialect.value), 'take jsonSchemaDialect out');
  }
  for (const server of root.get('servers').items('servers')) {
    const url = String(server.get('url').value);
    if (!/^http:\/\/(?!localhost[:/]|localhost$|127\.0\.0\.1)/i.test(url)) continue;
    server.get('url').problem('API-08', 'servers by https, the only way in', url, 'write https://');
  }
  if (Object.keys(root.get('paths').value ?? {}).length === 0) {
    root.problem('API-20', 'a document with paths', 'none', 'describe at least one operation');
    return undefined;
  }
  return known as '3.0' | '3.1';
}

function* operationsOf(root: Place): Iterable<{ at: Place; item: Place; verb: string; path: string }> {
  for (const [path, place] of root.get('paths').entries('paths')) {
    if (path.startsWith('x-')) continue;
    const item = place.followed();
    if (!item) continue;
    onlyFields(item, ITEM, 'a path');
    refuseField(item.get('servers'));
    if (item.get('options').exists) {
      item
        .get('options')
        .problem('API-11', 'preflight requests to be answered by cors', 'options', 'set api.cors, and take it out');
    }
    if (item.get('trace').exists)
      item.get('trace').problem('API-20', `a method of ${VERBS.join(', ')}`, 'trace', 'take it out');
    for (const [verb, at] of item.entries('a path')) if (VERBS.includes(verb)) yield { at, item, verb, path };
  }
}

function idOf(at: Place, ids: Map<string, Place>): string | undefined {
  const place = at.get('operationId');
  const id = place.value;
  if (typeof id !== 'string' || id === '') {
    at.problem('API-20', 'an operationId, by which handlers name it', JSON.stringify(id) ?? 'none', 'set operationId');
    return undefined;
  }
  if (ids.has(id)) {
    place.problem(
      'API-20',
      'each operationId once',
      `${id} again, after ${ids.get(id)!.pointer}`,
      'rename one of them',
    );
    return undefined;
  }
  ids.set(id, at);
  return id;
}

function routeOf(at: Place, verb: string, path: string): RouteText | undefined {
  try {
    return parseRoute(`${verb.toUpperCase()} ${path}`);
  } catch (error) {
    at.source.failure(at.names, error);
    return undefined;
  }
}

const WHY: Readonly<Record<string, [expected: string, fix: string]>> = {
  servers: [
    'all operations to have the address of the API',
    'take it out, or describe the other API in a document of its own',
  ],
  callbacks: ['requests that the API receives', 'take it out: nothing here would send it'],
  webhooks: ['requests that the API receives', 'take it out: nothing here would send it'],
};

function refuseField(place: Place): void {
  if (!place.exists) return;
  const name = place.names[place.names.length - 1];
  place.problem('API-20', WHY[name][0], name, WHY[name][1]);
}

/** Extensions of API Gateway itself would be expected to work: what they say is said elsewhere. */
function refuseAmazon(place: Place): void {
  if (typeof place.value !== 'object' || place.value === null) return;
  for (const name of Object.keys(place.value)) {
    const child = place.get(name);
    if (name.startsWith(AMAZON)) {
      const fix = AMAZON_INSTEAD[name.slice(AMAZON.length)] ?? 'take it out';
      child.problem('API-20', 'no extension of API Gateway, since the routes are made here', name, fix);
    } else if (name !== 'example' && name !== 'examples') refuseAmazon(child);
  }
}

/** A name that nothing has would be a guard that guards nothing. */
function checkNames(source: OpenApiSource, props: OpenApiProps, ids: ReadonlyMap<string, Place>): void {
  for (const map of ['handlers', 'publicOperations', 'owners', 'stepUps', 'routes'] as const) {
    for (const id of Object.keys(props[map] ?? {}).filter((one) => !ids.has(one))) {
      source.propProblem(
        'API-20',
        `${map} to name operations of the document`,
        `${map}.${id}`,
        'correct it, or take it out',
      );
    }
  }
}
