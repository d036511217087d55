import { App, Duration, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** An application from before anybody asked for security: it knows nothing of cdk-secure-serverless, and nobody edits it. */
export function addInvoices(app: App): void {
  const stack = new Stack(app, 'Invoices', { env: { account: '111111111111', region: 'us-east-1' } });
  const documents = new Bucket(stack, 'Documents');
  const archive = new Bucket(stack, 'Archive', { bucketName: 'invoices-archive-111111111111', versioned: true });
  const failed = new Queue(stack, 'Failed', { queueName: 'invoices-failed' });
  const jobs = new Queue(stack, 'Jobs', {
    visibilityTimeout: Duration.minutes(3),
    deadLetterQueue: { queue: failed, maxReceiveCount: 3 },
  });

  const render = new Function(stack, 'Render', {
    functionName: 'invoices-render',
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    timeout: Duration.seconds(30),
    environment: { DOCUMENTS: documents.bucketName },
    code: Code.fromInline(`
      const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3');
      const s3 = new S3Client();
      exports.handler = async ({ Records }) => {
        for (const { body } of Records) {
          const { number, text } = JSON.parse(body);
          if (!/^[0-9]{1,12}$/.test(number)) throw new Error('expected a number');
          await s3.send(new PutObjectCommand({ Bucket: process.env.DOCUMENTS, Key: number + '.txt', Body: String(text) }));
        }
      };`),
  });
  render.addEventSource(new SqsEventSource(jobs));
  documents.grantPut(render);

  const count = new Function(stack, 'Count', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    environment: { ARCHIVE: archive.bucketName },
    code: Code.fromInline(`
      const { ListObjectsV2Command, S3Client } = require('@aws-sdk/client-s3');
      const s3 = new S3Client();
      exports.handler = async () => {
        const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: process.env.ARCHIVE }));
        console.log({ invoices: KeyCount });
      };`),
  });
  archive.grantRead(count);
  new Rule(stack, 'Nightly', { schedule: Schedule.rate(Duration.days(1)), targets: [new LambdaFunction(count)] });
}
