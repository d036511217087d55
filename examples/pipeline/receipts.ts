import { join } from 'path';
import { Duration, Stack, StackProps, Stage, StageProps } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { AlarmTopic, SecureBucket, SecureFunction } from 'cdk-secure-serverless';
import { Construct } from 'constructs';

/** What the pipeline deploys: receipts come in, a function reads them. */
export class ReceiptsStack extends Stack {
  public readonly receipts: SecureBucket;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.receipts = new SecureBucket(this, 'Receipts');
    const read = new SecureFunction(this, 'Read', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'read.handler',
      code: Code.fromAsset(join(__dirname, 'handlers')),
      timeout: Duration.seconds(10),
      environment: { BUCKET: this.receipts.bucketName },
    });
    this.receipts.grantRead(read, 'incoming/*');
    AlarmTopic.of(this).topic()?.addSubscription(new EmailSubscription('receipts-team@example.com'));
  }
}

/** One copy of the service, in one account and region. */
export class ReceiptsStage extends Stage {
  public readonly stack: ReceiptsStack;

  constructor(scope: Construct, id: string, props?: StageProps) {
    super(scope, id, props);
    this.stack = new ReceiptsStack(this, 'Receipts');
  }
}
