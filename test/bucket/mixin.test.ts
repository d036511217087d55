import { Aspects, CfnResource, Duration, RemovalPolicy, Shims, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { writeFileSync, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { BUCKET_RULES } from '../../lib/bucket/rules';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { SecureBucketMixin } from '../../lib/bucket/secure-bucket-mixin';
import { SecurityProfile } from '../../lib/core/profile';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { ENV, found, newStack } from '../support/judging';

// what development does not provide is printed
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
afterAll(() => jest.restoreAllMocks());

const REACHED = BUCKET_RULES.filter(({ reaches }) => reaches.includes('mixin')).map(({ id }) => id);
const left = (stack: Stack): string[] => found(stack).filter((one) => REACHED.includes(one.split(' ')[0]));
const resources = (stack: Stack, type = 'AWS::S3::Bucket') =>
  Object.values(Template.fromStack(stack).findResources(type));
const statementsIn = (stack: Stack): any[] =>
  resources(stack, 'AWS::S3::BucketPolicy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

const WEAK = {
  PublicAccessBlockConfiguration: { BlockPublicAcls: false },
  OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      {
        BlockedEncryptionTypes: { EncryptionType: ['NONE'] },
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      },
    ],
  },
  LifecycleConfiguration: { Rules: [{ Id: 'mine', Status: 'Enabled', ExpirationInDays: 9 }] },
};

const DENY_ACLS = new PolicyStatement({
  effect: Effect.DENY,
  principals: [new AnyPrincipal()],
  actions: ['s3:PutObjectAcl'],
  resources: ['*'],
});

/** Buckets as other people make them. */
const MAKERS: Record<string, (stack: Stack) => void> = {
  'a plain L2': (stack) => void new s3.Bucket(stack, 'Bucket'),
  'an L2 with a policy': (stack) =>
    void new s3.Bucket(stack, 'Bucket', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY }),
  'an L2 with weak props': (stack) =>
    void new s3.Bucket(stack, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ACLS_ONLY,
      objectOwnership: s3.ObjectOwnership.OBJECT_WRITER,
      blockedEncryptionTypes: [s3.BlockedEncryptionType.NONE],
      lifecycleRules: [{ id: 'mine', expiration: Duration.days(9) }],
    }),
  'an L1': (stack) => void new s3.CfnBucket(stack, 'Bucket'),
  'an L1 with a policy': (stack) => {
    new s3.CfnBucket(stack, 'Bucket', { bucketName: 'a-name' });
    const Statement = { Effect: 'Deny', Principal: '*', Action: 's3:PutObjectAcl', Resource: 'arn:aws:s3:::a-name/*' };
    new s3.CfnBucketPolicy(stack, 'Policy', { bucket: 'a-name', policyDocument: { Statement } });
  },
  'an L1 with a policy document': (stack) => {
    const bucket = new s3.CfnBucket(stack, 'Bucket');
    new s3.CfnBucketPolicy(stack, 'Policy', {
      bucket: bucket.ref,
      policyDocument: new PolicyDocument({ statements: [DENY_ACLS] }),
    });
  },
  'a generic resource': (stack) => void new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: WEAK }),
  'a generic resource with a generic policy': (stack) => {
    const bucket = new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket' });
    const document = {
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObjectAcl', Resource: '*' }],
    };
    new CfnResource(stack, 'Policy', {
      type: 'AWS::S3::BucketPolicy',
      properties: { Bucket: bucket.ref, PolicyDocument: document },
    });
  },
  'an included template': (stack) => {
    const templateFile = join(mkdtempSync(join(tmpdir(), 'include-')), 'template.json');
    writeFileSync(
      templateFile,
      JSON.stringify({ Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: WEAK } } }),
    );
    new CfnInclude(stack, 'Included', { templateFile });
  },
};

describe.each(Object.entries(MAKERS))('%s', (_, make) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('keeps every rule that the mixin reaches: %s', (__, flags) => {
    const stack = newStack({ flags });
    make(stack);
    expect(left(newStackOf(make, flags))).not.toEqual([]);
    stack.with(new SecureBucketMixin());
    stack.with(new SecureBucketMixin()); // twice is once
    expect(left(stack)).toEqual([]);
    expect(resources(stack, 'AWS::S3::BucketPolicy')).toHaveLength(1);
    const denied = statementsIn(stack).filter(({ Action }) => Action === 's3:*');
    expect(denied).toHaveLength(2);
  });

  test('as an aspect, with the ids and the name it had', () => {
    const [before, after] = [newStack(), newStack()];
    for (const stack of [before, after]) make(stack);
    Aspects.of(after).add(Shims.asAspect(new SecureBucketMixin()));
    const ids = [before, after].map((stack) => Object.keys(Template.fromStack(stack).findResources('AWS::S3::Bucket')));
    expect(ids[1]).toEqual(ids[0]);
    const names = [before, after].map((stack) => resources(stack).map(({ Properties }) => Properties?.BucketName));
    expect(names[1]).toEqual(names[0]);
    expect(left(after)).toEqual([]);
  });
});

function newStackOf(make: (stack: Stack) => void, flags: Record<string, unknown>): Stack {
  const stack = newStack({ flags });
  make(stack);
  return stack;
}

test('what was there stays, and what comes later counts', () => {
  const stack = newStack();
  const bucket = new s3.Bucket(stack, 'Bucket', {
    encryption: s3.BucketEncryption.KMS,
    lifecycleRules: [{ id: 'mine', expiration: Duration.days(9) }],
  });
  bucket.with(new SecureBucketMixin());
  bucket.addLifecycleRule({ id: 'later', prefix: 'a/', expiration: Duration.days(3) });
  bucket.grantRead(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  bucket.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObjectAcl'],
      resources: [bucket.arnForObjects('*')],
    }),
  );
  const [{ Properties }] = resources(stack);
  expect(Properties.LifecycleConfiguration.Rules.map(({ Id }: any) => Id)).toEqual([
    'mine',
    'later',
    'secure-housekeeping',
  ]);
  const [encryption] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
  expect(encryption.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
  expect(encryption.BlockedEncryptionTypes).toEqual({ EncryptionType: ['SSE-C'] });
  expect(statementsIn(stack)).toHaveLength(3);
});

describe('what it leaves to people', () => {
  const after = (make: (stack: Stack) => s3.Bucket): string[] => {
    const stack = newStack();
    make(stack).with(new SecureBucketMixin());
    return left(stack).map((one) => one.split(' ')[0]);
  };
  test('an ACL', () => {
    expect(
      after((stack) => new s3.Bucket(stack, 'Bucket', { accessControl: s3.BucketAccessControl.LOG_DELIVERY_WRITE })),
    ).toEqual(['BUCKET-02']);
  });
  test('the old versions that are there', () => {
    expect(after((stack) => new s3.Bucket(stack, 'Bucket', { versioned: true }))).toEqual(['BUCKET-07']);
  });
  test('a bucket that CDK empties', () => {
    const props = { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true };
    expect(after((stack) => new s3.Bucket(stack, 'Bucket', props))).toEqual(['BUCKET-10']);
  });
  test('what a condition decides', () => {
    const templateFile = join(mkdtempSync(join(tmpdir(), 'include-')), 'template.json');
    const one = { Rules: [{ Status: 'Enabled', ExpirationInDays: 1 }] };
    const LifecycleConfiguration = { 'Fn::If': ['C', one, { Ref: 'AWS::NoValue' }] };
    const Bucket = { Type: 'AWS::S3::Bucket', Properties: { LifecycleConfiguration } };
    writeFileSync(
      templateFile,
      JSON.stringify({ Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } }, Resources: { Bucket } }),
    );
    const stack = newStack();
    new CfnInclude(stack, 'Included', { templateFile });
    stack.with(new SecureBucketMixin());
    expect(resources(stack)[0].Properties.LifecycleConfiguration).toEqual(LifecycleConfiguration);
    expect(left(stack).map((finding) => finding.split(' ')[0])).toEqual(['BUCKET-07']);
  });
});

test('other resources and secure buckets are left alone', () => {
  const templates = [false, true].map((isApplied) => {
    const stack = newStack();
    new SecureBucket(stack, 'Bucket');
    new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' });
    if (isApplied) stack.with(new SecureBucketMixin());
    return Template.fromStack(stack).toJSON();
  });
  expect(templates[1]).toEqual(templates[0]);
});

test('in development a bucket may still go', () => {
  const stack = newStack();
  SecurityProfile.development({ accounts: [ENV.account] }).applyTo(stack);
  const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
  bucket.with(new SecureBucketMixin());
  expect(resources(stack)[0].DeletionPolicy).toBe('Delete');
});
