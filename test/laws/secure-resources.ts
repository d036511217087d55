import { Duration, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { join } from 'path';
import { LogBucket } from '../../lib/bucket/log-bucket';
import { Waf } from '../../lib/edge/waf';
import { SecureNodejsFunction } from '../../lib/function/secure-nodejs-function';
import { DataClass } from '../../lib/key/data-class';
import { KeyRing } from '../../lib/key/key-ring';
import { FailureQueues } from '../../lib/queue/failure-queues';
import { SpendGuard } from '../../lib/spend/spend-guard';
import { SpendSubscriber } from '../../lib/spend/spend-subscriber';
import { AlarmTopic } from '../../lib/topic/alarm-topic';
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
}

const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };

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
  { folder: 'bucket', name: 'Bucket', type: 'AWS::S3::Bucket', plain: Bucket, required: {}, properties: {} },
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
];

const STAGE_ARN = 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod';

/** What else the library makes, most of it shared in a stack: its rules hold too. */
export const OTHERS: Readonly<Record<string, readonly ((stack: Stack) => unknown)[]>> = {
  bucket: [(stack) => LogBucket.of(stack).bucket],
  key: [(stack) => KeyRing.of(stack).data(DataClass.SECRET), (stack) => KeyRing.of(stack).operations()],
  queue: Object.values(DataClass).map((one) => (stack: Stack) => FailureQueues.of(stack).queue(one)),
  topic: [(stack) => AlarmTopic.of(stack).topic()?.addSubscription(new EmailSubscription('alarms@example.com'))],
  function: [
    (stack) => new SecureNodejsFunction(stack, 'Nodejs', { entry: HANDLER, bundling: { externalModules: ['*'] } }),
  ],
  edge: [(stack) => Waf.shared(stack)._protect(new Construct(stack, 'Api'), STAGE_ARN)],
  spend: [
    (stack) =>
      new SpendGuard(stack, 'Spend', {
        subscribers: [SpendSubscriber.email('costs@example.com')],
        monthlyLimitUsd: 100,
      }),
  ],
};

/** Folders whose rules judge what others make. */
export const JUDGES_ONLY = ['policy', 'preflight', 'role'];

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
