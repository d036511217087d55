import { Duration, NestedStack, Stack, Token } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import {
  DataClass,
  FailureQueues,
  SecureBucket,
  SecureFunction,
  SecureQueue,
  SecureQueueProps,
  SecureTopic,
  SecurityProfile,
} from '../../lib';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const { INTERNAL, PERSONAL, SECRET } = DataClass;
const DEVELOPMENT = SecurityProfile.development({ accounts: [ENV.account] });

// what development does not provide is printed
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const templateOf = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const found = (stack: Stack, type: string): Record<string, any> =>
  Object.fromEntries(Object.entries<any>(templateOf(stack).Resources).filter(([, { Type }]) => Type === type));
const queues = (stack: Stack): Record<string, any> => found(stack, 'AWS::SQS::Queue');
const queueIn = (stack: Stack, id = 'Queue'): any =>
  Object.entries(queues(stack)).find(([one]) => one.startsWith(id))![1];
const accountOf = (stack: Stack): Account => Account.of({ stackName: 'Stack', template: templateOf(stack) });
const newFunction = (stack: Stack, id: string) =>
  new SecureFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
  });

describe('defaults', () => {
  test('what is rendered', () => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue');
    const { Properties, DeletionPolicy, UpdateReplacePolicy } = queueIn(stack);
    expect(Properties).toMatchObject({
      MessageRetentionPeriod: 345_600,
      VisibilityTimeout: 360,
      RedrivePolicy: { maxReceiveCount: 3 },
      Tags: [{ Key: 'data-class', Value: 'personal' }],
    });
    expect(Properties.KmsMasterKeyId).toBeDefined();
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    expect(queue.deadLetterQueue?.queue).toBe(FailureQueues.of(stack).queue(PERSONAL));
    expect(queue.dataClass).toBe(PERSONAL);
  });

  test.each<[DataClass | undefined, string, boolean]>([
    [undefined, 'production', true],
    [INTERNAL, 'production', false],
    [SECRET, 'production', true],
    [undefined, 'development', false],
    [PERSONAL, 'development', false],
    [SECRET, 'development', true],
  ])('the key of %s data in %s', (dataClass, profile, hasKey) => {
    const stack = newStack();
    if (profile === 'development') DEVELOPMENT.applyTo(stack);
    const queue = new SecureQueue(stack, 'Queue', { dataClass });
    const { KmsMasterKeyId, SqsManagedSseEnabled } = queueIn(stack).Properties;
    expect([KmsMasterKeyId !== undefined, SqsManagedSseEnabled]).toEqual(hasKey ? [true, undefined] : [false, true]);
    expect(queue.deadLetterQueue?.queue).toBe(FailureQueues.of(stack).queue(queue.dataClass));
    expect(blocking(stack)).toEqual([]);
  });

  test('what is given is kept', () => {
    const stack = newStack();
    const failed = new SecureQueue(stack, 'Failed', { keepsFailures: true });
    new SecureQueue(stack, 'Queue', {
      encryptionMasterKey: new Key(stack, 'Key', { enableKeyRotation: true }),
      visibilityTimeout: Duration.seconds(40),
      retentionPeriod: Duration.days(2),
      deadLetterQueue: { queue: failed, maxReceiveCount: 5 },
    });
    const { Properties } = queueIn(stack);
    expect(Properties).toMatchObject({ VisibilityTimeout: 40, MessageRetentionPeriod: 172_800 });
    expect(stack.resolve(failed.queueArn)).toEqual(Properties.RedrivePolicy.deadLetterTargetArn);
    expect(Properties.RedrivePolicy.maxReceiveCount).toBe(5);
    expect(JSON.stringify(Properties.KmsMasterKeyId)).toMatch(/"Key/);
    // the failure queue of failures keeps them, and has none of its own
    expect(queueIn(stack, 'Failed').Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
    expect(queueIn(stack, 'Failed').Properties.RedrivePolicy).toBeUndefined();
    expect(Object.keys(queues(stack))).toHaveLength(2);
    expect(failed.deadLetterQueue).toBeUndefined();
  });

  test('KMS without a key is the ring’s key, not one that CDK makes', () => {
    const stack = newStack();
    new SecureQueue(stack, 'Queue', { encryption: QueueEncryption.KMS, dataClass: INTERNAL });
    expect(Object.keys(found(stack, 'AWS::KMS::Key')).join()).toMatch(
      /^SecureKeyRingData\w+(,SecureKeyRingOperations\w+)?$/,
    );
    expect(blocking(stack)).toEqual([]);
  });

  test.each<[string, SecureQueueProps, string[]]>([
    ['no encryption', { encryption: QueueEncryption.UNENCRYPTED }, ['QUEUE-01', 'QUEUE-05']],
    ['SQS’ own for personal data', { encryption: QueueEncryption.SQS_MANAGED }, ['QUEUE-05']],
    ['no TLS', { enforceSSL: false }, ['QUEUE-02']],
  ])('a weak prop is refused: %s', (_, props, expected) => {
    const stack = newStack();
    new SecureQueue(stack, 'Queue', props);
    expect(blockingIds(stack)).toEqual(expected);
  });

  test('a waiver covers this queue alone', () => {
    const stack = newStack();
    const waivers = [{ ruleId: 'QUEUE-02', reason: 'The old scanner speaks plain HTTP until it is replaced.' }];
    new SecureQueue(stack, 'One', { enforceSSL: false, waivers });
    new SecureQueue(stack, 'Two', { enforceSSL: false });
    expect(blocking(stack)).toEqual(['QUEUE-02 Stack/Two/Resource']);
  });
});

describe('maxReceiveCount', () => {
  test('is taken', () => {
    const stack = newStack();
    new SecureQueue(stack, 'Queue', { maxReceiveCount: 7 });
    expect(queueIn(stack).Properties.RedrivePolicy.maxReceiveCount).toBe(7);
  });
  test.each([0, -1, 2.5, 11, NaN])('%s is refused', (maxReceiveCount) => {
    expect(() => new SecureQueue(newStack(), 'Queue', { maxReceiveCount })).toThrow(
      /^QUEUE-06: expected maxReceiveCount to be a whole number from 1 to 10, got /,
    );
  });
  test('beside a dead-letter queue it is refused', () => {
    const stack = newStack();
    const deadLetterQueue = { queue: new Queue(stack, 'Failed'), maxReceiveCount: 2 };
    expect(() => new SecureQueue(stack, 'Queue', { maxReceiveCount: 3, deadLetterQueue })).toThrow(/^QUEUE-06: /);
  });
  test('a token is not judged here', () => {
    const token = Token.asNumber({ Ref: 'Receives' });
    expect(() => new SecureQueue(newStack(), 'Queue', { maxReceiveCount: token })).not.toThrow();
  });
});

describe.each<[string, SecureQueueProps]>([
  ['fifo', { fifo: true }],
  ['deduplication by content', { contentBasedDeduplication: true }],
  ['a name', { queueName: 'orders.fifo' }],
])('a FIFO queue by %s', (_, props) => {
  test.each([{}, RECOMMENDED_FLAGS])(
    'has a FIFO queue for failures below it, of its own key, with an alarm',
    (flags) => {
      const stack = newStack({ flags });
      const queue = new SecureQueue(stack, 'Queue', props);
      expect(queue.deadLetterQueue?.queue.node.path).toBe('Stack/Queue/DeadLetters');
      expect(queue.deadLetterQueue?.queue.fifo).toBe(true);
      const own = queueIn(stack, 'QueueDeadLetters').Properties;
      expect(own).toMatchObject({ FifoQueue: true, MessageRetentionPeriod: 1_209_600 });
      expect(own.KmsMasterKeyId).toEqual(queueIn(stack, 'Queue').Properties.KmsMasterKeyId);
      expect(Object.keys(found(stack, 'AWS::CloudWatch::Alarm'))).toHaveLength(1);
      expect(blocking(stack)).toEqual([]);
    },
  );
});

test('in a nested stack, it uses the failure queue of the outermost one', () => {
  const stack = newStack();
  const queue = new SecureQueue(new NestedStack(stack, 'Nested'), 'Queue');
  expect(Stack.of(queue.deadLetterQueue!.queue)).toBe(stack);
  expect(blocking(stack)).toEqual([]);
});

const ACTIONS = [
  'sqs:SendMessage',
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
  'sqs:SetQueueAttributes',
  'sqs:PurgeQueue',
  'sqs:DeleteQueue',
  'sqs:AddPermission',
];
const CONSUME = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const VIA_SQS = { 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' };

describe('grants', () => {
  test.each<[string, (queue: SecureQueue, fn: SecureFunction) => unknown, string[], string[]]>([
    [
      'grantSendMessages',
      (q, fn) => q.grantSendMessages(fn),
      ['sqs:SendMessage'],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    ],
    ['grantConsumeMessages', (q, fn) => q.grantConsumeMessages(fn), CONSUME, ['kms:Decrypt']],
    ['grantPurge', (q, fn) => q.grantPurge(fn), ['sqs:PurgeQueue'], []],
    ['grant', (q, fn) => q.grant(fn, 'sqs:ChangeMessageVisibility'), ['sqs:ChangeMessageVisibility'], []],
  ])('%s gives exactly its actions, there, to this function', (_, grant, expected, onKey) => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue');
    new SecureQueue(stack, 'Other');
    const fn = newFunction(stack, 'Fn');
    newFunction(stack, 'Stranger');
    grant(queue, fn);
    expect(blocking(stack)).toEqual([]);
    const account = accountOf(stack);
    const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
    const may = (as: string, on: string) => ACTIONS.filter((action) => account.can({ as, action, on }) === 'allowed');
    const [fnId, stranger] = ['Fn', 'Stranger'].map((one) => id('AWS::Lambda::Function', one));
    const [here, other] = ['Queue', 'Other'].map((one) => id('AWS::SQS::Queue', one));
    expect(may(fnId, here).sort()).toEqual([...expected].sort());
    expect(may(fnId, other)).toEqual([]);
    expect(may(stranger, here)).toEqual([]);
    const key = id('AWS::KMS::Key', 'SecureKeyRingData');
    const mayUse = (context: Record<string, string>) =>
      ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:ReEncryptFrom'].filter(
        (action) => account.can({ as: fnId, action, on: key, context }) === 'allowed',
      );
    expect(mayUse(VIA_SQS)).toEqual(onKey);
    expect(mayUse({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toEqual([]);
    expect(mayUse({})).toEqual([]);
  });

  test('the wildcard grants of CDK’s QueueGrants reach the key through SQS only', () => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue');
    queue.grants.sendMessages(newFunction(stack, 'Fn'));
    const account = accountOf(stack);
    const [as] = account.logicalIds('AWS::Lambda::Function', 'Fn');
    const [on] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
    expect(account.can({ as, action: 'kms:GenerateDataKey', on, context: VIA_SQS })).toBe('allowed');
    expect(account.can({ as, action: 'kms:GenerateDataKey', on })).toBe('implicitly-denied');
    expect(blocking(stack)).toEqual([]);
  });

  test('an imported role takes what cannot be added to it', () => {
    const stack = newStack();
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/worker');
    expect(() => new SecureQueue(stack, 'Queue').grantSendMessages(role)).not.toThrow();
  });
});

describe('nobody of another account gets in', () => {
  const THIRD = '222222222222';
  function opened(trustedAccounts?: string[]): Account {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue', { dataClass: INTERNAL, trustedAccounts });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AccountPrincipal(THIRD)],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
      }),
    );
    expect(blockingIds(stack)).toEqual(['POLICY-02']);
    return accountOf(stack);
  }
  const sends = (account: Account, as: string) =>
    account.can({
      as: { account: as },
      action: 'sqs:SendMessage',
      on: account.logicalIds('AWS::SQS::Queue', 'Queue')[0],
    });

  test('whatever is allowed', () => expect(sends(opened(), THIRD)).toBe('explicitly-denied'));
  test('unless the account is trusted', () => expect(sends(opened([THIRD]), THIRD)).toBe('allowed'));
  test('trust alone lets nobody in', () => expect(sends(opened([THIRD]), '333333333333')).not.toBe('allowed'));
  test('over plain HTTP nobody at all', () => {
    const account = opened();
    const [on] = account.logicalIds('AWS::SQS::Queue', 'Queue');
    const context = { 'aws:SecureTransport': 'false' };
    const asked = { as: { account: ENV.account }, action: 'sqs:SendMessage', on, context };
    expect(account.can(asked)).toBe('explicitly-denied');
  });
});

/** Whether a service may send, and use the key, for a source. */
function delivers(stack: Stack, service: string, source: Record<string, string>): string[] {
  const account = accountOf(stack);
  const [on] = account.logicalIds('AWS::SQS::Queue', 'Queue');
  const [key] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
  const context = { 'aws:PrincipalAccount': undefined, 'aws:PrincipalIsAWSService': 'true', ...source };
  const ask = (action: string, target: string, more = {}) =>
    account.can({ as: { service }, action, on: target, context: { ...context, ...more } });
  return [ask('sqs:SendMessage', on), ask('kms:GenerateDataKey', key, VIA_SQS), ask('kms:Decrypt', key, VIA_SQS)];
}
const YES = ['allowed', 'allowed', 'allowed'];

interface Producer {
  readonly service: string;
  readonly arn: string;
  readonly add: (stack: Stack, queue: SecureQueue) => void;
}

const PRODUCERS: Record<string, Producer> = {
  'a bucket, by CDK': {
    service: 's3.amazonaws.com',
    arn: 'bucket',
    add: (stack, queue) => new SecureBucket(stack, 'Source').addObjectCreatedNotification(new SqsDestination(queue)),
  },
  'a bucket, by hand': {
    service: 's3.amazonaws.com',
    arn: 'bucket',
    add: (stack, queue) => {
      const bucket = new SecureBucket(stack, 'Source');
      queue.allowFromBucket(bucket);
      (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
        queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
      };
    },
  },
  'a rule, by CDK': {
    service: 'events.amazonaws.com',
    arn: 'rule',
    add: (stack, queue) =>
      void new Rule(stack, 'Source', {
        schedule: Schedule.rate(Duration.days(1)),
        targets: [new SqsQueue(queue, { deadLetterQueue: FailureQueues.of(stack).queue() })],
      }),
  },
  'a rule, by hand': {
    service: 'events.amazonaws.com',
    arn: 'rule',
    add: (stack, queue) => {
      const rule = new Rule(stack, 'Source', { schedule: Schedule.rate(Duration.days(1)) });
      queue.allowFromRule(rule);
      const deadLetterConfig = { arn: FailureQueues.of(stack).queue().queueArn };
      rule.addTarget({ bind: () => ({ arn: queue.queueArn, deadLetterConfig }) });
    },
  },
  'a topic, by CDK': {
    service: 'sns.amazonaws.com',
    arn: 'topic',
    add: (stack, queue) => void new SecureTopic(stack, 'Source').addSubscription(new SqsSubscription(queue)),
  },
  'a topic, by hand': {
    service: 'sns.amazonaws.com',
    arn: 'topic',
    add: (stack, queue) => {
      const topic = new SecureTopic(stack, 'Source');
      queue.allowFromTopic(topic);
      const failed = FailureQueues.of(stack).queue();
      new CfnSubscription(stack, 'Subscription', {
        topicArn: topic.topicArn,
        protocol: 'sqs',
        endpoint: queue.queueArn,
        redrivePolicy: { deadLetterTargetArn: failed.queueArn },
      });
    },
  },
};
const TYPES: Record<string, string> = {
  bucket: 'AWS::S3::Bucket',
  rule: 'AWS::Events::Rule',
  topic: 'AWS::SNS::Topic',
};

describe('producers', () => {
  test.each(
    Object.entries(PRODUCERS).flatMap(([name, one]) =>
      [{}, RECOMMENDED_FLAGS].map((flags) => [name, one, flags] as const),
    ),
  )('%s delivers, and nobody else’s does', (_, { service, arn, add }, flags) => {
    const stack = newStack({ flags });
    add(stack, new SecureQueue(stack, 'Queue'));
    expect(blocking(stack)).toEqual([]);
    const account = accountOf(stack);
    const source = account.arnOf(account.logicalIds(TYPES[arn], 'Source')[0]);
    const own = { 'aws:SourceAccount': ENV.account, 'aws:SourceArn': source };
    expect(delivers(stack, service, own)).toEqual(YES);
    const foreign = source.replace(ENV.account, '222222222222');
    const theirs = { 'aws:SourceAccount': '222222222222', 'aws:SourceArn': foreign };
    expect(delivers(stack, service, theirs)).not.toContain('allowed');
    expect(delivers(stack, 'iot.amazonaws.com', own)).not.toContain('allowed');
  });

  test('a bucket of another stack is let in by account, without a cycle', () => {
    const stack = newStack();
    const queue = new SecureQueue(stack, 'Queue');
    const bucket = new SecureBucket(new Stack(stack.node.root as Stack, 'Other', { env: ENV }), 'Source');
    queue.allowFromBucket(bucket);
    (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: queue.queueArn }],
    };
    expect(blocking(stack)).toEqual([]);
    expect(delivers(stack, 's3.amazonaws.com', { 'aws:SourceAccount': ENV.account })).toEqual(YES);
    expect(delivers(stack, 's3.amazonaws.com', { 'aws:SourceAccount': '2' })).not.toContain('allowed');
  });

  test('an imported bucket is let in by name', () => {
    const stack = newStack();
    new SecureQueue(stack, 'Queue').allowFromBucket(Bucket.fromBucketName(stack, 'Source', 'invoices'));
    const from = (name: string) =>
      delivers(stack, 's3.amazonaws.com', {
        'aws:SourceAccount': ENV.account,
        'aws:SourceArn': `arn:aws:s3:::${name}`,
      });
    expect(from('invoices')).toEqual(YES);
    expect(from('other')[0]).not.toBe('allowed');
  });

  test('a key of one’s own lets the producer in', () => {
    const stack = newStack();
    const key = new Key(stack, 'SecureKeyRingData', { enableKeyRotation: true });
    PRODUCERS['a rule, by CDK'].add(stack, new SecureQueue(stack, 'Queue', { encryptionMasterKey: key }));
    const own = { 'aws:SourceAccount': ENV.account };
    const arn = accountOf(stack).arnOf(accountOf(stack).logicalIds('AWS::Events::Rule', 'Source')[0]);
    expect(delivers(stack, 'events.amazonaws.com', { ...own, 'aws:SourceArn': arn })).toEqual(YES);
  });
});
