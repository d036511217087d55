import { join } from 'path';
import { App, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function, FunctionUrlAuthType, LoggingFormat, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { InsecureData } from './data-stack';
import { addEvents, addRefunds } from './events';
import { addSources } from './sources';

export interface InsecureComputeProps extends StackProps {
  readonly data: InsecureData;
}

export class InsecureCompute extends Stack {
  public readonly createOrder: Function;

  constructor(app: App, id: string, { data, ...props }: InsecureComputeProps) {
    super(app, id, props);
    const role = this.roleForEverything(data);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.INFINITE, // LOGS-01
      encryptionKey: undefined, // LOGS-02
      removalPolicy: RemovalPolicy.DESTROY, // LOGS-03
    });
    const environment = {
      ORDERS_TABLE: data.orders.tableName,
      ORDERS_QUEUE_URL: data.queue.queueUrl,
      CARRIER_PASSWORD: 'correct-horse-battery-staple', // FUNCTION-11
    };
    const handler = (name: string) =>
      new NodejsFunction(this, name, {
        entry: join(__dirname, '../orders/handlers', `${name}.ts`),
        role, // FUNCTION-01
        logGroup, // FUNCTION-02
        environment,
        environmentEncryption: undefined, // FUNCTION-03
        timeout: undefined, // FUNCTION-04
        runtime: Runtime.NODEJS_16_X, // FUNCTION-06
        loggingFormat: LoggingFormat.TEXT, // FUNCTION-07
        tracing: Tracing.DISABLED, // FUNCTION-08
        recursiveLoop: RecursiveLoop.ALLOW, // FUNCTION-09
      });
    this.createOrder = handler('create-order');
    this.createOrder.addFunctionUrl({
      authType: FunctionUrlAuthType.NONE, // FUNCTION-12
    });
    handler('fulfil-orders').addEventSource(new SqsEventSource(data.queue));
    new Rule(this, 'EveryNight', {
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(handler('daily-report'))], // FUNCTION-10
    });
    this.alarmsNobodyHears(this.createOrder, data);
    this.budgetNobodyReads();
    addEvents(this, Queue.fromQueueArn(this, 'OrderQueue', data.queue.queueArn));
    addSources(this, this.createOrder);
    addRefunds(this);
  }

  private roleForEverything({ orders }: InsecureData): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonDynamoDBFullAccess')], // ROLE-06
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:*'], // ROLE-01
        resources: [orders.tableArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: ['*'], // ROLE-02
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        notActions: ['iam:*'], // ROLE-03
        resources: [orders.tableArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole', 'lambda:CreateFunction'], // ROLE-04
        resources: ['*'],
      }),
    );
    new Role(this, 'Support', {
      assumedBy: new AccountPrincipal('222222222222'), // ROLE-05
    });
    return role;
  }

  private alarmsNobodyHears(fn: Function, { key }: InsecureData): void {
    const topic = new Topic(this, 'Notices', {
      masterKey: undefined, // TOPIC-01
      enforceSSL: false, // TOPIC-02
    });
    const errors = fn.metricErrors().createAlarm(this, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    errors.addAlarmAction(new SnsAction(topic));
    const pager = new Topic(this, 'Pager', { masterKey: key, enforceSSL: true });
    errors.addAlarmAction(new SnsAction(pager)); // EDGE-01
    const shipped = new Topic(this, 'Shipped', { fifo: true });
    new Subscription(this, 'Shop', {
      topic: shipped,
      protocol: SubscriptionProtocol.HTTP, // TOPIC-05
      endpoint: 'http://shop.example.com/shipped',
      deadLetterQueue: new Queue(this, 'Undelivered'), // TOPIC-08
    });
  }

  private budgetNobodyReads(): void {
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: undefined, // SPEND-02
      },
      notificationsWithSubscribers: undefined, // SPEND-01
    });
  }
}
