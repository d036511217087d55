import { bodyText, headerOf, type ApiRequest } from './gateway-request';
import type { Refusal } from './gateway-responses';
import type { RestApiTemplate } from './gateway-api';
import type { Match } from './gateway-routes';
import { violations, type Schema } from './json-schema-draft-04';

export interface Invalid {
  readonly type: Refusal;
  readonly message: string;
  readonly details?: string;
}

const LARGEST = 10 * 1024 * 1024;

/**
 * What a request validator refuses. It asks whether required parameters are there and not blank, nothing more, and it
 * validates a body against the model of its content type only: without a match there is no validation.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function invalidity(
  api: RestApiTemplate,
  { method, pathParameters }: Match,
  request: ApiRequest,
): Invalid | undefined {
  const text = bodyText(request);
  if (Buffer.byteLength(text) > LARGEST) {
    return { type: 'REQUEST_TOO_LARGE', message: 'HTTP content length exceeded 10485760 bytes.' };
  }
  const missing = method.checks.parameters
    ? Object.entries(method.parameters)
        .filter(([name, required]) => required && !parameterOf(name, request, pathParameters)?.trim())
        .map(([name]) => name.split('.').pop())
    : [];
  if (missing.length > 0) {
    const message = `Missing required request parameters: [${missing.join(', ')}]`;
    return { type: 'BAD_REQUEST_PARAMETERS', message, details: message };
  }
  const schema = method.checks.body ? modelFor(method.models, headerOf(request, 'content-type')) : undefined;
  const errors = schema === undefined ? [] : errorsOf(text, schema, api);
  return errors.length === 0
    ? undefined
    : { type: 'BAD_REQUEST_BODY', message: 'Invalid request body', details: `[${errors.join(', ')}]` };
}

/** A request without a content type counts as JSON. */
function modelFor(models: Readonly<Record<string, Schema>>, contentType = 'application/json'): Schema | undefined {
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  const named = Object.entries(models).find(([name]) => name.toLowerCase() === type)?.[1];
  return named ?? models.$default;
}

/** AWS does not say what a missing body is read as: it passes here if an empty object does. */
function errorsOf(text: string, schema: Schema, api: RestApiTemplate): string[] {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return violations(value, schema, (reference) => api.model(reference));
  } catch (error) {
    if (error instanceof SyntaxError) return ['Could not parse request body into json'];
    throw error;
  }
}

/** The value of `method.request.<querystring|path|header>.<name>`. */
export function parameterOf(
  source: string,
  request: ApiRequest,
  pathParameters: Readonly<Record<string, string>>,
): string | undefined {
  const [, place, name = ''] = /^method\.request\.(querystring|path|header)\.(.+)$/.exec(source) ?? [];
  switch (place) {
    case 'querystring':
      return request.query?.[name];
    case 'path':
      return pathParameters[name];
    case 'header':
      return headerOf(request, name);
    default:
      throw new Error(`not a request parameter: ${source}`);
  }
}
