import { constants, createHmac, generateKeyPairSync, KeyObject, sign } from 'crypto';
import type { AuthorizerEvent } from '../../../runtime/authorizer/event';
import { AuditLine, createHandler, Handler } from '../../../runtime/authorizer/handler';

/** Real keys, made once for each test file. */
export interface Keys {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsaKeys = (kid: string): Keys => ({ kid, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) });
export const ecKeys = (kid: string): Keys => ({ kid, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) });

/** The key set of an issuer, as it publishes it. */
export const keySet = (...keys: (Keys & { readonly extra?: object })[]): string =>
  JSON.stringify({
    keys: keys.map(({ kid, publicKey, extra }) => ({
      use: 'sig',
      ...publicKey.export({ format: 'jwk' }),
      kid,
      ...extra,
    })),
  });

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token, signed as its header says. */
export function signed(keys: Keys, payload: object, header: object = {}): string {
  const full: { alg: string; [name: string]: unknown } = {
    alg: keys.privateKey.asymmetricKeyType === 'ec' ? 'ES256' : 'RS256',
    kid: keys.kid,
    ...header,
  };
  const input = `${encoded(full)}.${encoded(payload)}`;
  return `${input}.${signature(full.alg, input, keys).toString('base64url')}`;
}

function signature(alg: string, input: string, { privateKey, publicKey }: Keys): Buffer {
  // what a careless verifier does: the public key, which everybody has, as the secret of an HMAC
  if (alg.startsWith('HS')) {
    return createHmac('sha256', publicKey.export({ type: 'spki', format: 'pem' }))
      .update(input)
      .digest();
  }
  const data = Buffer.from(input);
  if (alg.startsWith('PS')) {
    return sign('sha256', data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
  }
  return sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/** A token of which nothing is signed. */
export const unsigned = (payload: object, header: object, tail = ''): string =>
  `${encoded(header)}.${encoded(payload)}.${tail}`;

/** Exchanges the payload, and leaves the signature. */
export function forged(token: string, change: object): string {
  const [header, payload, tail] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return `${header}.${encoded({ ...claims, ...change })}.${tail}`;
}

export interface Sent {
  readonly method?: string;
  readonly route?: string;
  readonly parameters?: Record<string, unknown> | null;
  readonly authorization?: string;
}

/** What API Gateway sends for a request, as in "Input to an API Gateway Lambda authorizer" of its developer guide. */
export function eventFor(
  token: string | undefined,
  { method = 'GET', route = '/orders', parameters, authorization }: Sent = {},
): AuthorizerEvent {
  const value = authorization ?? (token === undefined ? undefined : `Bearer ${token}`);
  const headers: Record<string, string> = value === undefined ? {} : { Authorization: value };
  const path = route.replace(/\{(\w+)\}/g, (_, name) => String(parameters?.[name] ?? ''));
  return {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:us-east-1:111111111111:abcdefghij/prod/${method}${path}`,
    resource: route,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, [one]])),
    pathParameters: parameters ?? null,
    requestContext: { resourcePath: route, httpMethod: method, requestId: 'request-1' },
  };
}

export interface Trial {
  readonly handler: Handler;
  readonly lines: AuditLine[];
  readonly fetched: string[];
}

/** A handler in surroundings of a test: key sets by address. */
export function trial(table: unknown, keySets: Record<string, string>, now: () => number = Date.now): Trial {
  const lines: AuditLine[] = [];
  const fetched: string[] = [];
  const handler = createHandler({
    table: () => (typeof table === 'string' || table === undefined ? table : JSON.stringify(table)),
    fetch: async (address) => {
      fetched.push(address);
      if (keySets[address] === undefined) throw new Error(`nobody at ${address}`);
      const bytes = new TextEncoder().encode(keySets[address]);
      return bytes.buffer as ArrayBuffer;
    },
    log: (line) => lines.push(line),
    now,
  });
  return { handler, lines, fetched };
}

/** `allowed`, `403 reason`, `401 reason` or `500 reason`. */
export async function outcome({ handler, lines }: Trial, event: AuthorizerEvent): Promise<string> {
  const answered = await handler(event).then(
    (answer) => {
      const [{ Effect, Resource }] = answer.policyDocument.Statement;
      expect(Resource).toBe(event.methodArn);
      return Effect === 'Allow' ? 'allowed' : '403';
    },
    (error: Error) => ({ Unauthorized: '401', Unavailable: '500' })[error.message] ?? error.message,
  );
  const { decision, reason } = lines.at(-1)!;
  expect({ allowed: 'allowed', denied: '403', unauthorized: '401', failed: '500' }[decision]).toBe(answered);
  return answered === 'allowed' ? answered : `${answered} ${reason}`;
}

/** Seconds from now. */
export const at = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
