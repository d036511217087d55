import { Duration, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { allow, Area, childOf, KEEP, keyRows, Row } from './table';
import { SecureFunction, SecureQueue } from '../../../lib';
import { Attack, resourcesOf } from '../mutate';

const PLAIN = { Bool: { 'aws:SecureTransport': 'true' } };

const ROWS: Row[] = [
  ...['Stack/Queue/Resource', 'Stack/Ordered/Resource', 'SecureFailureQueues', 'DeadLetters'].flatMap((of): Row[] => [
    ['AWS::SQS::Queue', of, 'KmsMasterKeyId', '', 'alias/aws/sqs'],
    ['AWS::SQS::QueuePolicy', of.replace('Resource', ''), 'PolicyDocument.Statement.0'],
    ['AWS::SQS::QueuePolicy', of.replace('Resource', ''), 'PolicyDocument.Statement.0.Effect', 'Allow'],
    ['AWS::SQS::QueuePolicy', of.replace('Resource', ''), 'PolicyDocument.Statement.0.Action', 'sqs:SendMessage'],
    ['AWS::SQS::QueuePolicy', of.replace('Resource', ''), 'PolicyDocument.Statement.0.Condition', KEEP, PLAIN],
    [
      'AWS::SQS::QueuePolicy',
      of.replace('Resource', ''),
      'PolicyDocument.Statement.0.Principal',
      { AWS: 'arn:aws:iam::111111111111:role/one' },
    ],
    ['AWS::SQS::QueuePolicy', of.replace('Resource', ''), 'PolicyDocument.Statement.0.Resource', 'arn:aws:sqs:::x'],
    ['AWS::SQS::QueuePolicy', of.replace('Resource', ''), '@Condition', KEEP, 'Sometimes'],
  ]),
  ...['Stack/Queue/Resource', 'Stack/Ordered/Resource'].flatMap((of): Row[] => [
    ['AWS::SQS::Queue', of, 'RedrivePolicy'],
    ['AWS::SQS::Queue', of, 'RedrivePolicy.deadLetterTargetArn'],
    ['AWS::SQS::Queue', of, 'RedrivePolicy.maxReceiveCount', KEEP, 0, 11, '100'],
    ['AWS::SQS::Queue', of, 'VisibilityTimeout', 5],
  ]),
  ['AWS::SQS::Queue', 'Stack/Ordered/Resource', 'FifoQueue', false],
  ['AWS::SQS::Queue', 'Stack/Queue/Resource', 'FifoQueue', KEEP, true],
  ['AWS::SQS::Queue', 'DeadLetters', 'FifoQueue', false],
  ['AWS::SQS::Queue', 'DeadLetters', 'RedriveAllowPolicy', KEEP, { redrivePermission: 'denyAll' }],
  ...['SecureFailureQueues', 'DeadLetters'].map((of): Row => ['AWS::SQS::Queue', of, 'MessageRetentionPeriod', 60]),
  ...keyRows('Data'),
];

const queueOf = (stack: Stack) => childOf<SecureQueue>(stack, 'Queue');

const ATTACKS: Attack[] = [
  {
    name: 'a public queue policy beside',
    apply: (s) =>
      new CfnQueuePolicy(s, 'X', {
        queues: [queueOf(s).queueUrl],
        policyDocument: allow({ Principal: '*', Action: 'sqs:ReceiveMessage', Resource: queueOf(s).queueArn }),
      }),
  },
  {
    name: 'a public statement through the L2',
    apply: (s) =>
      queueOf(s).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['sqs:SendMessage'],
          resources: [queueOf(s).queueArn],
        }),
      ),
  },
  {
    name: 'a grant to a foreign account',
    apply: (s) => queueOf(s).grantSendMessages(new AccountPrincipal('222222222222')),
  },
  {
    name: 'the queue policy removed from the tree',
    apply: (s) => void queueOf(s).node.tryRemoveChild('Policy'),
  },
  {
    name: 'a redrive policy set to nothing',
    apply: (s) => void ((resourcesOf(s, 'AWS::SQS::Queue', 'Stack/Queue')[0] as CfnQueue).redrivePolicy = undefined),
  },
  {
    name: 'a second policy without the denials',
    apply: (s) =>
      new CfnQueuePolicy(s, 'X', {
        queues: [queueOf(s).queueUrl],
        policyDocument: allow({
          Principal: { AWS: '111111111111' },
          Action: 'sqs:SendMessage',
          Resource: queueOf(s).queueArn,
        }),
      }),
  },
];

export const QUEUE_AREA: Area = {
  build: (stack) => {
    const fn = new SecureFunction(stack, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => 1;'),
      timeout: Duration.seconds(60),
    });
    for (const queue of [new SecureQueue(stack, 'Queue'), new SecureQueue(stack, 'Ordered', { fifo: true })]) {
      fn.addEventSource(new SqsEventSource(queue, { maxConcurrency: 5, reportBatchItemFailures: true }));
    }
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::Lambda::Function.*': 'as it is with a function',
    'AWS::Lambda::EventSourceMapping.*': 'what works on the queue is its function’s matter',
    'AWS::IAM::Role.*': 'as it is with a function',
    'AWS::IAM::Policy.*': 'as it is with a function',
    'AWS::Logs::LogGroup.*': 'as it is with a function',
    'AWS::CloudWatch::Alarm.*': 'as it is with a function',
    'AWS::SNS::Topic.*': 'as it is with a function',
    'AWS::SNS::TopicPolicy.*': 'as it is with a function',
    'AWS::SQS::Queue.Tags': 'the class of its data: the key rule reads it, and without it asks for nothing',
    'AWS::SQS::QueuePolicy.Queues': 'names its subject; the policy removed is among the attacks',
    'AWS::KMS::Key.Description': 'a name',
  },
  spared: [
    [
      ['AWS::SQS::QueuePolicy', 'Stack/Queue/', 'PolicyDocument.Statement.1'],
      'it holds off what other statements would let in, and those are findings themselves (POLICY-01, POLICY-02)',
    ],
    [
      ['AWS::SQS::Queue', 'Stack/Queue/Resource', 'MessageRetentionPeriod'],
      'a queue of work keeps messages for the same 4 days when nothing is said',
    ],
  ],
};
