import fc from 'fast-check';
import { lintSchema, plainSchema, schemaProblems } from '../../lib/api/schema-lint';
import { violations } from '../support/json-schema-draft-04';

const TEXT = { type: 'string', maxLength: 10 };
const closed = (properties: object, more: object = {}) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  ...more,
});
const seen = (schema: unknown) => schemaProblems(schema).map(({ kind, pointer, got }) => `${kind} ${pointer}: ${got}`);

describe('says nothing about', () => {
  test.each<[what: string, schema: unknown]>([
    ['a closed object', closed({ a: TEXT })],
    ['a closed object without properties', { type: 'object', additionalProperties: false }],
    ['a bounded text', TEXT],
    ['an enum', { enum: ['a', { b: 1 }] }],
    ['true or false', { type: 'boolean' }],
    ['null', { type: ['string', 'null'], maxLength: 1 }],
    ['a bounded number', { type: 'number', minimum: 0, maximum: 1, exclusiveMinimum: true }],
    ['a bounded array', { type: 'array', items: TEXT, maxItems: 3 }],
    ['a tuple', { type: 'array', items: [TEXT, TEXT], additionalItems: false }],
    ['a bounded map', { type: 'object', additionalProperties: TEXT, maxProperties: 5 }],
    [
      'patterns of names',
      { type: 'object', patternProperties: { '^x': TEXT }, additionalProperties: false, maxProperties: 2 },
    ],
    ['branches that are closed', { oneOf: [closed({ a: TEXT }), closed({ b: TEXT })] }],
    [
      'branches of a closed object',
      closed({ a: TEXT, b: TEXT }, { oneOf: [{ required: ['a'] }, { required: ['b'] }] }),
    ],
    ['a bound in another part', { allOf: [{ type: 'string' }, { maxLength: 4 }] }],
    [
      'an object closed by another part',
      { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }, closed({ a: { maxLength: 3 } })] },
    ],
    ['a type in each branch', { maxLength: 4, anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [
      'definitions',
      { ...closed({ a: { $ref: '#/definitions/A' }, b: { $ref: '#/definitions/A' } }), definitions: { A: TEXT } },
    ],
    ['a name with signs', { $ref: '#/definitions/a~1b~0c%20d', definitions: { 'a/b~c d': TEXT } }],
    ['a definition that nobody uses', closed({}, { definitions: { Open: { type: 'object' } } })],
    [
      'words for people',
      closed({}, { title: 'a', description: 'b', default: {}, $schema: 'http://json-schema.org/draft-04/schema#' }),
    ],
    ['properties with the names of keywords', closed({ type: TEXT, $ref: TEXT, const: TEXT, items: TEXT })],
  ])('%s', (_, schema) => expect(seen(schema)).toEqual([]));
});

describe('open', () => {
  const NO_TYPE = 'no type, so that anything passes';
  const ANY_OTHER = 'an object with no additionalProperties, so that any other property passes';
  test.each<[schema: unknown, problem: string]>([
    [{}, `open #: ${NO_TYPE}`],
    [true, 'open #: true'],
    [undefined, 'open #: nothing'],
    ['string', 'open #: "string"'],
    [{ properties: { a: TEXT }, additionalProperties: false }, `open #: ${NO_TYPE}`],
    [{ not: { type: 'string' } }, `open #: ${NO_TYPE}`],
    [{ type: 'object' }, `open #: ${ANY_OTHER}`],
    [{ type: ['object', 'null'] }, `open #: ${ANY_OTHER}`],
    [
      { type: 'object', additionalProperties: true },
      'open #: an object with additionalProperties: true, so that any other property passes',
    ],
    [{ type: 'object', additionalProperties: {}, maxProperties: 2 }, `open #/additionalProperties: ${NO_TYPE}`],
    [{ type: 'array', maxItems: 2 }, 'open #: an array without items'],
    [{ type: 'array', items: {}, maxItems: 2 }, `open #/items: ${NO_TYPE}`],
    [{ type: 'array', items: [TEXT], maxItems: 2 }, 'open #: an array without additionalItems'],
    [{ type: 'array', items: [TEXT, {}], additionalItems: false }, `open #/items/1: ${NO_TYPE}`],
    [closed({ a: {} }), `open #/properties/a: ${NO_TYPE}`],
    [closed({ 'a/b': { type: 'object' } }), `open #/properties/a~1b: ${ANY_OTHER}`],
    [{ oneOf: [closed({}), { type: 'object' }] }, `open #/oneOf/1: ${ANY_OTHER}`],
    [{ anyOf: [closed({}), {}] }, `open #/anyOf/1: ${NO_TYPE}`],
    [{ type: 'object', patternProperties: { x: TEXT }, maxProperties: 2 }, `open #: ${ANY_OTHER}`],
    [{ allOf: [{ type: 'object' }, { type: 'object' }] }, `open #: ${ANY_OTHER}`],
    [{ $ref: '#/definitions/Nowhere' }, 'open #: $ref "#/definitions/Nowhere"'],
    [{ $ref: 'other.json' }, 'open #: $ref "other.json"'],
    [{ $ref: '#/constructor', type: 'string' }, 'open #: $ref "#/constructor"'],
    [
      { $ref: '#/definitions/A', ...closed({}), definitions: { A: { type: 'object' } } },
      `open #/definitions/A: ${ANY_OTHER}`,
    ],
  ])('%j', (schema, problem) => expect(seen(schema)).toEqual([problem]));
});

describe('without bounds', () => {
  test.each<[schema: unknown, problem: string]>([
    [{ type: 'string' }, 'unbounded #: a string without maxLength'],
    [{ type: 'string', format: 'uuid' }, 'unbounded #: a string without maxLength'],
    [{ type: 'string', pattern: '^a$' }, 'unbounded #: a string with a pattern but no maxLength'],
    [{ type: 'string', maxLength: -1.8881545897087503e289 }, 'unbounded #: a string without maxLength'],
    [
      { type: 'string', maxLength: 5, pattern: '^(a+)+$' },
      'unbounded #: the pattern ^(a+)+$, whose repetition can match the same text in many ways',
    ],
    [{ type: 'integer' }, 'unbounded #: a number without minimum and maximum'],
    [{ type: 'number', minimum: 0 }, 'unbounded #: a number without maximum'],
    [{ type: 'number', maximum: -1.8881545897087503e289, minimum: 0 }, 'unbounded #: a number without maximum'],
    [{ type: 'array', items: TEXT }, 'unbounded #: an array without maxItems'],
    [{ type: 'object', additionalProperties: TEXT }, 'unbounded #: a map without maxProperties'],
    [{ allOf: [{ type: 'number' }, { type: 'integer', minimum: 0 }] }, 'unbounded #/allOf/0: a number without maximum'],
    [
      closed({ a: { anyOf: [TEXT, { type: 'string' }] } }),
      'unbounded #/properties/a/anyOf/1: a string without maxLength',
    ],
    [closed({ child: { $ref: '#' } }), 'unbounded #/properties/child: a reference to # inside itself'],
    [
      {
        $ref: '#/definitions/A',
        definitions: { A: closed({ b: { $ref: '#/definitions/B' } }), B: closed({ a: { $ref: '#/definitions/A' } }) },
      },
      'unbounded #/definitions/B/properties/a: a reference to #/definitions/A inside itself',
    ],
  ])('%j', (schema, problem) => expect(seen(schema)).toEqual([problem]));
});

describe('what API Gateway refuses or does not check', () => {
  test.each<[schema: object, problem: string]>([
    [{ ...TEXT, nullable: true }, 'unsupported #: the keyword nullable'],
    [{ ...TEXT, const: 'a' }, 'unsupported #: the keyword const'],
    [{ ...TEXT, example: 'a' }, 'unsupported #: the keyword example'],
    [{ ...closed({}), discriminator: {} }, 'unsupported #: the keyword discriminator'],
    [closed({ a: { ...TEXT, readOnly: true } }), 'unsupported #/properties/a: the keyword readOnly'],
    [closed({}, { definitions: { A: { ...TEXT, $id: 'x' } } }), 'unsupported #/definitions/A: the keyword $id'],
    [closed({ a: { ...TEXT, required: true } }), 'unsupported #/properties/a: required that is no list of names'],
    [
      { type: 'integer', minimum: 0, maximum: 5, exclusiveMinimum: 0 },
      'unsupported #: exclusiveMinimum that is not true or false',
    ],
    [
      { ...TEXT, $schema: 'http://json-schema.org/draft-07/schema#' },
      'unsupported #: $schema http://json-schema.org/draft-07/schema#',
    ],
  ])('%j', (schema, problem) => expect(seen(schema)).toEqual([problem]));
});

describe('types that do not exist', () => {
  test.each<[type: unknown, got: string]>([
    ['strng', '"strng"'],
    ['String', '"String"'],
    ['any', '"any"'],
    [null, 'null'],
    [5, '5'],
    [[], '[]'],
    [['string', 'nul'], '"nul"'],
    [{}, '{}'],
  ])('%j', (type, got) => {
    expect(seen(closed({ a: { type, maxLength: 5 } }))).toContain(`unsupported #/properties/a: type ${got}`);
    expect(seen(closed({}, { definitions: { A: { type } } }))).toEqual([`unsupported #/definitions/A: type ${got}`]);
  });

  test('what to write', () =>
    expect(lintSchema(closed({ a: { type: 'strng' } }), 'the body of POST /a')).toEqual([
      'API-04: expected the body of POST /a to use only the types of JSON Schema, got type "strng" at #/properties/a; ' +
        'write one of string, number, integer, boolean, object, array, null',
    ]));
});

describe('what nobody can send', () => {
  const got = (name: string) => `required ${name}, which the closed object does not have, so that no body passes`;
  test.each<[what: string, schema: unknown, problems: string[]]>([
    ['a slip', closed({ articel: TEXT }, { required: ['article'] }), [`impossible #: ${got('article')}`]],
    ['below', closed({ a: closed({ b: TEXT }, { required: ['b', 'c'] }) }), [`impossible #/properties/a: ${got('c')}`]],
    [
      'closed by another part',
      { allOf: [{ type: 'object', required: ['b'] }, closed({ a: TEXT })] },
      [`impossible #/allOf/0: ${got('b')}`],
    ],
    [
      'known to one of two closed parts only',
      { allOf: [closed({ a: TEXT }, { required: ['a'] }), closed({ b: TEXT })] },
      [`impossible #/allOf/0: ${got('a')}`],
    ],
    ['an own property, no inherited one', closed({}, { required: ['toString'] }), [`impossible #: ${got('toString')}`]],
    ['by a pattern', closed({}, { required: ['x-a'], patternProperties: { '^x-': TEXT }, maxProperties: 3 }), []],
    ['a map', { type: 'object', additionalProperties: TEXT, maxProperties: 3, required: ['a'] }, []],
    ['one of two branches', closed({ a: TEXT }, { anyOf: [{ required: ['a'] }, { required: ['b'] }] }), []],
  ])('%s', (_, schema, problems) => expect(seen(schema)).toEqual(problems));
});

test('messages name rule, place and what to do', () =>
  expect(lintSchema(closed({ a: { type: 'string' }, b: {} }), 'the body of POST /orders')).toEqual([
    'API-21: expected the body of POST /orders to be bounded, got a string without maxLength at #/properties/a; set maxLength or enum',
    'API-04: expected the body of POST /orders to say what it takes, got no type, so that anything passes at #/properties/b; ' +
      "say its type, for example type: 'object' with properties and additionalProperties: false",
  ]));

test('references to other models are followed, each within its own schema', () => {
  const other = { ...closed({ a: { $ref: '#/definitions/A' } }), definitions: { A: { type: 'string' } } };
  const schema = { $ref: 'https://apigateway.amazonaws.com/restapis/1/models/Other' };
  expect(schemaProblems(schema).map(({ kind }) => kind)).toEqual(['open']);
  const resolve = (ref: string) => (ref === schema.$ref ? other : undefined);
  expect(schemaProblems(schema, { resolve }).map(({ got }) => got)).toEqual(['a string without maxLength']);
});

test("CDK's JsonSchema becomes plain, but for names that somebody chose", () => {
  const schema = { schema: 'x', ref: '#/a', properties: { ref: { ref: '#/b' }, schema: {} }, items: [{ ref: '#/c' }] };
  expect(plainSchema(schema)).toEqual({
    $schema: 'x',
    $ref: '#/a',
    properties: { ref: { $ref: '#/b' }, schema: {} },
    items: [{ $ref: '#/c' }],
  });
});

describe('schemas that would take all day', () => {
  const doubling = (make: (ref: object) => object) => {
    const definitions: Record<string, unknown> = { L0: { type: 'boolean' } };
    for (let at = 1; at < 60; at++) definitions[`L${at}`] = make({ $ref: `#/definitions/L${at - 1}` });
    return { $ref: '#/definitions/L59', definitions };
  };
  const nested = (depth: number, make: (inner: object) => object) => {
    let schema: object = { type: 'boolean' };
    for (let at = 0; at < depth; at++) schema = make(schema);
    return schema;
  };

  test.each<[what: string, schema: unknown, problem: RegExp | undefined]>([
    ['properties that double', doubling((ref) => closed({ a: ref, b: ref })), undefined],
    ['parts that double', doubling((ref) => ({ allOf: [ref, ref] })), undefined],
    ['branches that double', doubling((ref) => ({ anyOf: [ref, ref] })), undefined],
    [
      'branches that double and add',
      doubling((ref) => ({ anyOf: [ref, ref], maxLength: 9 })),
      /^unbounded #: more than 5000 places$/,
    ],
    ['deep properties', nested(5000, (a) => closed({ a })), /^unbounded #: more than 64 levels$/],
    ['deep parts', nested(5000, (a) => ({ allOf: [a] })), /more than 500 conditions in one place$/],
  ])('%s', (_, schema, problem) => {
    const begin = Date.now();
    const found = seen(schema);
    if (problem === undefined) expect(found).toEqual([]);
    else expect(found).toContainEqual(expect.stringMatching(problem));
    expect(Date.now() - begin).toBeLessThan(3000);
  });
});

/** Schemas of all sorts, two of them often side by side in one; most are open or unbounded somewhere. */
const { schema: anySchema } = fc.letrec<{ schema: Record<string, any> }>((tie) => {
  const child = tie('schema');
  const parts = fc.array(child, { minLength: 1, maxLength: 2 });
  const maybe = (key: string, value: fc.Arbitrary<unknown>, weight = 3) =>
    fc.option(value, { nil: undefined, freq: weight }).map((one) => (one === undefined ? {} : { [key]: one }));
  const all = (...some: fc.Arbitrary<object>[]) => fc.tuple(...some).map((ones) => Object.assign({}, ...ones));
  const text = all(fc.constant({ type: 'string' }), maybe('maxLength', fc.constant(3), 9));
  const number = all(
    fc.constantFrom({ type: 'number' }, { type: 'integer' }),
    maybe('minimum', fc.constant(0), 9),
    maybe('maximum', fc.constant(5), 9),
  );
  const object = all(
    fc.constantFrom({ type: 'object' }, { type: ['object', 'null'] }, {}),
    fc.record({ a: child, b: child }, { requiredKeys: [] }).map((properties) => ({ properties })),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant({ additionalProperties: false }) },
      maybe('additionalProperties', child),
    ),
    maybe('maxProperties', fc.constant(3)),
    fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, maybe('patternProperties', fc.record({ '^a': child }))),
  );
  const array = all(
    fc.constant({ type: 'array' }),
    fc.oneof(
      { weight: 5, arbitrary: child.map((items) => ({ items })) },
      parts.map((items) => ({ items, additionalItems: false })),
      fc.constant({}),
    ),
    maybe('maxItems', fc.constant(3), 9),
  );
  const branches = fc.tuple(fc.constantFrom('allOf', 'anyOf', 'oneOf'), parts).map(([key, ones]) => ({ [key]: ones }));
  const small = fc.constantFrom<object>(
    { type: 'boolean' },
    { enum: ['a', null] },
    { type: 'null' },
    {},
    { not: { type: 'string' } },
  );
  const one = fc.oneof({ depthSize: 'small', withCrossShrink: true }, small, text, number, object, array, branches);
  return { schema: fc.oneof({ weight: 3, arbitrary: one }, all(one, branches)) };
});

/** Something that is far too large, anywhere in a value. */
const { hostile } = fc.letrec<{ hostile: unknown }>((tie) => ({
  hostile: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      'x'.repeat(50),
      1e9,
      -1e9,
      Array(50).fill(null),
      Array(50).fill('a'),
      Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${at}`, 'a'])),
    ),
    tie('hostile').map((one) => [one]),
    tie('hostile').map((one) => ({ a: one })),
    tie('hostile').map((one) => ({ a: 'a', b: one })),
    tie('hostile').map((one) => ({ other: one })),
  ),
}));

test('what passes lets nothing in that is unknown and large, wherever it stands', () => {
  let clean = 0;
  fc.assert(
    fc.property(anySchema, fc.array(hostile, { minLength: 20, maxLength: 20 }), (schema, values) => {
      if (schemaProblems(schema).length > 0) return;
      clean++;
      for (const value of values)
        expect({ value, violations: violations(value, schema) }).not.toEqual({ value, violations: [] });
    }),
    { numRuns: 2000, seed: 20261102 },
  );
  expect(clean).toBeGreaterThan(200);
});
