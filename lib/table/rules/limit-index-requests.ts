import { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Resource } from '../../core/assembly';
import { Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { Copy, GLOBAL_TABLE, inEveryRegion, TABLE } from '../copies';
import { isOnDemand, judgeMaximum } from '../units';

const INDEXES = 'GlobalSecondaryIndexes';

export const limitIndexRequests: Rule<TableProps> = {
  id: 'TABLE-06',
  types: [TABLE, GLOBAL_TABLE],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'each global index of an on-demand table says how many units it reads and writes a second at most',
  why: 'Indexes have limits of their own: that of the table does not bound what a query on an index costs.',
  fix: 'set maxReadRequestUnits and maxWriteRequestUnits on the index; writes no lower than the table’s, since a full index holds up its table',
  topics: ['denial-of-wallet', 'throttling'],
  controls: ['F4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check,
};

function check(table: Resource): Judgement {
  const indexes = table.get(INDEXES);
  if (indexes === undefined) return PASS;
  const onDemand = isOnDemand(table);
  if (onDemand === false) return PASS;
  const at = `Properties.${INDEXES}`;
  if (onDemand === 'unknown') return unknown('a billing mode only known at deployment', at);
  if (!Array.isArray(indexes)) return unknown('indexes only known at deployment', at);
  return worstOfAll(indexes.map((one, index) => judgeIndex(table, one, index)));
}

function judgeIndex(table: Resource, index: any, position: number): Judgement {
  const at = `Properties.${INDEXES}.${position}`;
  if (isUnknown(index)) return unknown('an index only known at deployment', at);
  const name = readable(index?.IndexName);
  const judge = (value: unknown, what: string, where: string) => judgeMaximum(value, `${what} of ${name}`, where);
  if (table.type !== GLOBAL_TABLE) {
    const path = `${at}.OnDemandThroughput`;
    return worstOfAll([
      judge(limit(index, 'OnDemandThroughput', 'MaxWriteRequestUnits'), 'MaxWriteRequestUnits', path),
      judge(limit(index, 'OnDemandThroughput', 'MaxReadRequestUnits'), 'MaxReadRequestUnits', path),
    ]);
  }
  const written = limit(index, 'WriteOnDemandThroughputSettings', 'MaxWriteRequestUnits');
  return worstOfAll([
    judge(written, 'MaxWriteRequestUnits', `${at}.WriteOnDemandThroughputSettings`),
    inEveryRegion(table, (copy) => judge(readsOf(copy, index), 'MaxReadRequestUnits', copy.at(INDEXES))),
  ]);
}

function readsOf(copy: Copy, index: any): unknown {
  const all = copy.get(INDEXES);
  const mine = Array.isArray(all) ? all.find((one) => isUnknown(one) || one?.IndexName === index?.IndexName) : all;
  const [here, everywhere] = [mine, index].map((one) =>
    limit(one, 'ReadOnDemandThroughputSettings', 'MaxReadRequestUnits'),
  );
  return here ?? everywhere;
}

/** A value below a property, or what cannot be read on the way to it. */
function limit(index: any, settings: string, maximum: string): unknown {
  const found = isUnknown(index) ? index : index?.[settings];
  return isUnknown(found) ? found : found?.[maximum];
}
