import { evaluate, type RequestContext } from './policy-language';

type Values = string | number | boolean | readonly (string | number | boolean)[];
type Row = readonly [operator: string, policy: Values, request: string | readonly string[] | undefined, holds: boolean];

const KEY = 'aws:TheKey';
const ARN = 'arn:aws:sns:us-east-1:111111111111:topic';

const SINGLE: readonly Row[] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', ['a', 'b'], 'b', true],
  ['StringEquals', 'a*', 'ab', false],
  ['StringEquals', 'a', undefined, false],
  ['StringEquals', [], 'a', false],
  ['StringEquals', 'a', ['a'], true],
  ['StringNotEquals', 'a', 'b', true],
  ['StringNotEquals', ['a', 'b'], 'b', false],
  ['StringNotEquals', 'a', undefined, true],
  ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
  ['StringEqualsIgnoreCase', 'a', undefined, false],
  ['StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
  ['StringNotEqualsIgnoreCase', 'a', undefined, true],
  ['StringLike', 'in/*', 'in/a.json', true],
  ['StringLike', 'in/*', 'out/in/a', false],
  ['StringLike', 'a?c', 'abc', true],
  ['StringLike', 'a?c', 'ac', false],
  ['StringLike', 'a.c', 'abc', false],
  ['StringLike', 'IN/*', 'in/a', false],
  ['StringLike', '*', undefined, false],
  ['StringNotLike', 'in/*', 'out/a', true],
  ['StringNotLike', 'in/*', 'in/a', false],
  ['StringNotLike', 'in/*', undefined, true],
  ['NumericEquals', 3, '3.0', true],
  ['NumericEquals', '3', 'three', false],
  ['NumericNotEquals', '3', '4', true],
  ['NumericNotEquals', '3', undefined, true],
  ['NumericLessThan', '1.2', '1.1', true],
  ['NumericLessThan', '1.2', '1.2', false],
  ['NumericLessThan', 1.2, '1.3', false],
  ['NumericLessThan', '1.2', undefined, false],
  ['NumericLessThanEquals', '10', '10', true],
  ['NumericGreaterThan', '9', '10', true],
  ['NumericGreaterThanEquals', '10', '9', false],
  ['DateLessThan', '2025-01-01T00:00:00Z', '2024-12-31T23:59:59Z', true],
  ['DateLessThan', '2025-01-01T00:00:00Z', '1735689600', false],
  ['DateEquals', '2025-01-01T00:00:00Z', '1735689600', true],
  ['DateNotEquals', '2025-01-01', '2025-01-01T00:00:00Z', false],
  ['DateGreaterThanEquals', '2025-01-01T00:00:00Z', '2025-01-01T01:00:00+01:00', true],
  ['DateGreaterThan', '2025-01-01T00:00:00Z', undefined, false],
  ['Bool', 'true', 'true', true],
  ['Bool', false, 'false', true],
  ['Bool', 'false', 'true', false],
  ['Bool', 'false', undefined, false],
  ['ArnEquals', ARN, ARN, true],
  ['ArnEquals', 'arn:aws:sns:*:111111111111:*', ARN, true],
  ['ArnLike', 'arn:aws:sns:*:*:to?ic', ARN, true],
  ['ArnLike', 'arn:aws:sns:*:222222222222:*', ARN, false],
  ['ArnLike', 'arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/key', false],
  ['ArnLike', 'arn:aws:*:*:*:topic', 'arn:aws:a:b:c:d:e:topic', false],
  ['ArnLike', 'arn:aws:events:*:*:rule/*', 'arn:aws:events:us-east-1:111111111111:rule/a:b', true],
  ['ArnLike', ARN, 'topic', false],
  ['ArnLike', ARN, undefined, false],
  ['ArnNotEquals', ARN, ARN, false],
  ['ArnNotEquals', ARN, undefined, true],
  ['ArnNotLike', 'arn:aws:sns:*:*:other', ARN, true],
  ['IpAddress', '203.0.113.0/24', '203.0.113.77', true],
  ['IpAddress', '203.0.113.9/24', '203.0.113.77', true],
  ['IpAddress', '203.0.113.0/24', '203.0.114.1', false],
  ['IpAddress', '203.0.113.5', '203.0.113.5', true],
  ['IpAddress', '0.0.0.0/0', '8.8.8.8', true],
  ['IpAddress', '10.0.0.0/8', undefined, false],
  ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8::1', true],
  ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
  ['NotIpAddress', '10.0.0.0/8', '11.1.2.3', true],
  ['NotIpAddress', '10.0.0.0/8', undefined, true],
  ['Null', 'true', undefined, true],
  ['Null', true, 'x', false],
  ['Null', 'false', 'x', true],
  ['Null', 'false', [], false],
  ['StringEqualsIfExists', 'a', undefined, true],
  ['StringEqualsIfExists', 'a', 'b', false],
  ['BoolIfExists', 'false', undefined, true],
  ['BoolIfExists', 'false', 'true', false],
  ['StringNotEqualsIfExists', 'a', undefined, true],
  ['StringNotEqualsIfExists', 'a', 'a', false],
  ['NumericLessThanIfExists', '1.2', undefined, true],
  ['ArnLikeIfExists', ARN, undefined, true],
];

const SETS: readonly Row[] = [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
  ['ForAllValues:StringEquals', 'a', 'a', true],
  ['ForAllValues:StringEquals', 'a', undefined, true],
  ['ForAllValues:StringEquals', 'a', [''], true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['a', 'd'], false],
  ['ForAllValues:StringNotLike', 'a*', undefined, true],
  ['ForAllValues:StringEqualsIfExists', 'a', undefined, true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'z'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['y', 'z'], false],
  ['ForAnyValue:StringEquals', 'a', undefined, false],
  ['ForAnyValue:StringNotEquals', 'a', ['a', 'b'], true],
  ['ForAnyValue:StringNotEquals', 'a', ['a'], false],
  ['ForAnyValue:StringNotEquals', 'a', undefined, false],
  ['ForAnyValue:StringEqualsIfExists', 'a', undefined, false],
  ['ForAnyValue:ArnLike', 'arn:aws:sns:*:*:*', ['x', ARN], true],
];

const THROWING: readonly (readonly [operator: string, policy: Values, request: string | readonly string[]])[] = [
  ['StringIs', 'a', 'a'],
  ['stringequals', 'a', 'a'],
  ['ForSomeValues:StringEquals', 'a', 'a'],
  ['StringEqualsIfPresent', 'a', 'a'],
  ['NullIfExists', 'true', 'a'],
  ['ForAllValues:Null', 'true', 'a'],
  ['BinaryEquals', 'YQ==', 'YQ=='],
  ['StringEquals', 'a', ['a', 'b']],
  ['NumericEquals', 'three', '3'],
  ['Bool', 'yes', 'true'],
  ['Null', 'maybe', 'a'],
  ['DateLessThan', 'tomorrow', '2025-01-01'],
  ['ArnLike', 'topic', ARN],
  ['IpAddress', 'home', '10.0.0.1'],
  ['IpAddress', '10.0.0.0/33', '10.0.0.1'],
  ['StringNotEquals', '${aws:Missing}', 'a'],
];

function holds(operator: string, values: Values, context: RequestContext): boolean {
  const verdict = evaluate({
    identity: [
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Action: 'sns:Publish',
          Resource: '*',
          Condition: { [operator]: { [KEY]: values } },
        },
      },
    ],
    resource: [],
    request: {
      principal: { type: 'role', arn: 'arn:aws:iam::111111111111:role/a' },
      action: 'sns:Publish',
      resource: ARN,
      resourceAccount: '111111111111',
      context,
    },
  });
  return verdict === 'allowed';
}

function contextOf(value: string | readonly string[] | undefined): RequestContext {
  return value === undefined ? {} : { [KEY]: value };
}

describe('a condition', () => {
  test.each([...SINGLE, ...SETS])('%s %j against %j holds: %s', (operator, policy, request, expected) => {
    expect(holds(operator, policy, contextOf(request))).toBe(expected);
  });

  test.each(THROWING)('%s %j against %j is an error', (operator, policy, request) => {
    expect(() => holds(operator, policy, contextOf(request))).toThrow();
  });

  test('finds its key whatever the case of the key', () => {
    expect(holds('StringEquals', 'a', { 'AWS:theKEY': 'a' })).toBe(true);
  });

  test.each([
    ['${aws:Other}', 'x', true],
    ['${AWS:other}', 'x', true],
    ['${aws:Missing}', 'x', false],
    ["${aws:Missing, 'x'}", 'x', true],
    ["${aws:Other, 'y'}", 'y', false],
    ['a${*}', 'a*', true],
    ['${$}{aws:Other}', '${aws:Other}', true],
  ])('the variables in %s make it equal to %s: %s', (policy, value, expected) => {
    expect(holds('StringEquals', policy, { [KEY]: value, 'aws:Other': 'x' })).toBe(expected);
  });

  test('a wildcard that came out of a variable is only a character', () => {
    const context = { 'aws:Other': '*' };
    expect(holds('StringLike', 'in/${aws:Other}', { ...context, [KEY]: 'in/a' })).toBe(false);
    expect(holds('StringLike', 'in/${aws:Other}', { ...context, [KEY]: 'in/*' })).toBe(true);
    expect(holds('StringLike', 'in/${*}', { [KEY]: 'in/a' })).toBe(false);
  });
});
