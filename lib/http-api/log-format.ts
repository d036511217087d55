/**
 * What an access log has to tell, and the context variables that tell it ("Customizing HTTP API access logs" and "Set up logging
 * for WebSocket APIs", API Gateway developer guide).
 */
const TOLD: readonly (readonly [what: string, variables: RegExp])[] = [
  ['the request (requestId)', /^(requestId|extendedRequestId)$/],
  [
    'the caller (identity.sourceIp or authorizer.principalId)',
    /^(identity\.(caller|user|userArn|accountId|sourceIp|cognitoIdentityId)|authorizer\.|connectionId$)/,
  ],
  ['the route (routeKey)', /^(routeKey|path)$/],
  ['the answer (status)', /^status$/],
  ['the time (requestTime)', /^(requestTime|requestTimeEpoch)$/],
];

/** The key of a client itself. */
const SECRET = /^identity\.apiKey$/;
/** An incomplete format is a pity; one that writes down keys is a leak. */
export const writesKeys = (format: string): boolean => /\$context\.identity\.apiKey(?![A-Za-z])/.test(format);

const VARIABLE = /\$context\.([A-Za-z0-9_.-]+)/g;

/** What is wrong with an access log format; nothing when it is right. */
export function formatProblems(format: string): string[] {
  if (!isJson(format)) return ['a format that is not JSON'];
  const variables = [...format.matchAll(VARIABLE)].map(([, name]) => name.replace(/\.$/, ''));
  const missing = TOLD.filter(([, pattern]) => !variables.some((one) => pattern.test(one))).map(([what]) => what);
  return [
    ...(missing.length > 0 ? [`a format without ${missing.join(', ')}`] : []),
    ...(variables.some((one) => SECRET.test(one)) ? ['a format that writes API keys (identity.apiKey)'] : []),
  ];
}

/** Numbers may be variables without quotes. */
const isJson = (format: string): boolean =>
  [format, format.replace(/([:[,]\s*)(\$context\.[A-Za-z0-9_.-]+)/g, '$1"$2"')].some((text) => {
    try {
      const parsed: unknown = JSON.parse(text);
      return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    } catch {
      return false;
    }
  });
