import { build, newHandler } from './building';
import { Auth } from '../../lib/api/auth';
import { JwtAuthorizer } from '../../lib/api/jwt-authorizer';
import { parseRoute } from '../../lib/api/route-text';

/** Built without a type checker: nobody is told by a red line. */
const { stack, api } = build();
const handler = newHandler(stack);
const add = (props?: any) => () => api.addRoute('GET /x', props);
const whole = (more: object) => add({ handler, auth: Auth.iam(), ...more });

describe('a route without a type checker', () => {
  const WHO =
    /^API-01: expected GET \/x to say who may call it, got (.*); set auth to Auth\.cognito\(…\), Auth\.jwt\(…\), Auth\.iam\(\) or Auth\.public\(reason\)$/;
  const ANSWERS =
    /^API-01: expected GET \/x to name the function that answers, got (.*); set handler to a function, such as a SecureFunction$/;
  test.each<[what: string, run: () => unknown, form: RegExp, got?: string]>([
    ['no props', add(), /^API-01: expected GET \/x to say who answers and who may call it, got nothing in place/],
    ['props that are text', add('IAM'), /got 'IAM' in place of its props; write addRoute\('GET \/x', \{ handler, auth/],
    ['no auth', add({ handler }), WHO, 'no auth'],
    ['auth as null', add({ handler, auth: null }), WHO, 'no auth'],
    ['auth as text', add({ handler, auth: 'IAM' }), WHO, "auth: 'IAM'"],
    ['auth not called', add({ handler, auth: Auth.iam }), WHO, 'auth: a function'],
    ['no handler', add({ auth: Auth.iam() }), ANSWERS, 'no handler'],
    ['handler as text', add({ auth: Auth.iam(), handler: 'index.handler' }), ANSWERS, "handler: 'index.handler'"],
    ['handler as code', add({ auth: Auth.iam(), handler: () => 1 }), ANSWERS, 'handler: a function'],
    ['request as text', whole({ request: 'x' }), /^API-04: expected GET \/x to say what it takes, got request: 'x'; /],
    ['a list as request', whole({ request: [] }), /^API-04: .* got request: a list; /],
    ['response as text', whole({ response: 'x' }), /^API-04: expected GET \/x to say what it answers, got response: /],
    ['throttle as number', whole({ throttle: 5 }), /^API-02: expected GET \/x to have limits, got throttle: 5; /],
    ['cors as text', whole({ cors: '*' }), /^API-11: expected GET \/x to say which pages .* got cors: '\*'; /],
    ['owner as text', whole({ owner: 'sub' }), /^API-15: expected GET \/x to say whose .* got owner: 'sub'; /],
    ['stepUp as text', whole({ stepUp: 'mfa' }), /^API-16: expected GET \/x to say what .* got stepUp: 'mfa'; /],
    [
      'a key as text',
      whole({ apiKeyRequired: 'false' }),
      /^API-17: .* got apiKeyRequired: 'false'; set .* true or false/,
    ],
    ['waivers as text', whole({ waivers: 'API-01' }), /^GATE-06: expected GET \/x to list its waivers, got waivers: /],
  ])('%s', (_, run, form, got = '') => {
    expect(run).toThrow(form);
    if (got === '') return;
    let message = '';
    try {
      run();
    } catch (error) {
      message = (error as Error).message;
    }
    expect(form.exec(message)![1]).toBe(got);
  });

  test('leaves nothing behind', () => expect(api.root.getResource('x')).toBeUndefined());

  test.each<[string, object, string]>([
    ['a rate as text', { rateLimit: '5', burstLimit: 5 }, "rateLimit of GET /x to be a number above 0, got '5'; "],
    [
      'a burst as text',
      { rateLimit: 5, burstLimit: '5' },
      "burstLimit of GET /x to be a whole number above 0, got '5'; ",
    ],
    ['no burst', { rateLimit: 5 }, 'burstLimit of GET /x to be a whole number above 0, got nothing; '],
  ])('%s', (_, throttle, message) => expect(whole({ throttle })).toThrow(`API-02: expected ${message}`));

  test.each<[string, object, string]>([
    [
      'an origin alone',
      { allowOrigins: 'https://app.example.com' },
      "allowOrigins of GET /x to be a list, got 'https://app.example.com'; write ['https://app.example.com']",
    ],
    ['no origins', {}, "allowOrigins of GET /x to be a list, got nothing; write ['https://app.example.com']"],
    [
      'a header alone',
      { allowOrigins: ['https://a.example'], allowHeaders: 'X-A' },
      "allowHeaders of GET /x to be a list, got 'X-A'; write ['X-A']",
    ],
  ])('%s', (_, cors, message) => expect(whole({ cors })).toThrow(`API-11: expected ${message}`));

  test('the same for the API', () => {
    expect(() => build({ throttle: 5 as any })).toThrow('API-02: expected the limits of throttle, got 5; ');
    expect(() => build({ cors: 'https://a.example' as any })).toThrow('API-11: expected cors of the API to say which');
    expect(() => build({ cors: { allowOrigins: 'https://a.example' } as any })).toThrow(
      "API-11: expected allowOrigins of the API to be a list, got 'https://a.example'; write ['https://a.example']",
    );
  });

  test('kinds of Auth', () => {
    const { cognito, jwt } = { cognito: Auth.cognito as any, jwt: Auth.jwt as any };
    expect(() => cognito()).toThrow('API-01: expected Auth.cognito to name a user pool, got nothing; ');
    expect(() => cognito({})).toThrow('API-13: expected the clients whose tokens are taken, got none; ');
    expect(() => cognito({}, { clients: [{}], scopes: 'a/b' })).toThrow(
      "API-13: expected scopes of Auth to be a list, got 'a/b'; write ['a/b']",
    );
    expect(() => jwt('login')).toThrow("API-01: expected Auth.jwt to name its authorizer, got 'login'; ");
    expect(() => new JwtAuthorizer(stack, 'Login', undefined as any)).toThrow('API-13: expected issuers whose');
  });

  test('a route that is no text', () =>
    expect(() => api.addRoute({ path: '/x' } as any, {} as any)).toThrow(
      'API-01: expected a route to be text, got an object; ',
    ));
});

describe('what other frameworks write', () => {
  test.each([
    [':id', 'write {id}'],
    [':order_id', 'write {order_id}'],
    [':', 'write {name}'],
    [':id?', 'write {name}'],
    ['<id>', 'write {id}'],
    ['<int:id>', 'write {id}'],
    ['[id]', 'write {id}'],
    ['[...rest]', 'write {rest}'],
    ['*', 'write {proxy+} for the rest of a path, or a {name} for one segment'],
    ['**', 'write {proxy+} for the rest of a path, or a {name} for one segment'],
  ])('%s', (segment, todo) =>
    expect(() => parseRoute(`GET /x/${segment}`)).toThrow(
      `API-01: expected a route to be a path with parameters in braces, got '${segment}' in '/x/${segment}'; ${todo}`,
    ),
  );

  test.each([
    ['get /x', 'GET /x'],
    ['Post /x/{id}', 'POST /x/{id}'],
  ])('%s', (text, right) =>
    expect(() => parseRoute(text)).toThrow(
      `API-01: expected a route to be a method in capitals and a path, got '${text}'; write ${right}`,
    ),
  );

  test('a colon within a segment is text', () =>
    expect(parseRoute('GET /x/orders:search').path).toBe('/x/orders:search'));
});
