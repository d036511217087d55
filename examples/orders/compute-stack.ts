import { join } from 'path';
import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ParamsAndSecretsLayerVersion, ParamsAndSecretsVersions } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  AlarmTopic,
  DataClass,
  FailureQueues,
  SecureNodejsFunction,
  SecureNodejsFunctionProps,
  SecureQueue,
  SecureRule,
  SpendGuard,
  SpendSubscriber,
} from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { putItems, queryIndex, sendMessages, updateItems } from './access';
import { InternalApi } from './internal-api';
import { PublicApi } from './public-api';
import { DataStack } from './data-stack';

export interface ComputeStackProps extends StackProps {
  readonly data: DataStack;
  /** Who hears of failures and of spending. */
  readonly email: string;
  /** The interface endpoint of `execute-api` in the company's network. */
  readonly vpcEndpointId: string;
}

/** What the service does: handlers, the queue between them, and who is told when something goes wrong. */
export class ComputeStack extends Stack {
  /** No message in a queue of this service says more than an order's id or an object's key. */
  private readonly failures: IQueue = FailureQueues.of(this).queue(DataClass.INTERNAL);
  private readonly queue: SecureQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ComputeStackProps,
  ) {
    super(scope, id, props);
    this.queue = new SecureQueue(this, 'Orders', {
      dataClass: DataClass.INTERNAL,
      visibilityTimeout: Duration.minutes(3), // six times what the worker takes at most
    });
    this.publicApi();
    this.internalApi();
    this.fulfilOrders();
    this.importOrders();
    const dailyReport = this.dailyReport();
    this.tellOfFailures();
    new SpendGuard(this, 'Spend', { subscribers: [SpendSubscriber.email(props.email)], monthlyLimitUsd: 50 });
    new CfnOutput(this, 'OrdersQueueUrl', { value: this.queue.queueUrl });
    new CfnOutput(this, 'DailyReportFunction', { value: dailyReport.functionName });
  }

  /** What customers call. */
  private publicApi(): void {
    const { orders, byCustomer, customers } = this.props.data;
    const table = { ORDERS_TABLE: orders.tableName };
    const api = new PublicApi(this, 'PublicApi', {
      customers,
      createOrder: this.handler('CreateOrder', 'create-order', [...putItems(orders), ...sendMessages(this.queue)], {
        environment: { ...table, ORDERS_QUEUE_URL: this.queue.queueUrl },
      }),
      listOrders: this.handler('ListOrders', 'list-orders', queryIndex(orders, byCustomer), {
        environment: { ...table, ORDERS_BY_CUSTOMER: byCustomer },
      }),
      cancelOrder: this.handler('CancelOrder', 'cancel-order', updateItems(orders), { environment: table }),
    });
    new CfnOutput(this, 'PublicApiUrl', { value: api.url });
  }

  /** What other services of the company call, inside the network. */
  private internalApi(): void {
    const { reports } = this.props.data;
    const readReport = this.handler('ReadReport', 'read-report', [], {
      environment: { REPORTS_BUCKET: reports.bucketName },
    });
    reports.grantRead(readReport, 'daily/*');
    new InternalApi(this, 'InternalApi', { vpcEndpointId: this.props.vpcEndpointId, readReport });
  }

  /** Takes orders from the queue; a message that fails goes back alone. */
  private fulfilOrders(): void {
    const { orders, carrierKey } = this.props.data;
    const fn = this.handler('FulfilOrders', 'fulfil-orders', updateItems(orders), {
      environment: { ORDERS_TABLE: orders.tableName },
      secrets: { CARRIER_KEY_ARN: carrierKey },
      paramsAndSecrets: ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103),
      timeout: Duration.seconds(30),
    });
    fn.addEventSource(
      new SqsEventSource(this.queue, { batchSize: 10, maxConcurrency: 5, reportBatchItemFailures: true }),
    );
  }

  /** Reads every file that is uploaded below `incoming/`. EventBridge lies between, so that the stacks need not know each other twice. */
  private importOrders(): void {
    const { orders, uploads } = this.props.data;
    const may = [...putItems(orders), ...sendMessages(this.queue)];
    const fn = this.handler('ImportOrders', 'import-orders', may, {
      environment: {
        ORDERS_TABLE: orders.tableName,
        ORDERS_QUEUE_URL: this.queue.queueUrl,
        UPLOADS_BUCKET: uploads.bucketName,
      },
      timeout: Duration.minutes(1),
    });
    uploads.grantRead(fn, 'incoming/*');
    new SecureRule(this, 'Uploaded', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [uploads.bucketName] }, object: { key: [{ prefix: 'incoming/' }] } },
      },
      targets: [new LambdaFunction(fn, { deadLetterQueue: this.failures })],
    });
  }

  private dailyReport(): SecureNodejsFunction {
    const { orders, byDay, reports } = this.props.data;
    const fn = this.handler('DailyReport', 'daily-report', queryIndex(orders, byDay), {
      environment: { ORDERS_TABLE: orders.tableName, ORDERS_BY_DAY: byDay, REPORTS_BUCKET: reports.bucketName },
      timeout: Duration.minutes(1),
    });
    reports.grantPut(fn, 'daily/*');
    new SecureRule(this, 'EveryNight', {
      schedule: Schedule.cron({ hour: '1', minute: '0' }),
      targets: [new LambdaFunction(fn, { deadLetterQueue: this.failures })],
    });
    return fn;
  }

  private handler(
    id: string,
    file: string,
    may: PolicyStatement[],
    props: SecureNodejsFunctionProps,
  ): SecureNodejsFunction {
    const fn = new SecureNodejsFunction(this, id, {
      entry: join(__dirname, 'handlers', `${file}.ts`),
      bundling: { bundleAwsSDK: true, minify: true }, // the SDK of our lock file, not that of the day
      dataClass: DataClass.INTERNAL,
      ...props,
    });
    for (const statement of may) fn.addToRolePolicy(statement);
    return fn;
  }

  /** In development there is no topic, and nobody is told. */
  private tellOfFailures(): void {
    const topic = AlarmTopic.of(this).topic();
    topic?.addSubscription(new EmailSubscription(this.props.email));
  }
}
