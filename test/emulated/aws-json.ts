/** One call of a service of the emulator that speaks JSON, for those whose client is not among our dependencies. */
export async function awsJson(endpoint: string, service: string, target: string, body: object): Promise<any> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: signedFor(service),
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The same for services that speak forms. */
export async function awsQuery(
  endpoint: string,
  service: string,
  query: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: signedFor(service) },
    body: new URLSearchParams(query),
  });
  return response.text();
}

/** The emulator looks for the service only. */
const signedFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/${service}/aws4_request`;
