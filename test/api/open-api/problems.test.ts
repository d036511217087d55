import { Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { bookshop, BOOKSHOP, HOSTILE, lineOf, problemsOf, textOf, withDocument } from './documents';
import { Auth } from '../../../lib/api/auth';
import { OpenApiProps } from '../../../lib/api/open-api-props';

let mockLoaded = false;
jest.mock('yaml', () => {
  mockLoaded = true;
  return jest.requireActual('yaml');
});
const loadedByImports = mockLoaded;

const handler = {} as IFunction; // never asked before the document is read
const stack = new Stack();
const pool = new UserPool(stack, 'Users');
const login = Auth.cognito(pool, { clients: [pool.addClient('Web')] });
const OPERATIONS = ['listBooks', 'addBook', 'getBook', 'replaceBook', 'deleteBook', 'placeOrder'];
const handlersOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, handler]));
const SHOP: Omit<OpenApiProps, 'file'> = {
  handlers: handlersOf(OPERATIONS),
  auth: { login },
  publicOperations: { listBooks: 'Everybody may browse the books', getBook: 'Everybody may browse the books' },
};

test('yaml is loaded when a document is read, and not before', () => {
  expect(loadedByImports).toBe(false);
  expect(problemsOf(BOOKSHOP, SHOP)).toEqual([]);
  expect(mockLoaded).toBe(true);
});

describe('a hostile document', () => {
  const text = textOf(HOSTILE);
  const handlers = handlersOf(['open', 'anybody', 'optional', 'upload', 'refs', 'deleteUser', 'ghost']);
  const found = problemsOf(HOSTILE, { handlers, auth: { login } });
  /** The rest of the document, once its first half is mended: only the first 20 problems are told in full. */
  const rest = withDocument(text.replace(/^ {2}\/open:[\s\S]*(?=^ {2}\/files:)/m, ''), (file) =>
    problemsOf(file, { handlers: handlersOf(['upload', 'refs', 'deleteUser']), auth: { login } }),
  );

  test.each<[marker: string, ruleId: string, says: string]>([
    ['policy', 'API-20', 'got x-amazon-apigateway-policy; set api.exposure'],
    ['http', 'API-08', 'http://plain.example.com'],
    [
      'no-security',
      'API-01',
      'no security, here or for the whole document; add security, or say in publicOperations.open',
    ],
    ['empty-security', 'API-01', 'got security: []; add security, or say in publicOperations.anybody'],
    ['anything', 'API-04', 'the body of anybody to say what it takes'],
    ['optional-security', 'API-01', 'got {}, which lets in anybody'],
    ['cookie', 'API-03', 'the cookie session'],
    ['multipart', 'API-03', 'multipart/form-data'],
    ['twice', 'API-20', 'got upload again'],
    ['traversal', 'API-20', '../../../../../../etc/passwd'],
    ['remote', 'API-20', 'https://evil.example.com/schema.json#/a'],
    ['nowhere', 'API-20', '#/components/schemas/Nowhere'],
    ['proto', 'API-20', '#/__proto__/polluted'],
    ['redos', 'API-21', '^(a+)+$'],
    ['key-only', 'API-01', 'a key that says which client calls and proves nothing'],
    ['integration', 'API-20', 'name the function in handlers'],
    ['not-in-path', 'API-03', 'write {id} in the path'],
    ['open-object', 'API-04', 'closeObjects: true'],
    ['unbounded', 'API-21', 'a string without maxLength'],
    ['recursive', 'API-21', '#/components/schemas/Node inside itself'],
  ])('!%s: %s', (marker, ruleId, says) => {
    const at = lineOf(text, `# !${marker}\n`);
    const moved = lineOf(text, '  /files:') - lineOf(text, '  /open:');
    const [lines, line] = found.some((one) => one.startsWith(`${at}:`)) ? [found, at] : [rest, at - moved];
    const here = lines.filter((one) => one.startsWith(`${line}:`));
    expect(here).toEqual([expect.stringMatching(new RegExp(`^${line}:\\d+: ${ruleId}: expected .*, got .*; .`))]);
    expect(here[0]).toContain(says);
  });

  test('a handler that no operation has', () =>
    expect(found[0]).toMatch(
      /^the props for .*hostile\.yaml: API-20: expected handlers to name operations of the document, got handlers\.ghost; /,
    ));

  test('20 in full, and how many more', () => {
    expect(found).toHaveLength(21);
    expect(found[20]).toMatch(/^ and 2 more$/);
  });
});

describe('one thing wrong with the bookshop', () => {
  const text = textOf(BOOKSHOP);
  const LIMIT = 'schema: { type: integer, minimum: 1, maximum: 100, default: 20 }';
  const PRICE = '{ type: number, minimum: 0, exclusiveMinimum: true, maximum: 10000 }';
  const NOTE = 'note: { type: string, maxLength: 500 }';
  const ORDER = "schema: { $ref: '#/components/schemas/Order' }";

  test('sizes of parameters are nothing that API Gateway checks', () => {
    for (const parameter of ['schema: { type: integer }', 'schema: { type: string }']) {
      expect(withDocument(text.replace(LIMIT, parameter), (file) => problemsOf(file, SHOP))).toEqual([]);
    }
  });

  test('there is nothing wrong with it as it is', () => expect(problemsOf(BOOKSHOP, SHOP)).toEqual([]));

  /** `‸` stands where the problem is; the first text is there for the first time. */
  test.each<[what: string, old: string, now: string, says: string]>([
    [
      'swagger 2',
      'openapi: 3.0.3',
      "‸swagger: '2.0'",
      'API-20: expected an OpenAPI document of version 3.0 or 3.1, got swagger: 2.0; convert it to OpenAPI 3',
    ],
    [
      'a version to come',
      'openapi: 3.0.3',
      '‸openapi: 4.0.0',
      'API-20: expected version 3.0 or 3.1, got 4.0.0; convert it',
    ],
    ['a half version', 'openapi: 3.0.3', '‸openapi: 3.0', 'API-20: expected version 3.0 or 3.1, got 3; convert it'],
    [
      'a key twice',
      'openapi: 3.0.3',
      'openapi: 3.0.3\n‸openapi: 3.1.0',
      'API-20: expected each key once, got one again; take one of them out',
    ],
    ['no YAML', 'openapi: 3.0.3', 'openapi: ‸@x', 'API-20: expected YAML or JSON, got '],
    [
      'a tag that runs something',
      'openapi: 3.0.3',
      'openapi: ‸!!js/function 3.0.3',
      'API-20: expected YAML or JSON, got Unresolved tag: tag:yaml.org,2002:js/function; correct it',
    ],
    [
      'an unknown field',
      'tags:\n',
      '‸tagz: []\ntags:\n',
      'API-20: expected an OpenAPI document with the fields openapi, info',
    ],
    [
      'webhooks',
      'tags:\n',
      '‸webhooks: {}\ntags:\n',
      'API-20: expected requests that the API receives, got webhooks; ',
    ],
    [
      'another dialect',
      'tags:\n',
      '‸jsonSchemaDialect: https://example.com\ntags:\n',
      'API-20: expected the schemas of OpenAPI 3.1, got https://example.com; ',
    ],
    [
      'no operationId',
      '‸operationId: addBook\n      tags',
      'tags',
      'API-20: expected an operationId, by which handlers name it, got none; set operationId',
    ],
    [
      'an id that no handler has',
      'operationId: addBook',
      '‸operationId: addBooks',
      'API-20: expected a handler for addBooks, got none; set handlers.addBooks',
    ],
    [
      'callbacks',
      '      operationId: addBook',
      '      ‸callbacks: {}\n      operationId: addBook',
      'API-20: expected requests that the API receives, got callbacks; ',
    ],
    [
      'another server',
      '      operationId: addBook',
      '      ‸servers: []\n      operationId: addBook',
      'API-20: expected all operations to have the address of the API, got servers; ',
    ],
    [
      'an own preflight',
      '    post:\n      operationId: addBook',
      '    ‸options: {}\n    post:\n      operationId: addBook',
      'API-11: expected preflight requests to be answered by cors, got options; ',
    ],
    [
      'TRACE',
      '    post:\n      operationId: addBook',
      '    ‸trace: {}\n    post:\n      operationId: addBook',
      'API-20: expected a method of get, put, post, delete, patch, head, got trace; ',
    ],
    [
      'a path in another file',
      '  /orders:\n',
      '  /more:\n    ‸$ref: more.yaml\n  /orders:\n',
      'API-20: expected a reference within the document, as #/components/…, got "more.yaml"; ',
    ],
    [
      'half a path segment',
      '  /orders:\n    post:',
      '  /orders/x{id}:\n    ‸post:',
      'API-01: expected a route to be path segments of letters',
    ],
    [
      'no scheme of that name',
      '- login: [shop/write]',
      '- ‸logon: [shop/write]',
      'API-01: expected a scheme of components.securitySchemes, got logon; ',
    ],
    [
      'a scope that nobody declared',
      '- login: [shop/write]',
      '- ‸login: [shop/wrote]',
      'API-13: expected a scope that login declares, got shop/wrote; ',
    ],
    [
      'two scopes at once',
      '- login: [shop/write]',
      '- ‸login: [shop/write, shop/admin]',
      'API-13: expected one scope, since API Gateway takes any one of several, got shop/write, shop/admin; ',
    ],
    [
      'security that is no list',
      'security:\n  - login: []',
      '‸security: { login: [] }',
      'API-20: expected security to be a list, got an object; ',
    ],
    [
      'a public operation with security',
      '‸security: []\n      parameters',
      'parameters',
      'API-01: expected publicOperations to name operations without security, got listBooks, which has security; ',
    ],
    [
      'a parameter of no place',
      'in: query',
      'in: matrix',
      'API-03: expected a parameter with name and in, got {"name":"genre","in":"matrix"}; ',
    ],
    [
      'a header of HTTP',
      'name: X-Request-Id',
      'name: Content-Type',
      'API-03: expected a header that is a parameter in OpenAPI, got Content-Type; ',
    ],
    [
      'a name that API Gateway does not take',
      'name: X-Request-Id',
      "name: 'X Request'",
      'API-03: expected a parameter name that API Gateway takes, got "X Request"; ',
    ],
    [
      'a parameter without a schema',
      LIMIT,
      'content: {}',
      'API-03: expected a schema for the parameter limit, got content; set schema',
    ],
    [
      'a type that does not exist',
      NOTE,
      'note: { ‸type: strng, maxLength: 500 }',
      'API-04: expected the body of placeOrder to use only the types of JSON Schema, got type "strng"; write one of string, ',
    ],
    [
      'a parameter of a type that does not exist',
      LIMIT,
      'schema: { ‸type: int }',
      'API-04: expected the query parameters to use only the types of JSON Schema, got type "int"; ',
    ],
    [
      'a property that is required and refused',
      NOTE,
      `${NOTE}\n        inner: { type: object, additionalProperties: false, ‸required: [article], properties: { articel: { type: boolean } } }`,
      'API-04: expected the body of placeOrder to require only what it takes, got required article, which the closed object does not have, so that no body passes; add article to properties, or take it out of required',
    ],
    [
      'a path parameter that may be missing',
      'in: path\n        required: true',
      'in: path',
      'API-03: expected the path parameter bookId to be required, got none; set required: true',
    ],
    [
      'a body that may be missing',
      '    Book:\n      required: true',
      '    ‸Book:',
      'API-03: expected the body of addBook to be required, got one that may be missing; ',
    ],
    [
      'a body that is not described',
      `            ${ORDER}\n`,
      '',
      'API-04: expected a schema for the body of placeOrder, got none; set schema',
    ],
    [
      'two schemas',
      "        application/vnd.bookshop+json:\n          schema: { $ref: '#/components/schemas/Book' }",
      '        ‸application/vnd.bookshop+json:\n          schema: { type: boolean }',
      'API-03: expected one schema for all content types of addBook, got another for application/vnd.bookshop+json; ',
    ],
    [
      'encoding',
      `            ${ORDER}`,
      `            ${ORDER}\n            ‸encoding: {}`,
      'API-20: expected a media type with the fields schema, example, examples, got encoding; ',
    ],
    [
      'a body in GET',
      '    get:\n      operationId: listBooks',
      "    get:\n      ‸requestBody: { $ref: '#/components/requestBodies/Book' }\n      operationId: listBooks",
      'API-03: expected GET without a body, got requestBody; ',
    ],
    [
      'beside a reference in 3.0',
      ORDER,
      "schema: { $ref: '#/components/schemas/Order', ‸nullable: true }",
      'API-04: expected nothing beside $ref, where OpenAPI 3.0 ignores it, got nullable; ',
    ],
    [
      'nullable alone',
      NOTE,
      'note: { enum: [a], ‸nullable: true }',
      'API-04: expected nullable beside a type, without which it means nothing, got none; ',
    ],
    [
      'a list of types in 3.0',
      NOTE,
      "note: { ‸type: [string, 'null'], maxLength: 5 }",
      'API-04: expected one type in OpenAPI 3.0, got ["string","null"]; ',
    ],
    [
      'a bound of 3.1',
      PRICE,
      '{ type: number, ‸exclusiveMinimum: 0, minimum: 0, maximum: 10000 }',
      'API-04: expected exclusiveMinimum to be true or false in OpenAPI 3.0, got 0; ',
    ],
    [
      'const in 3.0',
      NOTE,
      'note: { type: string, maxLength: 9, ‸const: a }',
      'API-04: expected a schema of what API Gateway can check, got const; write enum with the one value',
    ],
    [
      'a merge key',
      NOTE,
      "note: { type: string, maxLength: 9, ‸'<<': a }",
      'API-04: expected a schema of what API Gateway can check, got <<; ',
    ],
    [
      'discriminator without oneOf',
      NOTE,
      'note: { type: string, maxLength: 9, ‸discriminator: { propertyName: a } }',
      'API-04: expected discriminator beside oneOf, which API Gateway can check, got neither; ',
    ],
    ['a schema that is none', NOTE, '‸note: string', 'API-04: expected a schema, got "string"; write an object'],
    [
      'a pattern alone',
      NOTE,
      "‸note: { type: string, pattern: '^[a-z]+$' }",
      'API-21: expected the body of placeOrder to be bounded, got a string with a pattern but no maxLength; ',
    ],
  ])('%s', (_, old, now, says) => {
    const plain = old.replace('‸', '');
    expect(text).toContain(plain);
    const changed = text.replace(plain, () => now.replace('‸', ''));
    const found = withDocument(changed, (file) => problemsOf(file, SHOP));
    expect(found).toContainEqual(expect.stringContaining(says));
    if (!now.includes('‸')) return;
    const before = text.slice(0, text.indexOf(plain)) + now.slice(0, now.indexOf('‸'));
    const place = `${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
    expect(found.filter((one) => one.includes(says))).toEqual([expect.stringMatching(new RegExp(`^${place}: `))]);
  });
});

describe('the app and the document disagree', () => {
  test.each<[what: string, props: Partial<OpenApiProps>, says: string]>([
    [
      'a handler too many',
      { handlers: handlersOf([...OPERATIONS, 'ghost']) },
      'the props for test/api/open-api/bookshop.yaml: API-20: expected handlers to name operations of the document, got handlers.ghost; ',
    ],
    [
      'a handler too few',
      { handlers: handlersOf(OPERATIONS.slice(1)) },
      'API-20: expected a handler for listBooks, got none',
    ],
    ['an inherited name is no handler', { handlers: {} }, 'API-20: expected a handler for addBook, got none'],
    [
      'an owner of nothing',
      { owners: { ghost: {} as any } },
      'expected owners to name operations of the document, got owners.ghost',
    ],
    ['a step-up of nothing', { stepUps: { ghost: {} as any } }, 'expected stepUps to name operations'],
    ['options of nothing', { routes: { ghost: {} } }, 'expected routes to name operations'],
    [
      'a reason for nothing',
      { publicOperations: { ...SHOP.publicOperations, ghost: 'Nobody will ever know why' } },
      'expected publicOperations to name operations',
    ],
    [
      'a reason that says nothing',
      { publicOperations: { ...SHOP.publicOperations, getBook: 'because' } },
      'bookshop.yaml: GATE-06: ',
    ],
    [
      'an Auth for no scheme',
      { auth: { login, logon: login } },
      'bookshop.yaml: API-20: expected auth to name schemes of the document, got auth.logon',
    ],
    ['no Auth for a scheme', { auth: {} }, 'API-01: expected an Auth for the scheme login, got none; set auth.login'],
    [
      'a scheme that is public',
      { auth: { login: Auth.public('Everybody may do whatever they like') } },
      'API-01: expected auth.login to know its callers, got Auth.public',
    ],
    [
      'an Auth that has no scopes',
      { auth: { login: Auth.iam() } },
      'API-13: expected auth.login to take the scopes of addBook',
    ],
    [
      'an Auth with scopes of its own',
      { auth: { login: Auth.cognito(pool, { clients: [pool.addClient('Other')], scopes: ['shop/all'] }) } },
      'API-13: expected auth.login to take the scopes of addBook',
    ],
    ['no body, and one', { routes: { addBook: { noBody: true } } }, 'API-03: expected addBook to have a body or none'],
  ])('%s', (_, props, says) => {
    const found = problemsOf(BOOKSHOP, { ...SHOP, ...props });
    expect(found).toContainEqual(expect.stringContaining(says));
    // a line of the document only for what stands in it
    for (const one of found) {
      expect(one).toMatch(/^(\d+:\d+|the props for \S+bookshop\.yaml): [A-Z]+-\d+: expected .*, got .*; .+$/);
    }
  });
});

describe('what operations of a path share is said once', () => {
  const shared = (parameter: string) =>
    [
      'openapi: 3.0.3',
      'info: { title: Things, version: "1" }',
      'security: [{ login: [] }]',
      'paths:',
      '  /things/{thingId}:',
      '    parameters:',
      '      - { name: thingId, in: path, required: true, schema: { type: string } }',
      `      - ${parameter}`,
      ...['get', 'delete', 'head'].map((verb) => `    ${verb}: { operationId: ${verb}It, responses: {} }`),
      'components: { securitySchemes: { login: { type: http, scheme: bearer } } }',
    ].join('\n');
  test.each([
    ['nothing wrong', '{ name: page, in: query, schema: { type: integer } }', undefined],
    ['a type', '{ name: page, in: query, schema: { type: int } }', 'API-04: expected the query parameters to use only'],
    ['a field', '{ name: page, in: query, limit: 5, schema: { type: integer } }', 'API-20: expected a parameter with'],
    ['a place', '{ name: page, in: cookie, schema: { type: integer } }', 'API-03: expected parameters in path, query'],
    [
      'a name',
      '{ name: other, in: path, required: true, schema: { type: string } }',
      'API-03: expected path parameters of /things/{thingId} to stand in it, got other; write {other} in the path',
    ],
  ])('%s', (_, parameter, says) => {
    const ids = ['getIt', 'deleteIt', 'headIt'];
    const found = withDocument(shared(parameter), (file) =>
      problemsOf(file, { handlers: handlersOf(ids), auth: { login } }),
    );
    expect(found).toEqual(says === undefined ? [] : [expect.stringContaining(`: ${says}`)]);
    for (const one of found) expect(one).toMatch(/^8:\d+: /);
  });
});

test('what a route lacks is told by line, all together', () => {
  const text = textOf(BOOKSHOP);
  const at = (verb: string, id: string) => lineOf(text, `    ${verb}:\n      operationId: ${id}`);
  const sloppy = () =>
    bookshop(BOOKSHOP, {
      owners: {},
      stepUps: {},
      routes: { addBook: { throttle: { rateLimit: 1e6, burstLimit: 1 } } },
    });
  const place = 'test/api/open-api/bookshop.yaml';
  expect(sloppy).toThrow(
    new RegExp(
      [
        `^${place}:${at('post', 'addBook')}:5: API-02: .*`,
        `${place}:${at('put', 'replaceBook')}:5: API-15: .*, by owners\\.replaceBook`,
        `${place}:${at('delete', 'deleteBook')}:5: API-15: .*, by owners\\.deleteBook$`,
      ].join('\n'),
    ),
  );
});

test('a waiver of API-21 lets unbounded sizes of its operation through', () => {
  const text = textOf(BOOKSHOP).replace('note: { type: string, maxLength: 500 }', 'note: { type: string }');
  const waivers = [{ ruleId: 'API-21', reason: 'Notes are as long as they are' }];
  withDocument(text, (file) => {
    expect(problemsOf(file, SHOP)).toEqual([expect.stringContaining('API-21')]);
    expect(problemsOf(file, { ...SHOP, routes: { placeOrder: { waivers } } })).toEqual([]);
    expect(problemsOf(file, { ...SHOP, routes: { addBook: { waivers } } })).toEqual([
      expect.stringContaining('API-21'),
    ]);
  });
});

describe('schemes that no Auth can check', () => {
  const text = textOf(BOOKSHOP);
  const SCHEME = text.slice(text.indexOf('      type: oauth2'), text.indexOf('  parameters:\n    Limit'));

  test.each<[scheme: string, got: string]>([
    ['{ type: http, scheme: basic }', 'http basic'],
    ['{ type: apiKey, in: query, name: token }', 'a key in query token'],
    ['{ type: apiKey, in: header, name: X-API-Key }', 'a key in header X-API-Key'],
    ['{ type: mutualTLS }', 'mutualTLS'],
  ])('%s', (scheme, got) => {
    const changed = text.replace(`    login:\n${SCHEME}`, `    login: ${scheme}\n`);
    const found = withDocument(changed, (file) => problemsOf(file, SHOP));
    const line = lineOf(changed, `    login: ${scheme}`);
    expect(found).toContainEqual(
      expect.stringContaining(
        `${line}:5: API-01: expected the scheme login to be one that an Auth can check, got ${got}; `,
      ),
    );
  });
});

describe('documents that would take all day', () => {
  const HEAD = 'openapi: 3.1.0\ninfo: { title: a, version: a }\n';
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`)}]`),
  ];

  test.each<[what: string, text: string, says: string]>([
    ['an alias bomb', HEAD + bomb.map((line) => `x-${line}`).join('\n'), 'Excessive alias count'],
    ['an alias inside itself', `${HEAD}x-a: &a [*a]\n`, 'API-20: expected'],
    ['deep nesting', `${HEAD}x-a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'API-20: expected'],
    ['deep enough', `${HEAD}x-a: ${'['.repeat(150)}${']'.repeat(150)}\n`, 'more than 200000 values or 100 levels'],
    ['3 MB', `${HEAD}# ${'x'.repeat(3_000_000)}\n`, 'API-20: expected at most 2000000 bytes, got 3000'],
    [
      'many keys',
      `${HEAD}x-a:\n${Array.from({ length: 60_000 }, (_, at) => `  k${at}: 1`).join('\n')}`,
      'API-20: expected a document with paths',
    ],
    ['two documents', `${HEAD}---\n${HEAD}`, 'API-20: expected YAML or JSON, got Source contains multiple documents'],
    ['nothing', '', 'API-20: expected an OpenAPI document of version 3.0 or 3.1, got none'],
    ['a list', '- a\n', 'API-20: expected an OpenAPI document of version 3.0 or 3.1, got none'],
    ['no paths', HEAD, 'API-20: expected a document with paths, got none'],
  ])('%s', (_, text, says) => {
    const begin = Date.now();
    expect(withDocument(text, (file) => problemsOf(file, { handlers: {} }))).toContainEqual(
      expect.stringContaining(says),
    );
    expect(Date.now() - begin).toBeLessThan(5000);
  });

  test('references that double at every step', () => {
    const schemas = Array.from({ length: 40 }, (_, at) => {
      const next = `{ $ref: '#/components/schemas/S${at + 1}' }`;
      return `    S${at}: { type: object, additionalProperties: false, properties: { a: ${next}, b: ${next} } }`;
    });
    const post = `{ operationId: a, security: [], requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/S0' } } } } }`;
    const text = `${HEAD}paths: { /a: { post: ${post} } }\ncomponents:\n  schemas:\n${schemas.join('\n')}\n    S40: { type: boolean }\n`;
    const props = { handlers: { a: handler }, publicOperations: { a: 'Nobody needs to know who calls it' } };
    expect(withDocument(text, (file) => problemsOf(file, props))).toEqual([
      expect.stringMatching(/^3:\d+: API-21: expected the body of a to be of at most 4000 schemas, got more/),
    ]);
  });

  test.each([60, 5000])('%i references in a row', (count) => {
    const schemas = Array.from({ length: count }, (_, at) => `    S${at}: { $ref: '#/components/schemas/S${at + 1}' }`);
    const parameters = Array.from(
      { length: count },
      (_, at) => `    P${at}: { $ref: '#/components/parameters/P${at + 1}' }`,
    );
    const post = `{ operationId: a, security: [], parameters: [{ $ref: '#/components/parameters/P0' }], requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/S0' } } } } }`;
    const text = `${HEAD}paths: { /a: { post: ${post} } }\ncomponents:\n  schemas:\n${schemas.join('\n')}\n    S${count}: { type: boolean }\n  parameters:\n${parameters.join('\n')}\n    P${count}: {}\n`;
    const props = { handlers: { a: handler }, publicOperations: { a: 'Nobody needs to know who calls it' } };
    const found = withDocument(text, (file) => problemsOf(file, props));
    expect(found).toEqual([expect.stringContaining('50 references in a row'), expect.stringContaining('50 in a row')]);
  });

  test('a file that is not there', () => expect(() => problemsOf('/nowhere/api.yaml', { handlers: {} })).not.toThrow());
  test('and it says so', () =>
    expect(problemsOf('/nowhere/api.yaml', { handlers: {} })).toEqual([
      '1:1: API-20: expected an OpenAPI document, got ENOENT; name a file that is there, as join(__dirname, …)',
    ]));
});
