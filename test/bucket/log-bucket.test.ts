import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket, BucketEncryption, ObjectOwnership, TargetObjectKeyFormat } from 'aws-cdk-lib/aws-s3';
import { LogBucket } from '../../lib/bucket/log-bucket';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';

// what development does not provide is printed
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const bucketsIn = (stack: Stack) => Template.fromStack(stack).findResources('AWS::S3::Bucket');
const logBucketsIn = (stack: Stack) => Object.keys(bucketsIn(stack)).filter((id) => id.startsWith('SecureLogBucket'));

/** The ARNs from which a stack's log buckets take logs. */
const sourcesIn = (stack: Stack): unknown[] =>
  Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Sid }) => Sid === 'TakeAccessLogs')
    .map(({ Condition }) => Condition.ArnLike['aws:SourceArn'])
    .flat();

/** A bucket of the app that may be provided. */
const provided = (stack: Stack) =>
  new Bucket(stack, 'Mine', {
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  });

describe('one log bucket for a top-level stack', () => {
  test('shared by its buckets and nested stacks, with one statement for all', () => {
    const stack = newStack();
    new SecureBucket(stack, 'One');
    new SecureBucket(stack, 'Two');
    const nested = new NestedStack(stack, 'Nested');
    new SecureBucket(nested, 'Three');
    SecurityGate.enforce(stack.node.root as App);
    expect(blocking(stack)).toEqual([]);
    expect(logBucketsIn(stack)).toHaveLength(1);
    expect(logBucketsIn(nested)).toEqual([]);
    expect(sourcesIn(stack)).toHaveLength(3);
  });

  test('not shared between stacks', () => {
    const app = new App();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env: ENV }));
    for (const stack of stacks) new SecureBucket(stack, 'Bucket');
    expect(stacks.map((stack) => logBucketsIn(stack).length)).toEqual([1, 1]);
  });

  test.each([
    [SecurityProfile.production(), 365, 'RetainExceptOnCreate'],
    [SecurityProfile.development({ accounts: [ENV.account] }), 30, 'Delete'],
    [SecurityProfile.regulated(), 3650, 'RetainExceptOnCreate'],
  ])('kept as long as the profile wants: %#', (profile, days, removal) => {
    const stack = newStack({ flags: {} });
    profile.applyTo(stack);
    LogBucket.of(stack);
    const [{ Properties, DeletionPolicy }] = Object.values(bucketsIn(stack));
    expect(Properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'retention',
      ExpirationInDays: days,
      Status: 'Enabled',
    });
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault).toEqual({
      SSEAlgorithm: 'AES256',
    });
    expect(Properties).not.toHaveProperty('LoggingConfiguration');
    expect(DeletionPolicy).toBe(removal);
  });

  test('the bucket of an L2 logs here too, with and without feature flags', () => {
    for (const flags of [RECOMMENDED_FLAGS, {}]) {
      const stack = newStack({ flags });
      const source = new Bucket(stack, 'Source');
      LogBucket.of(stack).receiveFrom(source, 'mine/');
      const findings = blocking(stack);
      expect(findings.filter((one) => /SecureLogBucket|BUCKET-06/.test(one))).toEqual([]);
      const logging = Object.values(bucketsIn(stack)).flatMap(
        ({ Properties }) => Properties?.LoggingConfiguration ?? [],
      );
      expect(logging).toEqual([
        expect.objectContaining({
          LogFilePrefix: 'mine/',
          TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } },
        }),
      ]);
    }
  });
});

describe('a log bucket from outside', () => {
  test.each(['App', 'Stage', 'Stack'])('provided at the %s', (where) => {
    const app = new App({ context: {} });
    const stage = new Stage(app, 'Stage', { env: ENV });
    const parent = where === 'Stage' ? stage : app;
    const [first, second] = ['First', 'Second'].map((id) => new Stack(parent, id, { env: ENV }));
    LogBucket.provide({ App: app, Stage: stage, Stack: second }[where]!, provided(first));
    new SecureBucket(second, 'Bucket');
    expect(logBucketsIn(second)).toEqual([]);
    expect(sourcesIn(first)).toEqual([{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::*']] }]);
    if (where !== 'Stage') {
      const found = SecurityGate.findingsOf(app).filter(
        ({ path, status }) => status === 'blocking' && path.startsWith('Second'),
      );
      expect(found).toEqual([]);
    }
  });

  test('in the same stack the statement names the buckets', () => {
    const stack = newStack();
    LogBucket.provide(stack, provided(stack));
    new SecureBucket(stack, 'Bucket');
    expect(sourcesIn(stack)).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Bucket/), 'Arn'] }]);
  });

  test('in another stack it names those that have a name', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id, { env: ENV }));
    LogBucket.provide(second, provided(first));
    new SecureBucket(second, 'Bucket', { bucketName: 'a-name-of-mine' });
    expect(sourcesIn(first)).toEqual([
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::a-name-of-mine']] },
    ]);
  });

  test('imported', () => {
    const stack = newStack();
    LogBucket.provide(stack, Bucket.fromBucketName(stack, 'Imported', 'central-logs'));
    new SecureBucket(stack, 'Bucket');
    expect(blocking(stack)).toEqual([]);
    expect(sourcesIn(stack)).toEqual([]);
    expect(Object.values(bucketsIn(stack))[0].Properties.LoggingConfiguration.DestinationBucketName).toBe(
      'central-logs',
    );
  });

  test('misuse', () => {
    const stack = newStack();
    const bucket = new SecureBucket(stack, 'Bucket');
    const last = /; call LogBucket\.provide first thing on the App, a Stage or a stack$/;
    expect(() => LogBucket.provide(bucket, bucket)).toThrow(last);
    expect(() => LogBucket.provide(stack, provided(stack))).toThrow(/^BUCKET-06: expected .*; call LogBucket/);
    expect(() => LogBucket.provide(newStack(), bucket)).toThrow(
      /^BUCKET-06: expected 'Stack\/Bucket' to be a construct of the same app, got another root;/,
    );
  });
});

describe("the L2's own logging props", () => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('the bucket, its prefix and its names, by policy: %s', (_, flags) => {
    const stack = newStack({ flags });
    const target = new SecureBucket(stack, 'Target', {
      encryption: BucketEncryption.S3_MANAGED,
      waivers: [{ ruleId: 'BUCKET-06', reason: 'it is a log target, which only its own sources show' }],
    });
    new SecureBucket(stack, 'Source', {
      serverAccessLogsBucket: target,
      serverAccessLogsPrefix: 'logs/',
      targetObjectKeyFormat: TargetObjectKeyFormat.simplePrefix(),
    });
    expect(blocking(stack)).toEqual([]);
    const [logging] = Object.entries(bucketsIn(stack)).flatMap(([id, { Properties }]) =>
      id.startsWith('Source') ? Properties.LoggingConfiguration : [],
    );
    expect(logging).toEqual({
      DestinationBucketName: { Ref: expect.stringMatching(/^Target/) },
      LogFilePrefix: 'logs/',
      TargetObjectKeyFormat: { SimplePrefix: {} },
    });
  });

  test('a prefix alone is the prefix in the log bucket', () => {
    const stack = newStack({ flags: {} });
    new SecureBucket(stack, 'Bucket', { serverAccessLogsPrefix: 'logs/' });
    expect(blocking(stack)).toEqual([]);
    expect(logBucketsIn(stack)).toHaveLength(1);
  });

  test.each([
    [{}, 0],
    [{ serverAccessLogsPrefix: 'logs/' }, 1],
  ])('in development only when asked for: %j', (props, expected) => {
    const stack = newStack();
    SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
    new SecureBucket(stack, 'Bucket', props);
    expect(logBucketsIn(stack)).toHaveLength(expected);
  });

  test('a target with a KMS key gets no logs, and the gate says so', () => {
    const stack = newStack();
    const target = new SecureBucket(stack, 'Target');
    new SecureBucket(stack, 'Source', { serverAccessLogsBucket: target });
    expect(blocking(stack)).toEqual(['BUCKET-13 Stack/Target/Resource']);
  });

  test('nor does one in another region', () => {
    const app = new App();
    const far = new Stack(app, 'Far', { env: { ...ENV, region: 'eu-west-1' } });
    const near = new Stack(app, 'Near', { env: ENV });
    const target = new SecureBucket(far, 'Target', {
      encryption: BucketEncryption.S3_MANAGED,
      bucketName: 'far-away-logs',
    });
    new SecureBucket(near, 'Source', { serverAccessLogsBucket: target });
    expect(blocking(near)).toContain('BUCKET-13 Far/Target/Resource');
  });
});
