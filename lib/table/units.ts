import { GlobalSecondaryIndexPropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Resource } from '../core/assembly';
import { fail, Judgement, PASS, unknown } from '../core/rule';
import { isUnknown, readable } from '../core/text';

/** Request units per second that a table takes when nobody says more. */
export const READ_UNITS = 500;
export const WRITE_UNITS = 200;

/** The most that a table, or an index, is to take; empty where capacity is provisioned. */
export type Units = Pick<GlobalSecondaryIndexPropsV2, 'maxReadRequestUnits' | 'maxWriteRequestUnits'>;

/** An index whose own limits stand over its table's. An explicit `undefined` erases nothing. */
export const limited = <Props extends Units>(index: Props, units: Units): Props => ({
  ...index,
  maxReadRequestUnits: index.maxReadRequestUnits ?? units.maxReadRequestUnits,
  maxWriteRequestUnits: index.maxWriteRequestUnits ?? units.maxWriteRequestUnits,
});

/** Whether each request is billed. Both types are provisioned unless they say otherwise: that is a limit already. */
export function isOnDemand(table: Resource): boolean | 'unknown' {
  const mode = table.get('BillingMode');
  return isUnknown(mode) ? 'unknown' : mode === 'PAY_PER_REQUEST';
}

/** Whether a maximum is one: `-1` takes it away ("OnDemandThroughput", DynamoDB API reference). */
export function judgeMaximum(value: unknown, what: string, at: string): Judgement {
  if (isUnknown(value)) return unknown(`${what} only known at deployment`, at);
  if (value === undefined) return fail(`no ${what}`, at);
  return Number(value) >= 1 ? PASS : fail(`${what} ${readable(value)}`, at);
}
