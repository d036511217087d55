import { Duration, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Definition, GraphqlApi, ISchema } from 'aws-cdk-lib/aws-appsync';
import { AttributeType, StreamViewType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus, IRuleTarget, Rule, RuleTargetConfig } from 'aws-cdk-lib/aws-events';
import { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { ScheduleTargetBase } from 'aws-cdk-lib/aws-scheduler-targets';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { KinesisStreamSource, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { join } from 'path';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { LogBucket } from '../../lib/bucket/log-bucket';
import { SecureCache } from '../../lib/cache/secure-cache';
import { SecureVpc } from '../../lib/network/secure-vpc';
import { SecureWebAcl } from '../../lib/edge/secure-web-acl';
import { Waf } from '../../lib/edge/waf';
import { WebAclScope } from '../../lib/edge/web-acl-scope';
import { SecureWebsite } from '../../lib/website/secure-website';
import { SecureFunction } from '../../lib/function/secure-function';
import { SecureNodejsFunction } from '../../lib/function/secure-nodejs-function';
import { DataClass } from '../../lib/key/data-class';
import { KeyRing } from '../../lib/key/key-ring';
import { FailureQueues } from '../../lib/queue/failure-queues';
import { PipeSource } from '../../lib/pipe/pipe-source';
import { PipeTarget } from '../../lib/pipe/pipe-target';
import { SecurePipe } from '../../lib/pipe/secure-pipe';
import { SecureQueue } from '../../lib/queue/secure-queue';
import { Source } from '../../lib/source/source';
import { SpendGuard } from '../../lib/spend/spend-guard';
import { SpendSubscriber } from '../../lib/spend/spend-subscriber';
import { SecureDeliveryStream } from '../../lib/stream/secure-delivery-stream';
import { SecureStream } from '../../lib/stream/secure-stream';
import { SecureTable } from '../../lib/table/secure-table';
import { AlarmTopic } from '../../lib/alarm/alarm-topic';
import { ROOT, sources } from './library-files';

/** Any file will do: it is bundled, never run. */
const HANDLER = join(__dirname, 'library-files.ts');

/** A class that takes (scope, id, props). */
type Maker = new (scope: Construct, id: string, props?: any) => Construct;

/** A construct class that is a drop-in for CDK's: the laws over rules and readers run once for each row. */
export interface SecureResource {
  readonly folder: string;
  readonly type: string;
  /** `Bucket` of `SecureBucket`, `SecureBucketBlueprint`, `SecureBucketMixin`. */
  readonly name: string;
  /** The CDK class it is a drop-in for. */
  readonly plain: Maker;
  /** What the plain class cannot do without. */
  readonly required: object;
  /** What CloudFormation cannot do without, for a generic resource. */
  readonly properties: object;
  /** What CDK wants to be added before it synthesizes one. */
  readonly complete?: (made: any) => void;
  /** Whether the folder has constructs of other types too: then only the rules about its own type are asked for. */
  readonly hasNeighbours?: boolean;
}

const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:111111111111:function:orders';

/** What a rule or a schedule starts is not what is asked about. */
class LambdaTarget implements IRuleTarget {
  public bind(): RuleTargetConfig {
    return { arn: FUNCTION_ARN };
  }
}
class QueueTarget extends ScheduleTargetBase {
  constructor() {
    super({}, 'arn:aws:sqs:us-east-1:111111111111:orders');
  }

  protected addTargetActionToRole(role: IRole): void {
    role.addToPrincipalPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.targetArn] }));
  }
}

const SCHEMA: ISchema = {
  bind: (api) => ({ apiId: (api as GraphqlApi).apiId, definition: 'type Query { order: String }' }),
};

const ID = { name: 'id', type: AttributeType.STRING };
const KEYED = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
};

export const SECURE_RESOURCES: readonly SecureResource[] = [
  {
    folder: 'api',
    name: 'Api',
    type: 'AWS::ApiGateway::RestApi',
    plain: RestApi,
    required: {},
    properties: { Name: 'Api' },
    complete: (api: RestApi) => void api.root.addMethod('GET'),
  },
  {
    folder: 'http-api',
    name: 'HttpApi',
    type: 'AWS::ApiGatewayV2::Api',
    plain: HttpApi,
    required: {},
    properties: { Name: 'Api', ProtocolType: 'HTTP' },
  },
  {
    folder: 'http-api',
    name: 'WebSocketApi',
    type: 'AWS::ApiGatewayV2::Api',
    plain: WebSocketApi,
    required: {},
    properties: { Name: 'Api', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
    complete: (api: WebSocketApi) =>
      void api.addRoute('$connect', { integration: new WebSocketMockIntegration('Mock') }),
    hasNeighbours: true,
  },
  {
    folder: 'graphql',
    name: 'GraphqlApi',
    type: 'AWS::AppSync::GraphQLApi',
    plain: GraphqlApi,
    required: { name: 'orders', definition: Definition.fromSchema(SCHEMA) },
    properties: { Name: 'orders', AuthenticationType: 'AWS_IAM' },
  },
  { folder: 'bucket', name: 'Bucket', type: 'AWS::S3::Bucket', plain: Bucket, required: {}, properties: {} },
  { folder: 'queue', name: 'Queue', type: 'AWS::SQS::Queue', plain: Queue, required: {}, properties: {} },
  { folder: 'topic', name: 'Topic', type: 'AWS::SNS::Topic', plain: Topic, required: {}, properties: {} },
  { folder: 'logs', name: 'LogGroup', type: 'AWS::Logs::LogGroup', plain: LogGroup, required: {}, properties: {} },
  {
    folder: 'function',
    name: 'Function',
    type: 'AWS::Lambda::Function',
    plain: Function,
    required: { ...CODE, timeout: Duration.seconds(6) },
    properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: 'exports.handler = 1' },
      Role: 'arn:aws:iam::111111111111:role/own',
    },
  },
  {
    folder: 'bus',
    name: 'EventBus',
    type: 'AWS::Events::EventBus',
    plain: EventBus,
    required: {},
    properties: { Name: 'orders' },
    hasNeighbours: true,
  },
  {
    folder: 'bus',
    name: 'Rule',
    type: 'AWS::Events::Rule',
    plain: Rule,
    required: { eventPattern: { source: ['orders'] }, targets: [new LambdaTarget()] },
    properties: { EventPattern: { source: ['orders'] }, Targets: [{ Id: 'Target0', Arn: FUNCTION_ARN }] },
    hasNeighbours: true,
  },
  {
    folder: 'bus',
    name: 'Schedule',
    type: 'AWS::Scheduler::Schedule',
    plain: Schedule,
    required: { schedule: ScheduleExpression.rate(Duration.hours(1)), target: new QueueTarget() },
    properties: {},
    hasNeighbours: true,
  },
  {
    folder: 'stream',
    name: 'Stream',
    type: 'AWS::Kinesis::Stream',
    plain: Stream,
    required: {},
    properties: { ShardCount: 1 },
    hasNeighbours: true,
  },
  {
    folder: 'network',
    name: 'Vpc',
    type: 'AWS::EC2::VPC',
    plain: Vpc,
    required: {},
    properties: { CidrBlock: '10.0.0.0/16' },
  },
  {
    folder: 'workflow',
    name: 'StateMachine',
    type: 'AWS::StepFunctions::StateMachine',
    plain: StateMachine,
    required: {
      definitionBody: DefinitionBody.fromString(
        '{"StartAt":"Do","TimeoutSeconds":60,"States":{"Do":{"Type":"Succeed"}}}',
      ),
    },
    properties: {},
  },
  {
    folder: 'website',
    name: 'Distribution',
    type: 'AWS::CloudFront::Distribution',
    plain: Distribution,
    required: { defaultBehavior: { origin: new HttpOrigin('shop.example.com') } },
    properties: {},
  },
  {
    folder: 'identity',
    name: 'UserPool',
    type: 'AWS::Cognito::UserPool',
    plain: UserPool,
    required: {},
    properties: {},
  },
  {
    folder: 'secret',
    name: 'Secret',
    type: 'AWS::SecretsManager::Secret',
    plain: Secret,
    required: {},
    properties: { GenerateSecretString: {} },
  },
  {
    folder: 'table',
    name: 'Table',
    type: 'AWS::DynamoDB::Table',
    plain: Table,
    required: { partitionKey: ID },
    properties: KEYED,
  },
  {
    folder: 'table',
    name: 'TableV2',
    type: 'AWS::DynamoDB::GlobalTable',
    plain: TableV2,
    required: { partitionKey: ID },
    properties: { ...KEYED, BillingMode: 'PAY_PER_REQUEST', Replicas: [{ Region: 'us-east-1' }] },
  },
];

const STAGE_ARN = 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod';

/** What else the library makes, most of it shared in a stack: its rules hold too. */
export const OTHERS: Readonly<Record<string, readonly ((stack: Stack) => unknown)[]>> = {
  alarm: [(stack) => new SecureFunction(stack, 'Watched', CODE)],
  cache: [(stack) => new SecureCache(stack, 'Cache', { vpc: new SecureVpc(stack, 'Network') })],
  bucket: [(stack) => LogBucket.of(stack).bucket],
  key: [(stack) => KeyRing.of(stack).data(DataClass.SECRET), (stack) => KeyRing.of(stack).operations()],
  queue: Object.values(DataClass).map((one) => (stack: Stack) => FailureQueues.of(stack).queue(one)),
  topic: [(stack) => AlarmTopic.of(stack).topic()?.addSubscription(new EmailSubscription('alarms@example.com'))],
  function: [
    (stack) => new SecureNodejsFunction(stack, 'Nodejs', { entry: HANDLER, bundling: { externalModules: ['*'] } }),
  ],
  source: [
    (stack) => {
      const worker = new SecureFunction(stack, 'Worker', CODE);
      worker.on(Source.queue(new SecureQueue(stack, 'Orders')));
      const table = { partitionKey: ID, stream: StreamViewType.KEYS_ONLY };
      worker.on(Source.tableStream(new SecureTable(stack, 'Items', table)));
    },
  ],
  bus: [
    (stack) => {
      const target = PipeTarget.queue(new SecureQueue(stack, 'Counted'));
      new SecurePipe(stack, 'FromQueue', { source: PipeSource.queue(new SecureQueue(stack, 'Seen')), target });
      new SecurePipe(stack, 'FromStream', { source: PipeSource.stream(new SecureStream(stack, 'Views')), target });
    },
  ],
  stream: [
    (stack) => {
      const destination = new S3Bucket(new SecureBucket(stack, 'Kept'));
      new SecureDeliveryStream(stack, 'Direct', { destination });
      const source = new KinesisStreamSource(new SecureStream(stack, 'Clicks'));
      new SecureDeliveryStream(stack, 'FromStream', { destination, source });
    },
  ],
  edge: [
    (stack) => Waf.shared(stack)._protect(new Construct(stack, 'Api'), STAGE_ARN),
    (stack) => new SecureWebAcl(stack, 'Acl', { scope: WebAclScope.CLOUDFRONT }),
  ],
  website: [
    (stack) => new SecureWebsite(stack, 'Site'),
    (stack) => new SecureWebsite(stack, 'App', { singlePageApp: true }),
  ],
  spend: [
    (stack) =>
      new SpendGuard(stack, 'Spend', {
        subscribers: [SpendSubscriber.email('costs@example.com')],
        monthlyLimitUsd: 100,
      }),
  ],
};

/** Folders whose rules judge what others make. */
export const JUDGES_ONLY = ['account', 'endpoint', 'policy', 'preflight', 'role', 'store', 'web-function'];

const classes = new Map<string, Record<string, any>>();

/** A class that the folder's files export. */
export function classOf({ folder }: SecureResource, name: string): any {
  if (!classes.has(folder)) {
    const files = sources(`lib/${folder}`).filter((file) => /\/secure-[^/]+\.ts$/.test(file));
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    classes.set(folder, Object.assign({}, ...files.map((file) => require(join(ROOT, file.replace(/\.ts$/, ''))))));
  }
  return classes.get(folder)![name];
}
