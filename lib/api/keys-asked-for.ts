import { definitionOf, Operation, referenced } from './open-api-body';
import { METHOD, partsOf } from './rest-api-parts';
import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

/** Whether some method of an API asks for an API key, without which no usage plan counts anything; `undefined`: not known here. */
export function asksForKeys(api: Resource): boolean | undefined {
  const definition = definitionOf(api);
  const answers = [
    ...partsOf(api, METHOD).map((method) => isTrue(method.get('ApiKeyRequired'))),
    ...(definition === 'unknown' ? [undefined] : []),
    ...(typeof definition === 'object'
      ? definition.operations.map((one) => ofOperation(one, definition.document))
      : []),
  ];
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

const isTrue = (value: unknown): boolean | undefined =>
  isUnknown(value) ? undefined : value === true || String(value).toLowerCase() === 'true';

/** `security` that names a scheme for the header x-api-key, beside an authorizer or alone; that of the root counts for nothing. */
function ofOperation({ definition: { security } }: Operation, document: any): boolean | undefined {
  if (security === undefined) return false;
  const schemes = document.components?.securitySchemes ?? document.securityDefinitions ?? {};
  if (!Array.isArray(security) || [...security, schemes].some(isUnknown)) return undefined;
  const answers = security
    .flatMap((one) => Object.keys(one ?? {}))
    .map((name) => ofScheme(referenced(schemes[name], document)));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function ofScheme(scheme: any): boolean | undefined {
  if (isUnknown(scheme)) return undefined;
  const { type, name } = scheme ?? {};
  if (isUnknown(type) || isUnknown(name)) return undefined;
  const isKey = type === 'apiKey' && String(name).toLowerCase() === 'x-api-key';
  return isKey && scheme['x-amazon-apigateway-authorizer'] === undefined;
}
