import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AccessPoint, FileSystem as Efs } from 'aws-cdk-lib/aws-efs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  AdotLambdaExecWrapper,
  AdotLambdaLayerJavaScriptSdkVersion,
  AdotLayerVersion,
  ApplicationLogLevel,
  Architecture,
  Code,
  FileSystem,
  Function,
  FunctionProps,
  Handler,
  LambdaInsightsVersion,
  LogFormat,
  LoggingFormat,
  ParamsAndSecretsLayerVersion,
  ParamsAndSecretsVersions,
  Runtime,
  RuntimeManagementMode,
  SnapStartConf,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

export type Make = (stack: Stack) => Partial<FunctionProps> & Record<string, unknown>;
const vpcOf = (stack: Stack) => new Vpc(stack, 'V', { natGateways: 1, restrictDefaultSecurityGroup: false });

/** Props that meet one of our defaults, or that CDK refuses to see together. */
export const AWKWARD_PROPS: [string, Make][] = [
  ['logRetention', () => ({ logRetention: RetentionDays.ONE_WEEK })],
  [
    'logRetention and its role',
    (stack) => ({
      logRetention: RetentionDays.ONE_WEEK,
      logRetentionRole: new Role(stack, 'LR', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
    }),
  ],
  ['logRemovalPolicy', () => ({ logRemovalPolicy: RemovalPolicy.DESTROY })],
  ['logGroup', (stack) => ({ logGroup: new LogGroup(stack, 'G') })],
  [
    'logGroup and logRetention',
    (stack) => ({ logGroup: new LogGroup(stack, 'G'), logRetention: RetentionDays.ONE_DAY }),
  ],
  ['logFormat', () => ({ logFormat: LogFormat.TEXT })],
  ['logFormat JSON and its level', () => ({ logFormat: LogFormat.JSON, applicationLogLevel: 'DEBUG' })],
  ['loggingFormat', () => ({ loggingFormat: LoggingFormat.TEXT })],
  [
    'a level without a format',
    () => ({ applicationLogLevelV2: ApplicationLogLevel.DEBUG, systemLogLevelV2: SystemLogLevel.WARN }),
  ],
  ['architectures', () => ({ architectures: [Architecture.X86_64] })],
  ['architecture', () => ({ architecture: Architecture.X86_64 })],
  [
    'a role and a policy',
    (stack) => ({
      role: new Role(stack, 'Own', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      initialPolicy: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['x'] })],
    }),
  ],
  [
    'an image',
    () => ({
      runtime: Runtime.FROM_IMAGE,
      handler: Handler.FROM_IMAGE,
      code: Code.fromEcrImage({ repositoryUriForTagOrDigest: () => 'x', grantPull: () => undefined } as any),
    }),
  ],
  ['a VPC', (stack) => ({ vpc: vpcOf(stack) })],
  [
    'a file system',
    (stack) => {
      const vpc = vpcOf(stack);
      const fileSystem = new Efs(stack, 'Efs', { vpc });
      return { vpc, filesystem: FileSystem.fromEfsAccessPoint(new AccessPoint(stack, 'AP', { fileSystem }), '/mnt/x') };
    },
  ],
  ['Insights', () => ({ insightsVersion: LambdaInsightsVersion.VERSION_1_0_333_0 })],
  [
    'ADOT',
    () => ({
      adotInstrumentation: {
        execWrapper: AdotLambdaExecWrapper.REGULAR_HANDLER,
        layerVersion: AdotLayerVersion.fromJavaScriptSdkLayerVersion(AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      },
    }),
  ],
  [
    'the parameters and secrets layer',
    () => ({ paramsAndSecrets: ParamsAndSecretsLayerVersion.fromVersion(ParamsAndSecretsVersions.V1_0_103) }),
  ],
  ['a key', (stack) => ({ environmentEncryption: new Key(stack, 'K'), environment: { A1: 'x' } })],
  ['SnapStart', () => ({ runtime: Runtime.PYTHON_3_13, snapStart: SnapStartConf.ON_PUBLISHED_VERSIONS })],
  ['durable', () => ({ durableConfig: { executionTimeout: Duration.hours(1) } })],
  ['profiling', () => ({ runtime: Runtime.PYTHON_3_12, profiling: true })],
  ['runtime management', () => ({ runtimeManagementMode: RuntimeManagementMode.FUNCTION_UPDATE })],
  ['a dead-letter queue of CDK', () => ({ deadLetterQueueEnabled: true })],
  ['a physical name', () => ({ functionName: 'orders' })],
  ['reserved concurrency', () => ({ reservedConcurrentExecutions: 5 })],
];

/** What becomes of a function: the message it throws with, or that it renders. */
export function outcomeOf(make: () => Function): string {
  try {
    const { stack } = make();
    stack.resolve((stack as any)._toCloudFormation());
    return 'renders';
  } catch (error) {
    return (error as Error).message;
  }
}
