import { expanded, fn, typed, whole } from './expanding';

const one = (globals: object, properties: object = {}, attributes: object = {}) =>
  whole({ Fn: typed('Function', { InlineCode: '0', ...properties }, attributes) }, { Globals: { Function: globals } })
    .resources.Fn.Properties;

test.each<[string, object, object, string, unknown]>([
  ['added', { Timeout: 5 }, {}, 'Timeout', 5],
  ['the own one counts', { Timeout: 5 }, { Timeout: 9 }, 'Timeout', 9],
  [
    'maps are merged',
    { Environment: { Variables: { A: 1, B: 2 } } },
    { Environment: { Variables: { B: 3 } } },
    'Environment',
    { Variables: { A: 1, B: 3 } },
  ],
  ['lists are joined, globals first', { Layers: ['a'] }, { Layers: ['b'] }, 'Layers', ['a', 'b']],
  [
    'architectures are replaced',
    { Architectures: ['arm64'] },
    { Architectures: ['x86_64'] },
    'Architectures',
    ['x86_64'],
  ],
  [
    'two kinds: the own one',
    { VpcConfig: { SubnetIds: ['a'] } },
    { VpcConfig: { Ref: 'V' } },
    'VpcConfig',
    { Ref: 'V' },
  ],
  [
    'a function is one value',
    { Environment: { Ref: 'E' } },
    { Environment: { Variables: {} } },
    'Environment',
    { Variables: {} },
  ],
])('globals: %s', (_, globals, properties, name, expected) => {
  expect(one(globals, properties)[name]).toEqual(expected);
});

test.each<[string, unknown, unknown]>([
  ['all', '*', undefined],
  ['some', ['Timeout'], undefined],
  ['others', ['MemorySize'], 5],
])('IgnoreGlobals: %s', (_, IgnoreGlobals, expected) => {
  expect(one({ Timeout: 5, MemorySize: 128 }, {}, { IgnoreGlobals }).Timeout).toBe(expected);
});

test('they hold for their type alone, and for implicit APIs', () => {
  const { resources, body } = whole(
    { Fn: fn({ Events: { G: { Type: 'Api', Properties: { Path: '/', Method: 'get' } } } }), T: typed('SimpleTable') },
    { Globals: { Api: { TracingEnabled: true }, SimpleTable: { SSESpecification: { SSEEnabled: true } } } },
  );
  expect(resources.ServerlessRestApiProdStage.Properties.TracingEnabled).toBe(true);
  expect(resources.T.Properties.SSESpecification).toEqual({ SSEEnabled: true });
  expect(resources.Fn.Properties.TracingEnabled).toBeUndefined();
  expect(body.Globals).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['no map', [], 'Globals: no map'],
  ['a section of a type that takes none', { Application: {} }, 'Globals.Application: a section that is not known here'],
  ['a section that is no map', { Function: 5 }, 'Globals.Function: no map'],
  [
    'a property that is none of them',
    { Function: { Policies: ['AdministratorAccess'] } },
    'Globals.Function.Policies: not a property of that section',
  ],
  ['a name of every object', { constructor: {} }, 'Globals.constructor: a section that is not known here'],
  [
    'a transform',
    { Function: { Environment: { 'Fn::Transform': { Name: 'AWS::Include' } } } },
    'Globals: a transform, which is not seen here',
  ],
])('blocks: %s', (_, Globals, expected) => {
  expect(expanded({ Fn: fn() }, { Globals }).unexpanded).toEqual([expected]);
});
