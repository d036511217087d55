/** What an access log has to tell, and the context variables that tell it ("Variables for access logging", API Gateway developer guide). */
const TOLD: readonly (readonly [what: string, variables: RegExp])[] = [
  ['the request (requestId)', /^(requestId|extendedRequestId)$/],
  [
    'the caller (identity.caller, authorizer.claims.sub or identity.sourceIp)',
    /^(identity\.(caller|user|userArn|accountId|sourceIp|cognitoIdentityId|apiKeyId|vpceId)|authorizer\.)/,
  ],
  ['the method (httpMethod)', /^(httpMethod|routeKey)$/],
  ['the route (resourcePath)', /^(resourcePath|path|routeKey|resourceId)$/],
  ['the answer (status)', /^status$/],
  ['the time (requestTime)', /^(requestTime|requestTimeEpoch)$/],
];

/** The key of a client itself, instead of its id. */
const SECRET = /^identity\.apiKey$/;
/** An incomplete format is a pity; one that writes down keys is a leak. */
export const writesKeys = (format: string): boolean => /\$context\.identity\.apiKey(?![A-Za-z])/.test(format);

const VARIABLE = /\$context\.([A-Za-z0-9_.-]+)/g;

/** What is wrong with an access log format; nothing when it is right. */
export function formatProblems(format: string): string[] {
  const values = valuesOf(format);
  if (!values) return ['a format that is not JSON'];
  const variables = values.flatMap((value) => [...value.matchAll(VARIABLE)].map(([, name]) => name.replace(/\.$/, '')));
  const missing = TOLD.filter(([, pattern]) => !variables.some((one) => pattern.test(one))).map(([what]) => what);
  return [
    ...(missing.length > 0 ? [`a format without ${missing.join(', ')}`] : []),
    ...(variables.some((one) => SECRET.test(one)) ? ['a format that writes API keys (identity.apiKey)'] : []),
  ];
}

/** The values of a JSON object, in which numbers may be variables without quotes. */
function valuesOf(format: string): string[] | undefined {
  for (const text of [format, format.replace(/([:[,]\s*)(\$context\.[A-Za-z0-9_.-]+)/g, '$1"$2"')]) {
    try {
      const parsed = JSON.parse(text);
      return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? leaves(parsed) : undefined;
    } catch {
      // tried the other way
    }
  }
  return undefined;
}

const leaves = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)];
