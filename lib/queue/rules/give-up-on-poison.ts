import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { isConsumed } from '../consumers';
import { takesFailures } from '../failure-targets';
import { jsonOf } from '../redrive';

/** AWS advises "at least 5" for functions that are throttled (Lambda developer guide); beyond 10, poison only costs. */
const MOST_RECEIVES = 10;

export const giveUpOnPoison: Rule = {
  id: 'QUEUE-06',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a queue that something works on gives up on a message after ten receives, and keeps it',
  why:
    'A message that always fails is worked on again and again until its retention ends: each round is paid for, and then ' +
    'it is gone without anybody having seen it.',
  fix: 'use SecureQueue, or set deadLetterQueue: { queue: FailureQueues.of(this).queue(), maxReceiveCount: 3 }, at most 10',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['B9', 'I2', 'AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (queue) => {
    // who works on failed work has nowhere else to send it
    if (!isConsumed(queue) || takesFailures(queue)) return PASS;
    const at = 'Properties.RedrivePolicy';
    const redrive = jsonOf(queue, 'RedrivePolicy');
    if (redrive === 'unknown') return unknown('a RedrivePolicy that cannot be read here', at);
    if (!isPresent(redrive?.deadLetterTargetArn)) return fail('no dead-letter queue', at);
    const count = redrive!.maxReceiveCount ?? MOST_RECEIVES;
    const got = `maxReceiveCount = ${readable(count)}`;
    if (isUnknown(count)) return unknown(got, at);
    return Number(count) >= 1 && Number(count) <= MOST_RECEIVES ? PASS : fail(got, at);
  },
};
