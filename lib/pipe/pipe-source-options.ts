import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';

/** How a pipe takes messages from a queue, for `PipeSource.queue`. */
export interface PipeQueueOptions {
  /**
   * How many messages one batch holds, 1 to 10,000.
   *
   * @default - 10
   */
  readonly batchSize?: number;
  /**
   * How long the pipe waits for a batch to fill, at most 5 minutes.
   *
   * @default - it does not wait
   */
  readonly maxBatchingWindow?: Duration;
}

/** How a pipe takes records from a stream, for `PipeSource.stream` and `PipeSource.tableStream`. */
export interface PipeStreamOptions {
  /**
   * How many records one batch holds, 1 to 10,000.
   *
   * @default - 100
   */
  readonly batchSize?: number;
  /**
   * How long the pipe waits for a batch to fill, at most 5 minutes.
   *
   * @default - it does not wait
   */
  readonly maxBatchingWindow?: Duration;
  /**
   * Where it begins: `TRIM_HORIZON` or `LATEST`.
   *
   * @default - StartingPosition.TRIM_HORIZON, with the oldest record, so that none is lost while the pipe is made
   */
  readonly startingPosition?: StartingPosition;
  /**
   * How often a batch is tried again before it goes to the failure queue, 0 to 10,000. AWS would not give up.
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
}

/** Another source, for `PipeSource.other`. */
export interface OtherPipeSource {
  /** The ARN, or the address of a self-managed Kafka cluster. */
  readonly arn: string;
  /**
   * What CloudFormation takes as `SourceParameters`.
   *
   * @default - none
   */
  readonly parameters?: CfnPipe.PipeSourceParametersProperty;
  /** What the pipe's role has to be allowed: each action by name, on this source only. */
  readonly statements: PolicyStatement[];
}
