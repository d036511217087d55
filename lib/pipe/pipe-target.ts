import { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IStateMachine, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { sendTo } from '../queue/send-to';
import { allow, PipeEnd, useThrough } from './pipe-end';

/** What every target can be told. */
export interface PipeTargetOptions {
  /**
   * What the target gets in place of the event, as an input template: `'{ "id": <$.body.id> }'`.
   *
   * @default - the event as it came, or as the enrichment made it
   */
  readonly inputTemplate?: string;
}

/** For `PipeTarget.queue`. */
export interface PipeQueueTargetOptions extends PipeTargetOptions {
  /**
   * The group of a message: a text, or a path such as `$.body.customer`. A FIFO queue needs one.
   *
   * @default - none
   */
  readonly messageGroupId?: string;
}

/** For `PipeTarget.bus`. */
export interface PipeBusTargetOptions extends PipeTargetOptions {
  /**
   * The source of the events, for rules to match.
   *
   * @default - the name of the pipe, with `Pipe ` before it
   */
  readonly source?: string;
  /**
   * The detail type of the events, for rules to match.
   *
   * @default - `Event from ` and the source of the pipe
   */
  readonly detailType?: string;
}

/** For `PipeTarget.stateMachine`. */
export interface PipeStateMachineTargetOptions extends PipeTargetOptions {
  /**
   * Whether the pipe waits for the execution, which only an express workflow lets it do. One that fails is tried again then.
   *
   * @default - false
   */
  readonly waits?: boolean;
}

/** For `PipeTarget.stream`. */
export interface PipeStreamTargetOptions extends PipeTargetOptions {
  /** By what records are spread over shards: a text, or a path such as `$.partitionKey`. */
  readonly partitionKey: string;
}

/** Another target, for `PipeTarget.other`. */
export interface OtherPipeTarget {
  /** The ARN. */
  readonly arn: string;
  /**
   * What CloudFormation takes as `TargetParameters`.
   *
   * @default - none
   */
  readonly parameters?: CfnPipe.PipeTargetParametersProperty;
  /** What the pipe's role has to be allowed: each action by name, on this target only. */
  readonly statements: PolicyStatement[];
}

/** Where a pipe delivers to, with what its role has to be allowed there. */
export class PipeTarget {
  /**
   * Sends each event to a queue: `sqs:SendMessage`.
   *
   * @throws when the queue is FIFO and no `messageGroupId` is said
   */
  public static queue(queue: IQueue, options: PipeQueueTargetOptions = {}): PipeTarget {
    const { messageGroupId, ...rest } = options;
    if (queue.fifo && !messageGroupId) {
      throw new Error(
        `expected messageGroupId for the FIFO queue ${queue.node.path}, got none; set a path of the event, such as '$.body.customer'`,
      );
    }
    return new PipeTarget({
      arn: queue.queueArn,
      parameters: { ...rest, ...(messageGroupId !== undefined && { sqsQueueParameters: { messageGroupId } }) },
      statements: sendTo(queue),
    });
  }

  /** Puts each event on a bus: `events:PutEvents`. */
  public static bus(bus: IEventBus, options: PipeBusTargetOptions = {}): PipeTarget {
    const { source, detailType, ...rest } = options;
    const isSaid = source !== undefined || detailType !== undefined;
    return new PipeTarget({
      arn: bus.eventBusArn,
      parameters: { ...rest, ...(isSaid && { eventBridgeEventBusParameters: { source, detailType } }) },
      statements: [allow(['events:PutEvents'], bus.eventBusArn)],
    });
  }

  /**
   * Starts an execution of a state machine: `states:StartExecution`, or `StartSyncExecution` when it waits.
   *
   * @throws when it shall wait for a standard workflow; the type of an imported one is not known
   */
  public static stateMachine(machine: IStateMachine, options: PipeStateMachineTargetOptions = {}): PipeTarget {
    const { waits = false, ...rest } = options;
    // not by class: it may come from another copy of the library
    const { stateMachineType } = machine as Partial<StateMachine>;
    if (waits && stateMachineType === StateMachineType.STANDARD) {
      throw new Error(
        `expected an express workflow to wait for, got the standard one ${machine.node.path}; ` +
          'set stateMachineType: StateMachineType.EXPRESS, or leave out waits',
      );
    }
    const invocationType = waits ? 'REQUEST_RESPONSE' : 'FIRE_AND_FORGET';
    return new PipeTarget({
      arn: machine.stateMachineArn,
      parameters: { ...rest, stepFunctionStateMachineParameters: { invocationType } },
      statements: [allow([waits ? 'states:StartSyncExecution' : 'states:StartExecution'], machine.stateMachineArn)],
    });
  }

  /** Invokes a function and waits for it, so that a batch that fails is tried again: `lambda:InvokeFunction`. */
  public static fn(fn: IFunction, options: PipeTargetOptions = {}): PipeTarget {
    return new PipeTarget({
      arn: fn.functionArn,
      parameters: { ...options, lambdaFunctionParameters: { invocationType: 'REQUEST_RESPONSE' } },
      statements: [allow(['lambda:InvokeFunction'], fn.functionArn)],
    });
  }

  /** Publishes each event to a topic: `sns:Publish`. An imported topic with a key needs the key's permission besides. */
  public static topic(topic: ITopic, options: PipeTargetOptions = {}): PipeTarget {
    return new PipeTarget({
      arn: topic.topicArn,
      parameters: { ...options },
      statements: [
        allow(['sns:Publish'], topic.topicArn),
        ...useThrough('sns', topic.env.region, topic.masterKey, ['kms:Decrypt', 'kms:GenerateDataKey']),
      ],
    });
  }

  /** Puts each event into a Kinesis stream: `kinesis:PutRecord`, `PutRecords`. */
  public static stream(stream: IStream, options: PipeStreamTargetOptions): PipeTarget {
    const { partitionKey, ...rest } = options;
    return new PipeTarget({
      arn: stream.streamArn,
      parameters: { ...rest, kinesisStreamParameters: { partitionKey } },
      statements: [
        allow(['kinesis:PutRecord', 'kinesis:PutRecords'], stream.streamArn),
        ...useThrough('kinesis', stream.env.region, stream.encryptionKey, ['kms:GenerateDataKey']),
      ],
    });
  }

  /** Any other target: an API destination, a Firehose stream, a cluster. What it needs is yours to say. */
  public static other(target: OtherPipeTarget): PipeTarget {
    return new PipeTarget(target);
  }

  private constructor(
    /** @internal */
    public readonly _end: PipeEnd,
  ) {}
}
