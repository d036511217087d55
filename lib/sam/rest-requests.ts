import type { SamEvent } from './function-events';
import { isGiven, isMap, isPlainMap, Properties } from './intrinsic-shapes';
import { INTEGRATION } from './open-api-paths';
import { join, SamResource } from './sam-resource';

/** Validators that events ask for, by name. */
export type Validators = Map<string, Properties>;

const MODEL: ReadonlySet<string> = new Set(['Model', 'Required', 'ValidateBody', 'ValidateParameters']);

/** `RequestModel`: the body's schema, and whether API Gateway checks it. */
export function addModel(
  sam: SamResource,
  api: SamResource,
  { properties, at }: SamEvent,
  definition: Properties,
  validators: Validators,
): void {
  const place = join(at, 'Properties.RequestModel');
  const given = sam.map(properties.RequestModel, place);
  if (!given) return;
  sam.knows(given, MODEL, place);
  const model = sam.text(given.Model, join(place, 'Model'));
  if (model === undefined) return;
  if (!isPlainMap(api.properties.Models) || !isMap(api.properties.Models[model]))
    sam.block(join(place, 'Model'), `${model}, which is none of the API's Models`);
  const name = model.toLowerCase();
  const required = isGiven(given.Required) ? { required: given.Required } : {};
  const version: unknown = api.properties.OpenApiVersion;
  if (typeof version === 'string' && version.startsWith('3')) {
    const schema = { $ref: `#/components/schemas/${name}` };
    definition.requestBody = { content: { 'application/json': { schema } }, ...required };
  } else {
    definition.parameters = [{ in: 'body', name, schema: { $ref: `#/definitions/${name}` }, ...required }];
  }
  const { ValidateBody = false, ValidateParameters = false } = given;
  if (!isGiven(given.ValidateBody) && !isGiven(given.ValidateParameters)) return;
  if (typeof ValidateBody !== 'boolean' || typeof ValidateParameters !== 'boolean') {
    sam.block(place, 'ValidateBody or ValidateParameters that is neither true nor false');
    return;
  }
  const validator = nameOf(ValidateBody, ValidateParameters);
  validators.set(validator, { validateRequestBody: ValidateBody, validateRequestParameters: ValidateParameters });
  definition['x-amazon-apigateway-request-validator'] = validator;
}

function nameOf(body: boolean, parameters: boolean): string {
  if (body) return parameters ? 'body-and-params' : 'body-only';
  return parameters ? 'params-only' : 'no-validation';
}

const PARAMETER = /^method\.request\.(querystring|path|header)\.(.+)$/;

/** `RequestParameters`: names, or maps of a name to whether it is required and part of the cache key. */
export function addParameters(sam: SamResource, { properties, at }: SamEvent, definition: Properties): void {
  const given: unknown = properties.RequestParameters;
  if (!isGiven(given)) return;
  const place = join(at, 'Properties.RequestParameters');
  if (!Array.isArray(given)) {
    sam.block(place, 'no list');
    return;
  }
  const cached: string[] = [];
  const parameters: Properties[] = [...(definition.parameters ?? [])];
  for (const one of given as unknown[]) {
    const [name, settings] = isMap(one) ? (Object.entries(one)[0] ?? ['', undefined]) : [one, {}];
    const [, location, short] = PARAMETER.exec(String(name)) ?? [];
    if (location === undefined || !isMap(settings)) {
      sam.block(place, 'a parameter that cannot be read');
      continue;
    }
    const where = location === 'querystring' ? 'query' : location;
    parameters.push({ in: where, name: short, required: settings.Required ?? false, type: 'string' });
    if (settings.Caching === true) cached.push(String(name));
  }
  definition.parameters = parameters;
  if (cached.length > 0) definition[INTEGRATION].cacheKeyParameters = cached;
}
