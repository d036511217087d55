import { NestedStack, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import {
  BackupMode,
  Compression,
  DeliveryStream,
  DisableLogging,
  EnableLogging,
  KinesisStreamSource,
  LambdaFunctionProcessor,
  S3Bucket,
  S3BucketProps,
  StreamEncryption,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { SecurityProfile } from '../../lib/core/profile';
import { SecurityGate } from '../../lib/gate/security-gate';
import { DataClass } from '../../lib/key/data-class';
import { SecureDeliveryStream, SecureDeliveryStreamProps } from '../../lib/stream/secure-delivery-stream';
import { SecureStream } from '../../lib/stream/secure-stream';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, ENV, newStack } from '../support/judging';
import { Account } from '../support/template-access';

const PROFILES = {
  production: SecurityProfile.production(),
  development: SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: SecurityProfile.regulated(),
};
type Profile = keyof typeof PROFILES;
const TYPE = 'AWS::KinesisFirehose::DeliveryStream';
const CODE = { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = 1') };

const rendered = (stack: Stack): any => stack.resolve((stack as any)._toCloudFormation());
const all = (stack: Stack, type: string): any[] =>
  Object.values<any>(rendered(stack).Resources).filter(({ Type }) => Type === type);
const propertiesOf = (stack: Stack): any => all(stack, TYPE)[0].Properties;
const pages = (stack: Stack) => Bucket.fromBucketName(stack, 'Pages', 'pages');
type Said = Omit<SecureDeliveryStreamProps, 'destination'> & { readonly to?: S3BucketProps };
function made(said: Said = {}, stack = newStack()): any {
  const { to, ...props } = said;
  new SecureDeliveryStream(stack, 'Delivery', { destination: new S3Bucket(pages(stack), to), ...props });
  return propertiesOf(stack);
}

describe.each(['production', 'development', 'regulated'] as const)('in %s', (profile) => {
  test.each([
    ['recommended flags', RECOMMENDED_FLAGS],
    ['no flags', {}],
  ])('nothing of a stream, role or log is found, with %s', (_, flags) => {
    const stack = newStack({ flags });
    PROFILES[profile].applyTo(stack);
    const bucket = new SecureBucket(stack, 'Bucket');
    new SecureDeliveryStream(stack, 'Direct', { destination: new S3Bucket(bucket) });
    new SecureDeliveryStream(stack, 'Elsewhere', { destination: new S3Bucket(pages(stack)) });
    new SecureDeliveryStream(stack, 'FromStream', {
      source: new KinesisStreamSource(new SecureStream(stack, 'Stream')),
      destination: new S3Bucket(bucket, { s3Backup: { mode: BackupMode.ALL } }),
      dataClass: DataClass.SECRET,
    });
    new SecureDeliveryStream(new NestedStack(stack, 'Nested'), 'Inner', { destination: new S3Bucket(bucket) });
    expect(blocking(stack)).toEqual([]);
    const open = SecurityGate.findingsOf(stack.node.root).filter(({ status }) => status !== 'relaxed');
    expect(
      open.filter(({ ruleId }) => /^(STREAM|ROLE|LOGS|KEY|EDGE)/.test(ruleId)).map(({ message }) => message),
    ).toEqual([]);
  });
});

describe('who may what', () => {
  const stack = newStack();
  const bucket = new SecureBucket(stack, 'Bucket');
  new SecureBucket(stack, 'Other');
  const source = new Stream(stack, 'Clicks', { encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) });
  new Stream(stack, 'Views');
  const [fn] = ['Clean', 'Wipe'].map((id) => new Function(stack, id, CODE));
  const stream = new SecureDeliveryStream(stack, 'Delivery', {
    source: new KinesisStreamSource(source),
    destination: new S3Bucket(bucket, { processors: [new LambdaFunctionProcessor(fn)] }),
  });
  stream.grantPutRecords(new Role(stack, 'Producer', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  const account = Account.of({ stackName: 'Stack', template: rendered(stack) });
  const id = (type: string, prefix: string) => account.logicalIds(type, prefix)[0];
  const role = id('AWS::IAM::Role', 'DeliveryServiceRole');
  const bucketArn = (name: string) => account.arnOf(id('AWS::S3::Bucket', name));
  const can = (as: any, action: string, on: string, path?: string, context: object = {}) =>
    account.can({ as, action, on, path, context: context as any }).includes('allow');

  test('one role, and no other of its own', () => {
    expect(account.logicalIds('AWS::IAM::Role', 'Delivery')).toEqual([role]);
  });
  test.each([
    ['s3:PutObject', true],
    ['s3:AbortMultipartUpload', true],
    ['s3:GetObject', true],
    ['s3:DeleteObject', false],
    ['s3:PutObjectAcl', false],
    ['s3:GetObjectVersion', false],
  ])('%s on objects: %s, and never in another bucket', (action, expected) => {
    expect(can(role, action, id('AWS::S3::Bucket', 'Bucket'), '2026/11/22/x')).toBe(expected);
    expect(can(role, action, id('AWS::S3::Bucket', 'Other'), '2026/11/22/x')).toBe(false);
  });
  test.each([
    ['s3:ListBucket', true],
    ['s3:GetBucketLocation', true],
    ['s3:PutBucketPolicy', false],
  ])('%s on the bucket: %s', (action, expected) => {
    expect(can(role, action, id('AWS::S3::Bucket', 'Bucket'))).toBe(expected);
  });
  test('the bucket’s key through S3, for this bucket', () => {
    const key = id('AWS::KMS::Key', 'SecureKeyRingData');
    const of = (name: string, service = 's3') => ({
      'kms:ViaService': `${service}.us-east-1.amazonaws.com`,
      'kms:EncryptionContext:aws:s3:arn': name,
    });
    for (const action of ['kms:GenerateDataKey', 'kms:Decrypt']) {
      expect(can(role, action, key, undefined, of(bucketArn('Bucket')))).toBe(true);
      expect(can(role, action, key, undefined, of(`${bucketArn('Bucket')}/x`))).toBe(true);
      expect(can(role, action, key, undefined, of(bucketArn('Other')))).toBe(false);
      expect(can(role, action, key, undefined, of(bucketArn('Bucket'), 'sqs'))).toBe(false);
      expect(can(role, action, key)).toBe(false);
    }
  });
  test.each([
    ['kinesis:GetRecords', true],
    ['kinesis:GetShardIterator', true],
    ['kinesis:PutRecord', false],
  ])('%s on the source: %s, and never on another stream', (action, expected) => {
    expect(can(role, action, id('AWS::Kinesis::Stream', 'Clicks'))).toBe(expected);
    expect(can(role, action, id('AWS::Kinesis::Stream', 'Views'))).toBe(false);
  });
  test('the source’s key through Kinesis, to decrypt', () => {
    const key = id('AWS::KMS::Key', 'Key');
    const via = { 'kms:ViaService': 'kinesis.us-east-1.amazonaws.com' };
    expect(can(role, 'kms:Decrypt', key, undefined, via)).toBe(true);
    expect(can(role, 'kms:Encrypt', key, undefined, via)).toBe(false);
    expect(can(role, 'kms:Decrypt', key)).toBe(false);
  });
  test('this function, as such and as $LATEST', () => {
    const clean = id('AWS::Lambda::Function', 'Clean');
    expect(can(role, 'lambda:InvokeFunction', clean)).toBe(true);
    expect(can(role, 'lambda:InvokeFunction', clean, '$LATEST')).toBe(true);
    expect(can(role, 'lambda:InvokeFunction', clean, '7')).toBe(false);
    expect(can(role, 'lambda:UpdateFunctionCode', clean)).toBe(false);
    expect(can(role, 'lambda:InvokeFunction', id('AWS::Lambda::Function', 'Wipe'))).toBe(false);
  });
  test('its own log stream, to write', () => {
    const group = account.arnOf(id('AWS::Logs::LogGroup', 'DeliveryLogs'));
    const grants = account.actionsOf(role).filter(({ action }) => action.startsWith('logs:'));
    expect(grants.map(({ action }) => action)).toEqual(['logs:PutLogEvents']);
    const own = `${group.replace(/:\*$/, '')}:log-stream:`;
    expect(grants[0].resource.startsWith(own)).toBe(true);
    expect(grants[0].resource).not.toContain('*');
    expect(can(role, 'logs:PutLogEvents', grants[0].resource)).toBe(true);
    expect(can(role, 'logs:PutLogEvents', `${own}another`)).toBe(false);
  });
  test('no action is a family, and nothing stands on everything', () => {
    for (const { action, resource } of account.actionsOf(role)) {
      expect(action).not.toContain('*');
      expect(resource).not.toBe('*');
    }
  });
  test('Firehose takes the role with the external id of this account only', () => {
    const take = (context: object) =>
      can({ service: 'firehose.amazonaws.com' }, 'sts:AssumeRole', role, undefined, context);
    expect(take({ 'sts:ExternalId': ENV.account })).toBe(true);
    expect(take({ 'sts:ExternalId': '222222222222' })).toBe(false);
    expect(take({})).toBe(false);
  });
  test('who puts records, puts records', () => {
    const itself = id(TYPE, 'Delivery');
    const producer = id('AWS::IAM::Role', 'Producer');
    expect(account.actionsOf(producer).map(({ action }) => action)).toEqual([
      'firehose:PutRecord',
      'firehose:PutRecordBatch',
    ]);
    expect(can(producer, 'firehose:PutRecord', itself)).toBe(true);
  });
});

describe('what it renders', () => {
  test.each<[Profile, DataClass | undefined, string]>([
    ['production', undefined, 'CUSTOMER_MANAGED_CMK'],
    ['production', DataClass.INTERNAL, 'AWS_OWNED_CMK'],
    ['development', undefined, 'AWS_OWNED_CMK'],
    ['development', DataClass.SECRET, 'CUSTOMER_MANAGED_CMK'],
  ])('%s, class %s: %s', (profile, dataClass, expected) => {
    const stack = newStack();
    PROFILES[profile].applyTo(stack);
    const { DeliveryStreamEncryptionConfigurationInput: said, Tags } = made({ dataClass }, stack);
    expect(said.KeyType).toBe(expected);
    expect(Tags[0].Key).toBe('data-class');
  });
  test('a bucket without a key gets that of the ring; one that has one is left alone', () => {
    const to = ({ ExtendedS3DestinationConfiguration: { EncryptionConfiguration: said } }: any) => JSON.stringify(said);
    expect(to(made())).toContain('SecureKeyRingData');
    expect(to(made({ dataClass: DataClass.INTERNAL }))).toBeUndefined();
    const stack = newStack();
    new SecureDeliveryStream(stack, 'Delivery', { destination: new S3Bucket(new SecureBucket(stack, 'Bucket')) });
    expect(to(propertiesOf(stack))).toBeUndefined();
  });
  test('failures lie apart, and are logged in an encrypted group', () => {
    const stack = newStack();
    const { ExtendedS3DestinationConfiguration: to } = made({}, stack);
    expect(to.ErrorOutputPrefix).toBe('failed/!{firehose:error-output-type}/');
    expect(to.CloudWatchLoggingOptions.Enabled).toBe(true);
    expect(all(stack, 'AWS::Logs::LogGroup')[0].Properties.KmsKeyId).toBeDefined();
  });
  test('a backup of everything goes below source/, or to its own bucket', () => {
    const backup = (s3Backup: object) => made({ to: { s3Backup } }).ExtendedS3DestinationConfiguration;
    const same = backup({ mode: BackupMode.ALL });
    expect(same.S3BackupMode).toBe('Enabled');
    expect(same.S3BackupConfiguration.Prefix).toBe('source/');
    expect(same.S3BackupConfiguration.BucketARN).toEqual(same.BucketARN);
    expect(same.S3BackupConfiguration.CloudWatchLoggingOptions.Enabled).toBe(true);
    const bucket = Bucket.fromBucketName(newStack(), 'Kept', 'kept');
    const own = backup({ bucket });
    expect(own.S3BackupConfiguration.Prefix).toBeUndefined();
    expect(JSON.stringify(own.S3BackupConfiguration.BucketARN)).toContain(':kept');
  });
  test('with a source there is nothing to encrypt here', () => {
    const stack = newStack();
    const said = made({ source: new KinesisStreamSource(new SecureStream(stack, 'Stream')) }, stack);
    expect(said.DeliveryStreamType).toBe('KinesisStreamAsSource');
    expect(said.DeliveryStreamEncryptionConfigurationInput).toBeUndefined();
  });
  test('keeps what it is told', () => {
    const stack = newStack();
    const role = new Role(stack, 'Mine', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    const key = new Key(stack, 'Key');
    const logGroup = new LogGroup(stack, 'Group');
    const to = {
      role,
      encryptionKey: key,
      compression: Compression.GZIP,
      errorOutputPrefix: 'bad/',
      loggingConfig: new EnableLogging(logGroup),
    };
    const said = made(
      { to, role, encryption: StreamEncryption.customerManagedKey(key), deliveryStreamName: 'clicks' },
      stack,
    );
    const destination = said.ExtendedS3DestinationConfiguration;
    const keyArn = stack.resolve(key.keyArn);
    expect(said.DeliveryStreamName).toBe('clicks');
    expect(said.DeliveryStreamEncryptionConfigurationInput).toEqual({
      KeyARN: keyArn,
      KeyType: 'CUSTOMER_MANAGED_CMK',
    });
    expect(destination.EncryptionConfiguration.KMSEncryptionConfig.AWSKMSKeyARN).toEqual(keyArn);
    expect(destination.RoleARN).toEqual(stack.resolve(role.roleArn));
    expect(destination.CompressionFormat).toBe('GZIP');
    expect(destination.ErrorOutputPrefix).toBe('bad/');
    expect(destination.CloudWatchLoggingOptions.LogGroupName).toEqual(stack.resolve(logGroup.logGroupName));
    expect(all(stack, 'AWS::Logs::LogGroup')).toHaveLength(1);
    expect(all(stack, 'AWS::IAM::Role')).toHaveLength(1);
  });
  test('a customer key that nobody named is the ring’s, which is rotated', () => {
    const said = made({ encryption: StreamEncryption.customerManagedKey(), dataClass: DataClass.INTERNAL });
    expect(JSON.stringify(said.DeliveryStreamEncryptionConfigurationInput)).toContain('SecureKeyRingData');
  });
});

test.each<[string, Said, string[]]>([
  ['no encryption', { encryption: StreamEncryption.unencrypted() }, ['STREAM-05', 'STREAM-06']],
  ['a key of AWS for people', { encryption: StreamEncryption.awsOwnedKey() }, ['STREAM-06']],
])('a weak prop is refused: %s', (_, said, expected) => {
  const stack = newStack();
  made(said, stack);
  expect(blocking(stack)).toEqual(expected.map((id) => `${id} Stack/Delivery/Resource`));
});

test('logs may be off: the gate warns', () => {
  const stack = newStack();
  made({ to: { loggingConfig: new DisableLogging() } }, stack);
  expect(all(stack, 'AWS::Logs::LogGroup')).toEqual([]);
  const found = SecurityGate.findingsOf(stack.node.root).map(({ ruleId, status }) => `${status} ${ruleId}`);
  expect(found).toContain('warning STREAM-08');
});

test('the same children as CDK’s, and a log group', () => {
  const [ours, theirs] = [newStack(), newStack()].map((stack, index) => {
    const props = {
      destination: new S3Bucket(pages(stack)),
      source: new KinesisStreamSource(new Stream(stack, 'Stream')),
    };
    const it = index === 0 ? new SecureDeliveryStream(stack, 'It', props) : new DeliveryStream(stack, 'It', props);
    return it.node.children.map(({ node }) => node.id);
  });
  expect(ours.filter((id) => !theirs.includes(id))).toEqual(['Logs']);
  expect(theirs.filter((id) => !ours.includes(id))).toEqual(['S3 Destination Role', 'LogGroup']);
});
