import { CfnSubscription, ITopic, Subscription } from 'aws-cdk-lib/aws-sns';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DataClass } from '../key/data-class';
import { newFailureQueue } from '../queue/failure-queue';
import { FailureQueues } from '../queue/failure-queues';
import { FOR_PEOPLE } from './subscriptions';

/**
 * Gives a subscription that has none a queue for what could not be delivered: that of the data class in the stack of the
 * subscription, since both have to be in one region; a FIFO topic's gets one of its own.
 */
export function keepFailedDeliveries(subscription: Subscription, topic: ITopic, dataClass: DataClass): void {
  const cfn = subscription.node.defaultChild as CfnSubscription;
  if (cfn.redrivePolicy !== undefined || FOR_PEOPLE.includes(cfn.protocol)) return;
  const queue = topic.fifo
    ? newFailureQueue(subscription, 'DeadLetters', { dataClass, fifo: true, edges: ['topicToQueue'] })
    : FailureQueues.of(subscription).queue(dataClass);
  cfn.redrivePolicy = { deadLetterTargetArn: queue.queueArn };
  (subscription as { deadLetterQueue?: IQueue }).deadLetterQueue = queue;
}
