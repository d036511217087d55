import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IEventBus } from 'aws-cdk-lib/aws-events';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  BucketSourceOptions,
  BusSourceOptions,
  listenToBucket,
  listenToBus,
  listenToTopic,
  TopicSourceOptions,
} from './push-sources';
import { listenToQueue, QueueSourceOptions } from './queue-source';
import { runOnSchedule, ScheduleSourceOptions } from './schedule-source';
import { SourceTarget } from './source-target';
import { listenToStream, listenToTable, StreamSourceOptions } from './stream-source';

type Bind = (target: SourceTarget) => void;

/** For callers whose types nobody checks. */
function checkGiven(method: string, what: string, value: unknown, property: string): void {
  if (typeof value === 'object' && value !== null && property in value) return;
  const got = value === undefined || value === null ? 'nothing' : `a value without ${property}`;
  throw new Error(`expected Source.${method} to be given ${what}, got ${got}; pass ${what}`);
}

/**
 * Where the events of a function come from: `fn.on(Source.queue(queue))`.
 *
 * Each source brings what the function, or the service, has to be allowed on this one resource and nothing else; bounds how
 * often and how long it is tried again; lets a bad record fail alone where Lambda can; and keeps what fails in the stack's
 * failure queue of the function's data class. Sources may be imported: then what they are encrypted with has to be known, too.
 */
export class Source {
  /**
   * Messages of a queue. At most ten invocations at once, unless you say more; a message that fails does not bring back its
   * batch, so the handler returns `batchItemFailures`. Where messages end that keep failing is said by the queue.
   *
   * @throws when the queue is in another region, has no dead-letter queue (QUEUE-06) or the batch is too large; at synthesis when the queue hides a
   *   message for less than six times the timeout of the function (SOURCE-07)
   */
  public static queue(queue: IQueue, options: QueueSourceOptions = {}): Source {
    checkGiven('queue', 'a queue', queue, 'queueArn');
    return new Source((target) => listenToQueue(target, queue, options));
  }

  /**
   * Records of a Kinesis stream. A batch that fails is halved, tried again five times, for twelve hours at most, and what is
   * given up goes to the failure queue: only where it stands in the stream, not the record itself.
   *
   * @throws when the stream is in another region, or the batch is too large
   */
  public static stream(stream: IStream, options: StreamSourceOptions = {}): Source {
    checkGiven('stream', 'a stream', stream, 'streamArn');
    return new Source((target) => listenToStream(target, stream, options));
  }

  /**
   * Changes of a table's items, by its stream; otherwise as `Source.stream`.
   *
   * @throws when the table has no stream or is in another region, or the batch is too large
   */
  public static tableStream(table: ITable, options: StreamSourceOptions = {}): Source {
    checkGiven('tableStream', 'a table', table, 'tableArn');
    return new Source((target) => listenToTable(target, table, options));
  }

  /**
   * Events of a bucket's objects. S3 may invoke the function for this bucket of this account only. CDK writes the
   * notification with a custom resource of its own.
   *
   * @throws when prefix or suffix is empty or holds a wildcard
   */
  public static bucket(bucket: IBucket, options: BucketSourceOptions = {}): Source {
    checkGiven('bucket', 'a bucket', bucket, 'bucketArn');
    return new Source((target) => listenToBucket(target, bucket, options));
  }

  /**
   * Messages of a standard topic. SNS may invoke the function for this topic only; what cannot be delivered is kept.
   *
   * @throws when the topic is FIFO
   */
  public static topic(topic: ITopic, options: TopicSourceOptions = {}): Source {
    checkGiven('topic', 'a topic', topic, 'topicArn');
    return new Source((target) => listenToTopic(target, topic, options));
  }

  /**
   * Events of a bus that match a pattern, by a `SecureRule`: retried for an hour and 16 times, then kept.
   *
   * @throws when the pattern is empty
   */
  public static bus(bus: IEventBus, options: BusSourceOptions): Source {
    checkGiven('bus', 'an event bus', bus, 'eventBusArn');
    return new Source((target) => listenToBus(target, bus, options));
  }

  /**
   * Runs at times, by a `SecureSchedule`: its own role may invoke this function and nothing else, and only schedules of this
   * account and group may take it.
   */
  public static schedule(schedule: ScheduleExpression, options: ScheduleSourceOptions = {}): Source {
    checkGiven('schedule', 'a ScheduleExpression', schedule, 'expressionString');
    return new Source((target) => runOnSchedule(target, schedule, options));
  }

  private constructor(private readonly bind: Bind) {}

  /** @internal */
  public _bind(target: SourceTarget): void {
    this.bind(target);
  }
}
