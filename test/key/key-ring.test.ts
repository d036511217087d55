import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { AccountPrincipal, ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { SecurityProfile } from '../../lib/core/profile';
import { DataClass } from '../../lib/key/data-class';
import { KeyRing } from '../../lib/key/key-ring';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, blockingIds, ENV, newStack } from '../support/judging';

const OWN = '111111111111';
const FOREIGN = '999999999999';
const { INTERNAL, PERSONAL, SECRET } = DataClass;

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const keysIn = (stack: Stack): any[] =>
  Object.values<any>(rendered(stack).Resources ?? {}).filter(({ Type }) => Type === 'AWS::KMS::Key');
const policyOf = (stack: Stack): string => JSON.stringify(keysIn(stack).map(({ Properties }) => Properties.KeyPolicy));

const PROFILES = {
  production: SecurityProfile.production(),
  regulated: SecurityProfile.regulated(),
  development: SecurityProfile.development({ accounts: [OWN] }),
};
type ProfileName = keyof typeof PROFILES;

function stackUnder(profile: ProfileName, flags?: Record<string, unknown>): Stack {
  const stack = newStack({ flags });
  PROFILES[profile].applyTo(stack.node.root);
  return stack;
}

test.each<[ProfileName, DataClass | undefined, boolean]>([
  ['production', undefined, true],
  ['production', INTERNAL, false],
  ['production', PERSONAL, true],
  ['production', SECRET, true],
  ['regulated', undefined, true],
  ['regulated', INTERNAL, false],
  ['regulated', PERSONAL, true],
  ['regulated', SECRET, true],
  ['development', undefined, false],
  ['development', INTERNAL, false],
  ['development', PERSONAL, false],
  ['development', SECRET, true],
])('%s: data of class %s has a customer key: %s', (profile, dataClass, expected) => {
  const stack = stackUnder(profile);
  expect(KeyRing.of(stack).data(dataClass) !== undefined).toBe(expected);
  expect(keysIn(stack)).toHaveLength(expected ? 1 : 0);
});

test.each<[ProfileName, boolean, DataClass]>([
  ['production', true, PERSONAL],
  ['regulated', true, PERSONAL],
  ['development', false, INTERNAL],
])('%s: an operations key: %s, default class %s', (profile, expected, dataClass) => {
  const stack = stackUnder(profile);
  expect(KeyRing.of(stack).operations() !== undefined).toBe(expected);
  expect(KeyRing.defaultDataClass(stack)).toBe(dataClass);
});

test.each<[ProfileName, Record<string, unknown>]>([
  ['production', {}],
  ['production', RECOMMENDED_FLAGS],
  ['regulated', RECOMMENDED_FLAGS],
  ['development', {}],
  ['development', RECOMMENDED_FLAGS],
])('%s: the keys pass the gate', (profile, flags) => {
  const stack = stackUnder(profile, flags);
  KeyRing.of(stack).data(SECRET);
  KeyRing.of(stack).operations();
  expect(blocking(stack)).toEqual([]);
});

test('feature flags change nothing', () => {
  const [bare, recommended] = [{}, RECOMMENDED_FLAGS].map((flags) => {
    const stack = newStack({ flags });
    const ring = KeyRing.of(stack);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    ring.data()!.grantDecrypt(role);
    ring.operations();
    // one flag writes the partition out where the region is known
    return JSON.stringify(keysIn(stack)).replace(
      /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g,
      '"arn:aws$1"',
    );
  });
  expect(bare).toBe(recommended);
});

test('rotation, a wait of 30 days, no name, kept in production', () => {
  const stack = newStack();
  KeyRing.of(stack).data();
  const [key] = keysIn(stack);
  expect(key).toMatchObject({
    Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
  Template.fromStack(stack).resourceCountIs('AWS::KMS::Alias', 0);
});

test('in development what there is goes with the stack', () => {
  const stack = stackUnder('development');
  KeyRing.of(stack).data(SECRET);
  expect(keysIn(stack)[0].DeletionPolicy).toBe('Delete');
});

describe('shared', () => {
  test('however often it is asked for, there are two keys, made when they are first asked for', () => {
    const stack = newStack();
    const ring = KeyRing.of(stack);
    expect(keysIn(stack)).toHaveLength(0);
    expect(ring.data()).toBe(KeyRing.of(stack).data(SECRET));
    expect(ring.operations()).toBe(KeyRing.of(stack).operations());
    expect(ring.operations()).not.toBe(ring.data());
    expect(keysIn(stack)).toHaveLength(2);
  });

  test('nested stacks use the keys of the outermost stack', () => {
    const stack = newStack();
    const inner = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    const key = KeyRing.of(inner).data()!;
    expect(Stack.of(key)).toBe(stack);
    expect(key).toBe(KeyRing.of(stack).data());
    new Queue(inner, 'Queue', { encryption: QueueEncryption.KMS, encryptionMasterKey: key, enforceSSL: true });
    expect(blocking(stack)).toEqual([]);
  });

  test('each stack has its own, and so has each Stage', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
    const staged = new Stack(new Stage(app, 'Stage'), 'One');
    expect(new Set([one, two, staged].map((stack) => KeyRing.of(stack).data())).size).toBe(3);
  });

  test('a Stage that is a root of its own', () => {
    const stack = new Stack(new Stage(undefined as any, 'Root', { outdir: '/tmp/key-ring-root' }), 'Stack', {
      env: ENV,
    });
    expect(KeyRing.of(stack).data()).toBe(KeyRing.of(stack).data());
  });

  test('two copies of the library share them', () => {
    const stack = newStack();
    const mine = KeyRing.of(stack).data();
    jest.isolateModules(() => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const other = require('../../lib/key/key-ring').KeyRing as typeof KeyRing;
      expect(other).not.toBe(KeyRing);
      expect(other.of(stack).data()).toBe(mine);
    });
    expect(keysIn(stack)).toHaveLength(1);
  });
});

describe('what the policies say', () => {
  test('own identities get their access from their own policies', () => {
    const stack = newStack();
    const key = KeyRing.of(stack).data()!;
    const before = policyOf(stack);
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    key.grantEncryptDecrypt(role);
    key.grantDecrypt(new AccountPrincipal(OWN));
    key.grantDecrypt(new ArnPrincipal(`arn:aws:iam::${OWN}:role/other`));
    expect(policyOf(stack)).toBe(before);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 1);
  });

  test.each([
    [0, 1],
    [1, 0],
  ])('a role of stack %i with the key of stack %i makes no circle', (from, to) => {
    const app = new App();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env: ENV }));
    const key = KeyRing.of(stacks[to]).data()!;
    const before = policyOf(stacks[to]);
    key.grantDecrypt(new Role(stacks[from], 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
    new Queue(stacks[from], 'Queue', { encryption: QueueEncryption.KMS, encryptionMasterKey: key });
    expect(policyOf(stacks[to])).toBe(before);
    expect(() => app.synth()).not.toThrow();
  });

  test('a role in another region of the account needs no statement', () => {
    const app = new App();
    const near = new Stack(app, 'Near', { env: ENV });
    const far = new Stack(app, 'Far', { env: { ...ENV, region: 'eu-west-1' } });
    const key = KeyRing.of(near).data()!;
    const before = policyOf(near);
    key.grantDecrypt(
      new Role(far, 'Role', { roleName: 'far', assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
    );
    expect(policyOf(near)).toBe(before);
  });

  test("another account's role comes through, and the gate says so", () => {
    const stack = newStack();
    KeyRing.of(stack)
      .data()!
      .grantDecrypt(new ArnPrincipal(`arn:aws:iam::${FOREIGN}:role/x`));
    expect(blockingIds(stack)).toEqual(['KEY-02']);
  });

  test('so does a service that the table does not have', () => {
    const stack = newStack();
    KeyRing.of(stack).data()!.grantDecrypt(new ServicePrincipal('ses.amazonaws.com'));
    expect(blockingIds(stack)).toEqual(['KEY-03']);
  });

  test.each([
    ['none', {}],
    ['recommended', RECOMMENDED_FLAGS],
  ])('one key for what notifies each other is no circle, flags %s', (_, flags) => {
    const stack = newStack({ flags });
    const encryptionKey = KeyRing.of(stack).data()!;
    const before = policyOf(stack);
    const bucket = new Bucket(stack, 'Bucket', { encryptionKey });
    const queue = new Queue(stack, 'Queue', { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey });
    const topic = new Topic(stack, 'Topic', { masterKey: encryptionKey });
    bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(queue));
    topic.addSubscription(new SqsSubscription(queue));
    expect(policyOf(stack)).toBe(before);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('what CloudFront needs is added', () => {
    const stack = newStack();
    const bucket = new Bucket(stack, 'Bucket', { encryptionKey: KeyRing.of(stack).data()! });
    new Distribution(stack, 'Site', { defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) } });
    expect(policyOf(stack)).toContain('cloudfront.amazonaws.com');
  });

  test('without an environment, account and region are references', () => {
    const stack = new Stack(new App(), 'Stack');
    KeyRing.of(stack).data();
    expect(policyOf(stack)).toContain('{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}');
    expect(blocking(stack)).toEqual([]);
  });
});
