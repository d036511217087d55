import { IRule } from 'aws-cdk-lib/aws-events';
import { Grant, GrantOnKeyResult, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, DeadLetterQueue, IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { DataClass } from '../key/data-class';
import { allowSource } from '../key/allow-source';
import { Access, EncryptedTarget, grantExactly, useKey } from '../key/exact-grants';
import { KeyRing } from '../key/key-ring';
import { newFailureQueue } from './failure-queue';
import { FailureQueues } from './failure-queues';
import { ownerOnly } from './owner-only';
import { receivesOf, secureQueueProps } from './queue-defaults';
import { SecureQueueProps } from './secure-queue-props';

/**
 * An `sqs.Queue` that is encrypted, reached by TLS only and by nobody of another account, and that keeps what fails; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `encryptionMasterKey` | the data key of the stack's key ring; SQS' own key for `INTERNAL` data, and in development for all but `SECRET` |
 * | `enforceSSL` | `true` |
 * | `deadLetterQueue` | the stack's failure queue of the same data class, after 3 receives; a FIFO queue gets one of its own |
 * | `retentionPeriod` | 4 days, so that a failed message has ten more; 14 with `keepsFailures` |
 * | `visibilityTimeout` | 6 minutes: six times the 60 seconds of a function behind it |
 * | `removalPolicy` | kept with its messages; removed in development |
 *
 * A dead-letter queue breaks the order of a FIFO queue's message group where a message is taken out.
 *
 * The grant methods give exact actions by identity, so that no key or queue policy names a role.
 *
 * What you set is kept. When it is weaker than a rule, the synthesis fails unless a waiver says why.
 */
export class SecureQueue extends Queue {
  /** How sensitive the messages are. */
  public readonly dataClass: DataClass;

  /**
   * @throws when `maxReceiveCount` is not a whole number from 1 to 10, or given beside `deadLetterQueue` (QUEUE-06)
   */
  constructor(scope: Construct, id: string, props: SecureQueueProps = {}) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, ...rest } = props;
    const { maxReceiveCount, keepsFailures, trustedAccounts, ...queue } = rest;
    const receives = receivesOf(maxReceiveCount, queue);
    super(scope, id, secureQueueProps(scope, id, queue, { dataClass, keepsFailures }));
    this.dataClass = dataClass;
    this.cfnQueue.tags.setTag('data-class', dataClass);
    this.addToResourcePolicy(ownerOnly(this, trustedAccounts));
    if (!this.deadLetterQueue && !keepsFailures) this.keepFailures(receives);
    secured(this, waivers);
  }

  /** Lets somebody send messages: `sqs:SendMessage`, and to encrypt with the queue's key through SQS. */
  public override grantSendMessages(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, SEND);
  }

  /**
   * Lets somebody work on messages: `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:GetQueueAttributes` (what Lambda's
   * event source mapping needs), and to decrypt with the queue's key through SQS. Who hides messages for longer needs
   * `grant(grantee, 'sqs:ChangeMessageVisibility')` besides.
   */
  public override grantConsumeMessages(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, CONSUME);
  }

  /** Lets somebody delete all messages at once: `sqs:PurgeQueue`. */
  public override grantPurge(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, PURGE);
  }

  /** Lets somebody use the queue's key, through SQS only and by identity. `queue.grants` comes by here. */
  public override grantOnKey(grantee: IGrantable, ...actions: string[]): GrantOnKeyResult {
    return { grant: useKey(this.target, grantee, actions) };
  }

  /**
   * Lets S3 send a bucket's notifications here: by this queue's policy and that of its key, for this bucket and account
   * only. `bucket.addEventNotification(…, new SqsDestination(queue))` does it by itself.
   *
   * A bucket of another stack is let in by account, since each would depend on the other. An imported key has to let S3 in itself.
   */
  public allowFromBucket(bucket: IBucket): void {
    allowSource(this.target, 'bucketToQueue', { resource: bucket, arn: bucket.bucketArn });
  }

  /** Lets SNS deliver a topic's messages here, as `allowFromBucket` does. `SqsSubscription` does it by itself. */
  public allowFromTopic(topic: ITopic): void {
    allowSource(this.target, 'topicToQueue', { resource: topic, arn: topic.topicArn });
  }

  /** Lets EventBridge send a rule's events here, as `allowFromBucket` does. The target `SqsQueue` does it by itself. */
  public allowFromRule(rule: IRule): void {
    allowSource(this.target, 'ruleToQueue', { resource: rule, arn: rule.ruleArn });
  }

  private get target(): EncryptedTarget {
    return { resource: this, arn: this.queueArn, key: this.encryptionMasterKey, endpoint: 'sqs' };
  }

  private get cfnQueue(): CfnQueue {
    return this.node.defaultChild as CfnQueue;
  }

  /** Only now: whether it is FIFO follows from several props, and what it makes has to lie below it. */
  private keepFailures(maxReceiveCount: number): void {
    const queue: IQueue = this.fifo
      ? newFailureQueue(this, 'DeadLetters', { dataClass: this.dataClass, fifo: true })
      : FailureQueues.of(this).queue(this.dataClass);
    this.cfnQueue.redrivePolicy = { deadLetterTargetArn: queue.queueArn, maxReceiveCount };
    (this as { deadLetterQueue?: DeadLetterQueue }).deadLetterQueue = { queue, maxReceiveCount };
  }
}

const SEND: Access = { actions: ['sqs:SendMessage'], onKey: ['kms:Decrypt', 'kms:GenerateDataKey'] };
const CONSUME: Access = {
  actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  onKey: ['kms:Decrypt'],
};
const PURGE: Access = { actions: ['sqs:PurgeQueue'], onKey: [] };
