import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { redriveTargetOf } from '../subscriptions';

/** "FIFO topic subscriptions use FIFO queues, and standard topic subscriptions use standard queues", SNS developer guide. */
export const failuresStayInOrder: Rule = {
  id: 'TOPIC-08',
  types: ['AWS::SNS::Subscription'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the dead-letter queue of a subscription is FIFO where the topic is, and standard where it is not',
  why: 'SNS delivers from a FIFO topic to FIFO dead-letter queues only, and from a standard one to standard ones: the message would be lost.',
  fix: 'use addSubscription of a SecureTopic, which finds or makes the right one, or set fifo alike on topic and queue',
  topics: ['deployability', 'availability'],
  controls: ['B9', 'I2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (subscription) => {
    const { assembly } = subscription;
    const topic = assembly.find(subscription.get('TopicArn'), 'AWS::SNS::Topic');
    const queue = assembly.find(redriveTargetOf(subscription), 'AWS::SQS::Queue');
    if (!topic?.exists() || !queue?.exists()) return PASS;
    const [of, to] = [is(topic.get('FifoTopic') ?? false, true), is(queue.get('FifoQueue') ?? false, true)];
    const at = 'Properties.RedrivePolicy';
    if (of === 'unknown' || to === 'unknown') return unknown('which of them is FIFO is only known at deployment', at);
    const kind = { pass: 'FIFO', fail: 'standard' };
    return of === to ? PASS : fail(`the ${kind[to]} queue ${queue.logicalId} for a ${kind[of]} topic`, at);
  },
};
