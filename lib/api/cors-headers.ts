import { allowsCredentials, originsOfTemplate } from './cors-templates';
import { definitionOf } from './open-api-body';
import { METHOD, REST_API } from './rest-api-parts';
import type { Resource } from '../core/assembly';
import { isUnknown } from '../core/text';

export const GATEWAY_RESPONSE = 'AWS::ApiGateway::GatewayResponse';
/** What answers with headers of its own: methods, gateway responses, and both in an OpenAPI definition. */
export const CORS_TYPES: readonly string[] = [METHOD, GATEWAY_RESPONSE, REST_API];

/** Which origins an answer lets read it. `reflected`: whoever asks. */
export type Origins = 'none' | 'named' | 'any' | 'reflected' | 'unknown';

/** The CORS headers of one answer. */
export interface CorsHeaders {
  readonly origins: Origins;
  /** Whether the browser may send cookies and other credentials along. */
  readonly credentials: boolean;
  readonly at: string;
}

/** The CORS headers of every answer that a method, a gateway response or an inline definition describes. */
export function corsOf(resource: Resource): readonly CorsHeaders[] {
  if (resource.type === METHOD)
    return ofIntegration(resource.get('Integration.IntegrationResponses'), 'Properties.Integration');
  if (resource.type === GATEWAY_RESPONSE) {
    return [
      ofAnswer(resource.get('ResponseParameters'), resource.get('ResponseTemplates'), 'Properties.ResponseParameters'),
    ];
  }
  const definition = definitionOf(resource);
  if (typeof definition !== 'object') return [];
  const gateway = Object.entries<any>(definition.document['x-amazon-apigateway-gateway-responses'] ?? {});
  return [
    ...definition.operations.flatMap(({ definition: one, at }) =>
      Object.values<any>(one['x-amazon-apigateway-integration']?.responses ?? {}).map((answer) =>
        ofAnswer(answer?.responseParameters, answer?.responseTemplates, at),
      ),
    ),
    ...gateway.map(([type, answer]) =>
      ofAnswer(
        answer?.responseParameters,
        answer?.responseTemplates,
        `Properties.Body.x-amazon-apigateway-gateway-responses.${type}`,
      ),
    ),
  ];
}

function ofIntegration(responses: any, at: string): CorsHeaders[] {
  if (!Array.isArray(responses)) return [];
  return responses.map((one: any, index) =>
    ofAnswer(one?.ResponseParameters, one?.ResponseTemplates, `${at}.IntegrationResponses.${index}`),
  );
}

function ofAnswer(parameters: any, templates: any, at: string): CorsHeaders {
  const headers = headersOf(parameters);
  const fromTemplates = Object.values(templates ?? {}).map((one) => originsOfTemplate(String(one)));
  const all = [originsOfHeader(headers.get('access-control-allow-origin')), ...fromTemplates];
  const origins = (['any', 'reflected', 'unknown', 'named'] as const).find((one) => all.includes(one)) ?? 'none';
  const credentials = unquoted(headers.get('access-control-allow-credentials') ?? '').toLowerCase() === 'true';
  return { origins, credentials: credentials || Object.values(templates ?? {}).some(allowsCredentials), at };
}

/** `method.response.header.X` and `gatewayresponse.header.X`, without regard to case. */
function headersOf(parameters: any): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [key, value] of Object.entries(parameters ?? {})) {
    const name = /\.header\.(.+)$/i.exec(key)?.[1];
    if (name) headers.set(name.toLowerCase(), String(value));
  }
  return headers;
}

/** API Gateway writes literals in single quotes. */
const unquoted = (value: string): string =>
  value
    .trim()
    .replace(/^'(.*)'$/s, '$1')
    .trim();

function originsOfHeader(value: string | undefined): Origins {
  if (value === undefined) return 'none';
  if (isUnknown(value)) return 'unknown';
  const text = value.trim();
  // anybody can have the origin null, from a sandboxed frame
  if (text.startsWith("'")) return /^(\*|null)$/i.test(unquoted(text)) ? 'any' : 'named';
  // what a request says, the caller chooses
  if (/header\.origin$|^method\.request\./i.test(text)) return 'reflected';
  return text === '' ? 'none' : 'named';
}
