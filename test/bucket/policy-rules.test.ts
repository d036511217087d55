import { verdicts } from '../support/judging';

const OWN = '111111111111';
const P = { Ref: 'P' };
const REST = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [P, 'x'] } } };
const BUCKET = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'named-bucket' } };
const ARN = { 'Fn::GetAtt': ['Bucket', 'Arn'] };
const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/*' };

const deny = (Condition: unknown, change: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [ARN, OBJECTS],
  ...(Condition !== undefined && { Condition }),
  ...change,
});
const HTTP = { Bool: { 'aws:SecureTransport': 'false' } };
const TLS = { NumericLessThan: { 's3:TlsVersion': 1.2 } };

const policy = (Statement: unknown, attributes: object = {}, Bucket: unknown = { Ref: 'Bucket' }) => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket, PolicyDocument: { Statement } },
  ...attributes,
});
const says = (ruleId: string, resources: Record<string, unknown>) =>
  verdicts(ruleId, { Bucket: BUCKET, ...resources }, REST, { account: OWN, region: 'us-east-1' }).join() || 'pass';

describe('BUCKET-03: TLS only', () => {
  const both = [deny(HTTP), deny(TLS)];
  test.each<[string, Record<string, unknown>, string]>([
    ['no policy', {}, 'fail Bucket'],
    ['a policy without statements', { Policy: policy([]) }, 'fail Bucket'],
    [
      'denied for objects whose key is one letter',
      { Policy: policy([deny(HTTP, { Resource: [ARN, { 'Fn::Sub': '${Bucket.Arn}/?' }] }), deny(TLS)]) },
      'fail Bucket',
    ],
    [
      'denied for actions of one letter',
      { Policy: policy([deny(HTTP, { Action: 's3:?' }), deny(TLS)]) },
      'fail Bucket',
    ],
    ['only plain HTTP denied', { Policy: policy(deny(HTTP)) }, 'fail Bucket'],
    ['only old TLS denied', { Policy: policy(deny(TLS)) }, 'fail Bucket'],
    [
      'TLS 1.1 let in',
      { Policy: policy([deny(HTTP), deny({ NumericLessThan: { 's3:TlsVersion': '1.1' } })]) },
      'fail Bucket',
    ],
    ['allowed instead of denied', { Policy: policy([deny(HTTP, { Effect: 'Allow' }), deny(TLS)]) }, 'fail Bucket'],
    ['denied to one account', { Policy: policy([deny(HTTP, { Principal: { AWS: OWN } }), deny(TLS)]) }, 'fail Bucket'],
    [
      'denied to all but one',
      { Policy: policy([deny(HTTP, { Principal: undefined, NotPrincipal: { AWS: OWN } }), deny(TLS)]) },
      'fail Bucket',
    ],
    [
      'denied to services only',
      { Policy: policy([deny(HTTP, { Principal: { Service: '*' } }), deny(TLS)]) },
      'fail Bucket',
    ],
    ['only reading denied', { Policy: policy([deny(HTTP, { Action: 's3:GetObject' }), deny(TLS)]) }, 'fail Bucket'],
    ['only the bucket', { Policy: policy([deny(HTTP, { Resource: ARN }), deny(TLS)]) }, 'fail Bucket'],
    ['only the objects', { Policy: policy([deny(HTTP, { Resource: OBJECTS }), deny(TLS)]) }, 'fail Bucket'],
    [
      'only some objects',
      { Policy: policy([deny(HTTP, { Resource: [ARN, { 'Fn::Sub': '${Bucket.Arn}/a/*' }] }), deny(TLS)]) },
      'fail Bucket',
    ],
    [
      'another bucket',
      { Policy: policy([deny(HTTP, { Resource: ['arn:aws:s3:::x', 'arn:aws:s3:::x/*'] }), deny(TLS)]) },
      'fail Bucket',
    ],
    [
      'a condition more',
      { Policy: policy([deny({ ...HTTP, StringEquals: { 'aws:PrincipalAccount': OWN } }), deny(TLS)]) },
      'fail Bucket',
    ],
    ['a condition that cannot be read', { Policy: policy([deny({ StringEquals: P }), deny(TLS)]) }, 'fail Bucket'],
    [
      'the wrong way round',
      { Policy: policy([deny({ Bool: { 'aws:SecureTransport': 'true' } }), deny(TLS)]) },
      'fail Bucket',
    ],
    ['both in one statement', { Policy: policy(deny({ ...HTTP, ...TLS })) }, 'fail Bucket'],
    ['a policy under a condition', { Policy: policy(both, { Condition: 'C' }) }, 'fail Bucket'],
    [
      'one statement under a condition',
      { Policy: policy([deny(TLS), { 'Fn::If': ['C', deny(HTTP), { Ref: 'AWS::NoValue' }] }]) },
      'fail Bucket',
    ],
    ['a second policy without it', { Policy: policy(both), Second: policy([]) }, 'fail Bucket'],
    ['the policy of another bucket', { Policy: policy(both, {}, 'other-bucket') }, 'fail Bucket'],
    [
      'a document that is a parameter',
      { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: P } } },
      'unknown Bucket',
    ],
    ['both denied', { Policy: policy(both) }, 'pass'],
    [
      'as AWS principal, booleans and numbers as texts',
      {
        Policy: policy([
          deny({ Bool: { 'aws:securetransport': false } }, { Principal: { AWS: ['*'] } }),
          deny({ NumericLessThan: { 's3:TlsVersion': ['1.2'] } }),
        ]),
      },
      'pass',
    ],
    ['TLS 1.3', { Policy: policy([deny(HTTP), deny({ NumericLessThan: { 's3:TlsVersion': 1.3 } })]) }, 'pass'],
    [
      'bucket and objects in statements of their own',
      { Policy: policy([deny(HTTP, { Resource: ARN }), deny(HTTP, { Resource: OBJECTS }), deny(TLS)]) },
      'pass',
    ],
    [
      'by wildcards',
      {
        Policy: policy([
          deny(HTTP, { Action: '*', Resource: '*' }),
          deny(TLS, { Resource: { 'Fn::Sub': '${Bucket.Arn}*' } }),
        ]),
      },
      'pass',
    ],
    [
      'by name',
      {
        Policy: policy(
          [
            deny(HTTP),
            deny(TLS, {
              Resource: [{ 'Fn::Sub': 'arn:${AWS::Partition}:s3:::named-bucket' }, 'arn:aws:s3:::named-bucket/*'],
            }),
          ],
          {},
          'named-bucket',
        ),
      },
      'pass',
    ],
    [
      'by Ref',
      {
        Policy: policy([
          deny(HTTP),
          deny(TLS, {
            Resource: [{ 'Fn::Sub': 'arn:aws:s3:::${Bucket}' }, { 'Fn::Sub': 'arn:aws-cn:s3:::${Bucket}/*' }],
          }),
        ]),
      },
      'pass',
    ],
    ['everything denied to everybody', { Policy: policy(deny(undefined)) }, 'pass'],
  ])('%s', (_, resources, expected) => expect(says('BUCKET-03', resources)).toBe(expected));

  test('bucket and policy under the same condition', () => {
    const resources = { Bucket: { ...BUCKET, Condition: 'C' }, Policy: policy(both, { Condition: 'C' }) };
    expect(says('BUCKET-03', resources)).toBe('pass');
  });
});

describe('BUCKET-08: SSE-C denied by policy instead', () => {
  const noKeyHeader = { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } };
  test.each<[string, unknown, string]>([
    ['uploads denied', deny(noKeyHeader, { Action: 's3:PutObject', Resource: OBJECTS }), 'pass'],
    [
      'the wrong way round',
      deny({ Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'true' } }),
      'fail Bucket',
    ],
    ['only reading denied', deny(noKeyHeader, { Action: 's3:GetObject' }), 'fail Bucket'],
  ])('%s', (_, statement, expected) => expect(says('BUCKET-08', { Policy: policy(statement) })).toBe(expected));
});
