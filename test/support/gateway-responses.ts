import type { RestApiTemplate } from './gateway-api';
import type { Properties } from './template-values';

/**
 * Why API Gateway refuses, and with what status, unless the API says otherwise.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const STATUS = {
  UNAUTHORIZED: 401,
  ACCESS_DENIED: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  BAD_REQUEST_PARAMETERS: 400,
  BAD_REQUEST_BODY: 400,
  REQUEST_TOO_LARGE: 413,
  AUTHORIZER_FAILURE: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  API_CONFIGURATION_ERROR: 500,
} as const;

export type Refusal = keyof typeof STATUS;

export interface GatewayResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the client is told: the response of this type, else the default of its class, else API Gateway's own text. */
export function gatewayResponse(
  api: RestApiTemplate,
  type: Refusal,
  message: string,
  details?: string,
): GatewayResponse {
  const responses = new Map(
    api.own('AWS::ApiGateway::GatewayResponse').map((one) => [String(api.get(one, 'ResponseType')), one]),
  );
  const fallback = responses.get(STATUS[type] >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX');
  const response = responses.get(type) ?? fallback;
  const read = (property: string): Properties | undefined =>
    response === undefined ? undefined : api.get<Properties>(response, property);
  const templates = read('ResponseTemplates') ?? {};
  const template = templates['application/json'] ?? Object.values(templates)[0];
  const status = response === undefined ? undefined : api.get<string>(response, 'StatusCode');
  return {
    status: Number(status ?? STATUS[type]),
    body: render(String(template ?? ownTemplate(type)), type, message, details),
    headers: headersOf(read('ResponseParameters') ?? {}, 'gatewayresponse.header.'),
  };
}

/** The headers that a mapping sets to a literal. */
export function headersOf(parameters: Properties, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length).toLowerCase(), String(value).replace(/^'(.*)'$/s, '$1')]),
  );
}

/** Whether a mapping template answers with the origin that asks: one that it compares with, or any if it compares none. */
export function repeatsOrigin(template: string, origin: string): boolean {
  if (!/responseOverride\.header\.["']?Access-Control-Allow-Origin["']?\s*=\s*\$/i.test(template)) return false;
  const equal = [...template.matchAll(/==\s*"([^"]+)"/g)].map(([, value]) => value!);
  // the template language matches the whole value
  const matched = [...template.matchAll(/\.matches\("((?:[^"\\]|\\.)*)"\)/g)].map(([, value]) => `^(?:${value})$`);
  if (equal.length + matched.length === 0) return true;
  return equal.includes(origin) || matched.some((pattern) => new RegExp(pattern).test(origin));
}

/** Authorization answers with a capital letter of its own. */
function ownTemplate(type: Refusal): string {
  return type === 'ACCESS_DENIED'
    ? '{"Message":$context.error.messageString}'
    : '{"message":$context.error.messageString}';
}

function render(template: string, type: Refusal, message: string, details = ''): string {
  const values: Readonly<Record<string, string>> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message,
    'error.responseType': type,
    'error.validationErrorString': details,
    requestId: '00000000-0000-0000-0000-000000000000',
    extendedRequestId: 'AAAAAAAAAAAAAAA=',
  };
  return template.replace(
    /\$\{?context\.([A-Za-z.]+)\}?/g,
    (_all, name: string) => values[name] ?? `⟨context.${name}⟩`,
  );
}
