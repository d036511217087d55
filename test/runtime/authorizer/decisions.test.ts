import { ecKeys, eventFor, keySet, outcome, rsaKeys, Sent, signed, trial, at } from './issuing';

const POOL = 'us-east-1_Abcdefghi';
const COGNITO = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const LOGIN = 'https://login.example.com/';
const rsa = rsaKeys('one');
const ec = ecKeys('two');

const TABLE = {
  v: 1,
  issuers: [
    { kind: 'cognito', pool: POOL, clients: ['web', 'mobile'], use: 'access' },
    { kind: 'oidc', issuer: LOGIN, audience: ['orders-api'], jwks: 'https://login.example.com/keys', scope: 'scp' },
  ],
  policies: [
    {},
    { scopes: ['orders/read', 'orders/admin'] },
    { owner: ['userId', 'sub'] },
    { owner: ['tenant', 'https://example.com/tenant'] },
    { login: 300 },
    { mfa: 'amr' },
    { mfa: 'second_factor' },
  ],
  routes: {
    'GET /orders': 0,
    'POST /orders': 1,
    'GET /users/{userId}': 2,
    'GET /tenants/{tenant}': 3,
    'DELETE /orders': 4,
    'PUT /orders': 5,
    'PATCH /orders': 6,
  },
};
const KEYS = { [`${COGNITO}/.well-known/jwks.json`]: keySet(rsa), 'https://login.example.com/keys': keySet(ec) };

const ACCESS = { iss: COGNITO, sub: 'user-1', token_use: 'access', client_id: 'web', exp: at(600) };
const OTHER = { iss: LOGIN, sub: 'user-9', aud: 'orders-api', exp: at(600), azp: 'desk' };

const cognito = (claims: object = {}, sent: Sent = {}) => eventFor(signed(rsa, { ...ACCESS, ...claims }), sent);
const oidc = (claims: object = {}, sent: Sent = {}) => eventFor(signed(ec, { ...OTHER, ...claims }), sent);
const of = (event: ReturnType<typeof eventFor>) => outcome(trial(TABLE, KEYS), event);

describe('who is let through', () => {
  test('a token of the pool for one of its clients', async () => {
    const one = trial(TABLE, KEYS);
    const event = cognito({ scope: 'orders/read openid', email: 'a@example.com' });
    expect(await one.handler(event)).toEqual({
      principalId: 'user-1',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
      },
      context: { sub: 'user-1', clientId: 'web', scope: 'orders/read openid', issuer: COGNITO },
    });
    expect(one.fetched).toEqual([`${COGNITO}/.well-known/jwks.json`]);
  });

  test('a token of the pool under its newer name', async () => {
    const iss = `https://issuer-cognito-idp.us-east-1.amazonaws.com/${POOL}`;
    const keys = { [`${iss}/.well-known/jwks.json`]: keySet(rsa) };
    expect(await outcome(trial(TABLE, keys), cognito({ iss }))).toBe('allowed');
  });

  test('a token of another issuer, signed with an elliptic curve', async () => {
    const { context } = await trial(TABLE, KEYS).handler(oidc({ scp: ['orders/read', 7], aud: ['x', 'orders-api'] }));
    expect(context).toEqual({ sub: 'user-9', clientId: 'desk', scope: 'orders/read', issuer: LOGIN });
  });

  test('keys are fetched once, and again after an hour', async () => {
    let now = Date.now();
    const one = trial(TABLE, KEYS, () => now);
    await one.handler(cognito());
    await one.handler(cognito({ sub: 'user-2' }));
    now += 3_500_000;
    await one.handler(cognito({ exp: at(9000) }));
    expect(one.fetched).toHaveLength(1);
    now += 200_000;
    await one.handler(cognito({ exp: at(9000) }));
    expect(one.fetched).toHaveLength(2);
  });

  test('a header in other letters, and a scheme in others', async () => {
    const event = cognito();
    const value = String(event.headers!.Authorization).replace('Bearer', 'bearer');
    expect(
      await of({ ...event, headers: { authorization: value }, multiValueHeaders: { authorization: [value] } }),
    ).toBe('allowed');
  });
});

describe('scopes: one is enough', () => {
  const POST = { method: 'POST' };
  test.each([
    ['one of them', 'orders/read', 'allowed'],
    ['the other, among many', 'openid orders/admin email', 'allowed'],
    ['none', undefined, '403 scope'],
    ['an empty one', '', '403 scope'],
    ['a longer one', 'orders/readwrite', '403 scope'],
    ['a shorter one', 'orders/rea', '403 scope'],
    ['one inside another', 'xorders/read', '403 scope'],
    ['in capitals', 'ORDERS/READ', '403 scope'],
    ['with a comma', 'orders/read,orders/admin', '403 scope'],
  ])('%s', async (_, scope, expected) => {
    expect(await of(cognito({ scope }, POST))).toBe(expected);
  });

  test.each([
    [['orders/read'], 'allowed'],
    ['orders/read x', 'allowed'],
    [[['orders/read']], '403 scope'],
    [{ 'orders/read': true }, '403 scope'],
  ])('in the claim that the issuer writes: %j', async (scp, expected) => {
    expect(await of(oidc({ scp }, POST))).toBe(expected);
  });

  test('not in a claim that another issuer writes', async () => {
    expect(await of(oidc({ scope: 'orders/read' }, POST))).toBe('403 scope');
    expect(await of(cognito({ scp: ['orders/read'] }, POST))).toBe('403 scope');
  });
});

describe('owner: letter by letter', () => {
  const user = (userId: unknown, claims: object = {}) =>
    of(cognito(claims, { route: '/users/{userId}', parameters: userId === undefined ? null : { userId } }));
  test.each([
    ['himself', 'user-1', {}, 'allowed'],
    ['somebody else', 'user-2', {}, '403 owner'],
    ['a prefix', 'user-', {}, '403 owner'],
    ['in capitals', 'USER-1', {}, '403 owner'],
    ['with a space', 'user-1 ', {}, '403 owner'],
    ['encoded', 'user%2d1', {}, '403 owner-encoded'],
    ['encoded, and so is the claim', 'user%2d1', { sub: 'user%2d1' }, '403 owner-encoded'],
    ['encoded dots', '%2e%2e', {}, '403 owner-encoded'],
    ['a lookalike', 'usеr-1', {}, '403 owner'],
    ['composed in another way', 'jose\u0301', { sub: 'jos\u00e9' }, '403 owner'],
    ['a list', ['user-1'], {}, '403 owner-absent'],
    ['nobody', undefined, {}, '403 owner-absent'],
    ['the empty name', '', {}, '403 owner-absent'],
  ])('%s', async (_, userId, claims, expected) => {
    expect(await user(userId, claims)).toBe(expected);
  });

  test.each([
    ['of that tenant', 'blue', 'allowed'],
    ['of another', 'red', '403 owner'],
    ['of many', ['blue', 'red'], '403 owner'],
    ['of none', undefined, '403 owner'],
    ['of a number', 7, '403 owner'],
  ])('a claim %s', async (_, tenant, expected) => {
    const claims = { 'https://example.com/tenant': tenant };
    expect(await of(oidc(claims, { route: '/tenants/{tenant}', parameters: { tenant: 'blue' } }))).toBe(expected);
  });

  test('a claim that every object has is none', async () => {
    const table = { ...TABLE, policies: [{ owner: ['id', 'toString'] }], routes: { 'GET /x/{id}': 0 } };
    const event = cognito({}, { route: '/x/{id}', parameters: { id: 'function toString() { [native code] }' } });
    expect(await outcome(trial(table, KEYS), event)).toBe('403 owner');
  });
});

describe('step-up', () => {
  test.each([
    ['now', at(0), 'allowed'],
    ['four minutes ago', at(-240), 'allowed'],
    ['six minutes ago', at(-360), '403 login-too-old'],
    ['nobody knows when', undefined, '403 login-too-old'],
    ['as a text', String(at(0)), '403 login-too-old'],
    ['in ten minutes', at(600), '403 login-too-old'],
    ['in milliseconds', Date.now(), '403 login-too-old'],
  ])('logged in %s', async (_, auth_time, expected) => {
    expect(await of(cognito({ auth_time }, { method: 'DELETE' }))).toBe(expected);
  });

  test.each([
    ['PUT', { amr: ['pwd', 'mfa'] }, 'allowed'],
    ['PUT', { amr: ['pwd'] }, '403 second-factor'],
    ['PUT', { amr: 'mfa' }, '403 second-factor'],
    ['PUT', { amr: true }, '403 second-factor'],
    ['PUT', { amr: ['xmfa'] }, '403 second-factor'],
    ['PUT', {}, '403 second-factor'],
    ['PATCH', { second_factor: 'true' }, 'allowed'],
    ['PATCH', { second_factor: true }, 'allowed'],
    ['PATCH', { second_factor: 'mfa' }, 'allowed'],
    ['PATCH', { second_factor: 'false' }, '403 second-factor'],
    ['PATCH', { amr: ['mfa'] }, '403 second-factor'],
  ])('%s with %j', async (method, claims, expected) => {
    expect(await of(cognito(claims, { method }))).toBe(expected);
  });
});

describe('routes', () => {
  test.each([
    ['a route that is not in the table', { route: '/secret' }],
    ['a method that is not', { method: 'HEAD' }],
    ['a method nobody knows', { method: 'BREW' }],
    ['a path as written, for a route with a parameter', { route: '/users/user-1' }],
    ['a name that every object has', { method: '', route: 'constructor' }],
  ])('%s is denied', async (_, sent) => {
    expect(await of(cognito({}, sent))).toBe('403 route');
  });

  test.each([
    [{ resource: '/orders', requestContext: { resourcePath: '/other', httpMethod: 'GET' } }],
    [{ resource: '/orders', requestContext: { resourcePath: '/orders', httpMethod: 'POST' } }],
    [{ requestContext: null }],
    [{ resource: ['/orders'] }],
    [{ httpMethod: undefined }],
  ])('one that says two things, or nothing, is denied: %j', async (change) => {
    expect(await of({ ...cognito(), ...change } as any)).toBe('403 route');
  });

  test.each(['*', '?', '${aws:userid}'])('a path with %s in it would allow more than itself', async (userId) => {
    const event = cognito({ sub: userId }, { route: '/users/{userId}', parameters: { userId } });
    expect(await of(event)).toBe('403 path');
  });
});

describe('the log', () => {
  test('one line for each decision, without token and without the user’s name', async () => {
    const one = trial(TABLE, KEYS);
    const events = [
      cognito({ sub: 'jane@example.com' }),
      cognito({ sub: 'jane@example.com' }, { method: 'POST' }),
      cognito({ exp: at(-600) }),
      eventFor(undefined),
    ];
    for (const event of events) await one.handler(event).catch(() => undefined);
    const subject = expect.stringMatching(/^[0-9a-f]{16}$/);
    const common = { event: 'authorization', requestId: 'request-1' };
    expect(one.lines).toEqual([
      { ...common, decision: 'allowed', reason: 'ok', route: 'GET /orders', subject },
      { ...common, decision: 'denied', reason: 'scope', route: 'POST /orders', subject },
      { ...common, decision: 'unauthorized', reason: 'token-expired', route: 'GET /orders' },
      { ...common, decision: 'unauthorized', reason: 'token-absent', route: 'GET /orders' },
    ]);
    expect(one.lines[0].subject).toBe(one.lines[1].subject);
    const text = JSON.stringify(one.lines);
    for (const event of events.slice(0, 3)) {
      for (const part of String(event.headers!.Authorization).split(/[ .]/).slice(1)) expect(text).not.toContain(part);
    }
    expect(text).not.toContain('jane');
  });
});
