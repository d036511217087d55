import { BillingMode, TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Resource } from '../../core/assembly';
import { Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { GLOBAL_TABLE, inEveryRegion, TABLE } from '../copies';
import { isOnDemand, judgeMaximum, READ_UNITS, WRITE_UNITS } from '../units';

/** "DynamoDB maximum throughput for on-demand tables", developer guide: best effort, a burst may exceed it. */
export const limitRequests: Rule<TableProps> = {
  id: 'TABLE-05',
  types: [TABLE, GLOBAL_TABLE],
  // many good templates are older than this limit
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'an on-demand table says how many units it reads and writes a second at most',
  why: 'Without a maximum a table takes up to 40,000 units a second, and each is billed: a loop or an attack is a bill of thousands an hour.',
  fix: 'set maxReadRequestUnits and maxWriteRequestUnits (TableV2: Billing.onDemand({ … })), or provision capacity',
  topics: ['denial-of-wallet', 'throttling'],
  controls: ['F4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  secure: {
    // whoever names a capacity wants it provisioned
    props: ({ given }) =>
      given.billingMode === BillingMode.PROVISIONED ||
      given.readCapacity !== undefined ||
      given.writeCapacity !== undefined
        ? {}
        : {
            billingMode: BillingMode.PAY_PER_REQUEST,
            maxReadRequestUnits: READ_UNITS,
            maxWriteRequestUnits: WRITE_UNITS,
          },
  },
  check,
};

function check(table: Resource): Judgement {
  const onDemand = isOnDemand(table);
  if (onDemand === 'unknown') return unknown('a billing mode only known at deployment', 'Properties.BillingMode');
  if (!onDemand) return PASS;
  const isGlobal = table.type === GLOBAL_TABLE;
  const writes = `${isGlobal ? 'WriteOnDemandThroughputSettings' : 'OnDemandThroughput'}.MaxWriteRequestUnits`;
  const reads = `${isGlobal ? 'ReadOnDemandThroughputSettings' : 'OnDemandThroughput'}.MaxReadRequestUnits`;
  return worstOfAll([
    judgeMaximum(table.get(writes), 'MaxWriteRequestUnits', `Properties.${writes}`),
    inEveryRegion(table, (copy) =>
      judgeMaximum(copy.get(reads) ?? table.get(reads), 'MaxReadRequestUnits', copy.at(reads)),
    ),
  ]);
}
