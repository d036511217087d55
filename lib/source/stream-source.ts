import { Duration, Token } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { FailureQueues } from '../queue/failure-queues';
import { sendTo } from '../queue/send-to';
import { addMapping, checkBatch, decryptThrough } from './mapping';
import { checkRegion, freeId, nameOf, SourceTarget } from './source-target';

/** How a function works on a stream, for `Source.stream` and `Source.tableStream`. */
export interface StreamSourceOptions {
  /**
   * How many records one invocation gets, 1 to 10,000.
   *
   * @default - 100
   */
  readonly batchSize?: number;
  /**
   * How long Lambda waits for a batch to fill, at most 5 minutes.
   *
   * @default - it does not wait
   */
  readonly maxBatchingWindow?: Duration;
  /**
   * Which records the function gets, as `FilterCriteria.filter(…)` makes them.
   *
   * @default - all of them
   */
  readonly filters?: { [key: string]: any }[];
  /**
   * Where it begins.
   *
   * @default - StartingPosition.TRIM_HORIZON, with the oldest record, so that none is lost while the mapping is made
   */
  readonly startingPosition?: StartingPosition;
  /**
   * How often a batch is tried again before what failed goes to the failure queue, 0 to 10,000. AWS would not give up.
   *
   * @default - 5
   */
  readonly retryAttempts?: number;
  /**
   * After which time a record is given up, one minute to seven days. A failure queue holds only where the record stands in the
   * stream: it has to be fetched before the stream forgets it.
   *
   * @default - Duration.hours(12), half of what a stream keeps unless it says more
   */
  readonly maxRecordAge?: Duration;
  /**
   * How many batches of one shard are worked on at once, 1 to 10.
   *
   * @default - 1
   */
  readonly parallelizationFactor?: number;
  /**
   * Whether records are worked on.
   *
   * @default - true
   */
  readonly enabled?: boolean;
}

const RETRY_ATTEMPTS = 5;
const MAX_RECORD_AGE = Duration.hours(12);
const LARGEST_BATCH = 10_000;

/**
 * "Process Amazon Kinesis Data Streams records with Lambda", Lambda developer guide, without `SubscribeToShard`, whose resource
 * is a consumer.
 */
const READ_STREAM = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];
/** "Process DynamoDB records with Lambda", the same guide. `ListStreams` can stand on `*` only. */
const READ_TABLE_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator'];

export function listenToStream(target: SourceTarget, stream: IStream, options: StreamSourceOptions): void {
  checkRegion(target, `the stream ${stream.node.path}`, stream.env.region);
  target.allow(
    new PolicyStatement({ actions: READ_STREAM.map((one) => `kinesis:${one}`), resources: [stream.streamArn] }),
    ...decryptThrough('kinesis', stream.env.region, stream.encryptionKey),
  );
  addStream(target, `the stream ${stream.node.path}`, nameOf(stream), stream.streamArn, options);
}

/** @throws when the table has no stream */
export function listenToTable(target: SourceTarget, table: ITable, options: StreamSourceOptions): void {
  const { tableStreamArn } = table;
  if (!tableStreamArn) {
    throw new Error(
      `expected the table ${table.node.path} to have a stream, got none; set stream (dynamoStream of a TableV2) to StreamViewType.KEYS_ONLY or another, ` +
        'or import it with tableStreamArn',
    );
  }
  // of an imported table CDK takes the region of the stack, whatever its ARN says
  const region = Token.isUnresolved(tableStreamArn) ? table.env.region : tableStreamArn.split(':')[3];
  checkRegion(target, `the table ${table.node.path}`, region);
  target.allow(
    new PolicyStatement({ actions: READ_TABLE_STREAM.map((one) => `dynamodb:${one}`), resources: [tableStreamArn] }),
    new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
    ...decryptThrough('dynamodb', table.env.region, table.encryptionKey),
  );
  addStream(target, `the stream of ${table.node.path}`, nameOf(table), tableStreamArn, options);
}

function addStream(
  target: SourceTarget,
  what: string,
  name: string,
  eventSourceArn: string,
  options: StreamSourceOptions,
): void {
  checkBatch(what, options, LARGEST_BATCH, 'Lambda takes no more');
  const queue = FailureQueues.of(target.fn).queue(target.dataClass);
  target.allow(...sendTo(queue));
  addMapping(target, freeId(target, what, name), {
    ...options,
    eventSourceArn,
    startingPosition: options.startingPosition ?? StartingPosition.TRIM_HORIZON,
    retryAttempts: options.retryAttempts ?? RETRY_ATTEMPTS,
    maxRecordAge: options.maxRecordAge ?? MAX_RECORD_AGE,
    bisectBatchOnError: true,
    onFailure: { bind: () => ({ destination: queue.queueArn }) },
  });
}
