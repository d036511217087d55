import { join } from 'path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { AttributeType, StreamViewType } from 'aws-cdk-lib/aws-dynamodb';
import { FilterCriteria, FilterRule } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import {
  Access,
  FailureQueues,
  SecureBucket,
  SecureEventBus,
  SecureHttpApi,
  SecureNodejsFunction,
  SecureQueue,
  SecureStream,
  SecureTable,
  SecureTopic,
  Source,
} from '../../../lib/index';
import { AUDIENCE } from '../attacks';

// npx tsx test/emulated/apps/connected.ts: context `issuer`, the https address of the OpenID Connect issuer

const app = new App();
const stack = new Stack(app, 'Connected', {
  env: { account: app.node.tryGetContext('account'), region: app.node.tryGetContext('region') },
});
const outputs: Record<string, string> = {};
const seen = new SecureTable(stack, 'Seen', {
  partitionKey: { name: 'source', type: AttributeType.STRING },
  sortKey: { name: 'at', type: AttributeType.STRING },
});

/** One function for each source: what it gets it writes into the table under that name. */
function recorder(source: string, handler = 'handler'): SecureNodejsFunction {
  const fn = new SecureNodejsFunction(stack, `On${source}`, {
    entry: join(__dirname, 'handlers', 'record.ts'),
    handler,
    bundling: { bundleAwsSDK: true },
    timeout: Duration.seconds(1),
    environment: { SOURCE: source },
  });
  fn.connect(seen, { access: Access.actions('dynamodb:PutItem'), env: 'SEEN_TABLE' });
  outputs[`${source}Function`] = fn.functionName;
  return fn;
}

const queue = new SecureQueue(stack, 'Jobs', { visibilityTimeout: Duration.seconds(6), maxReceiveCount: 2 });
const stream = new SecureStream(stack, 'Clicks');
const items = new SecureTable(stack, 'Items', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  stream: StreamViewType.NEW_IMAGE,
});
const topic = new SecureTopic(stack, 'News');
const bus = new SecureEventBus(stack, 'Bus');

recorder('Queue').on(Source.queue(queue));
recorder('Stream').on(Source.stream(stream));
recorder('TableStream').on(
  Source.tableStream(items, { filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })] }),
);
recorder('Topic').on(Source.topic(topic));
recorder('Bus').on(Source.bus(bus, { pattern: { source: ['shop'], detailType: ['placed'] } }));
recorder('Schedule').on(
  Source.schedule(ScheduleExpression.at(new Date()), { input: ScheduleTargetInput.fromObject({ text: 'it is time' }) }),
);

const sent = new SecureQueue(stack, 'Sent');
const files = new SecureBucket(stack, 'Files');
const user = recorder('User', 'useAll');
user.connect(sent, { access: Access.SEND, env: 'QUEUE_URL' });
user.connect(files, { access: Access.WRITE, prefix: 'in/', env: 'BUCKET_NAME' });

const issuer: string = app.node.tryGetContext('issuer');
const api = new SecureHttpApi(stack, 'Api', {
  defaultAuthorizer: new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: [AUDIENCE] }),
});
api.addRoute('GET /orders', { handler: user, scopes: ['orders/read'] });
api.addRoute('POST /orders', { handler: user, scopes: ['orders/write'] });

Object.assign(outputs, {
  SeenTable: seen.tableName,
  JobsUrl: queue.queueUrl,
  FailuresUrl: FailureQueues.of(stack).queue().queueUrl,
  ClicksName: stream.streamName,
  ItemsTable: items.tableName,
  NewsArn: topic.topicArn,
  BusName: bus.eventBusName,
  SentUrl: sent.queueUrl,
  FilesBucket: files.bucketName,
  ApiId: api.apiId,
});
for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
