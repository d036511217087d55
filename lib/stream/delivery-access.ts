import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup, ILogStream } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';

/**
 * What a delivery stream's role may do, by "Controlling access with Amazon Data Firehose", developer guide. CDK asks what it
 * delivers to for a grant, and gets families of actions; these stand in for them and give each action by name.
 */
const ON_OBJECTS = ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'];
const ON_BUCKET = ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'];
const ON_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'].map((one) => `kinesis:${one}`);
const ON_FUNCTION = ['lambda:GetFunctionConfiguration', 'lambda:InvokeFunction'];
const ON_LOGS = ['logs:PutLogEvents'];
const ON_KEY = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** The same thing, of which some methods do something else. */
const standIn = <T extends object>(original: T, methods: Partial<Record<keyof T, unknown>>): T =>
  Object.create(original, Object.fromEntries(Object.entries(methods).map(([name, value]) => [name, { value }]))) as T;

/** A bucket that lets somebody deliver objects, and encrypt them with its key through S3. */
export const deliveredTo = (bucket: IBucket): IBucket =>
  standIn(bucket, {
    grantReadWrite: (grantee: IGrantable) => {
      const objects = Grant.addToPrincipal({
        grantee,
        actions: ON_OBJECTS,
        resourceArns: [bucket.arnForObjects('*')],
      });
      const itself = Grant.addToPrincipal({ grantee, actions: ON_BUCKET, resourceArns: [bucket.bucketArn] });
      const { encryptionKey } = bucket;
      const all = objects.combine(itself);
      return encryptionKey ? all.combine(encryptObjects(encryptionKey, bucket, grantee)) : all;
    },
  });

/** A key that encrypts what is delivered to a bucket, and nothing else. */
export const deliveredUnder = (key: IKey, bucket: IBucket): IKey =>
  standIn(key, { grantEncryptDecrypt: (grantee: IGrantable) => encryptObjects(key, bucket, grantee) });

/** With bucket keys, the context is the bucket; without, each object. */
const encryptObjects = (key: IKey, bucket: IBucket, grantee: IGrantable): Grant =>
  Grant.addToPrincipal({
    grantee,
    actions: ON_KEY,
    resourceArns: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `s3.${Stack.of(bucket).region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] },
    },
  });

/** A key for records that wait. KMS grants it to Firehose when the stream is made, so that the role needs nothing. */
export const heldUnder = (key: IKey): IKey =>
  standIn(key, {
    grantEncryptDecrypt: (grantee: IGrantable) => Grant.drop(grantee, 'Firehose holds a grant of the key'),
  });

/** Lets somebody read one Kinesis stream, and decrypt its records through Kinesis. */
export function readStream(stream: IStream, grantee: IGrantable): Grant {
  const read = Grant.addToPrincipal({ grantee, actions: ON_STREAM, resourceArns: [stream.streamArn] });
  if (!stream.encryptionKey) return read;
  const conditions = { StringEquals: { 'kms:ViaService': `kinesis.${stream.env.region}.amazonaws.com` } };
  const resourceArns = [stream.encryptionKey.keyArn];
  return read.combine(Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt'], resourceArns, conditions }));
}

/** A function that lets somebody invoke what the delivery stream names: the function, which Firehose may call `$LATEST`. */
export const invokedAs = (fn: IFunction): IFunction =>
  standIn(fn, {
    grantInvoke: (grantee: IGrantable) =>
      Grant.addToPrincipal({
        grantee,
        actions: ON_FUNCTION,
        resourceArns: [fn.functionArn, `${fn.functionArn}:$LATEST`],
      }),
  });

/** A log group of which somebody may write to the streams that are made for him, and to no other. */
export function writtenTo(group: ILogGroup): ILogGroup {
  let writer: IGrantable | undefined;
  return standIn(group, {
    // CDK asks for the grant first, and for the stream then
    grantWrite: (grantee: IGrantable) => {
      writer = grantee;
      return Grant.drop(grantee, 'each stream is granted by name');
    },
    addStream: (id: string) => {
      const stream = group.addStream(id);
      if (writer) Grant.addToPrincipal({ grantee: writer, actions: ON_LOGS, resourceArns: [arnOf(group, stream)] });
      return stream;
    },
  });
}

const arnOf = (group: ILogGroup, stream: ILogStream): string =>
  Stack.of(group).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${group.logGroupName}:log-stream:${stream.logStreamName}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
