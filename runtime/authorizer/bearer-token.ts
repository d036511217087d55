import { AuthorizerEvent, unauthorized } from './event';

/** API Gateway takes 10,240 bytes of headers in all; a longer token is not even looked at. */
const LONGEST_TOKEN = 8192;

/** The one token of a request. */
export function bearerToken({ headers, multiValueHeaders }: AuthorizerEvent): string {
  const single = valuesOf(headers);
  const all = valuesOf(multiValueHeaders);
  const [value] = single.length > 0 ? single : all;
  if (value === undefined) throw unauthorized('token-absent');
  // two of them: somebody behind us could read the other one
  if (single.length > 1 || all.length > 1 || (all.length === 1 && all[0] !== value)) throw unauthorized('token-twice');
  if (typeof value !== 'string') throw unauthorized('token-malformed');
  if (value.length > LONGEST_TOKEN) throw unauthorized('token-too-long');
  const [, token] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(value) ?? [];
  if (token === undefined) throw unauthorized('token-malformed');
  return token;
}

const valuesOf = (headers: AuthorizerEvent['headers']): unknown[] =>
  Object.entries(headers ?? {})
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .flatMap(([, value]) => value);
