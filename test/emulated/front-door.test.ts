import { randomUUID } from 'crypto';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { adaptAssembly, Adapted } from './adapt-assembly';
import { alice, ALLOWED, Attack, FORBIDDEN, UNAUTHENTICATED } from './attacks';
import { cdk, onlyEmulator, TARGET } from './cdk-cli';
import { allLogs } from './logs';
import { certificatesUnavailable, Issuer } from './issuer';
import { ACCOUNT, install, MiniStack, REGION } from './ministack';
import { ACCOUNT as EVALUATED } from '../support/template-access';
import { ApiRequest, AuthorizerCode, CognitoToken, Gateway } from '../support/gateway';

const ROOT = join(__dirname, '../..');
const APP = 'tsx --tsconfig examples/tsconfig.json test/emulated/apps/front-door.ts';
const ORDER = { sku: 'tea', quantity: 2 };

const unavailable = install() ?? certificatesUnavailable();
if (unavailable && process.env.CI === 'true') throw new Error(unavailable.reason);
if (unavailable) process.stdout.write(`skipped: test/emulated: ${unavailable.reason}\n`);

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly marker: string;
}

(unavailable ? describe.skip : describe)('a SecureApi, deployed on an emulator by the real CDK CLI', () => {
  let work: string;
  let issuer: Issuer;
  let emulator: MiniStack;
  let adapted: Adapted;
  let outputs: Record<string, string>;
  let gateway: Gateway;
  const admitted = new Set<string>();
  const refused = new Set<string>();

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'front-door-'));
    issuer = await Issuer.start();
    emulator = await MiniStack.start({ NODE_EXTRA_CA_CERTS: issuer.certificate });
    const assembly = join(work, 'cdk.out');
    const context = { account: ACCOUNT, region: REGION, issuer: issuer.url };
    const given = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const bootstrapped = onEmulator(['bootstrap', TARGET]);
    await cdk(['synth', '--quiet', '--app', APP, ...given, '--output', assembly], { cwd: ROOT });
    const text = readFileSync(join(assembly, 'FrontDoor.template.json'), 'utf8');
    // the evaluator's account is another one
    gateway = Gateway.of({ stackName: 'FrontDoor', template: JSON.parse(text.replaceAll(ACCOUNT, EVALUATED)) });
    adapted = adaptAssembly(assembly, 0);
    await bootstrapped;
    const file = join(work, 'outputs.json');
    await onEmulator(['deploy', '--app', assembly, '--require-approval', 'never', '--outputs-file', file]);
    outputs = JSON.parse(readFileSync(file, 'utf8')).FrontDoor;
  }, 240_000);

  afterAll(async () => {
    await emulator?.stop();
    await issuer?.stop();
    rmSync(work, { recursive: true, force: true });
  }, 60_000);

  const onEmulator = (args: string[]) => cdk(args, { cwd: join(work, 'cli'), env: onlyEmulator(emulator.endpoint) });

  /** Over HTTP, as API Gateway of the emulator takes it. */
  const send = async (route: string, authorization?: string, body?: unknown): Promise<Reply> => {
    const [method, path] = route.split(' ');
    const marker = randomUUID();
    const response = await fetch(`${emulator.endpoint}/_aws/execute-api/${outputs.ApiId}/${outputs.Stage}${path}`, {
      method,
      headers: { 'x-marker': marker, ...(authorization !== undefined && { authorization }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const reply = { status: response.status, body: await response.text(), marker };
    (response.ok ? admitted : refused).add(marker);
    return reply;
  };

  /** The deployed authorizer, called as API Gateway calls it. */
  const deployed: AuthorizerCode = async (event) => {
    const url = `${emulator.endpoint}/2015-03-31/functions/${outputs.AuthorizerFunction}/invocations`;
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
    const answer: any = await response.json();
    if (response.headers.has('x-amz-function-error')) throw new Error(answer.errorMessage);
    return answer;
  };

  /** On the template, with everything that API Gateway of AWS checks. */
  const evaluate = (route: string, more: Partial<ApiRequest> = {}) => {
    const [method, path] = route.split(' ');
    return gateway.send({ method: method!, path: path!, authorizer: deployed, ...more });
  };

  const says = ({ authorization }: Attack) => authorization?.(issuer);
  const valid = () => `Bearer ${issuer.token(alice(issuer))}`;

  const expectSilence = (body: string): void => {
    expect(body.length).toBeLessThan(120);
    expect(body).not.toMatch(
      /alice|bob|arn:|\d{12}|localhost|https?:|orders|scope|expired|signature|audience|kid|error:/i,
    );
  };

  test('only what the emulator lacks was left out of the template', () => {
    expect(adapted).toEqual({
      droppedTypes: ['AWS::Logs::MetricFilter', 'AWS::WAFv2::LoggingConfiguration', 'AWS::WAFv2::WebACLAssociation'],
      droppedProperties: [],
      simplified: ['AWS::CloudWatch::Alarm.Metrics'],
    });
  });

  test.each(ALLOWED)('a valid token reaches the handler: %s', async (route) => {
    const body = route.startsWith('POST') ? ORDER : undefined;
    const { status, body: text } = await send(route, valid(), body);
    expect([status, JSON.parse(text)]).toEqual([
      200,
      expect.objectContaining({ reached: true, authorizer: expect.objectContaining({ sub: 'alice-7d2f' }) }),
    ]);
    expect(await evaluate(route, { headers: { authorization: valid() }, body })).toMatchObject({
      outcome: 'integration',
      context: { sub: 'alice-7d2f', issuer: issuer.url },
    });
  });

  test('a token without a user, or a claim of a name that objects have, opens nothing', async () => {
    for (const claims of [
      { sub: undefined },
      { sub: '' },
      { sub: { toString: 'alice-7d2f' } },
      { sub: ['alice-7d2f'] },
    ]) {
      const { status } = await send('GET /orders', `Bearer ${issuer.token(alice(issuer, claims))}`);
      expect([401, 403]).toContain(status);
    }
  });

  describe.each([
    [401, UNAUTHENTICATED],
    [403, FORBIDDEN],
  ])('%d', (status, attacks) => {
    test.each(Object.entries(attacks))('%s', async (_what, attack) => {
      const route = attack.route ?? 'GET /orders';
      const body = route.startsWith('POST') ? ORDER : undefined;
      const reply = await send(route, says(attack), body);
      expect(reply).toMatchObject({ status });
      expectSilence(reply.body);
      const authorization = says(attack);
      const headers = authorization === undefined ? undefined : { authorization };
      const outcome = await evaluate(route, { headers, body });
      expect(outcome).toMatchObject({ outcome: status });
      expectSilence(outcome.body!.replace(/"requestId":"[0-9a-f-]+"/, ''));
    });
  });

  test('a route that is not there tells nothing apart from one that is', async () => {
    const reply = await send('GET /nothing');
    expect(reply.status).toBe(403);
    expectSilence(reply.body);
  });

  test('who was refused did not reach the handler, and no token stands in a log', async () => {
    const logs = await allLogs(emulator.endpoint);
    const reached = new Set(
      [...(logs[outputs.HandlerLogs] ?? '').matchAll(/reached ([0-9a-f-]{36})/g)].map(([, id]) => id!),
    );
    expect(admitted.size).toBeGreaterThanOrEqual(ALLOWED.length);
    expect(refused.size).toBeGreaterThanOrEqual(Object.keys({ ...UNAUTHENTICATED, ...FORBIDDEN }).length);
    expect([...admitted].filter((one) => !reached.has(one))).toEqual([]);
    expect([...refused].filter((one) => reached.has(one))).toEqual([]);
    const everything = Object.values(logs).join('\n');
    expect(everything).toMatch(/decision: 'denied'/);
    expect(everything).not.toMatch(/eyJ[\w-]{10}|alice-7d2f/);
  });

  test('the keys come over TLS, once for many requests', async () => {
    // the emulator starts a function that has thrown anew
    await send('GET /orders', valid());
    const { asked } = issuer;
    expect(asked).toBeGreaterThan(0);
    for (let i = 0; i < 3; i++) expect((await send('GET /orders', valid())).status).toBe(200);
    expect(issuer.asked).toBe(asked);
  });

  describe('what the emulator lets through, and AWS does not: proven on the template by the evaluator', () => {
    // these fail as soon as the emulator learns to refuse: then attack it over HTTP
    test.each<[string, string, string | undefined, unknown]>([
      ['Cognito asks for no token', 'GET /me', undefined, undefined],
      [
        'no signature is checked',
        'GET /reports',
        'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
        undefined,
      ],
      ['no body is validated', 'POST /orders', 'valid', { admin: true }],
    ])('the emulator: %s', async (_what, route, authorization, body) => {
      expect((await send(route, authorization === 'valid' ? valid() : authorization, body)).status).toBe(200);
    });

    test('the emulator: no gateway response, no preflight header, no limit', async () => {
      expect(JSON.parse((await send('GET /orders')).body)).toEqual({ message: 'Unauthorized' });
      const url = `${emulator.endpoint}/_aws/execute-api/${outputs.ApiId}/${outputs.Stage}/orders`;
      const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://shop.example.com' } });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, null]);
      const many = await Promise.all(Array.from({ length: 15 }, () => send('POST /orders', valid(), ORDER)));
      expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
    });

    const POOL = { pool: 'PoolD3F588B8', client: 'PoolClient8A3E5EB7' };
    test.each<[string, string, CognitoToken | undefined, 401 | 'integration']>([
      ['an ID token of the client', 'GET /me', { ...POOL, use: 'id' }, 'integration'],
      ['no token', 'GET /me', undefined, 401],
      ['another client', 'GET /me', { ...POOL, client: 'another', use: 'id' }, 401],
      [
        'another pool',
        'GET /me',
        { ...POOL, pool: `arn:aws:cognito-idp:us-east-1:${ACCOUNT}:userpool/x`, use: 'id' },
        401,
      ],
      ['expired', 'GET /me', { ...POOL, use: 'id', expired: true }, 401],
      ['alg none, or signed by somebody else', 'GET /me', { ...POOL, use: 'id', forged: true }, 401],
      ['an access token for an ID token', 'GET /me', { ...POOL, use: 'access' }, 401],
      [
        'an access token with the scope',
        'GET /shared',
        { ...POOL, use: 'access', scopes: ['orders/read'] },
        'integration',
      ],
      ['another scope', 'GET /shared', { ...POOL, use: 'access', scopes: ['openid'] }, 401],
      ['an ID token where a scope is asked', 'GET /shared', { ...POOL, use: 'id', scopes: ['orders/read'] }, 401],
    ])('Cognito: %s', async (_what, route, token, outcome) => {
      expect(await evaluate(route, { token })).toMatchObject({ outcome });
    });

    test.each<[string, Partial<ApiRequest>, 400 | 'integration']>([
      ['as described', { body: ORDER }, 'integration'],
      ['with more than is described', { body: { ...ORDER, admin: true } }, 400],
      ['with less', { body: { sku: 'tea' } }, 400],
      ['a number out of bounds', { body: { ...ORDER, quantity: 51 } }, 400],
      ['a text out of its pattern', { body: { ...ORDER, sku: '../etc' } }, 400],
      ['none', {}, 400],
      ['of another content type', { body: { admin: true }, headers: { 'content-type': 'text/plain' } }, 400],
    ])('a body %s', async (_what, { headers, ...more }, outcome) => {
      expect(
        await evaluate('POST /orders', { headers: { ...headers, authorization: valid() }, ...more }),
      ).toMatchObject({ outcome });
    });

    test('IAM: a caller without permission, or unsigned', async () => {
      expect(await evaluate('GET /reports')).toMatchObject({ outcome: 403 });
      expect(await evaluate('GET /reports', { signedBy: { account: '999999999999' } })).toMatchObject({ outcome: 403 });
    });

    test('every route is limited, and deployed with its API', async () => {
      expect(await evaluate('GET /status')).toMatchObject({
        outcome: 'integration',
        throttle: { rate: 50, burst: 100 },
      });
      expect(await evaluate('POST /orders')).toMatchObject({ outcome: 401, throttle: { rate: 5, burst: 10 } });
      expect(gateway.undeployed).toEqual([]);
    });

    test.each([
      ['https://shop.example.com', true],
      ['https://evil.example', false],
      ['https://shop.example.com.evil.example', false],
      ['null', false],
    ])('a page of %s may call: %p', async (origin, may) => {
      const { headers = {} } = await evaluate('OPTIONS /orders', { headers: { origin } });
      expect(headers['access-control-allow-origin'] === origin).toBe(may);
    });
  });

  test('without the issuer’s keys nobody gets in', async () => {
    await send('GET /orders', 'Bearer not.a.token'); // the emulator starts the authorizer anew, without keys
    const authorization = valid();
    await issuer.stop();
    const reply = await send('GET /orders', authorization);
    expect(reply.status).toBe(500);
    expectSilence(reply.body);
  });
});
