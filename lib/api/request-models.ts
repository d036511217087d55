import { definitionOf, Operation, referenced } from './open-api-body';
import { apiOf, METHOD, partsOf } from './rest-api-parts';
import type { Assembly, Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const MODEL = 'AWS::ApiGateway::Model';
/** API Gateway makes these two for every API; both take anything. */
export const BUILT_IN: readonly string[] = ['Empty', 'Error'];

/** Content type → model, as a method says it. `undefined`: not known here. */
export function requestModelsOf(method: Resource): Readonly<Record<string, unknown>> | undefined {
  const models = method.get('RequestModels');
  if (models === undefined) return {};
  return typeof models === 'object' && models !== null && !Array.isArray(models) ? models : undefined;
}

/** The model of an API by what names it: a reference or its name. */
export function modelOf(name: unknown, api: Resource | undefined, assembly: Assembly): Resource | undefined {
  const found = assembly.find(name, MODEL);
  if (found || !api || typeof name !== 'string') return found;
  return partsOf(api, MODEL).find((one) => one.get('Name') === name);
}

const USED = new WeakMap<Assembly, ReadonlySet<Resource>>();

/** Whether some method checks bodies by this model, or one of those models refers to it. */
export function isRequestModel(model: Resource): boolean {
  const { assembly } = model;
  let used = USED.get(assembly);
  if (!used) {
    // what is used under one choice is used, and looking must not disturb the choices that are being tried
    used = assembly.world.aside(() => usedModels(assembly));
    USED.set(assembly, used);
  }
  return used.has(model);
}

function usedModels(assembly: Assembly): ReadonlySet<Resource> {
  const byName = new Map<string, Resource>();
  const nameOf = (api: Resource | undefined, name: unknown) => `${api?.key} ${String(name)}`;
  for (const one of assembly.ofType(MODEL)) byName.set(nameOf(apiOf(one), one.get('Name')), one);
  const used = new Set<Resource>();
  for (const method of assembly.ofType(METHOD)) {
    const raw = method.raw.Properties?.RequestModels;
    if (raw === undefined) continue;
    for (const one of assembly.mentionedIn(raw, method.template)) if (one.type === MODEL) used.add(one);
    for (const name of Object.values(requestModelsOf(method) ?? {})) {
      const named = byName.get(nameOf(apiOf(method), name));
      if (named) used.add(named);
    }
  }
  return used;
}

/** The schema of a model; `undefined` when it cannot be read here. */
export function schemaOf(model: Resource): any {
  const schema = model.get('Schema');
  if (typeof schema !== 'string') return schema;
  if (isUnknown(schema)) return undefined;
  try {
    return JSON.parse(schema);
  } catch {
    return undefined;
  }
}

/** What a `$ref` to another model of the API means: `https://apigateway.amazonaws.com/restapis/<id>/models/<name>`. */
export function modelResolver(model: Resource): (ref: string) => unknown {
  return (ref) => {
    const name = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/.*\/models\/([^/]+)$/.exec(ref)?.[1];
    const target = name === undefined ? undefined : modelOf(name, apiOf(model), model.assembly);
    return target && schemaOf(target);
  };
}

/** Content type → schema of an operation's body: OpenAPI 3, and OpenAPI 2 with `consumes`. */
export function bodySchemasOf(operation: Operation, document: any): Readonly<Record<string, unknown>> {
  const body = referenced(operation.definition.requestBody, document);
  if (typeof body?.content === 'object' && body.content !== null) {
    return Object.fromEntries(Object.entries<any>(body.content).map(([type, media]) => [type, media?.schema]));
  }
  const own = Array.isArray(operation.definition.parameters) ? operation.definition.parameters : [];
  const parameter = [...own, ...operation.shared]
    .map((one) => referenced(one, document))
    .find((one) => one?.in === 'body');
  if (!parameter) return {};
  const types = operation.definition.consumes ?? document.consumes ?? ['application/json'];
  return Object.fromEntries((Array.isArray(types) ? types : []).map((type) => [String(type), parameter.schema]));
}

/** A schema of a definition that the schema lint can judge by itself, and how it finds the rest of the document. */
export function standalone(schema: unknown, document: any): { schema: unknown; resolve: (ref: string) => unknown } {
  return {
    schema: withOuterRefs(schema),
    resolve: (ref) =>
      ref.startsWith(OUTER) ? withOuterRefs(referenced({ $ref: ref.slice(OUTER.length) }, document)) : undefined,
  };
}

const OUTER = 'document';

function withOuterRefs(value: any): any {
  if (Array.isArray(value)) return value.map(withOuterRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === '$ref' && typeof one === 'string' && one.startsWith('#') ? `${OUTER}${one}` : withOuterRefs(one),
    ]),
  );
}

/** Every body schema of an API's definition; `unknown` when it cannot be read here. */
export function definedBodies(
  api: Resource,
): 'unknown' | readonly { operation: Operation; schema: unknown; document: any }[] {
  const definition = definitionOf(api);
  if (definition === undefined) return [];
  if (definition === 'unknown') return 'unknown';
  return definition.operations.flatMap((operation) =>
    [...new Set(Object.values(bodySchemasOf(operation, definition.document)))].map((schema) => ({
      operation,
      schema,
      document: definition.document,
    })),
  );
}
