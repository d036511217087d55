import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

/** It only warns: a day is what AWS keeps, and often enough. */
export const stateRetention: Rule = {
  id: 'STREAM-03',
  types: ['AWS::Kinesis::Stream'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'how long a stream keeps its records is stated',
  why: 'After a day whatever was not read is gone, also over a weekend on which the reader stands still; and what was raised by hand nobody finds again.',
  fix: 'set RetentionPeriodHours: 24, or up to 8,760 where readers may be down for longer',
  topics: ['retention', 'availability'],
  controls: ['E4', 'FSBP Kinesis.3'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stream) =>
    isPresent(stream.get('RetentionPeriodHours'))
      ? PASS
      : fail('the default of 24 hours', 'Properties.RetentionPeriodHours'),
};
