import { required } from './environment';

const FRESH_MS = 5 * 60_000;
let cached: { readonly value: string; readonly until: number } | undefined;

/**
 * The key we share with the carrier, read when it is needed: never from an environment variable.
 * Asks AWS's Parameters and Secrets extension, which runs beside the function and caches for us.
 */
export async function carrierKey(now = Date.now()): Promise<string> {
  if (cached && now < cached.until) return cached.value;
  const port = process.env.PARAMETERS_SECRETS_EXTENSION_HTTP_PORT ?? '2773';
  const secretId = encodeURIComponent(required('CARRIER_KEY_ARN'));
  const response = await fetch(`http://localhost:${port}/secretsmanager/get?secretId=${secretId}`, {
    headers: { 'X-Aws-Parameters-Secrets-Token': required('AWS_SESSION_TOKEN') },
  });
  if (!response.ok) throw new Error(`expected the carrier key, got HTTP ${response.status}`);
  const { SecretString } = (await response.json()) as { SecretString?: string };
  if (!SecretString) throw new Error('expected the carrier key to be a text, got none');
  cached = { value: SecretString, until: now + FRESH_MS };
  return SecretString;
}
