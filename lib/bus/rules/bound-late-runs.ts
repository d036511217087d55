import { Rule } from '../../core/rule';
import { bounded } from '../retry-bounds';

const POLICY = 'Target.RetryPolicy';

/** It only warns: nearly no template states them, and a day of retries is AWS's own choice, which CDK writes out. */
export const boundLateRuns: Rule = {
  id: 'BUS-12',
  types: ['AWS::Scheduler::Schedule'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the runs of a schedule are retried within stated bounds',
  why: 'A run that starts a day late meets the next one, or data that is long gone; 185 attempts hide from everybody that it failed.',
  fix: 'use SecureSchedule, or set maxEventAge and retryAttempts on the target',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['I2', 'B9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (schedule) => bounded(schedule.get(POLICY), `Properties.${POLICY}`, 'runs'),
};
