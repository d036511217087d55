import type { Resource } from '../../core/assembly';
import { mentioning } from '../../core/mentions';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { TABLE } from '../copies';
import { SCALABLE_TARGET, scaledUnit, UNITS } from '../scaling';
import { isOnDemand } from '../units';

/** Global tables say it themselves: CloudFormation takes no provisioned capacity from them that does not scale. */
export const scaleWithDemand: Rule = {
  id: 'TABLE-08',
  types: [TABLE],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'provisioned capacity follows demand, or requests are billed one by one',
  why: 'Above a fixed capacity DynamoDB refuses requests, of everybody: one busy client, or one attacker, takes the table from all others.',
  fix: 'leave out readCapacity and writeCapacity, or call autoScaleReadCapacity and autoScaleWriteCapacity',
  topics: ['availability', 'throttling'],
  controls: ['F4', 'FSBP DynamoDB.1'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(table: Resource): Judgement {
  if (isOnDemand(table) !== false) return PASS;
  const targets = mentioning(table, TARGETS).filter((one) => one.exists());
  const scaled = targets.map((one) => one.get('ScalableDimension') as unknown);
  if (scaled.some(isUnknown)) return PASS;
  const left = UNITS.filter((unit) => !targets.some((one) => scaledUnit(one) === unit));
  return left.length > 0 ? fail(`fixed ${left.join(' and ')}`, 'Properties.ProvisionedThroughput') : PASS;
}

const TARGETS = { [SCALABLE_TARGET]: ['ResourceId'] };
