import { CfnResource } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnStream, ResourcePolicy } from 'aws-cdk-lib/aws-kinesis';
import { CfnDeliveryStream, KinesisStreamSource, S3Bucket } from 'aws-cdk-lib/aws-kinesisfirehose';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Attack, resourcesOf } from '../mutate';
import { allow, Area, childOf, logRows, Row } from './table';
import { SecureDeliveryStream, SecureStream } from '../../../lib';

const STREAM = 'AWS::Kinesis::Stream';
const DELIVERY = 'AWS::KinesisFirehose::DeliveryStream';
const SSE = 'DeliveryStreamEncryptionConfigurationInput';
const S3 = 'ExtendedS3DestinationConfiguration';
const POLICY = 'PolicyDocument.Statement';

const ROWS: Row[] = [
  [STREAM, 'Stream', 'StreamEncryption', { EncryptionType: 'NONE' }],
  [STREAM, 'Stream', 'StreamEncryption.EncryptionType', 'NONE'],
  [STREAM, 'Stream', 'StreamEncryption.KeyId', 'alias/aws/kinesis'],
  [DELIVERY, 'Direct', SSE],
  [DELIVERY, 'Direct', `${SSE}.KeyType`, 'NONE'],
  [DELIVERY, 'Direct', `${SSE}.KeyARN`],
  ['AWS::IAM::Role', 'Direct', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Policy', 'Direct', `${POLICY}.0.Action`, '*', 's3:*'],
  ['AWS::IAM::Policy', 'Direct', `${POLICY}.0.Resource`, '*'],
  ['AWS::IAM::Policy', 'Direct', `${POLICY}.2.Action`, 'kms:*', '*'],
  ['AWS::IAM::Policy', 'Direct', `${POLICY}.2.Resource`, '*'],
  ['AWS::IAM::Policy', 'FromStream', `${POLICY}.0.Action`, 'kinesis:*'],
  ['AWS::IAM::Policy', 'FromStream', `${POLICY}.0.Resource`, '*'],
  ...logRows('Direct/Logs'),
];

const first = <T = CfnResource>(stack: Parameters<Attack['apply']>[0], type: string, part = '') =>
  resourcesOf(stack, type, part)[0] as T;

const ATTACKS: Attack[] = [
  {
    name: 'a policy of the stream that lets everybody read',
    apply: (s) =>
      new ResourcePolicy(s, 'X', { stream: childOf<SecureStream>(s, 'Stream') }).document.addStatements(
        new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['kinesis:GetRecords'], resources: ['*'] }),
      ),
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void (first<CfnStream>(s, STREAM).streamEncryption = undefined),
  },
  {
    name: 'the destination replaced by one over plain HTTP',
    apply: (s) => {
      const delivery = first<CfnDeliveryStream>(s, DELIVERY, 'Direct');
      delivery.extendedS3DestinationConfiguration = undefined;
      delivery.httpEndpointDestinationConfiguration = {
        endpointConfiguration: { url: 'http://counter.example.com' },
        s3Configuration: { bucketArn: 'arn:aws:s3:::pages', roleArn: 'arn:aws:iam::111111111111:role/x' },
      };
    },
  },
  {
    name: 'an access key in the template',
    apply: (s) =>
      first(s, DELIVERY, 'Direct').addPropertyOverride('HttpEndpointDestinationConfiguration', {
        EndpointConfiguration: { Url: 'https://counter.example.com', AccessKey: 'correct-horse-battery-staple' },
      }),
  },
  {
    name: 'delivered to a bucket that no key of ours encrypts',
    apply: (s) => {
      const delivery = first(s, DELIVERY, 'Direct');
      delivery.addPropertyOverride(`${S3}.BucketARN`, new CfnBucket(s, 'X').attrArn);
      delivery.addPropertyDeletionOverride(`${S3}.EncryptionConfiguration`);
    },
  },
  {
    name: 'a policy beside, that lets its role do anything',
    apply: (s) =>
      new CfnPolicy(s, 'X', {
        policyName: 'x',
        policyDocument: allow({ Action: '*', Resource: '*' }),
        roles: [s.resolve(first<CfnPolicy>(s, 'AWS::IAM::Role', 'Direct').ref)],
      }),
  },
];

export const STREAM_AREA: Area = {
  build: (stack) => {
    const destination = new S3Bucket(Bucket.fromBucketName(stack, 'Pages', 'pages'));
    const stream = new SecureStream(stack, 'Stream');
    new SecureDeliveryStream(stack, 'Direct', { destination });
    new SecureDeliveryStream(stack, 'FromStream', { destination, source: new KinesisStreamSource(stream) });
  },
  rows: ROWS,
  attacks: ATTACKS,
  harmless: {
    [`${STREAM}.RetentionPeriodHours`]: 'AWS keeps records for a day when nothing is said (STREAM-03 warns)',
    [`${STREAM}.ShardCount`]: 'the capacity',
    [`${STREAM}.Tags`]: 'the class it states asks for a key; nobody guesses one that is not stated',
    [`${DELIVERY}.Tags`]: 'the same',
    [`${DELIVERY}.DeliveryStreamType`]: 'taken away, it takes records itself, and has to encrypt them (STREAM-05)',
    [`${DELIVERY}.KinesisStreamSourceConfiguration`]: 'which stream it reads, with its role',
    [`${DELIVERY}.${S3}`]: 'where it delivers: attacks below weaken it; its logs are a warning (STREAM-08)',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject: taken away, the role may do less',
    'AWS::KMS::Key.*': 'the keys of the ring, whose rows the bucket has',
    'AWS::Logs::LogStream.*': 'a stream of a group that has rows',
  },
  spared: [
    [
      ['AWS::IAM::Role', 'Direct', 'AssumeRolePolicyDocument.Statement.0.Condition'],
      'The guide of Firehose shows no condition, and roles are passed to it within their own account only.',
    ],
    [[STREAM, 'Stream', '@DeletionPolicy', 'Delete'], 'A stream holds what passes through: STREAM-04 warns.'],
    [[DELIVERY, 'Direct', `${S3}.CloudWatchLoggingOptions`], 'Metrics say that deliveries fail: STREAM-08 warns.'],
  ],
};
