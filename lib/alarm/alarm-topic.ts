import { Stack } from 'aws-cdk-lib';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct, IConstruct } from 'constructs';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { provideShared, providedTo, sharedIn } from '../core/shared-in-stack';
import { keyStatement, targetStatement } from '../key/edges';
import { KeyRing } from '../key/key-ring';

/** Where the alarms of a top-level stack go: one topic, made when it is first asked for. */
export class AlarmTopic {
  /** The alarm topic of the scope's top-level stack; nested stacks use their parent's. */
  public static of(scope: IConstruct): AlarmTopic {
    return new AlarmTopic(scope);
  }

  /**
   * Brings a topic from outside for everything below an App, a Stage or a top-level stack; the nearest wins. Say it before
   * the first construct asks for the topic.
   *
   * A topic of this app is told to let in CloudWatch. An imported topic has to say so itself, and so does its key.
   *
   * @throws when the scope is another construct, the topic belongs to another app, or the stack has made its own already (TOPIC-04)
   */
  public static provide(scope: IConstruct, topic: ITopic): void {
    provideShared(
      scope,
      SLOT,
      topic,
      (problem) =>
        new Error(`TOPIC-04: expected ${problem}; call AlarmTopic.provide first thing on the App, a Stage or a stack`),
    );
    topic.addToResourcePolicy(targetStatement(topic, 'alarmToTopic', topic.topicArn));
    topic.masterKey?.addToResourcePolicy(keyStatement(topic, 'alarmToTopic'));
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * The topic: encrypted with the ring's operations key, TLS only, and CloudWatch alarms of this account are the only
   * service that may publish. It has no receiver until you add one: `topic.addSubscription(…)` (TOPIC-03 warns).
   *
   * @returns `undefined` in development, where there are no alarms, unless a topic was provided
   */
  public topic(): ITopic | undefined {
    if (profileOf(this.scope).name === 'development') return providedTo<ITopic>(this.scope, SLOT);
    return sharedIn<ITopic>(this.scope, SLOT, (stack) => this.make(stack));
  }

  private make(stack: Stack): Topic {
    const home = new Construct(stack, 'SecureAlarmTopic');
    secured(home);
    const topic = new Topic(home, 'Topic', {
      displayName: 'Alarms',
      masterKey: KeyRing.of(this.scope).operations(),
      enforceSSL: true,
    });
    topic.addToResourcePolicy(targetStatement(topic, 'alarmToTopic', topic.topicArn));
    return topic;
  }
}

const SLOT = 'alarm-topic';
