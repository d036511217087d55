import { App, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** An estate of plain L2s: 445 resources a stack, none of them hardened, so that every rule has something to say. */
export function estate(stacks: number, outdir: string): App {
  // the command line always switches path metadata on
  const context = { '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true, 'aws:cdk:enable-path-metadata': true };
  const app = new App({ outdir, context });
  for (let at = 0; at < stacks; at++) {
    const stack = new Stack(app, `Stack${at}`, { env: { account: '111111111111', region: 'us-east-1' } });
    const tables = [...Array(5)].map(
      (_, index) => new TableV2(stack, `Table${index}`, { partitionKey: { name: 'id', type: AttributeType.STRING } }),
    );
    const queues = [...Array(20)].map((_, index) => new Queue(stack, `Queue${index}`));
    const buckets = [...Array(10)].map((_, index) => new Bucket(stack, `Bucket${index}`));
    for (let index = 0; index < 10; index++) new Topic(stack, `Topic${index}`);
    for (let index = 0; index < 100; index++) {
      const fn = new Function(stack, `Function${index}`, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => 1;'),
        timeout: Duration.seconds(6),
        environment: { TABLE: tables[index % 5].tableName, QUEUE: queues[index % 20].queueUrl },
      });
      tables[index % 5].grantReadWriteData(fn);
      queues[index % 20].grantSendMessages(fn);
      buckets[index % 10].grantRead(fn);
    }
  }
  return app;
}
