import { Stack } from 'aws-cdk-lib';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { SnsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import {
  EmailSubscription,
  SmsSubscription,
  SqsSubscription,
  UrlSubscription,
} from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  DataClass,
  FailureQueues,
  SecureBucket,
  SecureFunction,
  SecureQueue,
  SecureTopic,
  SecureTopicProps,
  SecurityGate,
  SecurityProfile,
} from '../../lib';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

// what development does not provide is printed
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const { INTERNAL, PERSONAL, SECRET } = DataClass;
const THIRD = '222222222222';
const URL = 'https://shop.example.com/placed';

const templateOf = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const only = (stack: Stack, type: string): any[] =>
  Object.values<any>(templateOf(stack).Resources).filter(({ Type }) => Type === type);
const accountOf = (stack: Stack): Account => Account.of({ stackName: 'Stack', template: templateOf(stack) });
const warnings = (stack: Stack): string[] =>
  SecurityGate.findingsOf(stack.node.root)
    .filter(({ status, ruleId }) => status === 'warning' && ruleId !== 'TOPIC-03')
    .map(({ ruleId }) => ruleId);

describe('defaults', () => {
  test.each<[DataClass | undefined, string, RegExp | undefined]>([
    [undefined, 'production', /KeyRingData/],
    [PERSONAL, 'production', /KeyRingData/],
    [SECRET, 'production', /KeyRingData/],
    [INTERNAL, 'production', /KeyRingData/],
    [undefined, 'development', undefined],
    [PERSONAL, 'development', undefined],
    [SECRET, 'development', /KeyRingData/],
  ])('the key of %s messages in %s', (dataClass, profile, key) => {
    const stack = newStack();
    if (profile === 'development') SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
    const topic = new SecureTopic(stack, 'Topic', { dataClass });
    const [{ Properties }] = only(stack, 'AWS::SNS::Topic');
    if (key) expect(JSON.stringify(Properties.KmsMasterKeyId)).toMatch(key);
    else expect(Properties.KmsMasterKeyId).toBeUndefined();
    expect(Properties.Tags).toEqual([{ Key: 'data-class', Value: topic.dataClass }]);
    expect(blocking(stack)).toEqual([]);
  });

  test.each<[string, SecureTopicProps, string[]]>([['no TLS', { enforceSSL: false }, ['TOPIC-02']]])(
    'a weak prop is refused: %s',
    (_, props, expected) => {
      const stack = newStack();
      new SecureTopic(stack, 'Topic', props);
      expect(blockingIds(stack)).toEqual(expected);
    },
  );

  test('a waiver covers this topic alone', () => {
    const stack = newStack();
    const waivers = [{ ruleId: 'TOPIC-02', reason: 'The old scanner speaks plain HTTP until it is replaced.' }];
    new SecureTopic(stack, 'One', { enforceSSL: false, waivers });
    new SecureTopic(stack, 'Two', { enforceSSL: false });
    expect(blocking(stack)).toEqual(['TOPIC-02 Stack/Two/Resource']);
  });

  test('every statement of the policy has an id of its own and speaks of the topic alone, as SNS wants it', () => {
    const stack = newStack();
    const topic = new SecureTopic(stack, 'Topic');
    topic.allowFromAlarms();
    topic.allowFromBucket(new SecureBucket(stack, 'Bucket'));
    const [{ Properties }] = only(stack, 'AWS::SNS::TopicPolicy');
    const statements: any[] = Properties.PolicyDocument.Statement;
    expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(4);
    expect(statements.map(({ Sid }) => Sid)).not.toContain(undefined);
    for (const { Resource, Action } of statements) {
      expect(Resource).toEqual(stack.resolve(topic.topicArn));
      expect([Action].flat().filter((one: string) => one.includes('*'))).toEqual([]);
    }
  });
});

const ACTIONS = ['sns:Publish', 'sns:Subscribe', 'sns:SetTopicAttributes', 'sns:AddPermission', 'sns:DeleteTopic'];
const VIA_SNS = { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' };

test.each<[string, (topic: SecureTopic, fn: SecureFunction) => unknown, string[], string[]]>([
  ['grantPublish', (t, fn) => t.grantPublish(fn), ['sns:Publish'], ['kms:Decrypt', 'kms:GenerateDataKey']],
  ['grantSubscribe', (t, fn) => t.grantSubscribe(fn), ['sns:Subscribe'], []],
])('%s gives exactly its actions, there, to this function', (_, grant, expected, onKey) => {
  const stack = newStack();
  const topic = new SecureTopic(stack, 'Here');
  new SecureTopic(stack, 'Other');
  const [fn] = ['Fn', 'Stranger'].map(
    (id) =>
      new SecureFunction(stack, id, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => 1;'),
      }),
  );
  grant(topic, fn);
  expect(blocking(stack)).toEqual([]);
  const account = accountOf(stack);
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const may = (as: string, on: string) => ACTIONS.filter((action) => account.can({ as, action, on }) === 'allowed');
  const [own, stranger] = ['Fn', 'Stranger'].map((one) => id('AWS::Lambda::Function', one));
  const [here, other] = ['Here', 'Other'].map((one) => id('AWS::SNS::Topic', one));
  expect(may(own, here)).toEqual(expected);
  expect(may(own, other)).toEqual([]);
  expect(may(stranger, here)).toEqual([]);
  const key = id('AWS::KMS::Key', 'SecureKeyRingData');
  const mayUse = (context: Record<string, string>) =>
    ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt'].filter(
      (action) => account.can({ as: own, action, on: key, context }) === 'allowed',
    );
  expect(mayUse(VIA_SNS)).toEqual(onKey);
  expect(mayUse({ 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' })).toEqual([]);
});

describe('nobody of another account gets in', () => {
  function opened(
    trustedAccounts?: string[],
  ): (as: string, action: string, context?: Record<string, string>) => string {
    const stack = newStack();
    const topic = new SecureTopic(stack, 'Topic', { trustedAccounts });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal(THIRD)],
        actions: ['sns:Publish', 'sns:Subscribe'],
        resources: [topic.topicArn],
      }),
    );
    expect(blockingIds(stack)).toEqual(['POLICY-02']);
    const account = accountOf(stack);
    const [on] = account.logicalIds('AWS::SNS::Topic', 'Topic');
    return (as, action, context) => account.can({ as: { account: as }, action, on, context });
  }
  test('whatever is allowed', () => {
    expect(opened()(THIRD, 'sns:Subscribe')).toBe('explicitly-denied');
    expect(opened()(THIRD, 'sns:Publish')).toBe('explicitly-denied');
  });
  test('unless the account is trusted', () => expect(opened([THIRD])(THIRD, 'sns:Publish')).toBe('allowed'));
  test('the own account goes on, by TLS only', () => {
    const can = opened();
    expect(can(ENV.account, 'sns:Publish')).toBe('allowed');
    expect(can(ENV.account, 'sns:Publish', { 'aws:SecureTransport': 'false' })).toBe('explicitly-denied');
  });
});

/** Whether a service may publish, and use the key, for a source. */
function publishes(stack: Stack, service: string, source: Record<string, string>): string[] {
  const account = accountOf(stack);
  const [on] = account.logicalIds('AWS::SNS::Topic', 'Topic');
  const [key] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
  const context = { 'aws:PrincipalAccount': undefined, 'aws:PrincipalIsAWSService': 'true', ...source };
  const ask = (action: string, target: string, more = {}) =>
    account.can({ as: { service }, action, on: target, context: { ...context, ...more } });
  return [ask('sns:Publish', on), ask('kms:GenerateDataKey', key, VIA_SNS), ask('kms:Decrypt', key, VIA_SNS)];
}
const YES = ['allowed', 'allowed', 'allowed'];

describe.each([PERSONAL, INTERNAL])('producers of a topic of %s messages', (dataClass) => {
  test.each<[string, (stack: Stack, topic: SecureTopic) => unknown]>([
    [
      'by CDK',
      (stack, topic) =>
        new SecureBucket(stack, 'Source', { dataClass: INTERNAL }).addObjectCreatedNotification(
          new SnsDestination(topic),
        ),
    ],
    [
      'by hand',
      (stack, topic) => {
        const bucket = new SecureBucket(stack, 'Source', { dataClass: INTERNAL });
        topic.allowFromBucket(bucket);
        (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
          topicConfigurations: [{ event: 's3:ObjectCreated:*', topic: topic.topicArn }],
        };
      },
    ],
  ])('a bucket, %s', (_, add) => {
    const stack = newStack();
    add(stack, new SecureTopic(stack, 'Topic', { dataClass }));
    expect(blocking(stack)).toEqual([]);
    const account = accountOf(stack);
    const source = account.arnOf(account.logicalIds('AWS::S3::Bucket', 'Source')[0]);
    const from = (owner: string, arn: string) =>
      publishes(stack, 's3.amazonaws.com', { 'aws:SourceAccount': owner, 'aws:SourceArn': arn });
    expect(from(ENV.account, source)).toEqual(YES);
    expect(from(ENV.account, 'arn:aws:s3:::theirs')[0]).not.toBe('allowed');
    expect(from(THIRD, source)[1]).not.toBe('allowed');
  });

  test.each([{}, RECOMMENDED_FLAGS])('alarms', (flags) => {
    const stack = newStack({ flags });
    const topic = new SecureTopic(stack, 'Topic', { dataClass });
    topic.addSubscription(new EmailSubscription('a@example.com'));
    const metric = new Metric({ namespace: 'N', metricName: 'M' });
    new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(topic));
    expect(blockingIds(stack)).toEqual(['EDGE-01']);
    topic.allowFromAlarms();
    expect(blockingIds(stack)).toEqual([]);
    const from = (owner: string) => publishes(stack, 'cloudwatch.amazonaws.com', { 'aws:SourceAccount': owner });
    expect(from(ENV.account)).toEqual(YES);
    expect(from(THIRD)).not.toContain('allowed');
  });
});

describe('failed deliveries', () => {
  const redrives = (stack: Stack): any[] =>
    only(stack, 'AWS::SNS::Subscription').map(({ Properties }) => Properties.RedrivePolicy);

  test.each([{}, RECOMMENDED_FLAGS])('go to the failure queue of the data class, which SNS may write to', (flags) => {
    const stack = newStack({ flags });
    const topic = new SecureTopic(stack, 'Topic');
    const made = [new UrlSubscription(URL), new SqsSubscription(new SecureQueue(stack, 'Queue'))].map((one) =>
      topic.addSubscription(one),
    );
    const failures = FailureQueues.of(stack).queue(PERSONAL);
    expect(made.map(({ deadLetterQueue }) => deadLetterQueue)).toEqual([failures, failures]);
    const expected = { deadLetterTargetArn: stack.resolve(failures.queueArn) };
    expect(redrives(stack)).toEqual([expected, expected]);
    expect(blocking(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test('people get no queue', () => {
    const stack = newStack();
    const topic = new SecureTopic(stack, 'Topic');
    topic.addSubscription(new EmailSubscription('a@example.com'));
    topic.addSubscription(new SmsSubscription('+4912345'));
    expect(redrives(stack)).toEqual([undefined, undefined]);
    expect(only(stack, 'AWS::SQS::Queue')).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test('a queue that is given stays', () => {
    const stack = newStack();
    const deadLetterQueue = new Queue(stack, 'Mine');
    new SecureTopic(stack, 'Topic').addSubscription(new UrlSubscription(URL, { deadLetterQueue }));
    expect(redrives(stack)).toEqual([{ deadLetterTargetArn: stack.resolve(deadLetterQueue.queueArn) }]);
  });

  test('of a FIFO topic go to a FIFO queue', () => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue', { fifo: true });
    const topic = new SecureTopic(stack, 'Topic', { fifo: true });
    const { deadLetterQueue } = topic.addSubscription(new SqsSubscription(queue));
    expect(deadLetterQueue?.fifo).toBe(true);
    expect(redrives(stack)).toEqual([{ deadLetterTargetArn: stack.resolve(deadLetterQueue!.queueArn) }]);
    expect(blocking(stack)).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test('to a receiver in another stack stay there', () => {
    const stack = newStack();
    const other = new Stack(stack.node.root as Stack, 'Other', { env: ENV });
    const topic = new SecureTopic(stack, 'Topic');
    topic.addSubscription(new SqsSubscription(new SecureQueue(other, 'Queue')));
    expect(only(other, 'AWS::SNS::Subscription')[0].Properties.RedrivePolicy).toEqual({
      deadLetterTargetArn: other.resolve(FailureQueues.of(other).queue(PERSONAL).queueArn),
    });
    expect(blocking(stack)).toEqual([]);
  });

  test('of a subscription of its own are a finding', () => {
    const stack = newStack();
    const topic = new SecureTopic(stack, 'Topic');
    new Subscription(stack, 'Sub', { topic, protocol: SubscriptionProtocol.HTTPS, endpoint: URL });
    expect(warnings(stack)).toEqual(['TOPIC-07']);
  });

  test('plain HTTP is refused', () => {
    const stack = newStack();
    new SecureTopic(stack, 'Topic').addSubscription(new UrlSubscription('http://shop.example.com'));
    expect(blockingIds(stack)).toEqual(['TOPIC-05']);
  });
});
