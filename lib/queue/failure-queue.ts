import { Duration, Tags } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { AlarmTopic } from '../alarm/alarm-topic';
import { DataClass } from '../key/data-class';
import { EdgeName, targetStatement } from '../key/edges';
import { KeyRing } from '../key/key-ring';
import { ownerOnly } from './owner-only';

/** The longest there is, which costs nothing. */
export const FAILURE_RETENTION = Duration.days(14);

/** What a queue for failed work takes in. */
export interface FailureQueueFacts {
  readonly dataClass: DataClass;
  /** A FIFO source needs a FIFO one. */
  readonly fifo?: boolean;
  /** Services that deliver failures by the queue's policy; Lambda, Scheduler and Pipes do it by their own roles. */
  readonly edges?: readonly EdgeName[];
}

/** A queue that keeps failed work as long as SQS can, and tells the `AlarmTopic` when something is in it. */
export function newFailureQueue(scope: Construct, id: string, facts: FailureQueueFacts): Queue {
  const { dataClass, fifo, edges = [] } = facts;
  const key = KeyRing.of(scope).data(dataClass);
  const queue = new Queue(scope, id, {
    encryption: key ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED,
    encryptionMasterKey: key,
    enforceSSL: true,
    retentionPeriod: FAILURE_RETENTION,
    ...(fifo && { fifo }),
  });
  letIn(queue, edges);
  queue.addToResourcePolicy(ownerOnly(queue));
  Tags.of(queue).add('data-class', dataClass);
  const topic = AlarmTopic.of(scope).topic();
  if (topic) alarmWhenFilled(queue, topic);
  return queue;
}

/** Lets services of this account deliver. */
export function letIn(queue: IQueue, edges: readonly EdgeName[]): void {
  for (const edge of edges) queue.addToResourcePolicy(targetStatement(queue, edge, queue.queueArn));
}

/** $0.10 a month. A failure that nobody hears of is as lost as a dropped one. */
function alarmWhenFilled(queue: Queue, topic: ITopic): void {
  const alarm = new Alarm(queue, 'FilledAlarm', {
    alarmDescription: `${queue.node.path} holds failed work`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5) }),
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
}
