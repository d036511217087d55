import { Stack, StackProps, Tags } from 'aws-cdk-lib';
import { CfnStream, Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Clicks and payments on their way to those who count them, open to all who stand beside. */
export class InsecureStreams extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    new CfnStream(this, 'Clicks', {
      shardCount: 1,
      streamEncryption: undefined, // STREAM-01
    });
    const payments = new Stream(this, 'Payments', {
      encryption: StreamEncryption.MANAGED, // STREAM-02
    });
    Tags.of(payments).add('data-class', 'secret');
    const roleArn = 'arn:aws:iam::111111111111:role/firehose';
    const counted = new Bucket(this, 'Counted');
    new CfnDeliveryStream(this, 'Count', {
      deliveryStreamEncryptionConfigurationInput: undefined, // STREAM-05
      httpEndpointDestinationConfiguration: {
        endpointConfiguration: {
          url: 'http://counter.example.com/clicks', // STREAM-09
        },
        s3Configuration: { bucketArn: counted.bucketArn, roleArn },
      },
    });
    const people = new CfnDeliveryStream(this, 'People', {
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' }, // STREAM-06
      extendedS3DestinationConfiguration: {
        bucketArn: counted.bucketArn, // STREAM-07
        roleArn,
      },
    });
    Tags.of(people).add('data-class', 'personal');
  }
}
