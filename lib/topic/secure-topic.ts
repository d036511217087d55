import { Grant, GrantOnKeyResult, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnTopic, ITopicSubscription, Subscription, Topic, TopicProps } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { secureProps } from '../core/secure-props';
import { allowProducer, allowSource } from '../key/allow-source';
import { DataClass } from '../key/data-class';
import { Access, EncryptedTarget, grantExactly, useKey } from '../key/exact-grants';
import { KeyRing } from '../key/key-ring';
import { keepFailedDeliveries } from './failed-deliveries';
import { TOPIC_RULES } from './rules/index';
import { SecureTopicProps } from './secure-topic-props';
import { ownerOnly } from './topic-actions';

/**
 * An `sns.Topic` that is encrypted with a customer managed key, reached by TLS only and by nobody of another account, and
 * that loses no delivery; a drop-in.
 *
 * | Prop | Here, unless you set it |
 * |---|---|
 * | `masterKey` | the data key of the stack's key ring, whatever the data class; none in development for all but `SECRET` |
 * | `enforceSSL` | `true` |
 *
 * `addSubscription` gives subscriptions other than e-mail and SMS the failure queue of the topic's data class, unless they
 * have one; those of a FIFO topic one each. A `sns.Subscription` of your own needs `deadLetterQueue` (TOPIC-07).
 *
 * The grant methods give exact actions by identity, so that no key or topic policy names a role. Delivery status logs are
 * off: SNS writes them into log groups that it makes itself, without retention or key.
 *
 * What you set is kept. When it is weaker than a rule, the synthesis fails unless a waiver says why.
 */
export class SecureTopic extends Topic {
  /** How sensitive the messages are. */
  public readonly dataClass: DataClass;

  constructor(scope: Construct, id: string, props: SecureTopicProps = {}) {
    const { dataClass = KeyRing.defaultDataClass(scope), waivers, trustedAccounts, ...topic } = props;
    super(scope, id, secureProps<TopicProps>(TOPIC_RULES, scope, id, withRingKey(scope, topic, dataClass)));
    this.dataClass = dataClass;
    (this.node.defaultChild as CfnTopic).tags.setTag('data-class', dataClass);
    this.addToResourcePolicy(ownerOnly(this, this.topicArn, trustedAccounts));
    secured(this, waivers);
  }

  /** Adds a receiver, as `sns.Topic` does it, and keeps what cannot be delivered to it. */
  public override addSubscription(topicSubscription: ITopicSubscription): Subscription {
    const subscription = super.addSubscription(topicSubscription);
    keepFailedDeliveries(subscription, this, this.dataClass);
    return subscription;
  }

  /** Lets somebody publish: `sns:Publish`, and to encrypt with the topic's key through SNS. */
  public override grantPublish(grantee: IGrantable): Grant {
    return grantExactly(this.target, grantee, PUBLISH);
  }

  /** Lets somebody use the topic's key, through SNS only and by identity. `topic.grants` comes by here. */
  public override grantOnKey(grantee: IGrantable, ...actions: string[]): GrantOnKeyResult {
    return { grant: useKey(this.target, grantee, actions) };
  }

  /**
   * Lets S3 send a bucket's notifications here: by this topic's policy and that of its key, for this bucket and account
   * only. `bucket.addEventNotification(…, new SnsDestination(topic))` does it by itself.
   *
   * A bucket of another stack is let in by account, since each would depend on the other. An imported key has to let S3 in itself.
   */
  public allowFromBucket(bucket: IBucket): void {
    allowSource(this.target, 'bucketToTopic', { resource: bucket, arn: bucket.bucketArn });
  }

  /** Lets CloudWatch alarms of this account publish, which CDK's `SnsAction` does not: without it they fall silent (EDGE-01). */
  public allowFromAlarms(): void {
    allowProducer(this.target, 'alarmToTopic');
  }

  private get target(): EncryptedTarget {
    return { resource: this, arn: this.topicArn, key: this.masterKey, endpoint: 'sns' };
  }
}

const PUBLISH: Access = { actions: ['sns:Publish'], onKey: ['kms:Decrypt', 'kms:GenerateDataKey'] };

/** SNS has no encryption of its own that services can publish to, so outside of development INTERNAL messages take the key too. */
function withRingKey(scope: Construct, given: TopicProps, dataClass: DataClass): TopicProps {
  if (given.masterKey) return given;
  const isKeyed = profileOf(scope).name !== 'development' || dataClass === DataClass.SECRET;
  return { ...given, masterKey: isKeyed ? KeyRing.of(scope).data(DataClass.SECRET) : undefined };
}
