import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { stringify } from 'yaml';
import { withDocument } from './documents';
import { readOpenApi } from '../../../lib/api/open-api';
import { violations } from '../../support/json-schema-draft-04';

/** What the body of a document's only operation becomes. */
function bodyOf(schema: unknown, { openapi = '3.1.0', closeObjects = false, schemas = {} } = {}): any {
  const post = {
    operationId: 'a',
    requestBody: { required: true, content: { 'application/json': { schema } } },
  };
  const text = stringify(
    { openapi, paths: { '/a': { post } }, components: { schemas } },
    { aliasDuplicateObjects: false },
  );
  const handlers = { a: {} as IFunction };
  const publicOperations = { a: 'Nobody needs to know who calls it' };
  return withDocument(text, (file) => readOpenApi({ file, handlers, publicOperations, closeObjects })).operations[0]
    .props.request!.body;
}

const TEXT = { type: 'string', maxLength: 5 };
const ID = { type: 'string', maxLength: 5, readOnly: true };
const V30 = { openapi: '3.0.3' };

describe('OpenAPI in draft-04', () => {
  test.each<[what: string, schema: unknown, expected: object, options?: object]>([
    ['words are dropped', { ...TEXT, description: 'a', example: 'b', deprecated: true, xml: {}, 'x-a': 1 }, TEXT],
    ['nullable', { ...TEXT, nullable: true }, { ...TEXT, type: ['string', 'null'] }, V30],
    [
      'nullable enum',
      { type: 'string', enum: ['a'], nullable: true },
      { type: ['string', 'null'], enum: ['a', null] },
      V30,
    ],
    ['not nullable', { ...TEXT, nullable: false }, TEXT, V30],
    ['types', { ...TEXT, type: ['string', 'null'] }, { ...TEXT, type: ['string', 'null'] }],
    ['const', { const: 7 }, { enum: [7] }],
    [
      'exclusive bounds',
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 9 },
      { type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true },
    ],
    [
      'the stricter of two bounds',
      { type: 'integer', minimum: 3, exclusiveMinimum: 0, maximum: 9 },
      { type: 'integer', minimum: 3, maximum: 9 },
    ],
    [
      'bounds of 3.0',
      { type: 'integer', minimum: 3, exclusiveMinimum: true, maximum: 9 },
      { type: 'integer', minimum: 3, exclusiveMinimum: true, maximum: 9 },
      V30,
    ],
    ['int32', { type: 'integer', format: 'int32' }, { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
    ['uuid', { type: 'string', format: 'uuid' }, { type: 'string', maxLength: 36 }],
    [
      'a shorter text of a format',
      { type: 'string', format: 'email', maxLength: 50 },
      { type: 'string', maxLength: 50, format: 'email' },
    ],
    [
      'a tuple',
      { type: 'array', prefixItems: [TEXT], items: false },
      { type: 'array', items: [TEXT], additionalItems: false },
    ],
    [
      'a tuple with more',
      { type: 'array', prefixItems: [TEXT], items: TEXT, maxItems: 3 },
      { type: 'array', items: [TEXT], additionalItems: TEXT, maxItems: 3 },
    ],
    [
      'no required property is left',
      { type: 'object', additionalProperties: false, required: ['id'], properties: { id: ID, a: TEXT } },
      { type: 'object', additionalProperties: false, properties: { a: TEXT } },
    ],
    [
      'a reference with a bound of its own',
      { $ref: '#/components/schemas/T', maxLength: 3 },
      { maxLength: 3, allOf: [TEXT] },
      { schemas: { T: TEXT } },
    ],
    ['a reference with words', { $ref: '#/components/schemas/T', description: 'a' }, TEXT, { schemas: { T: TEXT } }],
    [
      'a reference in a row',
      { $ref: '#/components/schemas/A' },
      TEXT,
      { schemas: { A: { $ref: '#/components/schemas/B' }, B: TEXT } },
    ],
  ])('%s', (_, schema, expected, options = {}) => expect(bodyOf(schema, options)).toEqual(expected));

  test('int64 has no bounds that JSON keeps', () =>
    expect(() => bodyOf({ type: 'integer', format: 'int64' })).toThrow(
      /API-21: .* a number without minimum and maximum/,
    ));
});

describe('closeObjects', () => {
  const animal = { type: 'object', required: ['name'], properties: { id: ID, name: TEXT } };
  const schemas = {
    Animal: animal,
    Dog: { allOf: [{ $ref: '#/components/schemas/Animal' }, { type: 'object', properties: { breed: TEXT } }] },
    Map: { type: 'object', maxProperties: 2, additionalProperties: TEXT },
    Closed: { type: 'object', additionalProperties: false, properties: { name: TEXT } },
  };
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

  test.each<[what: string, schema: object, passes: unknown[], fails: unknown[]]>([
    ['an object', ref('Animal'), [{ name: 'a' }], [{ name: 'a', x: 1 }, { name: 'a', id: 'b' }, {}]],
    [
      'an object in parts',
      ref('Dog'),
      [{ name: 'a' }, { name: 'a', breed: 'b' }],
      [{ name: 'a', x: 1 }, { name: 'a', id: 'b' }, { breed: 'b' }, { name: 'a', breed: 7 }],
    ],
    ['a part of one', { allOf: [ref('Animal')], description: 'a' }, [{ name: 'a' }], [{ name: 'a', x: 1 }]],
    [
      'branches',
      { oneOf: [ref('Animal'), { type: 'object', required: ['k'], properties: { k: TEXT } }] },
      [{ name: 'a' }, { k: 'a' }],
      [
        { name: 'a', x: 1 },
        { name: 'a', k: 'a' },
      ],
    ],
    [
      'objects below',
      { type: 'object', properties: { a: ref('Animal'), l: { type: 'array', maxItems: 2, items: ref('Animal') } } },
      [{ a: { name: 'a' } }, { l: [{ name: 'a' }] }],
      [{ a: { name: 'a', x: 1 } }, { l: [{ name: 'a', x: 1 }] }, { x: 1 }],
    ],
    ['a map stays one', ref('Map'), [{ a: 'a', b: 'b' }], [{ a: 'a', b: 'b', c: 'c' }, { a: 7 }]],
    [
      'required in branches',
      { type: 'object', properties: { a: TEXT, b: TEXT }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      [{ a: 'a' }, { a: 'a', b: 'b' }],
      [{}, { a: 'a', x: 1 }],
    ],
    [
      'a part that is closed by itself',
      { allOf: [ref('Closed'), { type: 'object', required: ['name'] }] },
      [{ name: 'a' }],
      [{ name: 'a', x: 1 }, {}],
    ],
    [
      'beside a reference',
      { ...ref('Animal'), properties: { age: { type: 'integer', minimum: 0, maximum: 99 } } },
      [{ name: 'a', age: 7 }],
      [
        { name: 'a', x: 1 },
        { name: 'a', age: 100 },
      ],
    ],
  ])('%s', (_, schema, passes, fails) => {
    const body = bodyOf(schema, { closeObjects: true, schemas });
    const judged = (values: unknown[]) => values.map((value) => [value, violations(value, body).length === 0]);
    expect(judged(passes)).toEqual(passes.map((value) => [value, true]));
    expect(judged(fails)).toEqual(fails.map((value) => [value, false]));
  });

  test('additionalProperties: true was meant', () =>
    expect(() => bodyOf({ type: 'object', additionalProperties: true }, { closeObjects: true })).toThrow(/^.*API-04/));

  test('unevaluatedProperties: false closes without it', () => {
    const body = bodyOf({ ...ref('Dog'), unevaluatedProperties: false }, { schemas });
    expect(violations({ name: 'a', breed: 'b' }, body)).toEqual([]);
    expect(violations({ name: 'a', breed: 'b', x: 1 }, body)).not.toEqual([]);
  });

  test('without it an open object is an error', () =>
    expect(() => bodyOf(ref('Animal'), { schemas })).toThrow(/API-04: .*or closeObjects: true for the whole document/));
});
