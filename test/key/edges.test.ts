import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { KeyRing } from '../../lib/key/key-ring';
import { FailureQueues } from '../../lib/queue/failure-queues';
import { SpendGuard } from '../../lib/spend/spend-guard';
import { SpendSubscriber } from '../../lib/spend/spend-subscriber';
import { AlarmTopic } from '../../lib/alarm/alarm-topic';
import { SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const OWN = '111111111111';
const FOREIGN = '999999999999';

/** The account as it is once the stack is deployed; rendered past the gate. */
const deployed = (stack: Stack): Account => {
  const { account, region } = ENV;
  expect([stack.account, stack.region]).toEqual([account, region]);
  return Account.of({ stackName: stack.stackName, template: stack.resolve((stack as any)._toCloudFormation()) });
};

const alarmIn = (stack: Stack): Alarm =>
  new Alarm(stack, 'Alarm', {
    metric: new Metric({ namespace: 'n', metricName: 'm' }),
    threshold: 1,
    evaluationPeriods: 1,
  });

function everything(flags?: Record<string, unknown>) {
  const stack = newStack({ flags });
  const data = KeyRing.of(stack).data();
  const bucket = new Bucket(stack, 'Bucket');
  const topic = new Topic(stack, 'Events', { masterKey: data, enforceSSL: true });
  const queue = new Queue(stack, 'Queue', {
    encryption: QueueEncryption.KMS,
    encryptionMasterKey: data,
    enforceSSL: true,
  });
  topic.addSubscription(new SqsSubscription(queue, { deadLetterQueue: FailureQueues.of(stack).queue() as Queue }));
  bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
  new Rule(stack, 'Rule', {
    schedule: Schedule.rate(Duration.hours(1)),
    targets: [new SqsQueue(queue, { deadLetterQueue: FailureQueues.of(stack).queue() as Queue })],
  });
  const alarms = AlarmTopic.of(stack).topic()!;
  alarms.addSubscription(new EmailSubscription('team@example.com'));
  alarmIn(stack).addAlarmAction(new SnsAction(alarms));
  new LogGroup(stack, 'Logs', { encryptionKey: KeyRing.of(stack).operations() });
  new SpendGuard(stack, 'Spend', { subscribers: [SpendSubscriber.email('team@example.com')], monthlyLimitUsd: 100 });
  return stack;
}

const edgeFindings = (stack: Stack): string[] => {
  SecurityGate.enforce(stack.node.root);
  return SecurityGate.findingsOf(stack.node.root)
    .filter(({ ruleId, status }) => status === 'blocking' && /^(GATE|KEY|EDGE|SPEND)/.test(ruleId))
    .map(({ message, path }) => `${path} ${message}`);
};

test.each([
  ['none', {}],
  ['recommended', RECOMMENDED_FLAGS],
])('every edge, flags %s: nothing is lost, nothing is a circle', (_, flags) => {
  expect(edgeFindings(everything(flags))).toEqual([]);
});

/** What the L2s leave out, each with a key of its own: the messages would be lost, and the gate says so. */
test.each<[string, (stack: Stack, key: Key) => unknown]>([
  [
    'an alarm on an encrypted topic',
    (stack, key) =>
      alarmIn(stack).addAlarmAction(new SnsAction(new Topic(stack, 'T', { masterKey: key, enforceSSL: true }))),
  ],
  [
    'the dead letters of a rule on an encrypted queue',
    (stack, key) =>
      new Rule(stack, 'Rule', {
        schedule: Schedule.rate(Duration.hours(1)),
        targets: [
          new SqsQueue(FailureQueues.of(stack).queue(), {
            deadLetterQueue: new Queue(stack, 'Q', {
              encryption: QueueEncryption.KMS,
              encryptionMasterKey: key,
              enforceSSL: true,
              retentionPeriod: Duration.days(14),
            }),
          }),
        ],
      }),
  ],
  ['an encrypted log group', (stack, key) => new LogGroup(stack, 'Logs', { encryptionKey: key })],
])('%s without its statements blocks', (_, build) => {
  const stack = newStack();
  build(stack, new Key(stack, 'Key', { enableKeyRotation: true }));
  expect(edgeFindings(stack).map((finding) => finding.split(' ')[1])).toEqual(['EDGE-01:']);
});

const account = deployed(everything());

const source = (of: string) => ({ 'aws:SourceAccount': of });
const budgetOf = (of: string) => ({ ...source(of), 'aws:SourceArn': `arn:aws:budgets::${of}:budget/b` });
const logsOf = (of: string) => ({
  'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:us-east-1:${of}:log-group:/app`,
});
const WRITE = ['kms:GenerateDataKey', 'kms:Decrypt'];
const LOGS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:DescribeKey',
];

const SHARED: Readonly<Record<string, [type: string, prefix: string]>> = {
  'failure queue': ['AWS::SQS::Queue', 'SecureFailureQueues'],
  'alarm topic': ['AWS::SNS::Topic', 'SecureAlarmTopic'],
  'spend topic': ['AWS::SNS::Topic', 'Spend'],
  'data key': ['AWS::KMS::Key', 'SecureKeyRingData'],
  'operations key': ['AWS::KMS::Key', 'SecureKeyRingOperations'],
};

type Context = (of: string) => Record<string, string>;

/** By hand: what AWS documents that each service needs. */
test.each<[string, keyof typeof SHARED, string[], Context]>([
  ['events.amazonaws.com', 'failure queue', ['sqs:SendMessage'], source],
  ['events.amazonaws.com', 'data key', WRITE, source],
  ['sns.amazonaws.com', 'failure queue', ['sqs:SendMessage'], source],
  ['sns.amazonaws.com', 'data key', WRITE, source],
  ['s3.amazonaws.com', 'data key', WRITE, source],
  ['cloudwatch.amazonaws.com', 'alarm topic', ['sns:Publish'], source],
  ['cloudwatch.amazonaws.com', 'spend topic', ['sns:Publish'], source],
  ['cloudwatch.amazonaws.com', 'operations key', WRITE, source],
  ['budgets.amazonaws.com', 'spend topic', ['sns:Publish'], budgetOf],
  ['budgets.amazonaws.com', 'operations key', WRITE, budgetOf],
  ['costalerts.amazonaws.com', 'operations key', WRITE, source],
  ['logs.us-east-1.amazonaws.com', 'data key', LOGS, logsOf],
  ['logs.us-east-1.amazonaws.com', 'operations key', LOGS, logsOf],
])('%s may use the %s for this account and for no other', (service, shared, actions, contextOf) => {
  const [on] = account.logicalIds(...SHARED[shared]);
  for (const action of actions) {
    expect([action, account.can({ as: { service }, action, on, context: contextOf(OWN) })]).toEqual([
      action,
      'allowed',
    ]);
    expect([action, account.can({ as: { service }, action, on, context: contextOf(FOREIGN) })]).not.toEqual([
      action,
      'allowed',
    ]);
    expect([action, account.can({ as: { service }, action, on })]).not.toEqual([action, 'allowed']);
  }
});

test.each<[string, keyof typeof SHARED, string]>([
  ['s3.amazonaws.com', 'failure queue', 'sqs:SendMessage'],
  ['cloudwatch.amazonaws.com', 'failure queue', 'sqs:SendMessage'],
  ['events.amazonaws.com', 'failure queue', 'sqs:ReceiveMessage'],
  ['budgets.amazonaws.com', 'alarm topic', 'sns:Publish'],
  ['events.amazonaws.com', 'alarm topic', 'sns:Publish'],
  ['costalerts.amazonaws.com', 'spend topic', 'sns:Publish'],
  ['cloudwatch.amazonaws.com', 'data key', 'kms:Decrypt'],
  ['lambda.amazonaws.com', 'data key', 'kms:Decrypt'],
  ['events.amazonaws.com', 'data key', 'kms:CreateGrant'],
  ['s3.amazonaws.com', 'operations key', 'kms:Decrypt'],
])('%s gets nothing else from the %s', (service, shared, action) => {
  const [on] = account.logicalIds(...SHARED[shared]);
  expect(account.can({ as: { service }, action, on, context: budgetOf(OWN) })).not.toBe('allowed');
});

test.each<[keyof typeof SHARED, string]>([
  ['failure queue', 'sqs:ReceiveMessage'],
  ['alarm topic', 'sns:Publish'],
  ['spend topic', 'sns:Publish'],
])('nobody reaches the %s over plain HTTP, nor from another account', (shared, action) => {
  const [on] = account.logicalIds(...SHARED[shared]);
  const plain = { 'aws:SecureTransport': 'false' };
  expect(account.can({ as: { account: OWN }, action, on })).toBe('allowed');
  expect(account.can({ as: { account: OWN }, action, on, context: plain })).toBe('explicitly-denied');
  expect(account.can({ as: { account: FOREIGN }, action, on })).not.toBe('allowed');
  expect(account.can({ as: 'anonymous', action, on })).not.toBe('allowed');
});

test('a failure queue stays closed to another account, whatever is allowed later', () => {
  const stack = newStack();
  const queue = FailureQueues.of(stack).queue();
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new AnyPrincipal()],
      actions: ['sqs:ReceiveMessage'],
      resources: [queue.queueArn],
    }),
  );
  const its = deployed(stack);
  const [on] = its.logicalIds('AWS::SQS::Queue');
  expect(its.can({ as: { account: FOREIGN }, action: 'sqs:ReceiveMessage', on })).toBe('explicitly-denied');
  expect(its.can({ as: 'anonymous', action: 'sqs:ReceiveMessage', on })).toBe('explicitly-denied');
});

describe('the account and its keys', () => {
  const [on] = account.logicalIds(...SHARED['data key']);
  const mine = (action: string, context = {}) => account.can({ as: { account: OWN }, action, on, context });

  test.each([
    'kms:PutKeyPolicy',
    'kms:ScheduleKeyDeletion',
    'kms:EnableKeyRotation',
    'kms:Decrypt',
    'kms:GenerateDataKeyPair',
  ])('an administrator may %s: nobody is locked out', (action) => expect(mine(action)).toBe('allowed'));

  test('a lasting grant is made through an AWS service only', () => {
    expect(mine('kms:CreateGrant')).not.toBe('allowed');
    expect(mine('kms:CreateGrant', { 'kms:GrantIsForAWSResource': 'true' })).toBe('allowed');
  });

  test.each(['kms:ReplicateKey', 'kms:ImportKeyMaterial', 'kms:DeleteImportedKeyMaterial'])(
    'nobody may %s',
    (action) => {
      expect(mine(action)).not.toBe('allowed');
    },
  );

  test('another account may nothing', () => {
    expect(account.can({ as: { account: FOREIGN }, action: 'kms:Decrypt', on })).not.toBe('allowed');
  });
});
