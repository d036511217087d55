import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { ALARMS, isReadByOthers } from '../readers';

export const tellSomebody: Rule = {
  id: 'ALARM-01',
  types: ALARMS,
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'an alarm tells somebody when it goes off',
  why: 'An alarm without an action changes its colour on a page that nobody looks at while the damage is done.',
  fix: 'add an action: alarm.addAlarmAction(new SnsAction(AlarmTopic.of(this).topic()!))',
  topics: ['monitoring'],
  controls: ['G10', 'G2', 'SecurityHub CloudWatch.15'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (alarm: Resource) =>
    isPresent(alarm.get('AlarmActions')) || isReadByOthers(alarm)
      ? PASS
      : fail('no AlarmActions', 'Properties.AlarmActions'),
};
