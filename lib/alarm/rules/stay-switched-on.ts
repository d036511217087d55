import { is, isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { ALARMS } from '../readers';

export const staySwitchedOn: Rule = {
  id: 'ALARM-02',
  types: ALARMS,
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the actions of an alarm are switched on',
  why: 'Actions that were switched off for a night of maintenance stay off: the alarm has a receiver and reaches nobody.',
  fix: 'leave actionsEnabled out or set it to true',
  topics: ['monitoring'],
  controls: ['G10', 'SecurityHub CloudWatch.17'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (alarm) => {
    const at = 'Properties.ActionsEnabled';
    if (!isPresent(alarm.get('AlarmActions'))) return PASS; // ALARM-01 says so
    const isOff = is(alarm.get('ActionsEnabled'), false);
    if (isOff === 'unknown') return unknown('actions that only the deployment switches on', at);
    return isOff === 'pass' ? fail('ActionsEnabled false', at) : PASS;
  },
};
