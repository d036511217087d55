import { generateKeyPairSync } from 'crypto';
import { Claims, hmacToken, Issuer, unsignedToken } from './issuer';

/** One request by somebody who should not get in. */
export interface Attack {
  readonly route?: string;
  /** The whole Authorization header. */
  readonly authorization?: (issuer: Issuer) => string;
}

/** What the issuer says of Alice, who may read and write orders and logged in a minute ago, with a second factor. */
export function alice(issuer: Issuer, more: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'alice-7d2f',
    scope: 'orders/read orders/write',
    iat: now - 60,
    auth_time: now - 60,
    exp: now + 300,
    amr: ['pwd', 'mfa'],
    ...more,
  };
}

export const AUDIENCE = 'https://api.front-door.example';

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const bearer = (token: (issuer: Issuer) => string) => (issuer: Issuer) => `Bearer ${token(issuer)}`;

/** A token that the issuer did sign, with these claims instead of Alice's. */
const saying = (more: Claims | ((issuer: Issuer) => Claims), route?: string): Attack => ({
  route,
  authorization: bearer((issuer) => issuer.token(alice(issuer, typeof more === 'function' ? more(issuer) : more))),
});

const forged = (token: (issuer: Issuer, claims: Claims) => string): Attack => ({
  authorization: bearer((issuer) => token(issuer, alice(issuer))),
});

const mine = { key: stranger.privateKey };
const myJwk = stranger.publicKey.export({ format: 'jwk' });

/** No valid token: 401. */
export const UNAUTHENTICATED: Readonly<Record<string, Attack>> = {
  'no token': {},
  'another scheme': { authorization: () => 'Basic YWxpY2U6cGFzc3dvcmQ=' },
  'no token after the scheme': { authorization: () => 'Bearer ' },
  'something else than a token': { authorization: () => 'Bearer not.a.token' },
  'another audience': saying({ aud: 'https://other.example' }),
  'an audience that begins with ours': saying({ aud: `${AUDIENCE}.evil.example` }),
  'no audience': saying({ aud: undefined }),
  'another issuer': saying({ iss: 'https://login.evil.example' }),
  'an issuer that begins with ours': saying((issuer) => ({ iss: `${issuer.url}/evil` })),
  expired: saying({ exp: seconds(-120) }),
  'without an end': saying({ exp: undefined }),
  'not valid yet': saying({ nbf: seconds(600) }),
  'alg none': forged((_issuer, claims) => `${unsignedToken({ alg: 'none', typ: 'JWT' }, claims)}.`),
  'alg none, written otherwise': forged(
    (_issuer, claims) => `${unsignedToken({ alg: 'nOnE', kid: 'key-1' }, claims)}.e30`,
  ),
  'HS256 with the public key as the secret': forged((issuer, claims) =>
    hmacToken({ alg: 'HS256', kid: 'key-1' }, claims, issuer.publicPem),
  ),
  'RS256 in the header, another key': forged((issuer, claims) => issuer.token(claims, mine)),
  'its own key in the header': forged((issuer, claims) => issuer.token(claims, { ...mine, header: { jwk: myJwk } })),
  'an address of keys in the header': forged((issuer, claims) =>
    issuer.token(claims, { ...mine, header: { jku: 'https://evil.example/keys', kid: 'evil' } }),
  ),
  'a key id that nobody knows': forged((issuer, claims) => issuer.token(claims, { header: { kid: 'key-2' } })),
  'a changed payload': forged((issuer, claims) => {
    const [header, , signature] = issuer.token(claims).split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims, sub: 'admin' })).toString('base64url');
    return [header, payload, signature].join('.');
  }),
  'the signature of another token': forged((issuer, claims) => {
    const other = issuer.token({ ...claims, sub: 'bob' });
    return [...issuer.token(claims).split('.').slice(0, 2), other.split('.')[2]].join('.');
  }),
  'two tokens': forged(
    (issuer, claims) => `${issuer.token(claims)}, Bearer ${issuer.token({ ...claims, sub: 'bob' })}`,
  ),
};

const OWN = 'GET /users/{userId}/orders';
const own = (userId: string) => OWN.replace('{userId}', userId);

/** A valid token of somebody who may not do this: 403. */
export const FORBIDDEN: Readonly<Record<string, Attack>> = {
  'another scope': saying({ scope: 'orders/write' }),
  'a scope that begins with ours': saying({ scope: 'orders/reading' }),
  'no scope': saying({ scope: undefined }),
  'the scope for reading, to write': saying({ scope: 'orders/read' }, 'POST /orders'),
  'another user’s id': saying({}, own('bob-11aa')),
  'the own id in capitals': saying({}, own('ALICE-7D2F')),
  'the own id with more behind it': saying({}, own('alice-7d2f%2F..%2Fbob-11aa')),
  'the own id, encoded twice': saying({}, own('alice%252D7d2f')),
  'a list of subjects': saying({ sub: 'x', userId: 'bob-11aa' }, own('bob-11aa')),
  'another user’s account': saying({}, 'DELETE /users/bob-11aa'),
  'a login that is too old': saying({ auth_time: seconds(-3600) }, 'DELETE /users/alice-7d2f'),
  'a login that nobody dated': saying({ auth_time: undefined }, 'DELETE /users/alice-7d2f'),
  'a login in the future': saying({ auth_time: seconds(3600) }, 'DELETE /users/alice-7d2f'),
  'a login dated in text': saying({ auth_time: `${seconds(-60)}` }, 'DELETE /users/alice-7d2f'),
  'no second factor': saying({ amr: ['pwd'] }, 'DELETE /cards'),
  'a second factor in text': saying({ amr: 'mfa' }, 'DELETE /cards'),
};

/** What Alice may do: it must come through, or refusing proves nothing. */
export const ALLOWED: readonly string[] = [
  'GET /orders',
  'POST /orders',
  own('alice-7d2f'),
  'DELETE /users/alice-7d2f',
  'DELETE /cards',
];
