import { Duration, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnQueue, IQueue } from 'aws-cdk-lib/aws-sqs';
import { addMapping, checkBatch, decryptThrough } from './mapping';
import { checkRegion, freeId, nameOf, SourceTarget } from './source-target';

/** How a function works on a queue, for `Source.queue`. */
export interface QueueSourceOptions {
  /**
   * How many messages one invocation gets: 1 to 10, or up to 10,000 with a `maxBatchingWindow`. Of FIFO queues at most 10.
   *
   * @default - 10
   */
  readonly batchSize?: number;
  /**
   * How long Lambda waits for a batch to fill, at most 5 minutes. Not for FIFO queues.
   *
   * @default - it does not wait
   */
  readonly maxBatchingWindow?: Duration;
  /**
   * How many invocations there may be at once, 2 to 1,000: what bounds the cost of a flooded queue.
   *
   * @default - 10
   */
  readonly maxConcurrency?: number;
  /**
   * Which messages the function gets, as `FilterCriteria.filter(…)` makes them; the others are deleted unseen.
   *
   * @default - all of them
   */
  readonly filters?: { [key: string]: any }[];
  /**
   * Whether the queue holds failed work itself: then nobody asks for a dead-letter queue of its own.
   *
   * @default - false
   */
  readonly keepsFailures?: boolean;
  /**
   * Whether messages are worked on.
   *
   * @default - true
   */
  readonly enabled?: boolean;
}

/** Enough for most, and a hundredth of a quota of 1,000. Reserving concurrency would take it from the others. */
const MAX_CONCURRENCY = 10;
const SMALL_BATCH = 10;
const LARGEST_BATCH = 10_000;
/** "Configuring a queue to use with Lambda": six times the function timeout, and the batching window. */
const RETRIES_IN_VISIBILITY = 6;
/** What SQS and Lambda take when nothing is said (API references). */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;

/** "Lambda execution role permissions" for SQS, Lambda developer guide. */
const CONSUME = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

export function listenToQueue(target: SourceTarget, queue: IQueue, options: QueueSourceOptions): void {
  const { batchSize, maxBatchingWindow, filters, enabled, maxConcurrency = MAX_CONCURRENCY } = options;
  const what = `the queue ${queue.node.path}`;
  checkRegion(target, what, queue.env.region);
  checkQueue(what, queue, options);
  const id = freeId(target, what, nameOf(queue));
  target.allow(
    new PolicyStatement({ actions: CONSUME, resources: [queue.queueArn] }),
    ...decryptThrough('sqs', queue.env.region, queue.encryptionMasterKey),
  );
  const mapping = { batchSize, maxBatchingWindow, filters, enabled, maxConcurrency };
  addMapping(target, id, { ...mapping, eventSourceArn: queue.queueArn });
  if (isFailureQueue(queue)) hideLongEnough(target, queue, options);
  target.fn.node.addValidation({ validate: () => tooShort(target, queue, options) });
}

function checkQueue(what: string, queue: IQueue, options: QueueSourceOptions): void {
  const { keepsFailures, maxBatchingWindow } = options;
  if (queue.fifo && maxBatchingWindow) {
    throw new Error(`expected no maxBatchingWindow for a FIFO queue, got one for ${what}; leave it out`);
  }
  if (queue.fifo) checkBatch(what, options, SMALL_BATCH, 'the maximum of a FIFO queue is 10');
  else if (maxBatchingWindow) checkBatch(what, options, LARGEST_BATCH, 'Lambda takes no more');
  else checkBatch(what, options, SMALL_BATCH, 'for larger ones set maxBatchingWindow to a second or more');
  const cfn = cfnOf(queue);
  if (keepsFailures || !cfn || cfn.redrivePolicy !== undefined || isFailureQueue(queue)) return;
  throw new Error(
    `QUEUE-06: expected ${what} to have a dead-letter queue of its own, got none; use SecureQueue, or set deadLetterQueue: ` +
      '{ queue: FailureQueues.of(this).queue(), maxReceiveCount: 3 }; keepsFailures: true if it is one itself',
  );
}

/** A queue of this app; of others nothing is known here. */
const cfnOf = ({ node }: IQueue): CfnQueue | undefined =>
  node.defaultChild instanceof CfnQueue ? node.defaultChild : undefined;

/** The shared failure queues, and those of FIFO sources, end here: nowhere else to go. */
const isFailureQueue = ({ node }: IQueue): boolean =>
  node.scope?.node.id === 'SecureFailureQueues' || node.id === 'DeadLetters';

const timeoutOf = ({ fn }: SourceTarget): number => (fn.node.defaultChild as CfnFunction).timeout ?? DEFAULT_TIMEOUT;

/** How long the queue has to hide a message; `undefined`: a value of the deployment, which is for the gate. */
function leastVisibility(target: SourceTarget, { maxBatchingWindow }: QueueSourceOptions): number | undefined {
  const timeout = timeoutOf(target);
  if (Token.isUnresolved(timeout) || maxBatchingWindow?.isUnresolved()) return undefined;
  return RETRIES_IN_VISIBILITY * timeout + (maxBatchingWindow?.toSeconds() ?? 0);
}

/** The shared queues have no props that somebody could set. */
function hideLongEnough(target: SourceTarget, queue: IQueue, options: QueueSourceOptions): void {
  const cfn = cfnOf(queue);
  const least = leastVisibility(target, options);
  if (cfn && least !== undefined) cfn.visibilityTimeout = Math.max(cfn.visibilityTimeout ?? DEFAULT_VISIBILITY, least);
}

/** Only at the end: what either says may still change. */
function tooShort(target: SourceTarget, queue: IQueue, options: QueueSourceOptions): string[] {
  const cfn = cfnOf(queue);
  const least = leastVisibility(target, options);
  const visibility = cfn?.visibilityTimeout ?? DEFAULT_VISIBILITY;
  if (!cfn || least === undefined || Token.isUnresolved(visibility) || visibility >= least) return [];
  return [
    `SOURCE-07: expected the queue ${queue.node.path} to hide a message for six times the ${timeoutOf(target)} seconds of the ` +
      `function, got ${visibility} seconds; set its visibilityTimeout to Duration.seconds(${least}) or more`,
  ];
}
