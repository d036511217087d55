/** What carries events from one place to another, for `second-opinion.ts`. */
import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { IStream, Stream } from 'aws-cdk-lib/aws-kinesis';
import { KinesisStreamSource, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { PipeSource, PipeTarget, SecureDeliveryStream, SecurePipe, SecureStream } from 'cdk-secure-serverless';

const arnIn = ({ account, region }: Stack, service: string, name: string): string =>
  `arn:aws:${service}:${region}:${account}:${name}`;

export const clicksIn = (stack: Stack): IStream =>
  Stream.fromStreamArn(stack, 'Clicks', arnIn(stack, 'kinesis', 'stream/clicks'));

/** Where records and events come from, and lie in the end, is not what is asked about. */
export const STREAMING: Record<string, (stack: Stack) => unknown> = {
  SecureStream: (stack) => new SecureStream(stack, 'Stream'),
  SecureDeliveryStream: (stack) => {
    const destination = new S3Bucket(Bucket.fromBucketName(stack, 'Archive', 'archive'));
    new SecureDeliveryStream(stack, 'DirectDelivery', { destination });
    new SecureDeliveryStream(stack, 'StreamDelivery', {
      destination,
      source: new KinesisStreamSource(clicksIn(stack)),
    });
  },
  SecurePipe: (stack) => {
    const target = PipeTarget.bus(EventBus.fromEventBusName(stack, 'Bus', 'default'));
    const orders = Queue.fromQueueArn(stack, 'Orders', arnIn(stack, 'sqs', 'orders'));
    new SecurePipe(stack, 'QueuePipe', { source: PipeSource.queue(orders), target });
    new SecurePipe(stack, 'StreamPipe', { source: PipeSource.stream(clicksIn(stack)), target });
  },
};
