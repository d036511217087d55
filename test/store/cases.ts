import { verdicts } from '../support/judging';

/** A parameter without a value, one with a default, and a condition that goes both ways. */
const REST = {
  Parameters: { P: { Type: 'String' }, Size: { Type: 'String', Default: 'small' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
export const PARAMETER = { Ref: 'P' };
export const either = (one: unknown, other: unknown) => ({ 'Fn::If': ['C', one, other] });

/** What, of which type, with which properties and what beside it: `[]`, `['fail']` or `['unknown']`. */
export type Case = [what: string, type: string, properties: object, expected: string[], attributes?: object];

function says(id: string, [, type, properties, , attributes]: Case): string[] {
  const it = { Type: `AWS::${type}`, Properties: properties, ...attributes };
  return verdicts(id, { It: it }, REST).map((one) => one.replace(' It', ''));
}

export function cases(id: string, rows: readonly Case[]): void {
  describe(id, () => {
    test.each(rows.map((row) => [`${row[1]}: ${row[0]}`, row] as const))('%s', (_, row) => {
      expect(says(id, row)).toEqual(row[3]);
    });
  });
}
