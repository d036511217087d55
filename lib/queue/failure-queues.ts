import { Stack } from 'aws-cdk-lib';
import { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, IConstruct } from 'constructs';
import { secured } from '../core/gate-state';
import { provideShared, sharedIn } from '../core/shared-in-stack';
import { DataClass } from '../key/data-class';
import { EdgeName, keyStatement } from '../key/edges';
import { KeyRing } from '../key/key-ring';
import { letIn, newFailureQueue } from './failure-queue';

/**
 * Where failed work is kept: one queue per data class in each top-level stack, made when it is first asked for.
 *
 * Whoever reads a failure queue reads everyone's payloads, so the classes stay apart. Not for FIFO sources: their
 * dead-letter queue has to be FIFO too, and `SecureQueue` and `SecureTopic` make it.
 */
export class FailureQueues {
  /** The failure queues of the scope's top-level stack; nested stacks use their parent's. */
  public static of(scope: IConstruct): FailureQueues {
    return new FailureQueues(scope);
  }

  /**
   * Brings a queue from outside for everything below an App, a Stage or a top-level stack; the nearest wins. Say it before
   * the first construct asks for a failure queue.
   *
   * A queue of this app is told to let in EventBridge and SNS. An imported queue has to say so itself, and so does its key.
   *
   * @param dataClass the class whose failures it takes; every class when absent
   * @throws when the scope is another construct, the queue belongs to another app, or the stack has made its own already (QUEUE-04)
   */
  public static provide(scope: IConstruct, queue: IQueue, dataClass?: DataClass): void {
    for (const one of dataClass ? [dataClass] : CLASSES) {
      provideShared(
        scope,
        slot(one),
        queue,
        (problem) =>
          new Error(
            `QUEUE-04: expected ${problem}; call FailureQueues.provide first thing on the App, a Stage or a stack`,
          ),
      );
    }
    letIn(queue, EDGES);
    for (const edge of EDGES) queue.encryptionMasterKey?.addToResourcePolicy(keyStatement(queue, edge));
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * The queue for failed work with data of a class: encrypted with the ring's data key (`INTERNAL`, and in development
   * `PERSONAL` too: with SQS' own), TLS only, messages kept 14 days, closed to other accounts. EventBridge rules and SNS
   * subscriptions of this account may deliver to it; everybody else needs `sqs:SendMessage` in its own role. Outside of
   * development an alarm tells the `AlarmTopic` when something is in it ($0.10 a month).
   *
   * @param dataClass how sensitive the failed payloads are; `KeyRing.defaultDataClass` when absent
   */
  public queue(dataClass: DataClass = KeyRing.defaultDataClass(this.scope)): IQueue {
    return sharedIn<IQueue>(this.scope, slot(dataClass), (stack) => this.make(stack, dataClass));
  }

  private make(stack: Stack, dataClass: DataClass): Queue {
    return newFailureQueue(homeIn(stack), CHILD[dataClass], { dataClass, edges: EDGES });
  }
}

/** Who delivers failures by the queue's policy; Lambda, Scheduler and Pipes do it by their own roles. */
const EDGES: readonly EdgeName[] = ['ruleToQueue', 'topicToQueue'];
const CHILD: Readonly<Record<DataClass, string>> = {
  [DataClass.INTERNAL]: 'Internal',
  [DataClass.PERSONAL]: 'Personal',
  [DataClass.SECRET]: 'Secret',
};
const CLASSES = Object.keys(CHILD) as DataClass[];
const slot = (dataClass: DataClass): string => `failure-queue.${dataClass}`;

function homeIn(stack: Stack): Construct {
  const there = stack.node.tryFindChild('SecureFailureQueues');
  if (there) return there as Construct;
  const home = new Construct(stack, 'SecureFailureQueues');
  secured(home);
  return home;
}
