import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { KeyRing } from '../../lib/key/key-ring';
import { FailureQueues } from '../../lib/queue/failure-queues';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';

const OWN = '111111111111';
const { INTERNAL, PERSONAL, SECRET } = DataClass;
const PROFILES = [
  SecurityProfile.production(),
  SecurityProfile.regulated(),
  SecurityProfile.development({ accounts: [OWN] }),
];

const rendered = (stack: Stack): any[] =>
  Object.values<any>(stack.resolve((stack as any)._toCloudFormation()).Resources ?? {});
const only = (stack: Stack, type: string): any[] => rendered(stack).filter(({ Type }) => Type === type);

test.each(
  PROFILES.flatMap((profile) => [{}, RECOMMENDED_FLAGS].map((flags) => ({ profile, flags, name: profile.name }))),
)('$name: every class passes the gate', ({ profile, flags }) => {
  const stack = newStack({ flags });
  profile.applyTo(stack.node.root);
  for (const dataClass of [INTERNAL, PERSONAL, SECRET, undefined]) FailureQueues.of(stack).queue(dataClass);
  expect(only(stack, 'AWS::SQS::Queue')).toHaveLength(3);
  expect(blocking(stack)).toEqual([]);
});

test('one queue per class, the data key where the class asks for it, 14 days', () => {
  const stack = newStack();
  const queues = FailureQueues.of(stack);
  expect(queues.queue(INTERNAL)).toBe(queues.queue(INTERNAL));
  expect(queues.queue()).toBe(queues.queue(PERSONAL));
  expect(queues.queue(SECRET)).not.toBe(queues.queue(PERSONAL));
  const described = only(stack, 'AWS::SQS::Queue').map(
    ({ Properties: { KmsMasterKeyId, SqsManagedSseEnabled, ...rest } }) => [
      KmsMasterKeyId !== undefined,
      SqsManagedSseEnabled,
      rest,
    ],
  );
  const kept = { MessageRetentionPeriod: 1_209_600 };
  expect(described).toEqual([
    [false, true, kept],
    [true, undefined, kept],
    [true, undefined, kept],
  ]);
  // one for the data, one for the topic that hears when something is in a queue
  expect(only(stack, 'AWS::KMS::Key')).toHaveLength(2);
  expect(only(stack, 'AWS::CloudWatch::Alarm')).toHaveLength(3);
});

test('in development only secrets cost a key', () => {
  const stack = newStack();
  PROFILES[2].applyTo(stack.node.root);
  FailureQueues.of(stack).queue();
  FailureQueues.of(stack).queue(PERSONAL);
  expect(only(stack, 'AWS::KMS::Key')).toHaveLength(0);
  FailureQueues.of(stack).queue(SECRET);
  expect(only(stack, 'AWS::KMS::Key')).toHaveLength(1);
});

test('nested stacks use the queue of the outermost stack, which depends on nothing of theirs', () => {
  const stack = newStack();
  const nested = new NestedStack(stack, 'Nested');
  const source = new Queue(nested, 'Source', {
    enforceSSL: true,
    deadLetterQueue: { queue: FailureQueues.of(nested).queue(), maxReceiveCount: 3 },
  });
  expect(Stack.of(FailureQueues.of(nested).queue())).toBe(stack);
  expect(Stack.of(source)).toBe(nested);
  expect(blocking(stack)).toEqual([]);
});

test('another stack may use the queue', () => {
  const app = new App();
  const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id, { env: ENV }));
  new Queue(two, 'Source', { deadLetterQueue: { queue: FailureQueues.of(one).queue(), maxReceiveCount: 3 } });
  expect(() => app.synth()).not.toThrow();
});

describe('provide', () => {
  const imported = (stack: Stack, id: string): IQueue =>
    Queue.fromQueueArn(stack, id, `arn:aws:sqs:us-east-1:${OWN}:${id}`);

  test('for one class, or for all', () => {
    const stack = newStack();
    const [all, secret] = [imported(stack, 'all'), imported(stack, 'secret')];
    FailureQueues.provide(stack.node.root, all);
    FailureQueues.provide(stack, secret, SECRET);
    const queues = FailureQueues.of(stack);
    expect([INTERNAL, PERSONAL, SECRET].map((one) => queues.queue(one))).toEqual([all, all, secret]);
    expect(only(stack, 'AWS::SQS::Queue')).toHaveLength(0);
  });

  test('a queue of the app, and its key, are told to let the services in', () => {
    const stack = newStack();
    const key = new Key(stack, 'Key', { enableKeyRotation: true });
    const queue = new Queue(stack, 'Queue', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: key,
      enforceSSL: true,
    });
    FailureQueues.provide(stack, queue);
    for (const policy of ['AWS::SQS::QueuePolicy', 'AWS::KMS::Key']) {
      expect(JSON.stringify(only(stack, policy))).toMatch(/events\.amazonaws\.com.*sns\.amazonaws\.com/);
    }
    SecurityGate.enforce(stack.node.root);
    expect(blocking(stack)).toEqual([]);
  });

  test('too late it throws', () => {
    const stack = newStack();
    FailureQueues.of(stack).queue(SECRET);
    expect(() => FailureQueues.provide(stack, imported(stack, 'a'), PERSONAL)).not.toThrow();
    expect(() => FailureQueues.provide(stack, imported(stack, 'b'), SECRET)).toThrow(
      "QUEUE-04: expected it before the first use, got it after 'Stack' made its own; call FailureQueues.provide first thing on the App, a Stage or a stack",
    );
  });

  test('a key from outside encrypts the queue', () => {
    const stack = newStack();
    KeyRing.provide(stack, { data: Key.fromKeyArn(stack, 'K', `arn:aws:kms:us-east-1:${OWN}:key/k`) });
    FailureQueues.of(stack).queue();
    expect(only(stack, 'AWS::SQS::Queue')[0].Properties.KmsMasterKeyId).toBe(`arn:aws:kms:us-east-1:${OWN}:key/k`);
    expect(blocking(stack)).toEqual([]);
  });
});
