import { Stack } from 'aws-cdk-lib';
import {
  CfnPolicy,
  CfnRole,
  CfnManagedPolicy,
  PolicyStatement,
  AnyPrincipal,
  AccountPrincipal,
  ServicePrincipal,
  Effect,
} from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import {
  CfnFunction,
  CfnPermission,
  CfnUrl,
  Code,
  Function,
  FunctionUrlAuthType,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { SecureBucket, SecureFunction, SpendGuard, SpendSubscriber } from '../../lib';
import { ENV } from '../support/judging';
import { Attack, Build, resourcesOf, Weakness } from './mutate';

/** One construct at a time, with the shared resources it asks for: a small app is a quick one. */
const BUILDS: Record<'bucket' | 'function' | 'spend', Build> = {
  bucket: (stack) => void new SecureBucket(stack, 'Bucket'),
  function: (stack) =>
    void new SecureFunction(stack, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
      environment: { TABLE: 'orders' },
      asynchronous: true,
    }),
  spend: (stack) =>
    void new SpendGuard(stack, 'Spend', {
      monthlyLimitUsd: 100,
      subscribers: [SpendSubscriber.email('team@example.com')],
    }),
};

/** Everything the constructs make, the shared resources included. */
export const BUILD: Build = (stack) => Object.values(BUILDS).forEach((build) => build(stack));

/** The smallest app that has the resource of a row. */
export function buildFor({ type, of = '' }: Weakness): Build {
  if (of.startsWith('Spend') || type.includes('Budgets')) return BUILDS.spend;
  return /Bucket|Data/.test(of) ? BUILDS.bucket : BUILDS.function;
}

/** A row: type, part of the path, property, and what it is weakened to. Every one is also removed, unless it says `[]` first. */
type Row = readonly [type: string, of: string, path: string, ...to: unknown[]];
/** In place of a weaker value: the property is not removed, since its absence is AWS' own secure default. */
export const KEEP = Symbol('absence is secure');

const BUCKETS: Row[] = ['Stack/Bucket', 'SecureLogBucket'].flatMap((of): Row[] => [
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration'],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.BlockPublicAcls', false, 'false'],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.BlockPublicPolicy', false],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.IgnorePublicAcls', false],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.RestrictPublicBuckets', false],
  ['AWS::S3::Bucket', of, 'OwnershipControls', { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }],
  ['AWS::S3::Bucket', of, 'OwnershipControls.Rules.0.ObjectOwnership', 'BucketOwnerPreferred'],
  ['AWS::S3::Bucket', of, 'BucketEncryption'],
  [
    'AWS::S3::Bucket',
    of,
    'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes',
    { EncryptionType: ['NONE'] },
  ],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration', { Rules: [] }],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration.Rules.0.Status', 'Disabled'],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload'],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration'],
  ['AWS::S3::Bucket', of, 'VersioningConfiguration', { Status: 'Suspended' }],
  ['AWS::S3::Bucket', of, '@DeletionPolicy', 'Delete'],
  ['AWS::S3::Bucket', of, '@UpdateReplacePolicy', 'Delete'],
  ['AWS::S3::Bucket', of, 'AccessControl', KEEP, 'PublicRead', 'PublicReadWrite', 'AuthenticatedRead'],
  ['AWS::S3::Bucket', of, 'WebsiteConfiguration', KEEP, { IndexDocument: 'index.html' }],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0.Effect', 'Allow'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0.Action', 's3:GetObject'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0.Principal', { AWS: 'arn:aws:iam::111111111111:role/one' }],
  // without its condition a Deny only grows
  [
    'AWS::S3::BucketPolicy',
    of,
    'PolicyDocument.Statement.0.Condition',
    KEEP,
    { Bool: { 'aws:SecureTransport': 'true' } },
  ],
  [
    'AWS::S3::BucketPolicy',
    of,
    'PolicyDocument.Statement.0.Condition.StringEquals',
    KEEP,
    { 'aws:PrincipalAccount': '1' },
  ],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.1'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.1.Condition.NumericLessThan', KEEP, { 's3:TlsVersion': 1.0 }],
  ['AWS::S3::BucketPolicy', of, '@Condition', KEEP, 'Sometimes'],
]);

const ROWS: Row[] = [
  ...BUCKETS,
  [
    'AWS::S3::Bucket',
    'Stack/Bucket',
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
    'AES256',
  ],
  [
    'AWS::S3::Bucket',
    'Stack/Bucket',
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
  ],
  ['AWS::S3::Bucket', 'Stack/Bucket', 'BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled', false],
  ['AWS::S3::Bucket', 'Stack/Bucket', 'LoggingConfiguration'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Condition'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Condition.StringEquals'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Condition.ArnLike'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Principal', '*'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Action', 's3:*'],

  ['AWS::Lambda::Function', '', 'KmsKeyArn'],
  ['AWS::Lambda::Function', '', 'Timeout'],
  ['AWS::Lambda::Function', '', 'TracingConfig', { Mode: 'PassThrough' }],
  ['AWS::Lambda::Function', '', 'LoggingConfig'],
  ['AWS::Lambda::Function', '', 'LoggingConfig.LogGroup', '/aws/lambda/elsewhere'],
  ['AWS::Lambda::Function', '', 'LoggingConfig.LogFormat', 'Text'],
  ['AWS::Lambda::Function', '', 'RecursiveLoop', KEEP, 'Allow'],
  ['AWS::Lambda::Function', '', 'Runtime', KEEP, 'nodejs16.x', 'python3.8'],
  ['AWS::Lambda::Function', '', 'Environment.Variables.AWS_KEY', KEEP, 'AKIAQ3EGRZ5MJ2PXTNVA'],
  ['AWS::Lambda::EventInvokeConfig', '', 'DestinationConfig'],
  ['AWS::Lambda::EventInvokeConfig', '', 'DestinationConfig.OnFailure'],
  ['AWS::Lambda::EventInvokeConfig', '', 'MaximumRetryAttempts'],
  ['AWS::Lambda::EventInvokeConfig', '', 'MaximumEventAgeInSeconds'],
  ['AWS::Logs::LogGroup', '', 'RetentionInDays'],
  ['AWS::Logs::LogGroup', '', 'KmsKeyId'],
  ['AWS::Logs::LogGroup', '', '@DeletionPolicy', 'Delete'],
  ['AWS::IAM::Role', 'Function', 'ManagedPolicyArns', KEEP, ['arn:aws:iam::aws:policy/AdministratorAccess']],
  [
    'AWS::IAM::Role',
    'Function',
    'AssumeRolePolicyDocument.Statement.0.Principal',
    { AWS: '*' },
    '*',
    { AWS: '222222222222' },
    { AWS: '111111111111' },
  ],
  [
    'AWS::IAM::Role',
    'Function',
    'Policies',
    KEEP,
    [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
  ],
  ['AWS::IAM::Policy', 'Function', 'PolicyDocument.Statement.1.Action', 'logs:*', '*'],
  ['AWS::IAM::Policy', 'Function', 'PolicyDocument.Statement.1.Resource', '*', ['*']],
  ['AWS::IAM::Policy', 'Function', 'PolicyDocument.Statement.2.Resource', '*'],
  ['AWS::IAM::Policy', 'Function', 'PolicyDocument.Statement.3.Resource', '*'],
  [
    'AWS::IAM::Policy',
    'Function',
    'PolicyDocument.Statement.1',
    KEEP,
    { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
  ],
  [
    'AWS::IAM::Policy',
    'Function',
    'PolicyDocument.Statement.1',
    KEEP,
    { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'x' },
  ],

  ...['Data', 'Operations'].flatMap((of): Row[] => [
    ['AWS::KMS::Key', of, 'EnableKeyRotation', false],
    ['AWS::KMS::Key', of, '@DeletionPolicy', 'Delete'],
    ['AWS::KMS::Key', of, 'PendingWindowInDays', KEEP, 7],
    [
      'AWS::KMS::Key',
      of,
      'KeyPolicy.Statement.1.Principal',
      '*',
      { AWS: '*' },
      { AWS: 'arn:aws:iam::222222222222:root' },
    ],
    ['AWS::KMS::Key', of, 'KeyPolicy.Statement.0.Principal', { AWS: '*' }],
    ['AWS::KMS::Key', of, 'KeyPolicy.Statement.3.Condition'],
    ['AWS::KMS::Key', of, 'KeyPolicy.Statement.3.Condition.StringEquals.aws:SourceAccount', '222222222222', '*'],
  ]),
  ['AWS::KMS::Key', 'Data', 'KeyPolicy.Statement.4.Condition'],
  ['AWS::KMS::Key', 'Operations', 'KeyPolicy.Statement.3.Principal', { Service: ['events.amazonaws.com'] }],
  ['AWS::KMS::Key', 'Operations', 'KeyPolicy.Statement.5'],

  ['AWS::SQS::Queue', 'SecureFailureQueues', 'KmsMasterKeyId', KEEP, 'alias/aws/sqs'],
  ['AWS::SQS::Queue', 'SecureFailureQueues', 'MessageRetentionPeriod', 60],
  ['AWS::SQS::QueuePolicy', 'SecureFailureQueues', 'PolicyDocument.Statement.0'],
  [
    'AWS::SQS::QueuePolicy',
    'SecureFailureQueues',
    'PolicyDocument.Statement.0.Condition',
    { Bool: { 'aws:SecureTransport': 'true' } },
  ],
  ['AWS::SQS::QueuePolicy', 'SecureFailureQueues', 'PolicyDocument.Statement.1.Condition'],
  ['AWS::SQS::QueuePolicy', 'SecureFailureQueues', 'PolicyDocument.Statement.1.Action', KEEP, 'sqs:*'],

  ['AWS::SNS::Topic', 'SecureAlarmTopic', 'KmsMasterKeyId', 'alias/aws/sns'],
  ['AWS::SNS::TopicPolicy', 'SecureAlarmTopic', 'PolicyDocument.Statement.0'],
  ['AWS::SNS::TopicPolicy', 'SecureAlarmTopic', 'PolicyDocument.Statement.1'],
  ['AWS::SNS::TopicPolicy', 'SecureAlarmTopic', 'PolicyDocument.Statement.1.Condition'],
  ['AWS::SNS::TopicPolicy', 'Spend', 'PolicyDocument.Statement.0'],
  ['AWS::SNS::TopicPolicy', 'Spend', 'PolicyDocument.Statement.1.Condition'],
  ['AWS::SNS::Topic', 'Spend', 'KmsMasterKeyId', 'alias/aws/sns'],
  ['AWS::Budgets::Budget', '', 'NotificationsWithSubscribers', []],
];

/** Each row removed and weakened, as single mutations. */
export const WEAKNESSES: Weakness[] = ROWS.flatMap(([type, of, path, ...to]) => [
  ...(to[0] === KEEP ? [] : [{ type, of, path }]),
  ...to.filter((one) => one !== KEEP).map((one) => ({ type, of, path, to: one })),
]);

const bucketOf = (stack: Stack) => stack.node.findChild('Bucket') as SecureBucket;
const functionOf = (stack: Stack) => stack.node.findChild('Function') as SecureFunction;
const first = <T>(stack: Stack, type: string, part: string) => resourcesOf(stack, type, part)[0] as T;
const allow = (extra: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...extra }] });

/** Separate L1s and escape hatches, elsewhere in the app. */
export const ATTACKS: Attack[] = [
  {
    name: 'a public bucket policy beside',
    apply: (s) =>
      new CfnBucketPolicy(s, 'X', {
        bucket: bucketOf(s).bucketName,
        policyDocument: allow({ Principal: '*', Action: 's3:GetObject', Resource: `${bucketOf(s).bucketArn}/*` }),
      }),
  },
  {
    name: 'a public bucket policy in another stack',
    apply: (s) =>
      new CfnBucketPolicy(new Stack(s.node.root as Construct, 'Other', { env: ENV }), 'X', {
        bucket: bucketOf(s).bucketName,
        policyDocument: allow({
          Principal: { AWS: '*' },
          Action: 's3:GetObject',
          Resource: `${bucketOf(s).bucketArn}/*`,
        }),
      }),
  },
  {
    name: 'a bucket policy for a foreign account',
    apply: (s) =>
      bucketOf(s).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AccountPrincipal('222222222222')],
          actions: ['s3:GetObject'],
          resources: [bucketOf(s).arnForObjects('*')],
        }),
      ),
  },
  {
    name: 'a public statement through the L2',
    apply: (s) =>
      bucketOf(s).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['s3:GetObject'],
          resources: [bucketOf(s).arnForObjects('*')],
        }),
      ),
  },
  {
    name: 'grantPublicAccess with the block off',
    apply: (s) =>
      void (first<CfnBucket>(s, 'AWS::S3::Bucket', 'Stack/Bucket').publicAccessBlockConfiguration = undefined),
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void (first<CfnBucket>(s, 'AWS::S3::Bucket', 'Stack/Bucket').versioningConfiguration = undefined),
  },
  { name: 'the bucket policy removed from the tree', apply: (s) => void bucketOf(s).node.tryRemoveChild('Policy') },
  {
    name: 'a public Lambda permission',
    apply: (s) =>
      new CfnPermission(s, 'X', {
        action: 'lambda:InvokeFunction',
        principal: '*',
        functionName: functionOf(s).functionName,
      }),
  },
  {
    name: 'a Lambda permission for a foreign account',
    apply: (s) =>
      new CfnPermission(s, 'X', {
        action: 'lambda:InvokeFunction',
        principal: '222222222222',
        functionName: functionOf(s).functionArn,
      }),
  },
  {
    name: 'a service permission without a source',
    apply: (s) => functionOf(s).addPermission('X', { principal: new ServicePrincipal('apigateway.amazonaws.com') }),
  },
  {
    name: 'an S3 permission without SourceAccount',
    apply: (s) =>
      functionOf(s).addPermission('X', {
        principal: new ServicePrincipal('s3.amazonaws.com'),
        sourceArn: 'arn:aws:s3:::b',
      }),
  },
  {
    name: 'a function URL without auth (L1)',
    apply: (s) => new CfnUrl(s, 'X', { authType: 'NONE', targetFunctionArn: functionOf(s).functionArn }),
  },
  {
    name: 'a function URL without auth (L2)',
    apply: (s) => functionOf(s).addFunctionUrl({ authType: FunctionUrlAuthType.NONE }),
  },
  {
    name: 'a separate policy with a wildcard',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        roles: [functionOf(s).role!.roleName],
        policyDocument: allow({ Action: 's3:*', Resource: '*' }),
      }),
  },
  {
    name: 'a managed policy with a wildcard',
    apply: (s) =>
      new CfnManagedPolicy(s, 'X', {
        roles: [functionOf(s).role!.roleName],
        policyDocument: allow({ Action: '*', Resource: '*' }),
      }),
  },
  {
    name: 'escalation by PassRole',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        roles: [functionOf(s).role!.roleName],
        policyDocument: allow({
          Action: ['iam:PassRole', 'lambda:CreateFunction'],
          Resource: ['arn:aws:iam::111111111111:role/*', 'arn:aws:lambda:us-east-1:111111111111:function:*'],
        }),
      }),
  },
  {
    name: 'a second function on the role',
    apply: (s) =>
      new CfnFunction(s, 'X', {
        role: functionOf(s).role!.roleArn,
        code: { zipFile: 'x' },
        handler: 'i.h',
        runtime: 'nodejs24.x',
        timeout: 3,
      }),
  },
  {
    name: 'a second L2 function on the role',
    apply: (s) =>
      new Function(s, 'X', {
        role: functionOf(s).role!,
        code: Code.fromInline('x'),
        handler: 'i.h',
        runtime: Runtime.NODEJS_24_X,
      }),
  },
  {
    name: 'a wildcard through the L2',
    apply: (s) => functionOf(s).addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] })),
  },
  {
    name: 'a public key policy',
    apply: (s) => {
      const key = first<CfnKey>(s, 'AWS::KMS::Key', 'Data');
      key.addPropertyOverride('KeyPolicy.Statement.9', {
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
      });
    },
  },
  {
    name: 'a public queue policy beside',
    apply: (s) => {
      const queue = first<CfnQueue>(s, 'AWS::SQS::Queue', 'SecureFailureQueues');
      new CfnQueuePolicy(s, 'X', {
        queues: [queue.ref],
        policyDocument: allow({ Principal: '*', Action: 'sqs:ReceiveMessage', Resource: queue.attrArn }),
      });
    },
  },
  {
    name: 'a public topic policy beside',
    apply: (s) => {
      const topic = first<CfnTopic>(s, 'AWS::SNS::Topic', 'SecureAlarmTopic');
      new CfnTopicPolicy(s, 'X', {
        topics: [topic.ref],
        policyDocument: allow({ Principal: { AWS: '*' }, Action: 'sns:Subscribe', Resource: topic.ref }),
      });
    },
  },
  {
    name: 'the trust opened through the L1',
    apply: (s) => {
      const role = first<CfnRole>(s, 'AWS::IAM::Role', 'Function');
      role.assumeRolePolicyDocument = allow({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
    },
  },
  {
    name: 'the transport deny softened by a second condition',
    apply: (s) => {
      const [policy] = resourcesOf(s, 'AWS::S3::BucketPolicy', 'Stack/Bucket');
      policy.addPropertyOverride('PolicyDocument.Statement.0.Condition.StringNotEquals', {
        'aws:PrincipalAccount': '111111111111',
      });
    },
  },
  {
    name: 'public access through a Deny turned Allow',
    apply: (s) =>
      bucketOf(s).addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          principals: [new AnyPrincipal()],
          actions: ['s3:PutObject'],
          resources: [bucketOf(s).arnForObjects('in/*')],
        }),
      ),
  },
];
