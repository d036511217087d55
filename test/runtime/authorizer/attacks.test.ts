import { TABLE_VARIABLE } from '../../../lib/api/route-table';
import { bounded, fetchKeys } from '../../../runtime/authorizer/fetch-keys';
import { at, ecKeys, eventFor, forged, keySet, outcome, rsaKeys, signed, trial, unsigned } from './issuing';

const POOL = 'us-east-1_Abcdefghi';
const COGNITO = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const COGNITO_KEYS = `${COGNITO}/.well-known/jwks.json`;
const LOGIN = 'https://login.example.com';
const LOGIN_KEYS = 'https://login.example.com/keys';
const rsa = rsaKeys('one');
const ec = ecKeys('two');
const attacker = rsaKeys('one'); // his key under our key's name

const TABLE = {
  v: 1,
  issuers: [
    { kind: 'cognito', pool: POOL, clients: ['web'], use: 'access' },
    { kind: 'oidc', issuer: LOGIN, audience: ['orders-api'], jwks: LOGIN_KEYS, scope: 'scope' },
  ],
  policies: [{}],
  routes: { 'GET /orders': 0 },
};
const KEYS = { [COGNITO_KEYS]: keySet(rsa), [LOGIN_KEYS]: keySet(ec) };
const ACCESS = { iss: COGNITO, sub: 'user-1', token_use: 'access', client_id: 'web', exp: at(600) };
const OTHER = { iss: LOGIN, sub: 'user-9', aud: 'orders-api', exp: at(600) };
const good = signed(rsa, ACCESS);

const without = (claims: object, name: string): object =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const sent = (token: string | undefined, keys: Record<string, string> = KEYS) =>
  outcome(trial(TABLE, keys), eventFor(token));

test('the token that the others are made from is a good one', async () => {
  expect(await sent(good)).toBe('allowed');
  expect(await sent(signed(ec, OTHER))).toBe('allowed');
});

describe('signature', () => {
  const header = { kid: rsa.kid, typ: 'JWT' };
  test.each([
    ['alg none', unsigned(ACCESS, { ...header, alg: 'none' }), '401 token-malformed'],
    ['alg none, with something for a signature', unsigned(ACCESS, { ...header, alg: 'none' }, 'x'), '401 algorithm'],
    ['alg NoNe', unsigned(ACCESS, { ...header, alg: 'NoNe' }, 'x'), '401 algorithm'],
    ['no alg', unsigned(ACCESS, header, 'x'), '401 algorithm'],
    ['a list of algs', unsigned(ACCESS, { ...header, alg: ['RS256'] }, 'x'), '401 token-malformed'],
    ['HS256 with the public key as secret', signed(rsa, ACCESS, { alg: 'HS256' }), '401 algorithm'],
    ['PS256, which the library does not know', signed(rsa, ACCESS, { alg: 'PS256' }), '401 algorithm'],
    ['EdDSA', signed(rsa, ACCESS, { alg: 'EdDSA' }), '401 algorithm'],
    ['another alg than it was signed with', signed(rsa, ACCESS, { alg: 'RS512' }), '401 signature'],
    ['another key under the same name', signed(attacker, ACCESS), '401 signature'],
    ['a changed payload', forged(good, { sub: 'user-2' }), '401 signature'],
    [
      'the signature of another token',
      `${good.split('.').slice(0, 2).join('.')}.${signed(rsa, OTHER).split('.')[2]}`,
      '401 signature',
    ],
    ['no signature', `${good.split('.').slice(0, 2).join('.')}.`, '401 token-malformed'],
    ['a key of another issuer', signed(ec, ACCESS), '401 key-unknown'],
  ])('%s', async (_, token, expected) => {
    expect(await sent(token)).toBe(expected);
  });

  test.each([['RS256'], ['ES256']])('%s for a key of the other kind', async (alg) => {
    const keys = alg.startsWith('RS') ? ec : rsa;
    const claims = alg.startsWith('RS') ? OTHER : ACCESS;
    expect(await sent(signed(keys, claims, { alg }))).toBe('401 algorithm');
  });

  test('an alg that the key is not for', async () => {
    const keys = { ...KEYS, [COGNITO_KEYS]: keySet({ ...rsa, extra: { alg: 'RS256' } }) };
    expect(await sent(good, keys)).toBe('allowed');
    expect(await sent(signed(rsa, ACCESS, { alg: 'RS384' }), keys)).toBe('401 algorithm');
  });

  test.each(['none', 'HS256', 'PS256', 'EdDSA'])('for %s no keys are even fetched', async (alg) => {
    const one = trial(TABLE, KEYS);
    expect(await outcome(one, eventFor(signed(rsa, ACCESS, { alg })))).toBe('401 algorithm');
    expect(one.fetched).toEqual([]);
  });

  test('a key for encryption', async () => {
    expect(await sent(good, { ...KEYS, [COGNITO_KEYS]: keySet({ ...rsa, extra: { use: 'enc' } }) })).toBe('401 claim');
  });
});

describe('header', () => {
  test.each([
    ['another kid', { kid: 'three' }, '401 key-unknown'],
    ['no kid', { kid: undefined }, '401 key-unknown'],
    ['a path as kid', { kid: '../../../dev/null' }, '401 key-unknown'],
    ['a query as kid', { kid: "one' OR '1'='1" }, '401 key-unknown'],
    ['an address as kid', { kid: 'https://evil.example/keys' }, '401 key-unknown'],
    ['a name that every object has as kid', { kid: '__proto__' }, '401 key-unknown'],
    ['a list as kid', { kid: ['one'] }, '401 token-malformed'],
    ['crit', { crit: ['exp'] }, '401 critical-header'],
    ['an empty crit', { crit: [] }, '401 critical-header'],
  ])('%s', async (_, header, expected) => {
    expect(await sent(signed(rsa, ACCESS, header))).toBe(expected);
  });

  test.each([
    ['jku', { jku: 'https://evil.example/keys' }],
    ['x5u', { x5u: 'https://evil.example/chain' }],
    ['jwk', { jwk: attacker.publicKey.export({ format: 'jwk' }) }],
    ['x5c', { x5c: ['AAAA'] }],
  ])('%s is never looked at', async (_, header) => {
    const evil = { 'https://evil.example/keys': keySet(attacker), 'https://evil.example/chain': keySet(attacker) };
    const one = trial(TABLE, { ...KEYS, ...evil });
    expect(await outcome(one, eventFor(signed(attacker, ACCESS, header)))).toBe('401 signature');
    expect(one.fetched).toEqual([COGNITO_KEYS]);
  });

  test('who sends many unknown kids has the keys fetched no more than twice', async () => {
    const one = trial(TABLE, KEYS);
    await outcome(one, eventFor(good));
    for (let n = 0; n < 20; n += 1) {
      expect(await outcome(one, eventFor(signed(rsa, ACCESS, { kid: `k${n}` })))).toBe('401 key-unknown');
    }
    expect(one.fetched).toHaveLength(2);
    expect(await outcome(one, eventFor(good))).toBe('allowed');
  });
});

describe('claims', () => {
  test.each([
    ['another issuer', { iss: 'https://evil.example' }, '401 issuer'],
    ['the pool of another region', { iss: COGNITO.replace('us-east-1', 'us-east-2') }, '401 issuer'],
    ['another pool', { iss: `${COGNITO}x` }, '401 issuer'],
    ['no issuer', { iss: undefined }, '401 issuer'],
    ['a list of issuers', { iss: [COGNITO] }, '401 token-malformed'],
    ['a name that every object has', { iss: 'constructor' }, '401 issuer'],
    ['another client', { client_id: 'other' }, '401 audience'],
    ['no client', { client_id: undefined, aud: 'web' }, '401 audience'],
    ['a list of clients', { client_id: ['web'] }, '401 audience'],
    ['an ID token', { token_use: 'id', aud: 'web' }, '401 token-use'],
    ['no token_use', { token_use: undefined }, '401 token-use'],
    ['an expired one', { exp: at(-60) }, '401 token-expired'],
    ['one that never ends', { exp: undefined }, '401 token-without-end'],
    ['one that ends as a text', { exp: String(at(600)) }, '401 token-malformed'],
    ['one that is not yet valid', { nbf: at(120) }, '401 token-not-yet-valid'],
    ['nobody', { sub: undefined }, '401 token-without-subject'],
    ['an empty name', { sub: '' }, '401 token-without-subject'],
    ['a long name', { sub: 'x'.repeat(256) }, '401 token-without-subject'],
    ['a list of names', { sub: ['user-1'] }, '401 token-malformed'],
  ])('%s', async (_, change, expected) => {
    expect(await sent(signed(rsa, { ...ACCESS, ...change }))).toBe(expected);
  });

  test('clocks may differ by half a minute', async () => {
    expect(await sent(signed(rsa, { ...ACCESS, exp: at(-15), nbf: at(15) }))).toBe('allowed');
  });

  test.each([
    ['another audience', { ...OTHER, aud: 'billing-api' }],
    ['a part of the audience', { ...OTHER, aud: 'orders' }],
    ['no audience', without(OTHER, 'aud')],
    ['an empty list', { ...OTHER, aud: [] }],
    ['a client instead', { ...without(OTHER, 'aud'), client_id: 'orders-api' }],
  ])('%s, of another issuer', async (_, claims) => {
    expect(await sent(signed(ec, claims))).toBe('401 audience');
  });

  test('an access token where ID tokens are taken', async () => {
    const table = { ...TABLE, issuers: [{ ...TABLE.issuers[0], use: 'id' }] };
    expect(await outcome(trial(table, KEYS), eventFor(good))).toBe('401 token-use');
    const id = signed(rsa, { ...ACCESS, client_id: undefined, token_use: 'id', aud: 'web' });
    expect(await outcome(trial(table, KEYS), eventFor(id))).toBe('allowed');
    const { context } = await trial(table, KEYS).handler(eventFor(id));
    expect(context!.clientId).toBe('web');
  });
});

describe('what is sent', () => {
  test.each([
    ['nothing', undefined, '401 token-absent'],
    ['nothing in it', '', '401 token-malformed'],
    ['a bare token', good, '401 token-malformed'],
    ['another scheme', `Basic ${good}`, '401 token-malformed'],
    ['two in one', `Bearer ${good}, Bearer ${good}`, '401 token-malformed'],
    ['a line break', `Bearer ${good}\n`, '401 token-malformed'],
    ['four parts', `Bearer ${good}.x`, '401 token-malformed'],
    ['no JSON', 'Bearer eHh4.eHh4.eHh4', '401 token-malformed'],
    ['8 KB and more', `Bearer ${good}${'A'.repeat(8192)}`, '401 token-too-long'],
    ['megabytes', `Bearer ${'A'.repeat(4_000_000)}`, '401 token-too-long'],
  ])('%s', async (_, authorization, expected) => {
    const event = authorization === undefined ? eventFor(undefined) : eventFor(undefined, { authorization });
    expect(await outcome(trial(TABLE, KEYS), event)).toBe(expected);
  });

  test('two headers', async () => {
    const event = eventFor(good);
    const value = event.headers!.Authorization;
    const twice = { ...event, multiValueHeaders: { Authorization: [value, 'Bearer x.y.z'] } };
    expect(await outcome(trial(TABLE, KEYS), twice)).toBe('401 token-twice');
    const cases = { ...event, headers: { Authorization: value, authorization: value } };
    expect(await outcome(trial(TABLE, KEYS), cases)).toBe('401 token-twice');
    const differing = { ...event, multiValueHeaders: { Authorization: ['Bearer x.y.z'] } };
    expect(await outcome(trial(TABLE, KEYS), differing)).toBe('401 token-twice');
  });

  test.each([
    [{ Authorization: 7 }],
    [{ Authorization: { toString: () => `Bearer ${good}` } }],
    [{ Authorization: null }],
  ])('a header that is no text', async (headers) => {
    const event = { ...eventFor(undefined), headers, multiValueHeaders: null };
    expect(await outcome(trial(TABLE, KEYS), event)).toBe('401 token-malformed');
  });

  test.each([[undefined], [null], [{}], ['text'], [{ headers: 'x' }]])('an event that is none: %j', async (event) => {
    const one = trial(TABLE, KEYS);
    await expect(one.handler(event as any)).rejects.toThrow(/^(Unauthorized|Unavailable)$/);
  });
});

describe('our own failures let nobody in', () => {
  test.each([
    ['nobody answers for the keys', {}, '500 keys-unreachable'],
    ['the keys are no JSON', { [COGNITO_KEYS]: '<html>' }, '500 keys-unreadable'],
    ['the keys are something else', { [COGNITO_KEYS]: '{"keys": "none"}' }, '500 keys-unreadable'],
    ['there are no keys', { [COGNITO_KEYS]: '{"keys": []}' }, '401 key-unknown'],
    ['the key is none', { [COGNITO_KEYS]: keySet({ ...ec, kid: rsa.kid, extra: { x: 'AA' } }) }, '500 unexpected'],
  ])('%s', async (_, keys, expected) => {
    expect(await sent(good, keys as Record<string, string>)).toBe(expected);
  });

  test('keys that come back are used again', async () => {
    const keys: Record<string, string> = {};
    const one = trial(TABLE, keys);
    expect(await outcome(one, eventFor(good))).toBe('500 keys-unreachable');
    Object.assign(keys, KEYS);
    expect(await outcome(one, eventFor(good))).toBe('allowed');
  });

  test.each([
    ['nothing', undefined],
    ['no JSON', 'x'],
    ['another version', { ...TABLE, v: 2 }],
    ['something new', { ...TABLE, open: true }],
    ['no issuers', { ...TABLE, issuers: [] }],
    ['an issuer without clients', { ...TABLE, issuers: [{ ...TABLE.issuers[0], clients: [] }] }],
    ['an issuer without an audience', { ...TABLE, issuers: [{ ...TABLE.issuers[1], audience: [] }] }],
    ['an issuer of another kind', { ...TABLE, issuers: [{ ...TABLE.issuers[0], kind: 'any' }] }],
    ['a use nobody knows', { ...TABLE, issuers: [{ ...TABLE.issuers[0], use: 'both' }] }],
    ['a policy with something new', { ...TABLE, policies: [{ scope: ['x'] }] }],
    ['a policy with an empty list', { ...TABLE, policies: [{ scopes: [] }] }],
    ['a policy with half an owner', { ...TABLE, policies: [{ owner: ['id'] }] }],
    ['a policy with no age', { ...TABLE, policies: [{ login: 0 }] }],
    ['a route without its policy', { ...TABLE, routes: { 'GET /orders': 1 } }],
    ['a route with a policy of its own', { ...TABLE, routes: { 'GET /orders': {} } }],
    ['routes as a list', { ...TABLE, routes: ['GET /orders'] }],
  ])(`${TABLE_VARIABLE} with %s`, async (_, table) => {
    expect(await outcome(trial(table, KEYS), eventFor(good))).toBe('500 table-unreadable');
  });

  test('a pool that is none', async () => {
    const table = { ...TABLE, issuers: [{ ...TABLE.issuers[0], pool: 'nowhere' }] };
    expect(await outcome(trial(table, KEYS), eventFor(good))).toBe('500 unexpected');
  });
});

describe('the keys come', () => {
  async function* chunks(...sizes: number[]) {
    for (const size of sizes) yield new Uint8Array(size).fill(65);
  }

  test('in bounded size', async () => {
    expect(Buffer.from(await bounded(chunks(3, 2), 5)).toString()).toBe('AAAAA');
    await expect(bounded(chunks(3, 3), 5)).rejects.toThrow('more than 5 bytes');
  });

  test('over https only', async () => {
    await expect(fetchKeys('http://login.example.com/keys')).rejects.toThrow('https only');
    await expect(fetchKeys('file:///etc/passwd')).rejects.toThrow('https only');
  });

  test('without redirects, in bounded time, when the issuer says OK', async () => {
    const calls: [string, RequestInit][] = [];
    const answers = [
      new Response('{"keys":[]}'),
      new Response('x'.repeat(65_537)),
      new Response('gone', { status: 404 }),
      new Response(null),
    ];
    const real = globalThis.fetch;
    globalThis.fetch = async (...call: any[]) => answers[calls.push(call as [string, RequestInit]) - 1];
    try {
      expect(Buffer.from(await fetchKeys(LOGIN_KEYS)).toString()).toBe('{"keys":[]}');
      await expect(fetchKeys(LOGIN_KEYS)).rejects.toThrow('more than 65536 bytes');
      await expect(fetchKeys(LOGIN_KEYS)).rejects.toThrow('answered 404');
      await expect(fetchKeys(LOGIN_KEYS)).rejects.toThrow('answered 200');
    } finally {
      globalThis.fetch = real;
    }
    expect(calls[0]).toEqual([LOGIN_KEYS, { redirect: 'error', signal: expect.any(AbortSignal) }]);
  });
});
