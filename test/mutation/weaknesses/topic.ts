import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { allow, Area, childOf, KEEP, keyRows, Row } from './table';
import { SecureQueue, SecureTopic } from '../../../lib';
import { Attack } from '../mutate';

const ROWS: Row[] = [
  ...['Stack/Topic/', 'Stack/Ordered/'].flatMap((of): Row[] => [
    ['AWS::SNS::Topic', of, 'KmsMasterKeyId', '', 'alias/aws/sns'],
    ['AWS::SNS::TopicPolicy', of, 'PolicyDocument.Statement.0'],
    ['AWS::SNS::TopicPolicy', of, 'PolicyDocument.Statement.0.Effect', 'Allow'],
    ['AWS::SNS::TopicPolicy', of, 'PolicyDocument.Statement.0.Action', 'sns:Subscribe'],
    ['AWS::SNS::TopicPolicy', of, 'PolicyDocument.Statement.0.Principal', { AWS: '111111111111' }],
    [
      'AWS::SNS::TopicPolicy',
      of,
      'PolicyDocument.Statement.0.Condition',
      KEEP,
      { Bool: { 'aws:SecureTransport': 'true' } },
    ],
    ['AWS::SNS::TopicPolicy', of, '@Condition', KEEP, 'Sometimes'],
  ]),
  ['AWS::SNS::Topic', 'Stack/Ordered/', 'FifoTopic', false],
  ['AWS::SNS::Subscription', 'Stack/Topic/', 'Protocol', KEEP, 'http'],
  ['AWS::SNS::Subscription', 'Stack/Topic/', 'Endpoint', KEEP, 'http://shop.example.com'],
  ['AWS::SQS::Queue', 'StackOrdered', 'FifoQueue', false],
  ['AWS::SQS::Queue', 'StackOrdered', 'MessageRetentionPeriod', 60],
  ['AWS::SQS::QueuePolicy', 'StackOrdered', 'PolicyDocument.Statement.1'],
  [
    'AWS::SQS::QueuePolicy',
    'StackOrdered',
    'PolicyDocument.Statement.1.Condition',
    { StringEquals: { 'aws:SourceAccount': '222222222222' } },
  ],
  ['AWS::SQS::QueuePolicy', 'StackOrdered', 'PolicyDocument.Statement.1.Action', 'sqs:ReceiveMessage', 'sqs:*'],
  ...keyRows('Data'),
];

const topicOf = (stack: Stack) => childOf<SecureTopic>(stack, 'Topic');

const ATTACKS: Attack[] = [
  {
    name: 'a public topic policy beside',
    apply: (s) =>
      new CfnTopicPolicy(s, 'X', {
        topics: [topicOf(s).topicArn],
        policyDocument: allow({ Principal: { AWS: '*' }, Action: 'sns:Subscribe', Resource: topicOf(s).topicArn }),
      }),
  },
  {
    name: 'anybody may subscribe, by https',
    apply: (s) =>
      topicOf(s).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['sns:Subscribe'],
          resources: [topicOf(s).topicArn],
          conditions: { StringEquals: { 'sns:Protocol': 'https' } },
        }),
      ),
  },
  { name: 'a grant to a foreign account', apply: (s) => topicOf(s).grantPublish(new AccountPrincipal('222222222222')) },
  { name: 'the topic policy removed from the tree', apply: (s) => void topicOf(s).node.tryRemoveChild('Policy') },
  {
    name: 'a receiver by plain HTTP (L1)',
    apply: (s) =>
      new CfnSubscription(s, 'X', { topicArn: topicOf(s).topicArn, protocol: 'http', endpoint: 'http://x.example' }),
  },
  {
    name: 'a receiver by plain HTTP (L2)',
    apply: (s) => void topicOf(s).addSubscription(new UrlSubscription('http://x.example')),
  },
];

export const TOPIC_AREA: Area = {
  build: (stack) => {
    new SecureTopic(stack, 'Topic').addSubscription(new UrlSubscription('https://shop.example.com/placed'));
    const queue = new SecureQueue(stack, 'Queue', { fifo: true });
    new SecureTopic(stack, 'Ordered', { fifo: true }).addSubscription(new SqsSubscription(queue));
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::SNS::Topic.DisplayName': 'a name, of the alarm topic',
    'AWS::SNS::Topic.TopicName': 'a name, which CDK gives every FIFO topic',
    'AWS::SNS::Topic.Tags': 'the class of its data, for people and reports',
    'AWS::SNS::TopicPolicy.Topics': 'names its subject; the policy removed is among the attacks',
    'AWS::SNS::Subscription.TopicArn': 'names its subject',
    'AWS::SQS::Queue.KmsMasterKeyId': 'as it is with a queue',
    'AWS::SQS::Queue.RedrivePolicy': 'as it is with a queue',
    'AWS::SQS::Queue.VisibilityTimeout': 'as it is with a queue',
    'AWS::SQS::Queue.Tags': 'as it is with a queue',
    'AWS::SQS::QueuePolicy.Queues': 'names its subject',
    'AWS::CloudWatch::Alarm.*': 'as it is with a function',
    'AWS::KMS::Key.Description': 'a name',
  },
  spared: [
    [
      ['AWS::SNS::TopicPolicy', 'Stack/Topic/', 'PolicyDocument.Statement.1'],
      'it holds off what other statements would let in, and those are findings themselves (POLICY-01, POLICY-02)',
    ],
    [
      ['AWS::SNS::Subscription', 'Stack/Topic/', 'RedrivePolicy'],
      'a subscription without one warns only (TOPIC-07): SNS keeps trying for 23 days what a server refuses',
    ],
  ],
};
