import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { GLOBAL_TABLE } from '../copies';
import { SCALABLE_TARGET, scalesCapacity } from '../scaling';

/** "40,000 read request units and 40,000 write request units per table", default quotas of DynamoDB. */
const TABLE_QUOTA = 40_000;

export const boundScaling: Rule = {
  id: 'TABLE-09',
  types: [SCALABLE_TARGET, GLOBAL_TABLE],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the capacity of a table scales to less than the 40,000 units that a table has by default',
  why: 'A maximum beyond what AWS gives is none: a loop or an attack scales the table to the quota of the account, and every unit is billed by the hour.',
  fix: 'set maxCapacity to a few times the capacity that is usual, and an alarm below it',
  topics: ['denial-of-wallet', 'throttling'],
  controls: ['F4'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => (resource.type === SCALABLE_TARGET ? judgeTarget(resource) : judgeGlobal(resource)),
};

function judgeTarget(target: Resource): Judgement {
  return scalesCapacity(target) ? judge(target.get('MaxCapacity'), 'MaxCapacity') : PASS;
}

const SETTINGS = ['WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings.MaxCapacity'];
const REPLICA = 'ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings.MaxCapacity';

function judgeGlobal(table: Resource): Judgement {
  const replicas: unknown = table.get('Replicas');
  const reads = Array.isArray(replicas) ? replicas.map((_, index) => `Replicas.${index}.${REPLICA}`) : [];
  return worstOfAll(
    [...SETTINGS, ...reads].map((path) => {
      const most: unknown = table.get(path);
      return most === undefined ? PASS : judge(most, path);
    }),
  );
}

function judge(most: unknown, path: string): Judgement {
  const at = `Properties.${path}`;
  if (isUnknown(most)) return unknown('a maximum only known at deployment', at);
  return Number(most) < TABLE_QUOTA ? PASS : fail(`at most ${String(most)} units`, at);
}
