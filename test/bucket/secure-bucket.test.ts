import { App, Duration, NestedStack, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { SecureBucketProps } from '../../lib/bucket/secure-bucket-props';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};

beforeAll(() => {
  process.env.JSII_DEPRECATED = 'quiet';
  jest.spyOn(console, 'error').mockImplementation(); // what development does not provide is printed
});
afterAll(() => jest.restoreAllMocks());

function stackIn(profile: keyof typeof PROFILES, flags: Record<string, unknown> = RECOMMENDED_FLAGS): Stack {
  const stack = newStack({ flags });
  PROFILES[profile].applyTo(stack);
  return stack;
}

/** What stands in the template of a bucket with these props. */
function properties(props: SecureBucketProps, stack = newStack()): Record<string, any> {
  new SecureBucket(stack, 'Bucket', props);
  const found = Template.fromStack(stack).findResources('AWS::S3::Bucket');
  const [, resource] = Object.entries(found).find(([id]) => id.startsWith('Bucket'))!;
  return { ...resource.Properties, DeletionPolicy: resource.DeletionPolicy };
}

/** Blocking findings of the bucket itself. */
const findings = (props: SecureBucketProps): string[] => {
  const stack = newStack();
  new SecureBucket(stack, 'Bucket', props);
  return blocking(stack).filter((one) => one.includes('Stack/Bucket/'));
};

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('no finding, with %s', (_, flags) => {
    const stack = stackIn(profile, flags);
    new SecureBucket(stack, 'Bucket');
    new SecureBucket(stack, 'Secret', { dataClass: DataClass.SECRET, retention: Duration.days(30) });
    new SecureBucket(new NestedStack(stack, 'Nested'), 'Inner');
    SecurityGate.enforce(stack.node.root as App, {});
    expect(blocking(stack)).toEqual([]);
    const warned = SecurityGate.findingsOf(stack).filter(
      ({ ruleId, status }) => /^BUCKET/.test(ruleId) && status === 'warning',
    );
    expect(warned).toEqual([]);
  });
});

describe('who gets in', () => {
  const stack = newStack();
  const bucket = new SecureBucket(stack, 'Bucket', { dataClass: DataClass.INTERNAL });
  const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  bucket.grantRead(reader);
  const account = Account.of({ stackName: 'Stack', template: Template.fromStack(stack).toJSON() });
  const on = account.logicalIds('AWS::S3::Bucket', 'Bucket')[0];
  const as = account.logicalIds('AWS::IAM::Role', 'Reader')[0];
  const logs = account.logicalIds('AWS::S3::Bucket', 'SecureLogBucket')[0];
  const read = { as, action: 's3:GetObject', on, path: 'a' };

  test.each([
    ['who was granted it', {}, 'allowed'],
    ['nobody by plain HTTP', { 'aws:SecureTransport': 'false' }, 'denied'],
    ['nobody by TLS 1.1', { 's3:TlsVersion': '1.1' }, 'denied'],
    ['TLS 1.3', { 's3:TlsVersion': '1.3' }, 'allowed'],
  ])('%s', (_, context, expected) => {
    expect(account.can({ ...read, context })).toContain(expected === 'allowed' ? 'allow' : 'den');
  });

  test('nobody anonymous', () => expect(account.can({ ...read, as: 'anonymous' })).not.toContain('allow'));

  test.each([
    ['its own logs', {}, true],
    ['the logs of a stranger', { 'aws:SourceAccount': '222222222222', 'aws:SourceArn': 'arn:aws:s3:::theirs' }, false],
    ['the logs of another own bucket', { 'aws:SourceArn': 'arn:aws:s3:::other' }, false],
  ])('S3 may deliver %s', (_, context, expected) => {
    const source = { 'aws:SourceAccount': ENV.account, 'aws:SourceArn': account.arnOf(on) };
    const verdict = account.can({
      as: { service: 'logging.s3.amazonaws.com' },
      action: 's3:PutObject',
      on: logs,
      path: 's3-access-logs/x',
      context: { ...source, ...context },
    });
    expect(verdict.includes('allow')).toBe(expected);
  });
});

describe('what the profile and the class decide', () => {
  test.each([
    ['production', undefined, 'aws:kms', 'personal'],
    ['production', DataClass.INTERNAL, 'AES256', 'internal'],
    ['production', DataClass.SECRET, 'aws:kms', 'secret'],
    ['development', undefined, 'AES256', 'internal'],
    ['development', DataClass.SECRET, 'aws:kms', 'secret'],
    ['regulated', undefined, 'aws:kms', 'personal'],
  ] as const)('%s, %s: encrypted with %s', (profile, dataClass, algorithm, stated) => {
    const got = properties({ dataClass }, stackIn(profile));
    const [rule] = got.BucketEncryption.ServerSideEncryptionConfiguration;
    expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe(algorithm);
    expect(rule.BucketKeyEnabled).toBe(algorithm === 'aws:kms' ? true : undefined);
    expect(got.Tags).toContainEqual({ Key: 'data-class', Value: stated });
  });

  test.each([
    ['production', 'RetainExceptOnCreate', 90, true],
    ['development', 'Delete', 7, false],
    ['regulated', 'RetainExceptOnCreate', 365, true],
  ] as const)('%s: %s, old versions go after %d days', (profile, removal, days, logged) => {
    const got = properties({}, stackIn(profile));
    expect(got.DeletionPolicy).toBe(removal);
    expect(got.LifecycleConfiguration.Rules).toEqual([
      expect.objectContaining({
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        NoncurrentVersionExpiration: { NoncurrentDays: days },
      }),
    ]);
    expect(got.LoggingConfiguration !== undefined).toBe(logged);
  });

  test('retention: objects expire, and the tag says when', () => {
    const got = properties({ retention: Duration.days(30) });
    expect(got.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'retention',
      ExpirationInDays: 30,
      Status: 'Enabled',
    });
    expect(got.Tags).toContainEqual({ Key: 'data-retention', Value: '30 days' });
    expect(properties({}).Tags).toContainEqual({ Key: 'data-retention', Value: 'kept until deleted' });
  });

  test.each([Duration.hours(36), Duration.days(0), Duration.minutes(5)])(
    'a retention that is no number of days: %s',
    (retention) => {
      expect(() => new SecureBucket(newStack(), 'Bucket', { retention })).toThrow(
        /^BUCKET-11: expected retention to be a number of whole days, got .* days; pass for example Duration.days\(30\)$/,
      );
    },
  );
});

describe('what the caller says', () => {
  test('an explicit undefined erases nothing', () => {
    const props = Object.fromEntries(
      [
        'blockPublicAccess',
        'objectOwnership',
        'enforceSSL',
        'encryption',
        'versioned',
        'lifecycleRules',
        'removalPolicy',
        'dataClass',
        'retention',
      ].map((key) => [key, undefined]),
    );
    expect(findings(props)).toEqual([]);
  });

  test.each<[string, SecureBucketProps, string[]]>([
    [
      'public access',
      {
        blockPublicAccess: new s3.BlockPublicAccess({
          blockPublicAcls: false,
          blockPublicPolicy: false,
          ignorePublicAcls: false,
          restrictPublicBuckets: false,
        }),
        publicReadAccess: true,
      },
      ['BUCKET-01 Resource', 'POLICY-01 Policy/Resource'],
    ],
    ['an ACL', { accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE }, ['BUCKET-02 Resource']],
    ['a private ACL: fine', { accessControl: s3.BucketAccessControl.PRIVATE }, []],
    ['objects of their writers', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }, ['BUCKET-02 Resource']],
    ['plain HTTP', { enforceSSL: false }, ['BUCKET-03 Resource']],
    ['TLS 1.1', { minimumTLSVersion: 1.1 }, ['BUCKET-03 Resource']],
    ['TLS 1.3: fine', { minimumTLSVersion: 1.3 }, []],
    ['no encryption', { encryption: s3.BucketEncryption.UNENCRYPTED }, ['BUCKET-04 Resource']],
    ["S3's own key for personal data", { encryption: s3.BucketEncryption.S3_MANAGED }, ['BUCKET-04 Resource']],
    [
      "S3's own key for internal data: fine",
      { encryption: s3.BucketEncryption.S3_MANAGED, dataClass: DataClass.INTERNAL },
      [],
    ],
    ['the AWS managed key', { encryption: s3.BucketEncryption.KMS_MANAGED }, ['BUCKET-04 Resource']],
    ['no bucket key', { bucketKeyEnabled: false }, ['BUCKET-04 Resource']],
    ['no versions', { versioned: false }, ['BUCKET-05 Resource']],
    ['a website', { websiteIndexDocument: 'index.html' }, ['BUCKET-09 Resource']],
    ['SSE-C', { blockedEncryptionTypes: [s3.BlockedEncryptionType.NONE] }, ['BUCKET-08 Resource']],
    ['removal', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }, ['BUCKET-10 Resource']],
    [
      'old versions kept longer, some of them',
      { lifecycleRules: [{ prefix: 'a/', noncurrentVersionExpiration: Duration.days(400) }] },
      ['BUCKET-07 Resource'],
    ],
    ['old versions kept longer: fine', { lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(400) }] }, []],
    [
      'some old versions gone sooner: fine',
      { lifecycleRules: [{ prefix: 'a/', noncurrentVersionExpiration: Duration.days(1) }] },
      [],
    ],
  ])('%s', (_, props, expected) => {
    expect(findings(props).map((one) => one.replace('Stack/Bucket/', ''))).toEqual(expected);
  });

  test('a key of his own, single or dual-layer', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
    new SecureBucket(stack, 'Bucket', { encryptionKey });
    new SecureBucket(stack, 'Dual', { encryptionKey, encryption: s3.BucketEncryption.DSSE });
    new SecureBucket(stack, 'Made', { encryption: s3.BucketEncryption.KMS });
    expect(blocking(stack).filter((one) => one.startsWith('BUCKET'))).toEqual([]);
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::KMS::Key'))).toHaveLength(2);
  });

  test('lifecycle rules are added to ours', () => {
    const rules = properties({ lifecycleRules: [{ id: 'mine', expiration: Duration.days(5) }] }).LifecycleConfiguration
      .Rules;
    expect(rules.map(({ Id }: any) => Id)).toEqual(['secure-housekeeping', 'mine']);
  });

  test('a waiver covers it, and only here', () => {
    const stack = newStack();
    const waivers = [{ ruleId: 'BUCKET-05', reason: 'rebuilt from the source every night' }];
    new SecureBucket(stack, 'Bucket', { versioned: false, waivers });
    new SecureBucket(stack, 'Other', { versioned: false });
    expect(blocking(stack)).toEqual(['BUCKET-05 Stack/Other/Resource']);
  });

  test('a public statement added later is found', () => {
    const stack = newStack();
    const bucket = new SecureBucket(stack, 'Bucket');
    const principals = [new AnyPrincipal()];
    bucket.addToResourcePolicy(
      new PolicyStatement({ principals, actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] }),
    );
    expect(() => (stack.node.root as App).synth()).toThrow(/POLICY-01/);
  });
});

test('a stack that may stand anywhere', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack', {} as StackProps);
  new SecureBucket(stack, 'Bucket');
  SecurityGate.enforce(app);
  expect(blocking(stack)).toEqual([]);
});
