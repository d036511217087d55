import { BlockList, isIP } from 'node:net';
import { listOf, type ConditionBlock, type PolicyValue } from './policy-document';
import { compile, matchesArn, matchesPattern, textOf, type Pattern, type Scope } from './policy-patterns';

type Matcher = (actual: string, expected: string, scope: Scope) => boolean;

interface Operator {
  readonly matches: Matcher;
  readonly negated: boolean;
}

interface ParsedOperator extends Operator {
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

const OPERATOR_NAME = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...withNegation(
    'StringEquals',
    'StringNotEquals',
    text((actual, pattern) => actual === textOf(pattern)),
  ),
  ...withNegation(
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    text((actual, pattern) => actual.toLowerCase() === textOf(pattern).toLowerCase()),
  ),
  ...withNegation(
    'StringLike',
    'StringNotLike',
    text((actual, pattern) => matchesPattern(pattern, actual)),
  ),
  ...withNegation(
    'ArnEquals',
    'ArnNotEquals',
    text((actual, pattern) => matchesArn(pattern, actual)),
  ),
  ...withNegation(
    'ArnLike',
    'ArnNotLike',
    text((actual, pattern) => matchesArn(pattern, actual)),
  ),
  ...ordered('Numeric', numberOf),
  ...ordered('Date', timeOf),
  ['Bool', { matches: matchesBool, negated: false }],
  ...withNegation('IpAddress', 'NotIpAddress', matchesAddress),
]);

export function isConditionOperator(name: string): boolean {
  return name === 'Null' || parseOperator(name) !== undefined;
}

/** Every operator and every key must hold; the values of one key are alternatives. */
export function conditionHolds(condition: ConditionBlock | undefined, scope: Scope): boolean {
  return Object.entries(condition ?? {}).every(([name, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const expected = listOf<PolicyValue>(values).map(String);
      const actual = scope.keys.get(key);
      return name === 'Null' ? nullHolds(actual, expected) : operatorHolds(name, key, actual, expected, scope);
    }),
  );
}

function operatorHolds(
  name: string,
  key: string,
  actual: readonly string[],
  expected: readonly string[],
  scope: Scope,
): boolean {
  const operator = parseOperator(name);
  if (operator === undefined) {
    throw new Error(`Unknown condition operator ${name}`);
  }
  const holds = (value: string): boolean => {
    // AWS leaves open whether "not equal to nothing" holds or the whole statement is void.
    if (operator.negated && expected.some((candidate) => compile(candidate, scope) === undefined)) {
      throw new Error(`${name} of ${key} compares with a policy variable that has no value in the request`);
    }
    return expected.some((candidate) => operator.matches(value, candidate, scope)) !== operator.negated;
  };
  if (operator.set === 'ForAllValues') {
    return actual.filter((value) => value !== '').every(holds);
  }
  // IfExists does not rescue ForAnyValue: with no value there is no value that holds.
  if (operator.set === 'ForAnyValue') {
    return actual.some(holds);
  }
  const [value, ...others] = actual;
  if (value === undefined) {
    return operator.negated || operator.ifExists;
  }
  if (others.length > 0) {
    throw new Error(`${key} has several values: ${name} needs ForAllValues or ForAnyValue`);
  }
  return holds(value);
}

function nullHolds(actual: readonly string[], expected: readonly string[]): boolean {
  return expected.some((value) => truth(value) === (actual.length === 0));
}

function parseOperator(name: string): ParsedOperator | undefined {
  const [, set, base, ifExists] = OPERATOR_NAME.exec(name) ?? [];
  const operator = OPERATORS.get(base ?? '');
  return operator && { ...operator, set: set as ParsedOperator['set'], ifExists: ifExists !== undefined };
}

function withNegation(name: string, negation: string, matches: Matcher): [string, Operator][] {
  return [
    [name, { matches, negated: false }],
    [negation, { matches, negated: true }],
  ];
}

function text(compare: (actual: string, pattern: Pattern) => boolean): Matcher {
  return (actual, expected, scope) => {
    const pattern = compile(expected, scope);
    return pattern !== undefined && compare(actual, pattern);
  };
}

function ordered(family: string, read: (value: string) => number | undefined): [string, Operator][] {
  const by =
    (compare: (actual: number, expected: number) => boolean): Matcher =>
    (value, candidate) => {
      const expected = read(candidate);
      if (expected === undefined) {
        throw new Error(`Malformed ${family} condition value: ${candidate}`);
      }
      const actual = read(value);
      return actual !== undefined && compare(actual, expected);
    };
  return [
    ...withNegation(
      `${family}Equals`,
      `${family}NotEquals`,
      by((actual, expected) => actual === expected),
    ),
    [`${family}LessThan`, { matches: by((actual, expected) => actual < expected), negated: false }],
    [`${family}LessThanEquals`, { matches: by((actual, expected) => actual <= expected), negated: false }],
    [`${family}GreaterThan`, { matches: by((actual, expected) => actual > expected), negated: false }],
    [`${family}GreaterThanEquals`, { matches: by((actual, expected) => actual >= expected), negated: false }],
  ];
}

function numberOf(value: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function timeOf(value: string): number | undefined {
  if (/^\d+$/.test(value)) {
    return Number(value) * 1000;
  }
  const time = /^\d{4}-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?)?$/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

function matchesBool(actual: string, expected: string): boolean {
  return actual.toLowerCase() === String(truth(expected));
}

function truth(value: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false') {
    throw new Error(`Malformed boolean condition value: ${value}`);
  }
  return lower === 'true';
}

function matchesAddress(actual: string, expected: string): boolean {
  const [network = '', length] = expected.split('/');
  const version = isIP(network);
  if (version === 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) {
    throw new Error(`Malformed address range: ${expected}`);
  }
  if (isIP(actual) !== version) {
    return false;
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(network, length === undefined ? (version === 4 ? 32 : 128) : Number(length), family);
  return range.check(actual, family);
}
