import { App, Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { SecurityGate } from '../../lib/gate/security-gate';
import { verdicts } from '../support/judging';

const P = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const NONE = { Ref: 'AWS::NoValue' };
const KEY = 'arn:aws:kms:us-east-1:111111111111:key/a1b2';
const MANAGED = { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' };
const tagged = (Value: unknown) => ({ Tags: [{ Key: 'data-class', Value }] });
const stream = (Properties: object = {}, rest: object = {}) => ({
  Stream: { Type: 'AWS::Kinesis::Stream', Properties, ...rest },
});

test.each<[string, object, string[]]>([
  ['the key of AWS', { StreamEncryption: MANAGED }, []],
  ['a key of your own', { StreamEncryption: { EncryptionType: 'KMS', KeyId: KEY } }, []],
  ['nothing', {}, ['fail Stream']],
  ['NONE', { StreamEncryption: { EncryptionType: 'NONE' } }, ['fail Stream']],
  ['a key without a type', { StreamEncryption: { KeyId: KEY } }, ['fail Stream']],
  ['an empty one', { StreamEncryption: {} }, ['fail Stream']],
  ['NoValue', { StreamEncryption: NONE }, ['fail Stream']],
  ['a type from a parameter', { StreamEncryption: { EncryptionType: { Ref: 'P' } } }, ['unknown Stream']],
  ['in one branch', { StreamEncryption: { 'Fn::If': ['C', MANAGED, NONE] } }, ['fail Stream']],
])('STREAM-01 encryption: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-01', stream(properties), P)).toEqual(expected);
});

test.each([
  ['a plain stream of CDK, in whatever region', undefined, []],
  ['in China too', { region: 'cn-north-1', account: '111111111111' }, []],
])('STREAM-01 %s', (_, env, expected) => {
  const stack = new Stack(new App(), 'Stack', { env });
  new Stream(stack, 'Stream');
  const found = SecurityGate.findingsOf(stack.node.root).filter(({ ruleId }) => /^STREAM/.test(ruleId));
  expect(found.map(({ ruleId }) => ruleId)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['nothing stated', { StreamEncryption: MANAGED }, []],
  ['internal', { StreamEncryption: MANAGED, ...tagged('internal') }, []],
  ['personal with a key', { StreamEncryption: { KeyId: KEY }, ...tagged('personal') }, []],
  ['secret with a key from a parameter', { StreamEncryption: { KeyId: { Ref: 'P' } }, ...tagged('secret') }, []],
  ['personal with the key of AWS', { StreamEncryption: MANAGED, ...tagged('personal') }, ['fail Stream']],
  ['secret with nothing', tagged('secret'), ['fail Stream']],
  ['a class from a parameter', { StreamEncryption: MANAGED, ...tagged({ Ref: 'P' }) }, ['unknown Stream']],
])('STREAM-02 key: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-02', stream(properties), P)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['a number', { RetentionPeriodHours: 24 }, []],
  ['a text', { RetentionPeriodHours: '168' }, []],
  ['a parameter', { RetentionPeriodHours: { Ref: 'P' } }, []],
  ['nothing', {}, ['fail Stream']],
  ['in one branch', { RetentionPeriodHours: { 'Fn::If': ['C', 48, NONE] } }, ['fail Stream']],
])('STREAM-03 retention: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-03', stream(properties), P)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['kept', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }, []],
  ['kept but for a failed creation', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }, []],
  ['nothing', {}, ['fail Stream']],
  ['kept on removal only', { DeletionPolicy: 'Retain' }, ['fail Stream']],
  ['kept on replacement only', { UpdateReplacePolicy: 'Retain' }, ['fail Stream']],
  ['deleted', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' }, ['fail Stream']],
])('STREAM-04 removal: %s', (_, attributes, expected) => {
  expect(verdicts('STREAM-04', stream({}, attributes), P)).toEqual(expected);
});

const delivery = (Properties: object = {}) => ({
  Delivery: { Type: 'AWS::KinesisFirehose::DeliveryStream', Properties },
});
const SSE = 'DeliveryStreamEncryptionConfigurationInput';

test.each<[string, object, string[]]>([
  ['a key of AWS', { [SSE]: { KeyType: 'AWS_OWNED_CMK' } }, []],
  ['a key of your own', { [SSE]: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: KEY } }, []],
  ['a Kinesis stream as source', { DeliveryStreamType: 'KinesisStreamAsSource' }, []],
  ['Kafka as source', { DeliveryStreamType: 'MSKAsSource' }, []],
  ['nothing', {}, ['fail Delivery']],
  ['DirectPut and nothing', { DeliveryStreamType: 'DirectPut' }, ['fail Delivery']],
  ['an empty one', { [SSE]: {} }, ['fail Delivery']],
  ['a type of its own', { [SSE]: { KeyType: 'NONE' } }, ['fail Delivery']],
  ['in one branch', { [SSE]: { 'Fn::If': ['C', { KeyType: 'AWS_OWNED_CMK' }, NONE] } }, ['fail Delivery']],
  ['a key type from a parameter', { [SSE]: { KeyType: { Ref: 'P' } } }, ['unknown Delivery']],
  ['a source from a parameter', { DeliveryStreamType: { Ref: 'P' } }, ['unknown Delivery']],
  [
    'a source from a parameter, encrypted anyway',
    { DeliveryStreamType: { Ref: 'P' }, [SSE]: { KeyType: 'AWS_OWNED_CMK' } },
    [],
  ],
])('STREAM-05 records that wait: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-05', delivery(properties), P)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['nothing stated', { [SSE]: { KeyType: 'AWS_OWNED_CMK' } }, []],
  ['internal', { [SSE]: { KeyType: 'AWS_OWNED_CMK' }, ...tagged('internal') }, []],
  ['a key', { [SSE]: { KeyType: 'CUSTOMER_MANAGED_CMK', KeyARN: KEY }, ...tagged('personal') }, []],
  ['a source', { DeliveryStreamType: 'KinesisStreamAsSource', ...tagged('personal') }, []],
  ['a key of AWS', { [SSE]: { KeyType: 'AWS_OWNED_CMK' }, ...tagged('personal') }, ['fail Delivery']],
  ['nothing', tagged('secret'), ['fail Delivery']],
])('STREAM-06 their key: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-06', delivery(properties), P)).toEqual(expected);
});

const BUCKET_ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const bucket = (byDefault?: object) => ({
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: byDefault && {
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }] },
    },
  },
});
const S3 = 'ExtendedS3DestinationConfiguration';
const under = (AWSKMSKeyARN: unknown) => ({ EncryptionConfiguration: { KMSEncryptionConfig: { AWSKMSKeyARN } } });
const PERSONAL = tagged('personal');

test.each<[string, Record<string, unknown>, string[]]>([
  [
    'a bucket without a key',
    { ...delivery({ ...PERSONAL, [S3]: { BucketARN: BUCKET_ARN } }), ...bucket() },
    ['fail Delivery'],
  ],
  [
    'a bucket with S3’s own',
    { ...delivery({ ...PERSONAL, [S3]: { BucketARN: BUCKET_ARN } }), ...bucket({ SSEAlgorithm: 'AES256' }) },
    ['fail Delivery'],
  ],
  [
    'the key of AWS',
    {
      ...delivery({ ...PERSONAL, [S3]: { BucketARN: BUCKET_ARN } }),
      ...bucket({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/aws/s3' }),
    },
    ['fail Delivery'],
  ],
  [
    'a bucket with a key',
    {
      ...delivery({ ...PERSONAL, [S3]: { BucketARN: BUCKET_ARN } }),
      ...bucket({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY }),
    },
    [],
  ],
  ['its own key', { ...delivery({ ...PERSONAL, [S3]: { BucketARN: BUCKET_ARN, ...under(KEY) } }), ...bucket() }, []],
  [
    'no encryption of its own, said so',
    {
      ...delivery({
        ...PERSONAL,
        [S3]: { BucketARN: BUCKET_ARN, EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' } },
      }),
      ...bucket(),
    },
    ['fail Delivery'],
  ],
  ['a bucket elsewhere', delivery({ ...PERSONAL, [S3]: { BucketARN: 'arn:aws:s3:::pages' } }), []],
  ['internal', { ...delivery({ ...tagged('internal'), [S3]: { BucketARN: BUCKET_ARN } }), ...bucket() }, []],
  ['nothing stated', { ...delivery({ [S3]: { BucketARN: BUCKET_ARN } }), ...bucket() }, []],
  [
    'the older destination',
    { ...delivery({ ...PERSONAL, S3DestinationConfiguration: { BucketARN: BUCKET_ARN } }), ...bucket() },
    ['fail Delivery'],
  ],
  [
    'a backup',
    {
      ...delivery({
        ...PERSONAL,
        [S3]: { BucketARN: BUCKET_ARN, ...under(KEY), S3BackupConfiguration: { BucketARN: BUCKET_ARN } },
      }),
      ...bucket(),
    },
    ['fail Delivery'],
  ],
  [
    'what a Splunk server refused',
    {
      ...delivery({ ...PERSONAL, SplunkDestinationConfiguration: { S3Configuration: { BucketARN: BUCKET_ARN } } }),
      ...bucket(),
    },
    ['fail Delivery'],
  ],
  ['a destination from a parameter', delivery({ ...PERSONAL, [S3]: { Ref: 'P' } }), ['unknown Delivery']],
  [
    'a class from a parameter',
    { ...delivery({ ...tagged({ Ref: 'P' }), [S3]: { BucketARN: BUCKET_ARN } }), ...bucket() },
    ['unknown Delivery'],
  ],
])('STREAM-07 what is delivered: %s', (_, resources, expected) => {
  expect(verdicts('STREAM-07', resources, P)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['on', { [S3]: { CloudWatchLoggingOptions: { Enabled: true } } }, []],
  ['on, as text', { [S3]: { CloudWatchLoggingOptions: { Enabled: 'true' } } }, []],
  ['off', { [S3]: { CloudWatchLoggingOptions: { Enabled: false } } }, ['fail Delivery']],
  ['nothing', { [S3]: {} }, ['fail Delivery']],
  ['a group without Enabled', { [S3]: { CloudWatchLoggingOptions: { LogGroupName: 'x' } } }, ['fail Delivery']],
  ['another destination', { HttpEndpointDestinationConfiguration: {} }, ['fail Delivery']],
  ['a parameter', { [S3]: { CloudWatchLoggingOptions: { Enabled: { Ref: 'P' } } } }, ['unknown Delivery']],
])('STREAM-08 logs: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-08', delivery(properties), P)).toEqual(expected);
});

const http = (Url: unknown) => ({ HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url } } });
test.each<[string, object, string[]]>([
  ['https', http('https://logs.example.com/in'), []],
  ['https with a part of the deployment', http({ 'Fn::Sub': 'https://${P}.example.com' }), []],
  ['http', http('http://logs.example.com/in'), ['fail Delivery']],
  ['http in capitals', http('HTTP://logs.example.com/in'), ['fail Delivery']],
  ['a parameter', http({ Ref: 'P' }), ['unknown Delivery']],
  [
    'Splunk, http',
    { SplunkDestinationConfiguration: { HECEndpoint: 'http://splunk.example.com:8088' } },
    ['fail Delivery'],
  ],
  ['Splunk, https', { SplunkDestinationConfiguration: { HECEndpoint: 'https://splunk.example.com:8088' } }, []],
  ['Splunk without a scheme', { SplunkDestinationConfiguration: { HECEndpoint: 'splunk.example.com:8088' } }, []],
  [
    'OpenSearch, http',
    { AmazonopensearchserviceDestinationConfiguration: { ClusterEndpoint: 'http://x' } },
    ['fail Delivery'],
  ],
  ['OpenSearch by domain', { AmazonopensearchserviceDestinationConfiguration: { DomainARN: { Ref: 'P' } } }, []],
  ['Snowflake, http', { SnowflakeDestinationConfiguration: { AccountUrl: 'http://x' } }, ['fail Delivery']],
  ['S3', { [S3]: {} }, []],
  ['a destination from a parameter', { HttpEndpointDestinationConfiguration: { Ref: 'P' } }, ['unknown Delivery']],
])('STREAM-09 transport: %s', (_, properties, expected) => {
  expect(verdicts('STREAM-09', delivery(properties), P)).toEqual(expected);
});

const application = (ApplicationName?: string) => ({
  App: { Type: 'AWS::KinesisAnalyticsV2::Application', Properties: { ApplicationName } },
});
const option = (ApplicationName: unknown, rest: object = {}) => ({
  Option: {
    Type: 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption',
    Properties: { ApplicationName },
    ...rest,
  },
});
test.each<[string, Record<string, unknown>, string[]]>([
  ['a log stream', { ...application(), ...option({ Ref: 'App' }) }, []],
  ['a log stream by name', { ...application('clicks'), ...option('clicks') }, []],
  ['nothing', application(), ['fail App']],
  ['of another application', { ...application('clicks'), ...option('orders') }, ['fail App']],
  ['in one case only', { ...application(), ...option({ Ref: 'App' }, { Condition: 'C' }) }, ['fail App']],
])('STREAM-10 logs of an application: %s', (_, resources, expected) => {
  expect(verdicts('STREAM-10', resources, P)).toEqual(expected);
});
