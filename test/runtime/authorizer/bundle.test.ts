import { spawnSync } from 'child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { TABLE_VARIABLE } from '../../../lib/api/route-table';
import { AUTHORIZER_FILE, authorizerBundle, LICENSES } from '../../../scripts/bundle-runtime';
import { at, ecKeys, eventFor, keySet, signed } from './issuing';

const POOL = 'us-east-1_Abcdefghi';
const keys = ecKeys('one');
const CLAIMS = {
  iss: `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`,
  sub: 'user-1',
  token_use: 'access',
  client_id: 'web',
  scope: 'orders/read',
};
const TABLE = {
  v: 1,
  issuers: [{ kind: 'cognito', pool: POOL, clients: ['web'], use: 'access' }],
  policies: [{ scopes: ['orders/read'] }],
  routes: { 'GET /orders': 0 },
};

/** As Lambda does it: a folder with this one file, its export `handler`. Only the keys do not come over the network. */
const RUN = `
globalThis.fetch = async (address) => address.startsWith(process.env.ISSUER) ? new Response(process.env.KEYS) : Response.error();
const { handler, ...rest } = await import('./index.mjs');
if (Object.keys(rest).length > 0) throw new Error('exports more: ' + Object.keys(rest));
console.info = () => undefined;
const answers = [];
for (const event of JSON.parse(process.env.EVENTS)) {
  answers.push(await handler(event, {}).then((one) => one.policyDocument.Statement[0].Effect, (error) => error.message));
}
process.stdout.write(JSON.stringify(answers));
`;

function run(table: unknown, events: object[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'authorizer-'));
  try {
    copyFileSync(AUTHORIZER_FILE, join(folder, 'index.mjs'));
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', RUN], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
      env: {
        [TABLE_VARIABLE]: JSON.stringify(table),
        ISSUER: CLAIMS.iss,
        KEYS: keySet(keys),
        EVENTS: JSON.stringify(events),
      },
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the committed bundle is what its sources make: run `npm run bundle:runtime`', () => {
  const made = authorizerBundle();
  expect(readFileSync(AUTHORIZER_FILE, 'utf8') === made).toBe(true);
  expect(authorizerBundle() === made).toBe(true);
});

test('it names no place of the machine it was made on', () => {
  const text = readFileSync(AUTHORIZER_FILE, 'utf8');
  expect(text).not.toContain(join(__dirname, '..', '..', '..'));
  expect(text.split('\n').filter((line) => /^\s*\/\/ \//.test(line))).toEqual([]);
  expect(text).not.toMatch(/sourceMappingURL|\/home\/|\/Users\/|\/root\//);
});

test('what it takes from others is licensed beside it, and nothing else is there', () => {
  for (const { from, to } of LICENSES) expect(readFileSync(to, 'utf8')).toBe(readFileSync(from, 'utf8'));
  expect(readdirSync(dirname(AUTHORIZER_FILE)).sort()).toEqual(['LICENSE-aws-jwt-verify', 'index.mjs']);
  const inside = readFileSync(AUTHORIZER_FILE, 'utf8').match(/^\/\/ node_modules\/[^/]+/gm);
  expect([...new Set(inside)]).toEqual(['// node_modules/aws-jwt-verify']);
});

test('alone in a folder, it decides', () => {
  const token = (claims: object, header = {}) => signed(keys, { ...CLAIMS, exp: at(600), ...claims }, header);
  expect(
    run(TABLE, [
      eventFor(token({})),
      eventFor(token({}), { method: 'POST' }),
      eventFor(token({ scope: 'orders/write' })),
      eventFor(token({ client_id: 'other' })),
      eventFor(token({ exp: at(-600) })),
      eventFor(token({}, { alg: 'none' })),
      eventFor(undefined),
    ]),
  ).toEqual(['Allow', 'Deny', 'Deny', 'Unauthorized', 'Unauthorized', 'Unauthorized', 'Unauthorized']);
});

test('without a table it lets nobody in', () => {
  expect(run({}, [eventFor(signed(keys, { ...CLAIMS, exp: at(600) }))])).toEqual(['Unavailable']);
});
