import { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { allow, Area, childOf, KEEP, keyRows, Row } from './table';
import { SecureBucket } from '../../../lib';
import { ENV } from '../../support/judging';
import { Attack, resourcesOf } from '../mutate';

const BUCKETS: Row[] = ['Stack/Bucket', 'SecureLogBucket'].flatMap((of): Row[] => [
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration'],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.BlockPublicAcls', false, 'false'],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.BlockPublicPolicy', false],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.IgnorePublicAcls', false],
  ['AWS::S3::Bucket', of, 'PublicAccessBlockConfiguration.RestrictPublicBuckets', false],
  ['AWS::S3::Bucket', of, 'OwnershipControls', { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }],
  ['AWS::S3::Bucket', of, 'OwnershipControls.Rules.0.ObjectOwnership', 'BucketOwnerPreferred'],
  ['AWS::S3::Bucket', of, 'BucketEncryption'],
  [
    'AWS::S3::Bucket',
    of,
    'BucketEncryption.ServerSideEncryptionConfiguration.0.BlockedEncryptionTypes',
    { EncryptionType: ['NONE'] },
  ],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration', { Rules: [] }],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration.Rules.0.Status', 'Disabled'],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload'],
  ['AWS::S3::Bucket', of, 'LifecycleConfiguration.Rules.0.NoncurrentVersionExpiration'],
  ['AWS::S3::Bucket', of, 'VersioningConfiguration', { Status: 'Suspended' }],
  ['AWS::S3::Bucket', of, '@DeletionPolicy', 'Delete'],
  ['AWS::S3::Bucket', of, '@UpdateReplacePolicy', 'Delete'],
  ['AWS::S3::Bucket', of, 'AccessControl', KEEP, 'PublicRead', 'PublicReadWrite', 'AuthenticatedRead'],
  ['AWS::S3::Bucket', of, 'WebsiteConfiguration', KEEP, { IndexDocument: 'index.html' }],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0.Effect', 'Allow'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0.Action', 's3:GetObject'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.0.Principal', { AWS: 'arn:aws:iam::111111111111:role/one' }],
  // without its condition a Deny only grows
  [
    'AWS::S3::BucketPolicy',
    of,
    'PolicyDocument.Statement.0.Condition',
    KEEP,
    { Bool: { 'aws:SecureTransport': 'true' } },
  ],
  [
    'AWS::S3::BucketPolicy',
    of,
    'PolicyDocument.Statement.0.Condition.StringEquals',
    KEEP,
    { 'aws:PrincipalAccount': '1' },
  ],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.1'],
  ['AWS::S3::BucketPolicy', of, 'PolicyDocument.Statement.1.Condition.NumericLessThan', KEEP, { 's3:TlsVersion': 1.0 }],
  ['AWS::S3::BucketPolicy', of, '@Condition', KEEP, 'Sometimes'],
]);

const ROWS: Row[] = [
  ...BUCKETS,
  [
    'AWS::S3::Bucket',
    'Stack/Bucket',
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
    'AES256',
  ],
  [
    'AWS::S3::Bucket',
    'Stack/Bucket',
    'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.KMSMasterKeyID',
  ],
  ['AWS::S3::Bucket', 'Stack/Bucket', 'BucketEncryption.ServerSideEncryptionConfiguration.0.BucketKeyEnabled', false],
  ['AWS::S3::Bucket', 'Stack/Bucket', 'LoggingConfiguration'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Condition'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Condition.StringEquals'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Condition.ArnLike'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Principal', '*'],
  ['AWS::S3::BucketPolicy', 'SecureLogBucket', 'PolicyDocument.Statement.2.Action', 's3:*'],

  ...keyRows('Data'),
  ['AWS::KMS::Key', 'Data', 'KeyPolicy.Statement.4.Condition'],
];

const bucketOf = (stack: Stack) => childOf<SecureBucket>(stack, 'Bucket');
const first = <T>(stack: Stack, type: string, part: string) => resourcesOf(stack, type, part)[0] as T;

const ATTACKS: Attack[] = [
  {
    name: 'a public bucket policy beside',
    apply: (s) =>
      new CfnBucketPolicy(s, 'X', {
        bucket: bucketOf(s).bucketName,
        policyDocument: allow({ Principal: '*', Action: 's3:GetObject', Resource: `${bucketOf(s).bucketArn}/*` }),
      }),
  },
  {
    name: 'a public bucket policy in another stack',
    apply: (s) =>
      new CfnBucketPolicy(new Stack(s.node.root as Construct, 'Other', { env: ENV }), 'X', {
        bucket: bucketOf(s).bucketName,
        policyDocument: allow({
          Principal: { AWS: '*' },
          Action: 's3:GetObject',
          Resource: `${bucketOf(s).bucketArn}/*`,
        }),
      }),
  },
  {
    name: 'a bucket policy for a foreign account',
    apply: (s) =>
      bucketOf(s).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AccountPrincipal('222222222222')],
          actions: ['s3:GetObject'],
          resources: [bucketOf(s).arnForObjects('*')],
        }),
      ),
  },
  {
    name: 'a public statement through the L2',
    apply: (s) =>
      bucketOf(s).addToResourcePolicy(
        new PolicyStatement({
          principals: [new AnyPrincipal()],
          actions: ['s3:GetObject'],
          resources: [bucketOf(s).arnForObjects('*')],
        }),
      ),
  },
  {
    name: 'grantPublicAccess with the block off',
    apply: (s) =>
      void (first<CfnBucket>(s, 'AWS::S3::Bucket', 'Stack/Bucket').publicAccessBlockConfiguration = undefined),
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void (first<CfnBucket>(s, 'AWS::S3::Bucket', 'Stack/Bucket').versioningConfiguration = undefined),
  },
  { name: 'the bucket policy removed from the tree', apply: (s) => void bucketOf(s).node.tryRemoveChild('Policy') },
  {
    name: 'a public key policy',
    apply: (s) => {
      const key = first<CfnKey>(s, 'AWS::KMS::Key', 'Data');
      key.addPropertyOverride('KeyPolicy.Statement.9', {
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
      });
    },
  },
  {
    name: 'the transport deny softened by a second condition',
    apply: (s) => {
      const [policy] = resourcesOf(s, 'AWS::S3::BucketPolicy', 'Stack/Bucket');
      policy.addPropertyOverride('PolicyDocument.Statement.0.Condition.StringNotEquals', {
        'aws:PrincipalAccount': '111111111111',
      });
    },
  },
  {
    name: 'public access through a Deny turned Allow',
    apply: (s) =>
      bucketOf(s).addToResourcePolicy(
        new PolicyStatement({
          effect: Effect.ALLOW,
          principals: [new AnyPrincipal()],
          actions: ['s3:PutObject'],
          resources: [bucketOf(s).arnForObjects('in/*')],
        }),
      ),
  },
];

export const BUCKET: Area = {
  build: (stack) => void new SecureBucket(stack, 'Bucket'),
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    'AWS::S3::Bucket.Tags':
      'statements for people and reports; the key rule reads them, and a wrong one only asks for more',
    'AWS::S3::BucketPolicy.Bucket':
      'names its subject: taken away, the bucket has no policy, which is among the attacks',
    'AWS::KMS::Key.Description': 'a name',
  },
};
