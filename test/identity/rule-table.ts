import { ENV, judged } from '../support/judging';

export type Row = readonly [name: string, properties: object, expected: 'pass' | 'fail' | 'unknown'];

export const P = { Ref: 'P' };
const REST = {
  Parameters: { P: { Type: 'String' }, Weak: { Type: 'String', Default: 'true' } },
  Conditions: { C: { 'Fn::Equals': [P, 'x'] } },
};

/** What a rule says of the resource called `It`, beside others. */
export function saysOf(
  ruleId: string,
  it: object,
  others: object = {},
  profile: 'production' | 'development' = 'production',
): string {
  const found = judged({ It: it, ...others }, REST, { account: ENV.account, profile });
  const [one] = found.filter((finding) => finding.ruleId === ruleId && finding.logicalId === 'It');
  return one?.verdict ?? 'pass';
}

/** One row, one weakness, of one resource that stands alone. */
export const table = (ruleId: string, type: string, rows: readonly Row[]) =>
  test.each(rows)('%s', (_, properties, expected) =>
    expect(saysOf(ruleId, { Type: type, Properties: properties })).toBe(expected),
  );
