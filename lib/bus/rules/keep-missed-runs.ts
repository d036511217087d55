import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';

export const keepMissedRuns: Rule = {
  id: 'BUS-09',
  types: ['AWS::Scheduler::Schedule'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'runs that a schedule cannot start are kept in a dead-letter queue',
  why: 'Scheduler drops what its target refuses when the retries are over; the nightly job simply did not happen.',
  fix: 'use SecureSchedule, or set deadLetterQueue on the target to FailureQueues.of(this).queue()',
  topics: ['availability', 'monitoring'],
  controls: ['I2', 'B9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (schedule) => {
    const config: unknown = schedule.get('Target.DeadLetterConfig');
    if (isUnknown(config) || isPresent((config as any)?.Arn)) return PASS;
    return fail('no DeadLetterConfig', 'Properties.Target.DeadLetterConfig');
  },
};
