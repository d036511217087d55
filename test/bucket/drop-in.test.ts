import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { SecureBucketProps } from '../../lib/bucket/secure-bucket-props';
import { SecurityGate } from '../../lib/gate/security-gate';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { newStack } from '../support/judging';

beforeAll(() => void (process.env.JSII_DEPRECATED = 'quiet'));

describe('what the plain L2 takes, this takes', () => {
  const types = {
    encryption: Object.values(s3.BucketEncryption),
    accessControl: Object.values(s3.BucketAccessControl),
    objectOwnership: Object.values(s3.ObjectOwnership),
  };
  const rows: [string, SecureBucketProps][] = [
    ...Object.entries(types).flatMap(([key, values]) =>
      values.map((one): [string, SecureBucketProps] => [`${key} ${one}`, { [key]: one }]),
    ),
    ['enforceSSL off', { enforceSSL: false }],
    ['an empty list', { lifecycleRules: [] }],
    ['a prefix for logs', { serverAccessLogsPrefix: 'logs/' }],
    ['blocks partly off', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY }],
    [
      'a lock',
      { objectLockEnabled: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) },
    ],
    ['a redirect', { websiteRedirect: { hostName: 'example.com' } }],
    ['EventBridge', { eventBridgeEnabled: true }],
    ['nothing blocked', { blockedEncryptionTypes: [s3.BlockedEncryptionType.NONE] }],
    ['removal', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }],
  ];
  test.each(rows)('%s', (_, props) => {
    for (const flags of [RECOMMENDED_FLAGS, {}]) {
      const plain = newStack({ flags });
      expect(() => (new s3.Bucket(plain, 'Bucket', props), Template.fromStack(plain))).not.toThrow();
      const stack = newStack({ flags });
      new SecureBucket(stack, 'Bucket', props);
      expect(SecurityGate.findingsOf(stack).filter(({ ruleId }) => ruleId.startsWith('GATE-02'))).toEqual([]);
    }
  });
});

describe('events', () => {
  const events = (template: Template) => Object.values(template.findResources('Custom::S3BucketNotifications'));
  const nativeOn = Match.objectLike({
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });

  test('EventBridge without a custom resource', () => {
    const stack = newStack();
    new SecureBucket(stack, 'Bucket', { eventBridgeEnabled: true });
    new SecureBucket(stack, 'Later').enableEventBridgeNotification();
    const template = Template.fromStack(stack);
    expect(events(template)).toEqual([]);
    template.resourceCountIs('AWS::Lambda::Function', 0);
    template.resourcePropertiesCountIs('AWS::S3::Bucket', nativeOn, 2);
  });

  test.each(['before', 'after'])('EventBridge %s another notification: in one place', (when) => {
    const stack = newStack();
    const queue = new Queue(stack, 'Queue');
    const bucket = new SecureBucket(stack, 'Bucket');
    if (when === 'before') bucket.enableEventBridgeNotification();
    bucket.addObjectCreatedNotification(new SqsDestination(queue));
    if (when === 'after') bucket.enableEventBridgeNotification();
    const template = Template.fromStack(stack);
    expect(events(template)).toEqual([
      expect.objectContaining({
        Properties: expect.objectContaining({
          NotificationConfiguration: { EventBridgeConfiguration: {}, QueueConfigurations: [expect.anything()] },
        }),
      }),
    ]);
    template.resourcePropertiesCountIs('AWS::S3::Bucket', nativeOn, 0);
  });
});
