import { Gateway, type ApiRequest } from './gateway';
import { apiTemplate, own } from './gateway-sample';

const post = (body: unknown, more: Partial<ApiRequest> = {}): ApiRequest => ({
  method: 'POST',
  path: '/orders',
  body,
  ...more,
});

/** The function that was reached, or the status. */
const answer = async (gateway: Gateway, request: ApiRequest) => {
  const { outcome, type, reached } = await gateway.send(request);
  return outcome === 'integration' ? reached : `${outcome} ${type}`;
};

describe('request validators', () => {
  const closed = {
    type: 'object',
    required: ['sku'],
    properties: { sku: { type: 'string', maxLength: 8 } },
    additionalProperties: false,
  };
  const gatewayWith = (
    models: object,
    checks: object = { ValidateRequestBody: true, ValidateRequestParameters: true },
    more = {},
  ) =>
    Gateway.of(
      apiTemplate(
        {
          'POST /orders': {
            RequestValidatorId: { Ref: 'Validator' },
            RequestModels: models,
            RequestParameters: { 'method.request.querystring.shop': true, 'method.request.header.trace': false },
            ...more,
          },
        },
        {
          more: { Validator: own('RequestValidator', checks), Order: own('Model', { Name: 'order', Schema: closed }) },
        },
      ),
    );
  const both = { $default: { Ref: 'Order' } };
  const json = gatewayWith({ 'application/json': { Ref: 'Order' } });
  const any = gatewayWith(both);
  const query = { shop: 'one' };

  test.each<[string, Gateway, ApiRequest, string]>([
    ['a right one', json, post({ sku: 'tea' }, { query }), 'Handler'],
    ['a wrong one', json, post({ sku: 7 }, { query }), '400 BAD_REQUEST_BODY'],
    ['more than is known', json, post({ sku: 'tea', admin: true }, { query }), '400 BAD_REQUEST_BODY'],
    ['no JSON', json, post('sku=tea', { query }), '400 BAD_REQUEST_BODY'],
    ['no body', json, post(undefined, { query }), '400 BAD_REQUEST_BODY'],
    [
      'a parameter of the content type',
      json,
      post({ sku: 7 }, { query, headers: { 'Content-Type': 'Application/JSON; charset=utf-8' } }),
      '400 BAD_REQUEST_BODY',
    ],
    [
      'another content type: no validation',
      json,
      post({ sku: 7 }, { query, headers: { 'content-type': 'text/plain' } }),
      'Handler',
    ],
    [
      'another content type under $default',
      any,
      post({ sku: 7 }, { query, headers: { 'content-type': 'text/plain' } }),
      '400 BAD_REQUEST_BODY',
    ],
    ['no required parameter', json, post({ sku: 'tea' }), '400 BAD_REQUEST_PARAMETERS'],
    ['a blank one', json, post({ sku: 'tea' }, { query: { shop: ' ' } }), '400 BAD_REQUEST_PARAMETERS'],
    [
      'a validator of parameters only',
      gatewayWith(both, { ValidateRequestParameters: true }),
      post({ sku: 7 }, { query }),
      'Handler',
    ],
    ['a validator of bodies only', gatewayWith(both, { ValidateRequestBody: true }), post({ sku: 'tea' }), 'Handler'],
    [
      'models without a validator',
      gatewayWith(both, {}, { RequestValidatorId: undefined }),
      post({ sku: 7 }),
      'Handler',
    ],
    ['11 MB', any, post('x'.repeat(11_000_000), { query }), '413 REQUEST_TOO_LARGE'],
  ])('%s', async (_what, gateway, request, expected) => {
    expect(await answer(gateway, request)).toBe(expected);
  });
});
