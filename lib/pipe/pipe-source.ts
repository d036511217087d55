import { Duration, Token } from 'aws-cdk-lib';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { sendTo } from '../queue/send-to';
import { allow, PipeEnd, PipeFacts, useThrough } from './pipe-end';
import { OtherPipeSource, PipeQueueOptions, PipeStreamOptions } from './pipe-source-options';

/** "Event source permissions for Amazon EventBridge Pipes", EventBridge user guide, each as far as it knows a resource. */
const CONSUME = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
const READ_STREAM = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'].map(
  (one) => `kinesis:${one}`,
);
const READ_TABLE_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((one) => `dynamodb:${one}`);

const RETRY_ATTEMPTS = 5;
const MAX_RECORD_AGE = Duration.hours(12);
const LARGEST_BATCH = 10_000;

/** Where a pipe takes its events from, with what its role has to be allowed there. */
export class PipeSource {
  /**
   * Messages of a queue. Those that cannot be delivered come back, until the queue's own dead-letter queue takes them (QUEUE-06).
   *
   * @throws when the batch is too large
   */
  public static queue(queue: IQueue, options: PipeQueueOptions = {}): PipeSource {
    checkBatch(queue.node.path, options.batchSize);
    return new PipeSource(() => ({
      arn: queue.queueArn,
      parameters: { sqsQueueParameters: batches(options) },
      statements: [
        allow(CONSUME, queue.queueArn),
        ...useThrough('sqs', queue.env.region, queue.encryptionMasterKey, ['kms:Decrypt']),
      ],
    }));
  }

  /**
   * Records of a Kinesis stream. A batch that fails is halved, tried again five times, for twelve hours at most, and what is
   * given up goes to the failure queue: only where it stands in the stream, not the record itself.
   *
   * @throws when the batch is too large
   */
  public static stream(stream: IStream, options: PipeStreamOptions = {}): PipeSource {
    checkBatch(stream.node.path, options.batchSize);
    return new PipeSource(({ failures }) => ({
      arn: stream.streamArn,
      parameters: { kinesisStreamParameters: records(options, failures()) },
      statements: [
        allow(READ_STREAM, stream.streamArn),
        ...useThrough('kinesis', stream.env.region, stream.encryptionKey, ['kms:Decrypt']),
        ...sendTo(failures()),
      ],
    }));
  }

  /**
   * Changes of a table's items, by its stream; otherwise as `PipeSource.stream`.
   *
   * @throws when the table has no stream, or the batch is too large
   */
  public static tableStream(table: ITable, options: PipeStreamOptions = {}): PipeSource {
    const { tableStreamArn } = table;
    if (!tableStreamArn) {
      throw new Error(
        `expected the table ${table.node.path} to have a stream, got none; set stream (dynamoStream of a TableV2) to StreamViewType.KEYS_ONLY or another, ` +
          'or import it with tableStreamArn',
      );
    }
    checkBatch(table.node.path, options.batchSize);
    return new PipeSource(({ failures }) => ({
      arn: tableStreamArn,
      parameters: { dynamoDbStreamParameters: records(options, failures()) },
      statements: [
        allow(READ_TABLE_STREAM, tableStreamArn),
        // knows no resource
        allow(['dynamodb:ListStreams'], '*'),
        ...useThrough('dynamodb', table.env.region, table.encryptionKey, ['kms:Decrypt']),
        ...sendTo(failures()),
      ],
    }));
  }

  /** Any other source: Kafka, Amazon MQ, or whatever Pipes learns to take. What it needs is yours to say. */
  public static other(source: OtherPipeSource): PipeSource {
    return new PipeSource(() => source);
  }

  private constructor(
    /** @internal */
    public readonly _bind: (facts: PipeFacts) => PipeEnd,
  ) {}
}

const batches = ({ batchSize, maxBatchingWindow }: PipeQueueOptions) => ({
  batchSize,
  maximumBatchingWindowInSeconds: maxBatchingWindow?.toSeconds(),
});

const records = (options: PipeStreamOptions, failures: IQueue) => ({
  ...batches(options),
  startingPosition: options.startingPosition ?? StartingPosition.TRIM_HORIZON,
  maximumRetryAttempts: options.retryAttempts ?? RETRY_ATTEMPTS,
  maximumRecordAgeInSeconds: (options.maxRecordAge ?? MAX_RECORD_AGE).toSeconds(),
  parallelizationFactor: options.parallelizationFactor,
  onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
  deadLetterConfig: { arn: failures.queueArn },
});

/** "BatchSize: minimum value of 1, maximum value of 10000", Pipes API reference. */
function checkBatch(path: string, batchSize: number | undefined): void {
  if (batchSize === undefined || Token.isUnresolved(batchSize)) return;
  if (Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= LARGEST_BATCH) return;
  throw new Error(
    `expected batchSize of ${path} to be a whole number from 1 to ${LARGEST_BATCH}, got ${batchSize}; Pipes takes no more`,
  );
}
