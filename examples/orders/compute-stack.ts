import { join } from 'path';
import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ParamsAndSecretsLayerVersion, ParamsAndSecretsVersions } from 'aws-cdk-lib/aws-lambda';
import { ContextAttribute, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  Access,
  AlarmTopic,
  DataClass,
  SecureNodejsFunction,
  SecureNodejsFunctionProps,
  SecureQueue,
  Source,
  SpendGuard,
  SpendSubscriber,
} from 'cdk-secure-serverless';
import { Construct } from 'constructs';
import { queryIndex } from './access';
import { DataStack } from './data-stack';
import { InternalApi } from './internal-api';
import { Pickups } from './pickups';
import { PublicApi } from './public-api';

export interface ComputeStackProps extends StackProps {
  readonly data: DataStack;
  /** Who hears of failures and of spending. */
  readonly email: string;
  /** The interface endpoint of `execute-api` in the company's network. */
  readonly vpcEndpointId: string;
}

const PUT_ITEM = Access.actions('dynamodb:PutItem');
const UPDATE_ITEM = Access.actions('dynamodb:UpdateItem');

/** What the service does: handlers, the queue between them, and who is told when something goes wrong. */
export class ComputeStack extends Stack {
  /** Where the pages of the shop reach the public API. */
  public readonly publicApiOrigin: string;
  private readonly queue: SecureQueue;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ComputeStackProps,
  ) {
    super(scope, id, props);
    const { data, email } = props;
    this.queue = new SecureQueue(this, 'Orders', {
      dataClass: DataClass.INTERNAL, // an order's id, and nothing else of it
      visibilityTimeout: Duration.minutes(3), // six times what the worker takes at most
    });
    this.publicApiOrigin = this.publicApi();
    this.internalApi();
    this.fulfilOrders();
    this.importOrders();
    this.dailyReport();
    new Pickups(this, 'Pickups', { orders: data.orders, email });
    // in development there is no topic, and nobody is told
    AlarmTopic.of(this).topic()?.addSubscription(new EmailSubscription(email));
    new SpendGuard(this, 'Spend', { subscribers: [SpendSubscriber.email(email)], monthlyLimitUsd: 50 });
    new CfnOutput(this, 'OrdersQueueUrl', { value: this.queue.queueUrl });
  }

  /** What customers call. */
  private publicApi(): string {
    const { orders, byCustomer, customers } = this.props.data;
    const createOrder = this.handler('CreateOrder', 'create-order');
    createOrder.connect(orders, { access: PUT_ITEM, env: 'ORDERS_TABLE' });
    createOrder.connect(this.queue, { access: Access.SEND, env: 'ORDERS_QUEUE_URL' });

    const listOrders = this.handler('ListOrders', 'list-orders', {
      environment: { ORDERS_TABLE: orders.tableName, ORDERS_BY_CUSTOMER: byCustomer },
      initialPolicy: queryIndex(orders, byCustomer),
    });
    const cancelOrder = this.handler('CancelOrder', 'cancel-order');
    cancelOrder.connect(orders, { access: UPDATE_ITEM, env: 'ORDERS_TABLE' });

    const api = new PublicApi(this, 'PublicApi', { customers, createOrder, listOrders, cancelOrder });
    new CfnOutput(this, 'PublicApiUrl', { value: api.url });
    return `https://${api.restApiId}.execute-api.${this.region}.${this.urlSuffix}`;
  }

  /** What other services of the company call, inside the network. */
  private internalApi(): void {
    const { reports } = this.props.data;
    const readReport = this.handler('ReadReport', 'read-report');
    readReport.connect(reports, {
      access: Access.actions('s3:GetObject'),
      prefix: 'daily/',
      env: 'REPORTS_BUCKET',
    });
    // who may not list is told that a missing report is forbidden
    readReport.connect(reports, { access: Access.actions('s3:ListBucket') });
    new InternalApi(this, 'InternalApi', { vpcEndpointId: this.props.vpcEndpointId, readReport });
  }

  /** Takes orders from the queue; a message that fails goes back alone. */
  private fulfilOrders(): void {
    const { orders, carrierKey } = this.props.data;
    const fulfil = this.handler('FulfilOrders', 'fulfil-orders', {
      paramsAndSecrets: ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103),
      timeout: Duration.seconds(30),
    });
    fulfil.on(Source.queue(this.queue, { maxConcurrency: 5 }));
    fulfil.connect(orders, { access: UPDATE_ITEM, env: 'ORDERS_TABLE' });
    fulfil.connect(carrierKey, { access: Access.actions('secretsmanager:GetSecretValue'), env: 'CARRIER_KEY_ARN' });
  }

  /** Reads every file that is uploaded below `incoming/`. EventBridge lies between, so that the stacks need not know each other twice. */
  private importOrders(): void {
    const { orders, uploads } = this.props.data;
    const importOrders = this.handler('ImportOrders', 'import-orders', { timeout: Duration.minutes(1) });
    importOrders.on(
      Source.bus(EventBus.fromEventBusName(this, 'EventsOfAws', 'default'), {
        pattern: {
          source: ['aws.s3'],
          detailType: ['Object Created'],
          detail: { bucket: { name: [uploads.bucketName] }, object: { key: [{ prefix: 'incoming/' }] } },
        },
      }),
    );
    // of a bucket with versions the event names one, and reading it is an action of its own
    const read = Access.actions('s3:GetObject', 's3:GetObjectVersion');
    importOrders.connect(uploads, { access: read, prefix: 'incoming/', env: 'UPLOADS_BUCKET' });
    importOrders.connect(orders, { access: PUT_ITEM, env: 'ORDERS_TABLE' });
    importOrders.connect(this.queue, { access: Access.SEND, env: 'ORDERS_QUEUE_URL' });
  }

  /** Sums up, each night, the orders of the day before. */
  private dailyReport(): void {
    const { orders, byDay, reports } = this.props.data;
    const report = this.handler('DailyReport', 'daily-report', {
      environment: { ORDERS_TABLE: orders.tableName, ORDERS_BY_DAY: byDay },
      initialPolicy: queryIndex(orders, byDay),
      timeout: Duration.minutes(1),
    });
    report.on(
      Source.schedule(ScheduleExpression.cron({ hour: '1', minute: '0' }), {
        input: ScheduleTargetInput.fromObject({ time: ContextAttribute.scheduledTime }),
      }),
    );
    report.connect(reports, { access: Access.actions('s3:PutObject'), prefix: 'daily/', env: 'REPORTS_BUCKET' });
    new CfnOutput(this, 'DailyReportFunction', { value: report.functionName });
  }

  /** No event of a handler that fails says more than an order's id or an object's key. */
  private handler(id: string, file: string, props: SecureNodejsFunctionProps = {}): SecureNodejsFunction {
    return new SecureNodejsFunction(this, id, {
      entry: join(__dirname, 'handlers', `${file}.ts`),
      bundling: { bundleAwsSDK: true, minify: true }, // the SDK of our lock file, not that of the day
      dataClass: DataClass.INTERNAL,
      ...props,
    });
  }
}
