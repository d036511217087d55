import { parse } from 'yaml';
import { bookshop, BOOKSHOP, payments, textOf, withDocument } from './documents';
import { declaredRoutes } from '../../../lib/api/declared-routes';
import { AuthorizerCode } from '../../support/gateway';
import { blocking } from '../../support/judging';
import { gatewayOf, propertiesOf, templateOf } from '../building';

const UUID = '0b0e4a8e-6c1c-4c1b-9c1e-0d6f9e1f2a3b';
/** A JWT authorizer after a good token. */
const letIn: AuthorizerCode = ({ methodArn }) => ({
  principalId: 'user',
  policyDocument: { Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: methodArn }] },
});
const ME = { account: '111111111111' };

describe('a bookshop (OpenAPI 3.0)', () => {
  const { stack, api } = bookshop(BOOKSHOP);
  const template = templateOf(stack).toJSON();
  const gateway = gatewayOf(stack);
  const BOOK = { title: '1984', isbn: '9780141036144', price: 9.5, authors: [{ name: 'Orwell', born: 1903 }] };

  test('no rule blocks it', () => expect(blocking(stack)).toEqual([]));

  test('every operation is a route, and nothing else is', () => {
    expect(gateway.routes).toEqual([
      'DELETE /books/{bookId}',
      'GET /books',
      'GET /books/{bookId}',
      'POST /books',
      'POST /orders',
      'PUT /books/{bookId}',
    ]);
    expect(gateway.undeployed).toEqual([]);
  });

  test.each<[string, object, 'integration' | number]>([
    ['GET /books', { query: { genre: 'travel' } }, 'integration'],
    ['GET /books', {}, 400],
    [`GET /books/${UUID}`, {}, 'integration'],
    ['POST /books', { body: BOOK }, 401],
    [`PUT /books/${UUID}`, { body: BOOK }, 401],
    [`DELETE /books/${UUID}`, {}, 401],
    ['POST /orders', { body: { lines: [] } }, 401],
    ['POST /books', { body: BOOK, signedBy: ME }, 401],
  ])('%s %j: %s', async (route, rest, outcome) => {
    const [method, path] = route.split(' ');
    expect(await gateway.send({ method, path, ...rest })).toMatchObject({ outcome });
  });

  test.each<[string, unknown, 'integration' | number]>([
    ['a book', BOOK, 'integration'],
    ['an empty subtitle is null', { ...BOOK, subtitle: null }, 'integration'],
    ['an unknown property', { ...BOOK, isAdmin: true }, 400],
    ['what only the server sets', { ...BOOK, id: UUID }, 400],
    ['a property in a part', { ...BOOK, authors: [{ name: 'Orwell', isAdmin: true }] }, 400],
    ['free of charge: the bound is exclusive', { ...BOOK, price: 0 }, 400],
    ['a title that is too long', { ...BOOK, title: 'x'.repeat(201) }, 400],
    ['a year beyond int32', { ...BOOK, authors: [{ name: 'Orwell', born: 2 ** 31 }] }, 400],
    ['no title', { isbn: BOOK.isbn, price: 1 }, 400],
    ['another content type', 'not JSON', 400],
  ])('a body: %s', async (_, body, outcome) => {
    const sent = {
      method: 'POST',
      path: '/books',
      body,
      headers: { authorization: 'Bearer x', 'content-type': 'text/plain' },
    };
    expect(await gateway.send({ ...sent, authorizer: letIn })).toMatchObject({ outcome });
  });

  test('scopes, owner, step-up and throttle arrive', () => {
    const table = JSON.parse(
      gateway.environmentOf(
        Object.keys(template.Resources).find(
          (id) => /^Login.*Function/.test(id) && template.Resources[id].Type === 'AWS::Lambda::Function',
        )!,
      ).AUTHORIZER_TABLE,
    );
    const demands = Object.fromEntries(
      Object.entries<number>(table.routes).map(([route, at]) => [route, table.policies[at]]),
    );
    expect(demands).toEqual({
      'POST /books': { scopes: ['shop/write'] },
      'PUT /books/{bookId}': { scopes: ['shop/write', 'shop/admin'] },
      'DELETE /books/{bookId}': { scopes: ['shop/admin'], login: 300 },
      'POST /orders': {},
    });
    const [{ MethodSettings }] = propertiesOf(stack, 'ApiGateway::Stage');
    expect(MethodSettings).toContainEqual(
      expect.objectContaining({ ResourcePath: '/~1orders', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 }),
    );
  });

  test('what API Gateway does not check is declared', () => {
    const { request } = declaredRoutes(api).find(({ method, path }) => `${method} ${path}` === 'GET /books')!;
    expect(request.query).toMatchObject({ required: ['genre'], properties: { limit: { minimum: 1, maximum: 100 } } });
    expect(request.headers).toMatchObject({ properties: { 'X-Request-Id': { maxLength: 36 } } });
  });

  test('the same as JSON', () => {
    const json = JSON.stringify(parse(textOf(BOOKSHOP)), undefined, '\t');
    const same = withDocument(json, (file) => templateOf(bookshop(file).stack).toJSON());
    expect(same).toEqual(template);
  });
});

describe('payments (OpenAPI 3.1, several schemes)', () => {
  const { stack, api } = payments();
  api.addClient('PartnerKey');
  const template = templateOf(stack).toJSON();
  const gateway = gatewayOf(stack);
  const PAYMENT = { amount: { currency: 'EUR', cents: 100 }, method: { kind: 'card', token: 'tok_1' } };

  test('no rule blocks it', () => expect(blocking(stack)).toEqual([]));

  test('each operation has the authorizer of its scheme', () => {
    const authorizers = templateOf(stack).findResources('AWS::ApiGateway::Authorizer');
    const kinds = gateway.methods.map(({ verb, path, authorization, needsKey }) => [
      `${verb} ${path}`,
      authorization,
      needsKey,
    ]);
    expect(Object.fromEntries(kinds.map(([route, ...rest]) => [route, rest]))).toEqual({
      'GET /customers/{customerId}/payments': ['CUSTOM', false],
      'POST /customers/{customerId}/payments': ['CUSTOM', false],
      'GET /customers/{customerId}/payments/{paymentId}': ['CUSTOM', false],
      'DELETE /customers/{customerId}/payments/{paymentId}': ['CUSTOM', false],
      'POST /payments/{paymentId}/refund': ['COGNITO_USER_POOLS', true],
      'POST /settlements': ['AWS_IAM', false],
      'GET /health': ['NONE', false],
    });
    expect(Object.keys(authorizers)).toHaveLength(2);
  });

  test.each<[string, unknown, 'integration' | number]>([
    ['a card', PAYMENT, 'integration'],
    ['a transfer', { ...PAYMENT, method: { kind: 'transfer', iban: 'DE02120300000000202051' } }, 'integration'],
    ['a map', { ...PAYMENT, metadata: { order: '7' } }, 'integration'],
    ['null where it may be', { ...PAYMENT, purpose: null }, 'integration'],
    ['what only the server sets', { ...PAYMENT, status: 'settled' }, 400],
    ['neither card nor transfer', { ...PAYMENT, method: { kind: 'card', iban: 'DE02120300000000202051' } }, 400],
    ['a property too many in a branch', { ...PAYMENT, method: { ...PAYMENT.method, admin: true } }, 400],
    [
      'a bic without a holder',
      { ...PAYMENT, method: { kind: 'transfer', iban: 'DE02120300000000202051', bic: 'X' } },
      400,
    ],
    ['nothing to pay', { ...PAYMENT, amount: { currency: 'EUR', cents: 0 } }, 400],
    ['a large map', { ...PAYMENT, metadata: Object.fromEntries([...'abcdefghijk'].map((key) => [key, ''])) }, 400],
  ])('a body: %s', async (_, body, outcome) => {
    const headers = { authorization: 'Bearer x', 'idempotency-key': 'x'.repeat(16) };
    const request = { method: 'POST', path: `/customers/${UUID}/payments`, body, headers, authorizer: letIn };
    expect(await gateway.send(request)).toMatchObject({ outcome });
  });

  test.each<[string, unknown, 'integration' | number]>([
    ['as described', { amount: { currency: 'EUR', cents: 5 }, reason: 'Broken' }, 'integration'],
    ['a property of neither part', { amount: { currency: 'EUR', cents: 5 }, reason: 'Broken', admin: true }, 400],
    ['a part that is wrong', { amount: { currency: 'XXX', cents: 5 }, reason: 'Broken' }, 400],
    ['a part that is missing', { amount: { currency: 'EUR', cents: 5 } }, 400],
  ])('an object in parts, closed as a whole: %s', async (_, body, outcome) => {
    const token = { pool: idOf('UserPool'), use: 'id', client: idOf('UserPoolClient', /Partner/) } as const;
    const request = { method: 'POST', path: '/payments/7/refund', body, token };
    expect(await gateway.send({ ...request, apiKey: idOf('ApiKey') })).toMatchObject({ outcome });
    expect(await gateway.send(request)).toMatchObject({ outcome: 403 });
  });

  const idOf = (type: string, name = /./): string =>
    Object.entries<any>(template.Resources).find(([id, { Type }]) => Type.endsWith(`::${type}`) && name.test(id))![0];
});
