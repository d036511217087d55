import { Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  CfnFunction,
  CfnPermission,
  CfnUrl,
  Code,
  Function,
  FunctionUrlAuthType,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { allow, Area, childOf, KEEP, keyRows, logRows, Row } from './table';
import { SecureFunction } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const ROWS: Row[] = [
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
  ...logRows(''),
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

  ...keyRows('Operations'),
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
];

const functionOf = (stack: Stack) => childOf<SecureFunction>(stack, 'Function');
const first = <T>(stack: Stack, type: string, part: string) => resourcesOf(stack, type, part)[0] as T;

const ATTACKS: Attack[] = [
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
];

export const FUNCTION: Area = {
  build: (stack) =>
    void new SecureFunction(stack, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
      environment: { TABLE: 'orders' },
      asynchronous: true,
    }),
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::Lambda::Function.Architectures': 'a matter of price',
    'AWS::Lambda::Function.Code': 'what it does is its author’s',
    'AWS::Lambda::Function.Handler': 'what it does is its author’s',
    'AWS::Lambda::Function.Role': 'another role is judged as a role; a shared one is among the attacks',
    'AWS::Lambda::Function.MemorySize': 'warns only (FUNCTION-05)',
    'AWS::Lambda::EventInvokeConfig.FunctionName': 'names its subject',
    'AWS::Lambda::EventInvokeConfig.Qualifier': 'names its subject',
    'AWS::CloudWatch::Alarm.*': 'a function without an alarm warns only (FUNCTION-13); its topic is judged',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject',
    'AWS::SQS::QueuePolicy.Queues': 'names its subject',
    'AWS::SQS::Queue.Tags': 'the class of its data, which the key rule reads',
    'AWS::SNS::TopicPolicy.Topics': 'names its subject',
    'AWS::SNS::Topic.DisplayName': 'a name',
    'AWS::KMS::Key.Description': 'a name',
  },
};
