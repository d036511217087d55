import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { FOR_PEOPLE, receiversIn } from '../subscriptions';

export const keepFailedDeliveries: Rule = {
  id: 'TOPIC-07',
  types: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'what cannot be delivered to a receiver is kept in a dead-letter queue',
  why: 'SNS does not retry what a receiver refuses, such as a queue whose policy changed or a function that was deleted: the message is gone.',
  fix: 'use addSubscription of a SecureTopic, or set deadLetterQueue to FailureQueues.of(this).queue() in a subscription of its own',
  topics: ['availability'],
  controls: ['B9', 'I2', 'Serverless-SNSRedrivePolicy'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => {
    if (isPresent(resource.get('RedrivePolicy'))) return PASS;
    const left = receiversIn(resource).find(({ protocol }) => !FOR_PEOPLE.includes(String(protocol)));
    return left ? fail('no dead-letter queue', left.at) : PASS;
  },
};
