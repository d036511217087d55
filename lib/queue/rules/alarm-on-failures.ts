import { mentioning } from '../../core/mentions';
import { fail, PASS, Rule } from '../../core/rule';
import { failureSourceOf } from '../failure-sources';

export const alarmOnFailures: Rule = {
  id: 'QUEUE-08',
  types: ['AWS::SQS::Queue'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'an alarm watches a queue that keeps failed work',
  why: 'Failed work is kept for 14 days at most: what nobody hears of is lost all the same, and so is the sign of somebody probing.',
  fix: 'use FailureQueues.of(this).queue(), which has one, or an Alarm on queue.metricApproximateNumberOfMessagesVisible()',
  topics: ['monitoring'],
  controls: ['G2', 'B9', 'I2'],
  migration: 'none',
  reaches: ['construct'],
  check: (queue) => {
    const source = failureSourceOf(queue);
    if (!source || mentioning(queue, ALARMS).some((one) => one.exists())) return PASS;
    return fail(`no alarm on what ${source.logicalId} gives up`);
  },
};

const ALARMS = { 'AWS::CloudWatch::Alarm': ['Dimensions', 'Metrics'] };
