import { Assembly } from '../../lib/core/assembly';
import { is, isPresent } from '../../lib/core/compare';
import { judge } from '../../lib/core/judge';
import { fail, Finding, PASS, Rule, TEMPLATE } from '../../lib/core/rule';

const rule = (over: Partial<Rule>): Rule => ({
  id: 'TEST-01',
  types: ['A::B::C'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'it is on',
  why: 'why',
  fix: 'switch it on',
  topics: ['gate'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (resource) => is(resource.get('On'), true),
  ...over,
});

const run = (body: any, over: Partial<Rule> = {}, options = {}, source = {}) =>
  judge(new Assembly([{ file: 'f', stack: 'S', body, ...source }]), [rule(over)], options);
const verdict = (on: unknown, rest: object = {}): string =>
  run({ Resources: { X: { Type: 'A::B::C', Properties: { On: on } } }, ...rest }).findings[0]?.verdict ?? 'pass';

const P = (declared: object) => ({ Parameters: { P: declared } });

test.each<[string, unknown, object, string]>([
  ['the value itself', true, {}, 'pass'],
  ['CloudFormation takes text for booleans', 'true', {}, 'pass'],
  ['absent', undefined, {}, 'fail'],
  ['null', null, {}, 'fail'],
  ['NoValue is absent', { Ref: 'AWS::NoValue' }, {}, 'fail'],
  ['a parameter without default', { Ref: 'P' }, P({ Type: 'String' }), 'unknown'],
  ['a default proves a failure', { Ref: 'P' }, P({ Type: 'String', Default: 'false' }), 'fail'],
  ['a default proves no pass', { Ref: 'P' }, P({ Type: 'String', Default: 'true' }), 'unknown'],
  ['one allowed value fails', { Ref: 'P' }, P({ Type: 'String', AllowedValues: ['true', 'false'] }), 'fail'],
  ['all allowed values pass', { Ref: 'P' }, P({ Type: 'String', AllowedValues: ['true'] }), 'pass'],
  [
    'a default outside the question',
    { Ref: 'P' },
    P({ Type: 'String', Default: 'x', AllowedValues: ['true'] }),
    'pass',
  ],
  [
    'an SSM default is a name',
    { Ref: 'P' },
    P({ Type: 'AWS::SSM::Parameter::Value<String>', Default: 'true' }),
    'unknown',
  ],
  ['an undeclared Ref', { Ref: 'Nobody' }, {}, 'unknown'],
  ['an unknown intrinsic', { 'Fn::Transform': {} }, {}, 'unknown'],
  ['If: both branches good', { 'Fn::If': ['C', true, 'true'] }, {}, 'pass'],
  ['If: one branch bad', { 'Fn::If': ['C', true, false] }, {}, 'fail'],
  ['If: the other branch bad', { 'Fn::If': ['C', false, true] }, {}, 'fail'],
  ['If: one branch absent', { 'Fn::If': ['C', true, { Ref: 'AWS::NoValue' }] }, {}, 'fail'],
  [
    'If: a condition that is decided',
    { 'Fn::If': ['C', true, false] },
    { Conditions: { C: { 'Fn::Equals': ['a', 'a'] } } },
    'pass',
  ],
  ['Sub of a literal', { 'Fn::Sub': 'true' }, {}, 'pass'],
  ['Join', { 'Fn::Join': ['', ['tr', 'ue']] }, {}, 'pass'],
  ['Select', { 'Fn::Select': [1, ['false', 'true']] }, {}, 'pass'],
  ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'false,true'] }] }, {}, 'pass'],
  [
    'FindInMap, every row good',
    { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'v'] },
    { Mappings: { M: { a: { v: true }, b: { v: true } } } },
    'pass',
  ],
  [
    'FindInMap, one row bad',
    { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'v'] },
    { Mappings: { M: { a: { v: true }, b: { v: false } } } },
    'fail',
  ],
  [
    'FindInMap, a bad default for other rows',
    { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'v', { DefaultValue: false }] },
    { Mappings: { M: { a: { v: true } } } },
    'fail',
  ],
  [
    'FindInMap, a default that is not needed',
    { 'Fn::FindInMap': ['M', 'a', 'v', { DefaultValue: false }] },
    { Mappings: { M: { a: { v: true } } } },
    'pass',
  ],
  [
    'a condition that negates what cannot be read',
    { 'Fn::If': ['C', true, false] },
    { Conditions: { C: { 'Fn::Or': [{ 'Fn::Not': [{ 'Fn::Strange': 1 }] }, { 'Fn::Strange': 2 }] } } },
    'fail',
  ],
  ['FindInMap, no such row', { 'Fn::FindInMap': ['M', 'z', 'v'] }, { Mappings: { M: { a: { v: true } } } }, 'unknown'],
  ['an import from outside', { 'Fn::ImportValue': 'x' }, {}, 'unknown'],
  ['a forged placeholder is a text', '⟨AWS::Region⟩', {}, 'fail'],
  ['a forged unknown is a text', '⟨?x⟩', {}, 'fail'],
])('value: %s', (_, on, rest, expected) => expect(verdict(on, rest)).toBe(expected));

test('correlated conditions stay correlated', () => {
  const body = (second: unknown) => ({
    Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
    Parameters: { P: { Type: 'String' } },
    Resources: { X: { Type: 'A::B::C', Properties: { On: { 'Fn::If': ['C', true, false] }, Two: second } } },
  });
  const check: Rule['check'] = (resource) =>
    resource.get('On') === true || resource.get('Two') === true ? PASS : fail();
  expect(run(body({ 'Fn::If': ['C', false, true] }), { check }).findings).toEqual([]);
  expect(run(body({ 'Fn::If': ['C', true, false] }), { check }).findings).toHaveLength(1);
});

test('more combinations than can be tried are unknown, never a pass', () => {
  const names = [...Array(9)].map((_, index) => `C${index}`);
  const Properties = Object.fromEntries(names.map((name) => [name, { 'Fn::If': [name, 1, 1] }]));
  const check: Rule['check'] = (resource) => (names.every((name) => resource.get(name) === 1) ? PASS : fail());
  const { findings } = run({ Resources: { X: { Type: 'A::B::C', Properties } } }, { check });
  expect(findings.map((one) => [one.verdict, one.weight])).toEqual([['unknown', 'blocking']]);
});

test.each([
  ['a resource that never exists passes', { Condition: 'Never' }, []],
  ['a resource that may exist is judged', { Condition: 'Maybe' }, ['fail']],
])('%s', (_, extra, expected) => {
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] }, Maybe: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'b'] } };
  const { findings } = run({ Conditions, Resources: { X: { Type: 'A::B::C', ...extra } } });
  expect(findings.map((one: Finding) => one.verdict)).toEqual(expected);
});

test('a crash of a rule is reported, and the other resources are judged all the same', () => {
  const check: Rule['check'] = (resource) => {
    if (resource.logicalId === 'X') throw new Error('boom');
    return 'fail';
  };
  const { findings, crashes } = run({ Resources: { X: { Type: 'A::B::C' }, Y: { Type: 'A::B::C' } } }, { check });
  expect(crashes).toEqual([{ ruleId: 'TEST-01', stack: 'S', logicalId: 'X', message: 'boom' }]);
  expect(findings.map((one) => one.logicalId)).toEqual(['Y']);
});

test('a rule that answers nonsense crashes instead of passing', () => {
  const { crashes } = run({ Resources: { X: { Type: 'A::B::C' } } }, { check: () => undefined as any });
  expect(crashes).toHaveLength(1);
  expect(run({ Resources: { X: { Type: 'A::B::C' } } }, { check: undefined }).crashes).toHaveLength(1);
});

test('a rule about the template is judged once for each', () => {
  const { findings } = run({ Resources: {} }, { types: [TEMPLATE], check: () => 'fail' });
  expect(findings.map(({ logicalId, constructPath }) => [logicalId, constructPath])).toEqual([['', 'S']]);
});

describe('what a finding weighs', () => {
  const bad = { Resources: { X: { Type: 'A::B::C' } } };
  const open = { Resources: { X: { Type: 'A::B::C', Properties: { On: { Ref: 'Q' } } } } };
  test.each<[string, any, Partial<Rule>, object, object, string]>([
    ['an invariant blocks', bad, {}, {}, {}, 'blocking'],
    ['an unknown invariant blocks', open, {}, {}, {}, 'blocking'],
    ['an assurance blocks', bad, { tier: 'assurance' }, {}, {}, 'blocking'],
    ['an unknown assurance warns', open, { tier: 'assurance' }, {}, {}, 'warning'],
    ['a warning warns', bad, { severity: 'warning' }, {}, {}, 'warning'],
    ['a later edition warns', bad, { since: '2027-01' }, { edition: '2026-11' }, {}, 'warning'],
    ['the same edition blocks', bad, {}, { edition: '2026-11' }, {}, 'blocking'],
    ['development relaxes an assurance', bad, { tier: 'assurance' }, {}, { profile: 'development' }, 'relaxed'],
    ['development relaxes no invariant', bad, {}, {}, { profile: 'development' }, 'blocking'],
    ['regulated relaxes nothing', bad, { tier: 'assurance' }, {}, { profile: 'regulated' }, 'blocking'],
  ])('%s', (_, body, over, options, source, expected) =>
    expect(run(body, over, options, source).findings.map(({ weight }) => weight)).toEqual([expected]),
  );
});

test.each([
  [undefined, false],
  [null, false],
  ['', false],
  [[], false],
  ['x', true],
  ['⟨0#Key.Arn⟩', true],
  ['⟨?parameter P⟩', true],
])('isPresent(%p) is %p', (value, expected) => expect(isPresent(value)).toBe(expected));
