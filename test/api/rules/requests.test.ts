import { ANY, api, defined, either, method, NOTHING, operation, part, Raw, rest } from './building';
import { judged, verdicts } from '../../support/judging';

const both = { ValidateRequestBody: true, ValidateRequestParameters: true };
const validator = (properties: Raw = both) => ({ Validator: part('RequestValidator', properties) });
const id = { RequestValidatorId: { Ref: 'Validator' } };
const order = { Ref: 'Order' };
const POST = { HttpMethod: 'POST', ...id, Integration: { Type: 'AWS_PROXY' } };
const request = (properties: Raw, validates: Raw = both): Raw => ({
  ...api(),
  ...validator(validates),
  Method: method(properties),
});

describe('API-03: every request is validated', () => {
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Method'], request({})],
    ['fails: in one branch', ['fail Method'], request({ RequestValidatorId: either({ Ref: 'Validator' }, NOTHING) })],
    ['fails: bodies only', ['fail Method'], request(id, { ValidateRequestBody: true })],
    ['fails: parameters only', ['fail Method'], request(id, { ValidateRequestParameters: true })],
    ['fails: neither', ['fail Method'], request(id, {})],
    ['fails: switched off', ['fail Method'], request(id, { ...both, ValidateRequestBody: false })],
    ['unknown: from a parameter', ['unknown Method'], request(id, { ...both, ValidateRequestBody: ANY })],
    ['unknown: a validator elsewhere', ['unknown Method'], request({ RequestValidatorId: 'abc123' })],
    ['fails: POST without a model', ['fail Method'], request(POST)],
    ['fails: any method without a model', ['fail Method'], request({ ...POST, HttpMethod: 'ANY' })],
    [
      'fails: a model for JSON only',
      ['fail Method'],
      request({ ...POST, RequestModels: { 'application/json': order } }),
    ],
    [
      'fails: a proxy passes the others, whatever it says',
      ['fail Method'],
      request({
        ...POST,
        Integration: { Type: 'AWS_PROXY', PassthroughBehavior: 'NEVER' },
        RequestModels: { 'application/json': order },
      }),
    ],
    ['unknown: models from a parameter', ['unknown Method'], request({ ...POST, RequestModels: ANY })],
    ['passes: GET', [], request(id)],
    ['passes: DELETE', [], request({ ...id, HttpMethod: 'DELETE' })],
    ['passes: a model for all', [], request({ ...POST, RequestModels: { $default: order } })],
    [
      'passes: a model for JSON and one for the rest',
      [],
      request({ ...POST, RequestModels: { 'application/json': order, $default: order } }),
    ],
    [
      'passes: JSON only, and others are refused',
      [],
      request({
        ...POST,
        Integration: { Type: 'AWS', PassthroughBehavior: 'NEVER' },
        RequestModels: { 'application/json': order },
      }),
    ],
    [
      'fails: JSON only, and XML is mapped too',
      ['fail Method'],
      request({
        ...POST,
        Integration: {
          Type: 'AWS',
          PassthroughBehavior: 'NEVER',
          RequestTemplates: { 'application/json': '', 'application/xml': '' },
        },
        RequestModels: { 'application/json': order },
      }),
    ],
    ['passes: the preflight', [], request({ HttpMethod: 'OPTIONS', Integration: { Type: 'MOCK' } })],
  ])('%s', (_, expected, resources) => expect(verdicts('API-03', resources, rest)).toEqual(expected));

  const all = {
    'x-amazon-apigateway-request-validators': {
      all: { validateRequestBody: true, validateRequestParameters: true },
      some: { validateRequestBody: true },
    },
  };
  const use = (name: unknown) => ({ 'x-amazon-apigateway-request-validator': name });
  const content = (...types: string[]) => ({
    requestBody: { content: Object.fromEntries(types.map((type) => [type, { schema: {} }])) },
  });
  const two = (consumes?: string[]) => ({ consumes, parameters: [{ in: 'body', name: 'order', schema: {} }] });
  test.each<[string, string[], Raw]>([
    ['fails: nothing set', ['fail Api'], operation({}, all)],
    ['fails: one that is not there', ['fail Api'], operation(use('none'), all)],
    ['fails: bodies only', ['fail Api'], operation(use('some'), all)],
    ['fails: POST without a body', ['fail Api'], operation(use('all'), all, 'post')],
    [
      'passes: JSON only, since an import may know no other way',
      [],
      operation({ ...use('all'), ...content('application/json') }, all, 'post'),
    ],
    ['fails: no content', ['fail Api'], operation({ ...use('all'), requestBody: { content: null } }, all, 'post')],
    [
      'fails: a validator that is nothing',
      ['fail Api'],
      operation(use('all'), { 'x-amazon-apigateway-request-validators': { all: null } }),
    ],
    ['passes: JSON only, OpenAPI 2', [], operation({ ...use('all'), ...two() }, all, 'post')],
    ['unknown: in S3', ['unknown Api'], api({ BodyS3Location: { Bucket: 'b', Key: 'k' } })],
    ['unknown: a name from a parameter', ['unknown Api'], operation(use(ANY), all)],
    ['passes: for the whole definition', [], operation({}, { ...all, ...use('all') })],
    ['passes: for the operation', [], operation(use('all'), all)],
    ['passes: a body of every type', [], operation({ ...use('all'), ...content('$default') }, all, 'post')],
    ['passes: a body of every type, OpenAPI 2', [], operation({ ...use('all'), ...two(['$default']) }, all, 'post')],
    [
      'passes: a body elsewhere in the definition',
      [],
      operation(
        { ...use('all'), requestBody: { $ref: '#/components/requestBodies/Order' } },
        { ...all, components: { requestBodies: { Order: content('$default').requestBody } } },
        'post',
      ),
    ],
  ])('a definition, %s', (_, expected, resources) => expect(verdicts('API-03', resources, rest)).toEqual(expected));
});

const CLOSED = {
  type: 'object',
  additionalProperties: false,
  properties: { note: { type: 'string', maxLength: 100 }, count: { type: 'integer', minimum: 1, maximum: 9 } },
  required: ['count'],
};
const open = (schema: Raw): Raw => ({ ...CLOSED, required: undefined, ...schema });
const body = (Schema: unknown, name: unknown = order, others: Raw = {}): Raw => ({
  ...api(),
  Order: part('Model', { ContentType: 'application/json', Name: 'Order', Schema }),
  Post: method({ ...POST, RequestModels: { $default: name } }),
  ...others,
});

describe('API-04: every body is described', () => {
  test.each<[string, string[], Raw]>([
    ['fails: nothing said', ['fail Order'], body({})],
    ['fails: any object', ['fail Order'], body({ type: 'object' })],
    ['fails: more than is named', ['fail Order'], body(open({ additionalProperties: true }))],
    ['fails: more than is named, unsaid', ['fail Order'], body({ type: 'object', properties: CLOSED.properties })],
    ['fails: a list of anything', ['fail Order'], body({ type: 'array', maxItems: 3 })],
    ['fails: a property of anything', ['fail Order'], body(open({ properties: { note: {} } }))],
    ['fails: as text', ['fail Order'], body(JSON.stringify({ type: 'object' }))],
    ['fails: by its name', ['fail Order'], body({ type: 'object' }, 'Order')],
    ['fails: in one branch', ['fail Order'], body(either(CLOSED, { type: 'object' }))],
    ['fails: the model that takes everything', ['fail Post'], body(CLOSED, 'Empty')],
    ['fails: a type that does not exist', ['fail Order'], body(open({ properties: { note: { type: 'strng' } } }))],
    ['fails: required, and refused', ['fail Order'], body(open({ required: ['cuont'] }))],
    [
      'fails: a type that does not exist, in a definition',
      ['fail Api'],
      operation({ requestBody: { content: { 'application/json': { schema: { type: 'strng' } } } } }, {}, 'post'),
    ],
    ['unknown: a schema from a parameter', ['unknown Order'], body(ANY)],
    ['unknown: no schema', ['unknown Order'], body(undefined)],
    ['unknown: a model elsewhere', ['unknown Post'], body(CLOSED, 'Elsewhere')],
    ['unknown: a model from a parameter', ['unknown Post'], body(CLOSED, ANY)],
    ['passes: closed', [], body(CLOSED)],
    ['passes: closed, as text', [], body(JSON.stringify(CLOSED))],
    ['passes: a list', [], body({ type: 'array', maxItems: 3, items: CLOSED })],
    [
      'passes: no method uses it',
      [],
      body({ type: 'object' }, { Ref: 'Other' }, { Other: part('Model', { Schema: CLOSED }) }),
    ],
    [
      'fails: what another model says',
      ['fail Order'],
      body(
        open({
          properties: { line: { $ref: { 'Fn::Sub': 'https://apigateway.amazonaws.com/restapis/${Api}/models/Line' } } },
        }),
        order,
        {
          Line: part('Model', { Name: 'Line', Schema: { type: 'object' } }),
        },
      ),
    ],
    [
      'passes: with what another model says',
      [],
      body(
        open({
          properties: {
            line: { $ref: { 'Fn::Sub': 'https://apigateway.amazonaws.com/restapis/${Api}/models/${Line}' } },
          },
        }),
        order,
        {
          Line: part('Model', { Schema: CLOSED }),
        },
      ),
    ],
    [
      'fails: a definition',
      ['fail Api'],
      operation({ requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } }, {}, 'post'),
    ],
    [
      'fails: a definition with references',
      ['fail Api'],
      operation(
        { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } } },
        { components: { schemas: { Order: { type: 'object' } } } },
        'post',
      ),
    ],
    [
      'passes: a definition with references',
      [],
      operation(
        { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Orders' } } } } },
        {
          components: {
            schemas: {
              Orders: { type: 'array', maxItems: 3, items: { $ref: '#/components/schemas/Order' } },
              Order: CLOSED,
            },
          },
        },
        'post',
      ),
    ],
    [
      'fails: a definition in OpenAPI 2',
      ['fail Api'],
      defined({
        swagger: '2.0',
        paths: { '/a': { post: { parameters: [{ in: 'body', schema: { type: 'object' } }] } } },
      }),
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-04', resources, rest)).toEqual(expected));

  test('the place is said', () => {
    const [{ got }] = judged(body(open({ properties: { note: {} } }))).filter(({ ruleId }) => ruleId === 'API-04');
    expect(got).toContain('#/properties/note');
  });
});

describe('API-21: every size is bounded', () => {
  test.each<[string, string[], Raw]>([
    ['passes: bounded', [], body(CLOSED)],
    ['warns: a text', ['fail Order'], body(open({ properties: { note: { type: 'string' } } }))],
    ['warns: a list', ['fail Order'], body({ type: 'array', items: CLOSED })],
    ['passes: no method uses it', [], body({ type: 'array', items: CLOSED }, 'Elsewhere')],
    [
      'warns: a definition',
      ['fail Api'],
      operation(
        {
          requestBody: {
            content: { 'application/json': { schema: open({ properties: { note: { type: 'string' } } }) } },
          },
        },
        {},
        'post',
      ),
    ],
  ])('%s', (_, expected, resources) => expect(verdicts('API-21', resources, rest)).toEqual(expected));

  test('it never blocks', () => {
    const findings = judged(body({ type: 'array', items: CLOSED })).filter(({ ruleId }) => ruleId === 'API-21');
    expect(findings.map(({ weight }) => weight)).toEqual(['warning']);
  });
});
