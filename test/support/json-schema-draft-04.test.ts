import { violations, type Schema } from './json-schema-draft-04';

const nested = {
  type: 'object',
  properties: { a: { $ref: '#/definitions/short' } },
  definitions: { short: { maxLength: 2 } },
};

test.each<[string, Schema, unknown, unknown]>([
  ['type', { type: 'integer' }, 1, 1.5],
  ['several types', { type: ['string', 'null'] }, null, 1],
  ['a list is no object', { type: 'object' }, {}, []],
  ['enum', { enum: [{ a: [1] }, 'x'] }, { a: [1] }, { a: [2] }],
  ['minLength, in characters', { minLength: 2 }, 'ab', '😀'],
  ['maxLength', { maxLength: 2 }, '😀😀', 'abc'],
  ['pattern, which is not anchored', { pattern: 'b+' }, 'abc', 'ac'],
  ['minimum', { minimum: 1 }, 1, 0],
  ['exclusiveMinimum', { minimum: 1, exclusiveMinimum: true }, 2, 1],
  ['exclusiveMaximum', { maximum: 1, exclusiveMaximum: true }, 0, 1],
  ['multipleOf', { multipleOf: 0.5 }, 1.5, 1.3],
  ['maxItems', { maxItems: 1 }, [1], [1, 2]],
  ['uniqueItems', { uniqueItems: true }, [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 1 }]],
  ['items', { items: { type: 'string' } }, ['a'], ['a', 1]],
  ['additionalItems', { items: [{}], additionalItems: false }, [1], [1, 2]],
  ['required', { required: ['a'] }, { a: null }, {}],
  ['required, of a name that every object has', { required: ['toString'] }, { toString: 1 }, {}],
  ['maxProperties', { maxProperties: 1 }, { a: 1 }, { a: 1, b: 2 }],
  ['properties', { properties: { a: { type: 'string' } } }, { b: 1 }, { a: 1 }],
  ['additionalProperties', { properties: { a: {} }, additionalProperties: false }, { a: 1 }, { b: 1 }],
  [
    '__proto__ is a property like others',
    { properties: {}, additionalProperties: false },
    {},
    JSON.parse('{"__proto__":1}'),
  ],
  ['patternProperties', { patternProperties: { '^x': {} }, additionalProperties: false }, { xa: 1 }, { ax: 1 }],
  ['dependencies', { dependencies: { a: ['b'] } }, { a: 1, b: 1 }, { a: 1 }],
  ['allOf', { allOf: [{ type: 'string' }, { maxLength: 1 }] }, 'a', 'ab'],
  ['anyOf', { anyOf: [{ type: 'string' }, { type: 'null' }] }, null, 1],
  ['oneOf', { oneOf: [{ type: 'number' }, { type: 'integer' }] }, 1.5, 1],
  ['not', { not: { type: 'null' } }, 1, null],
  ['$ref', nested, { a: 'ab' }, { a: 'abc' }],
  ['$ref to another document', { properties: { b: { $ref: 'other' } } }, { b: { a: 'ab' } }, { b: { a: 'abc' } }],
])('%s', (_what, schema, right, wrong) => {
  expect(violations(right, schema, () => nested)).toEqual([]);
  expect(violations(wrong, schema, () => nested)).not.toEqual([]);
});

test('keywords of later drafts protect nothing', () => {
  expect(violations('b', { const: 'a' })).toEqual([]);
  expect(() => violations(1, { exclusiveMinimum: 1 })).toThrow('draft-04');
});

test('it says where', () => {
  expect(
    violations({ a: [{ b: 1 }] }, { properties: { a: { items: { properties: { b: { type: 'string' } } } } } }),
  ).toEqual(['body/a/0/b is not string']);
});
