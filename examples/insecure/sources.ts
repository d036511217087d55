import { Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { IFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';

/** Events that stand still behind a bad one, or come from anybody. */
export function addSources(stack: Stack, handler: IFunction): void {
  const taps = Stream.fromStreamArn(stack, 'Taps', 'arn:aws:kinesis:us-east-1:111111111111:stream/taps');
  handler.addEventSource(
    new KinesisEventSource(taps, {
      startingPosition: StartingPosition.LATEST,
      retryAttempts: undefined, // SOURCE-02
      onFailure: undefined, // SOURCE-01
    }),
  );
  handler.addEventSourceMapping('Payments', {
    kafkaBootstrapServers: ['broker.example.com:9096'],
    kafkaTopic: 'payments',
    startingPosition: StartingPosition.LATEST,
    sourceAccessConfigurations: [], // SOURCE-06
  });
}
