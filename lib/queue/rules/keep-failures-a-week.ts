import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { takesFailures } from '../failure-targets';

const DAY = 86_400;
const LEAST_DAYS = 7;
/** "The default value is 345,600 seconds (4 days)", AWS::SQS::Queue. */
const DEFAULT_DAYS = 4;

export const keepFailuresAWeek: Rule = {
  id: 'QUEUE-03',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'a queue that takes failed work keeps it for a week or longer',
  why:
    'Four days are over after a long weekend, and what was not looked at is gone. A message that moves from another queue keeps ' +
    'the age it had there.',
  fix: 'set retentionPeriod to Duration.days(14), the longest there is, which costs nothing',
  topics: ['retention', 'availability'],
  controls: ['I2', 'B9', 'E4'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (queue) => {
    const seconds = queue.get('MessageRetentionPeriod');
    const days = seconds === undefined ? DEFAULT_DAYS : Number(seconds) / DAY;
    if (days >= LEAST_DAYS || !takesFailures(queue)) return PASS;
    const at = 'Properties.MessageRetentionPeriod';
    if (isUnknown(seconds)) return unknown('MessageRetentionPeriod is not known', at);
    return fail(seconds === undefined ? 'the default of 4 days' : `MessageRetentionPeriod = ${seconds}`, at);
  },
};
