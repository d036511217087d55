import { Duration, Stack, Tags } from 'aws-cdk-lib';
import { EventBus, IncludeDetail, Level, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as ToBus, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Events that get lost, or arrive where nobody meant them to. */
export function addEvents(stack: Stack, queue: IQueue): void {
  const orders = new EventBus(stack, 'OrderEvents', {
    logConfig: {
      level: Level.TRACE,
      includeDetail: IncludeDetail.FULL, // BUS-08
    },
  });
  Tags.of(orders).add('data-class', 'personal'); // BUS-04
  const payments = new EventBus(stack, 'PaymentEvents', {
    kmsKey: new Key(stack, 'PaymentKey', { enableKeyRotation: true }),
    deadLetterQueue: undefined, // BUS-06
  });
  payments.archive('Archive', {
    eventPattern: { source: ['payments'] },
    kmsKey: undefined, // BUS-05
  });
  const elsewhere = 'arn:aws:events:us-east-1:222222222222:event-bus/default';
  new Rule(stack, 'Copied', {
    eventBus: orders,
    eventPattern: { source: ['orders'] },
    targets: [
      new ToBus(EventBus.fromEventBusArn(stack, 'Elsewhere', elsewhere)), // BUS-03
      new SqsQueue(queue, { deadLetterQueue: undefined }), // BUS-01
    ],
  });
  new Schedule(stack, 'Hourly', {
    schedule: ScheduleExpression.rate(Duration.hours(1)),
    target: new SqsSendMessage(queue, { deadLetterQueue: undefined }), // BUS-09
  });
  new CfnPipe(stack, 'Clicks', {
    roleArn: 'arn:aws:iam::111111111111:role/clicks',
    source: 'arn:aws:kinesis:us-east-1:111111111111:stream/clicks',
    sourceParameters: { kinesisStreamParameters: { startingPosition: 'LATEST' } }, // BUS-11
    target: queue.queueArn,
  });
}

/** A workflow that keeps its secrets from nobody. */
export function addRefunds(stack: Stack): void {
  const call = { url: 'https://bank.example.com', password: 'correct-horse-battery-staple' };
  const refunds = new StateMachine(stack, 'Refunds', {
    definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Refund', { parameters: call })), // WORKFLOW-06
    logs: {
      destination: new LogGroup(stack, 'RefundLogs'),
      level: LogLevel.FATAL, // WORKFLOW-01
      includeExecutionData: true, // WORKFLOW-02
    },
    tracingEnabled: false, // WORKFLOW-03
  });
  Tags.of(refunds).add('data-class', 'secret'); // WORKFLOW-04
}
