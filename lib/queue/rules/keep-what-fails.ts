import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isConsumed } from '../consumers';
import { takesFailures } from '../failure-targets';
import { jsonOf } from '../redrive';

/** Queues for failed work of other stacks are known by their name only. */
const FOR_FAILURES = /dlq|dead.?letter|fail|undeliver|unsent|poison|redrive|dropped/i;

/** It only warns: nobody here sees who works on the queue. Where somebody does, QUEUE-06 asks for more. */
export const keepWhatFails: Rule = {
  id: 'QUEUE-09',
  types: ['AWS::SQS::Queue'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a queue gives up on a message and keeps it in a dead-letter queue',
  why: 'What cannot be worked on goes round until its retention ends, holds up a FIFO group for days, and is then gone unseen.',
  fix: 'use SecureQueue, or set deadLetterQueue: { queue: FailureQueues.of(this).queue(), maxReceiveCount: 3 }',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['B9', 'I2', 'AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
  migration: 'in-place',
  reaches: [],
  check: (queue) => {
    if (isConsumed(queue) || takesFailures(queue)) return PASS;
    // it takes what others give up, or its name says so
    if (isPresent(queue.get('RedriveAllowPolicy'))) return PASS;
    if ([queue.logicalId, queue.get('QueueName')].some((name) => FOR_FAILURES.test(String(name)))) return PASS;
    const redrive = jsonOf(queue, 'RedrivePolicy');
    if (redrive === 'unknown' || isPresent(redrive?.deadLetterTargetArn)) return PASS;
    return fail('no dead-letter queue', 'Properties.RedrivePolicy');
  },
};
