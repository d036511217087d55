import { verdicts } from '../support/judging';

const OWN = '111111111111';
const P = { Ref: 'P' };
const REST = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [P, 'x'] } } };
const BUCKET = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'named-bucket' } };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };

const policy = (Statement: unknown, attributes: object = {}, Bucket: unknown = { Ref: 'Bucket' }) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket, PolicyDocument: { Statement } },
  ...attributes,
});
const says = (ruleId: string, resources: Record<string, unknown>) =>
  verdicts(ruleId, { Bucket: BUCKET, ...resources }, REST, { account: OWN, region: 'us-east-1' }).join() || 'pass';

const delivery = (Condition: unknown, change: object = {}) => ({
  Effect: 'Allow',
  Principal: { Service: 'logging.s3.amazonaws.com' },
  Action: 's3:PutObject',
  Resource: OBJECTS,
  Condition,
  ...change,
});
const ACCOUNT = { StringEquals: { 'aws:SourceAccount': OWN } };
const SOURCE = { ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': ['Source', 'Arn'] } } };
const logging = (destination: unknown, rest: object = {}) => ({
  Type: 'AWS::S3::Bucket',
  Properties: { LoggingConfiguration: { DestinationBucketName: destination, LogFilePrefix: 'logs/' }, ...rest },
});

describe('BUCKET-12: logs of a named source only', () => {
  test.each<[string, unknown, string]>([
    ['no condition', delivery(undefined), 'fail Bucket'],
    ['only the ARN', delivery(SOURCE), 'fail Bucket'],
    ['only the account', delivery(ACCOUNT), 'fail Bucket'],
    ['any account', delivery({ ...SOURCE, StringLike: { 'aws:SourceAccount': '*' } }), 'fail Bucket'],
    ['any ARN', delivery({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': '*' } }), 'fail Bucket'],
    [
      'the account only if it is there',
      delivery({ ...SOURCE, StringEqualsIfExists: { 'aws:SourceAccount': OWN } }),
      'fail Bucket',
    ],
    ['the second of two statements', [delivery({ ...ACCOUNT, ...SOURCE }), delivery(ACCOUNT)], 'fail Bucket'],
    ['unreadable', P, 'unknown Bucket'],
    ['both', delivery({ ...ACCOUNT, ...SOURCE }), 'pass'],
    [
      'both, for every bucket of the account',
      delivery({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } }),
      'pass',
    ],
    ['no log target', { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }, 'pass'],
  ])('%s', (_, statement, expected) => {
    expect(says('BUCKET-12', { Source: logging(P), Policy: policy(statement) })).toBe(expected);
  });
});

describe('BUCKET-06: access logs go elsewhere', () => {
  const of = (resources: Record<string, unknown>) => says('BUCKET-06', { Bucket: logging('outside'), ...resources });
  test.each<[string, Record<string, unknown>, string]>([
    ['none', { Bucket: BUCKET }, 'fail Bucket'],
    ['into the bucket itself', { Bucket: logging({ Ref: 'Bucket' }) }, 'fail Bucket'],
    ['into the bucket itself, by a prefix alone', { Bucket: logging(undefined) }, 'fail Bucket'],
    [
      'in one branch',
      {
        Bucket: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            LoggingConfiguration: { 'Fn::If': ['C', { DestinationBucketName: 'x' }, { Ref: 'AWS::NoValue' }] },
          },
        },
      },
      'fail Bucket',
    ],
    ['a parameter', { Bucket: { Type: 'AWS::S3::Bucket', Properties: { LoggingConfiguration: P } } }, 'unknown Bucket'],
    ['outside', {}, 'pass'],
    ['a destination that is a parameter', { Bucket: logging(P) }, 'pass'],
    [
      'another bucket, which is a log target',
      { Bucket: logging({ Ref: 'Target' }), Target: { Type: 'AWS::S3::Bucket' } },
      'pass',
    ],
    ['a log target that only its policy shows', { Bucket: BUCKET, Policy: policy(delivery({ ...ACCOUNT })) }, 'pass'],
  ])('%s', (_, resources, expected) => expect(of(resources)).toBe(expected));

  test('a target that is one under a condition only', () => {
    const Source = { Type: 'AWS::S3::Bucket', Condition: 'C', Properties: logging({ Ref: 'Bucket' }).Properties };
    expect(says('BUCKET-06', { Source })).toBe('fail Bucket');
  });
});

describe('BUCKET-04: log targets have keys of S3', () => {
  const target = {
    ...BUCKET,
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
  };
  test.each<[string, Record<string, unknown>, string]>([
    ['nobody logs to it', {}, 'fail Bucket'],
    [
      'it logs to itself',
      { Bucket: { ...target, Properties: { ...target.Properties, ...logging({ Ref: 'Bucket' }).Properties } } },
      'fail Bucket',
    ],
    ['another bucket logs to it', { Source: logging({ Ref: 'Bucket' }) }, 'pass'],
    [
      'load balancers log to it',
      {
        Policy: policy(delivery(ACCOUNT, { Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' } })),
      },
      'pass',
    ],
  ])('%s', (_, resources, expected) => {
    expect(says('BUCKET-04', { Bucket: target, ...resources }).includes('fail Bucket') ? 'fail Bucket' : 'pass').toBe(
      expected,
    );
  });
});

describe('BUCKET-13: a log target can receive', () => {
  const Source = logging({ Ref: 'Bucket' });
  const good = policy(delivery({ ...ACCOUNT, ...SOURCE }));
  const target = (properties: object) => ({ Bucket: { Type: 'AWS::S3::Bucket', Properties: properties } });
  const encrypted = (SSEAlgorithm: unknown) =>
    target({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm } }] },
    });
  test.each<[string, Record<string, unknown>, string]>([
    ['a KMS key', { Source, Policy: good, ...encrypted('aws:kms') }, 'fail Bucket'],
    [
      'a default retention',
      { Source, Policy: good, ...target({ ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1 } } } }) },
      'fail Bucket',
    ],
    ['no policy', { Source }, 'fail Bucket'],
    [
      'another prefix',
      { Source, Policy: policy(delivery(ACCOUNT, { Resource: { 'Fn::Sub': '${Bucket.Arn}/elsewhere/*' } })) },
      'fail Bucket',
    ],
    [
      'another bucket let in',
      { Source, Policy: policy(delivery({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::other' } })) },
      'fail Bucket',
    ],
    [
      'another account let in',
      { Source, Policy: policy(delivery({ ...SOURCE, StringEquals: { 'aws:SourceAccount': '222222222222' } })) },
      'fail Bucket',
    ],
    ['another action', { Source, Policy: policy(delivery(ACCOUNT, { Action: 's3:GetObject' })) }, 'fail Bucket'],
    ['one of two sources', { Source, Policy: good, Other: logging({ Ref: 'Bucket' }) }, 'fail Bucket'],
    ['encryption that is a parameter', { Source, Policy: good, ...encrypted(P) }, 'unknown Bucket'],
    ['a policy that is a parameter', { Source, Policy: policy(P) }, 'unknown Bucket'],
    ['let in', { Source, Policy: good }, 'pass'],
    ["let in, with S3's own key", { Source, Policy: good, ...encrypted('AES256') }, 'pass'],
    ['let in by ACL', { Source, ...target({ AccessControl: 'LogDeliveryWrite' }) }, 'pass'],
    [
      'every bucket of the account let in',
      { Source, Policy: policy(delivery({ ...ACCOUNT, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } })) },
      'pass',
    ],
    ['nobody logs to it', {}, 'pass'],
  ])('%s', (_, resources, expected) => expect(says('BUCKET-13', resources)).toBe(expected));
});
