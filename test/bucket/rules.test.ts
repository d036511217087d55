import { CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { blocking, found, newStack, verdicts } from '../support/judging';

type Row = [name: string, properties: object, expected: 'pass' | 'fail' | 'unknown'];

const REST = {
  Parameters: { P: { Type: 'String' }, Off: { Type: 'String', Default: 'false' } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const P = { Ref: 'P' };

/** What a rule says of a bucket that stands alone in its template. */
function saysOf(ruleId: string, properties: object, attributes: object = {}): string {
  const bucket = { Type: 'AWS::S3::Bucket', Properties: properties, ...attributes };
  const [verdict] = verdicts(ruleId, { Bucket: bucket, Key: { Type: 'AWS::KMS::Key' } }, REST);
  return verdict?.split(' ')[0] ?? 'pass';
}

const table = (ruleId: string, rows: Row[]) =>
  test.each(rows)('%s', (_, properties, expected) => expect(saysOf(ruleId, properties)).toBe(expected));

describe('BUCKET-01: public access blocks', () => {
  const on = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  const blocks = (change: object) => ({ PublicAccessBlockConfiguration: { ...on, ...change } });
  table('BUCKET-01', [
    ['nothing set', {}, 'fail'],
    ['an empty block', { PublicAccessBlockConfiguration: {} }, 'fail'],
    ['BlockPublicAcls off', blocks({ BlockPublicAcls: false }), 'fail'],
    ['BlockPublicPolicy off', blocks({ BlockPublicPolicy: 'false' }), 'fail'],
    ['IgnorePublicAcls off', blocks({ IgnorePublicAcls: false }), 'fail'],
    ['RestrictPublicBuckets missing', blocks({ RestrictPublicBuckets: undefined }), 'fail'],
    ['off in one branch', blocks({ BlockPublicAcls: { 'Fn::If': ['C', true, false] } }), 'fail'],
    ['off by the default of a parameter', blocks({ BlockPublicAcls: { Ref: 'Off' } }), 'fail'],
    ['a parameter', blocks({ BlockPublicAcls: P }), 'unknown'],
    ['the whole of it a parameter', { PublicAccessBlockConfiguration: P }, 'unknown'],
    ['all on', blocks({}), 'pass'],
    ['all on, as texts', blocks({ BlockPublicAcls: 'true', IgnorePublicAcls: 'true' }), 'pass'],
  ]);
});

describe('BUCKET-02: the owner owns every object', () => {
  const owner = (ObjectOwnership: unknown) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });
  table('BUCKET-02', [
    ['nothing set', {}, 'fail'],
    ['the writer owns', owner('ObjectWriter'), 'fail'],
    ['the owner only preferred', owner('BucketOwnerPreferred'), 'fail'],
    ['no rule', { OwnershipControls: { Rules: [] } }, 'fail'],
    ['a public ACL', { ...owner('BucketOwnerEnforced'), AccessControl: 'PublicRead' }, 'fail'],
    ['the ACL of log delivery', { ...owner('BucketOwnerEnforced'), AccessControl: 'LogDeliveryWrite' }, 'fail'],
    [
      'an ACL in one branch',
      { ...owner('BucketOwnerEnforced'), AccessControl: { 'Fn::If': ['C', 'PublicRead', { Ref: 'AWS::NoValue' }] } },
      'fail',
    ],
    ['ownership a parameter', owner(P), 'unknown'],
    ['the ACL a parameter', { ...owner('BucketOwnerEnforced'), AccessControl: P }, 'unknown'],
    ['enforced', owner('BucketOwnerEnforced'), 'pass'],
    ['enforced and private', { ...owner('BucketOwnerEnforced'), AccessControl: 'Private' }, 'pass'],
  ]);
});

describe('BUCKET-04: a customer key', () => {
  const encrypted = (byDefault: object, rest: object = {}) => ({
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault, ...rest }] },
  });
  const key = { 'Fn::GetAtt': ['Key', 'Arn'] };
  const on = { BucketKeyEnabled: true };
  const classed = (Value: unknown) => ({
    ...encrypted({ SSEAlgorithm: 'AES256' }),
    Tags: [{ Key: 'data-class', Value }],
  });
  table('BUCKET-04', [
    ['nothing set', {}, 'fail'],
    [
      'only blocked types',
      { BucketEncryption: { ServerSideEncryptionConfiguration: [{ BlockedEncryptionTypes: {} }] } },
      'fail',
    ],
    ["S3's own key", encrypted({ SSEAlgorithm: 'AES256' }), 'fail'],
    ["S3's own key for personal data", classed('personal'), 'fail'],
    ['no key', encrypted({ SSEAlgorithm: 'aws:kms' }, on), 'fail'],
    ['the AWS managed key', encrypted({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/aws/s3' }, on), 'fail'],
    ['no bucket key', encrypted({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key }), 'fail'],
    [
      'the bucket key off',
      encrypted({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key }, { BucketKeyEnabled: false }),
      'fail',
    ],
    [
      'a key in one branch',
      encrypted({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::If': ['C', key, { Ref: 'AWS::NoValue' }] } }, on),
      'fail',
    ],
    ['an unknown algorithm', encrypted({ SSEAlgorithm: 'rot13', KMSMasterKeyID: key }, on), 'fail'],
    ['the algorithm a parameter', encrypted({ SSEAlgorithm: P }), 'unknown'],
    ['the whole of it a parameter', { BucketEncryption: P }, 'unknown'],
    ['a rule a parameter', { BucketEncryption: { ServerSideEncryptionConfiguration: [P] } }, 'unknown'],
    ['the class a parameter', classed(P), 'unknown'],
    ['an own key', encrypted({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key }, on), 'pass'],
    [
      'a key that is a parameter',
      encrypted({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: P }, { BucketKeyEnabled: 'true' }),
      'pass',
    ],
    ['dual-layer, which has no bucket keys', encrypted({ SSEAlgorithm: 'aws:kms:dsse', KMSMasterKeyID: key }), 'pass'],
    ["S3's own key for internal data", classed('internal'), 'pass'],
  ]);
});

describe('BUCKET-05: versioning', () => {
  table('BUCKET-05', [
    ['nothing set', {}, 'fail'],
    ['suspended', { VersioningConfiguration: { Status: 'Suspended' } }, 'fail'],
    [
      'in one branch',
      { VersioningConfiguration: { 'Fn::If': ['C', { Status: 'Enabled' }, { Ref: 'AWS::NoValue' }] } },
      'fail',
    ],
    ['enabled', { VersioningConfiguration: { Status: 'Enabled' } }, 'pass'],
  ]);
});

describe('BUCKET-07: leftovers', () => {
  const abort = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };
  const expire = { NoncurrentVersionExpiration: { NoncurrentDays: 30 } };
  const rules = (...all: object[]) => ({
    LifecycleConfiguration: { Rules: all.map((one) => ({ Status: 'Enabled', ...one })) },
    VersioningConfiguration: { Status: 'Enabled' },
  });
  table('BUCKET-07', [
    ['nothing set', {}, 'fail'],
    ['only old versions', rules(expire), 'fail'],
    ['only uploads', rules(abort), 'fail'],
    ['switched off', rules({ ...abort, ...expire, Status: 'Disabled' }), 'fail'],
    ['only below a prefix', rules({ ...abort, ...expire, Prefix: 'tmp/' }), 'fail'],
    ['old versions with a tag only', rules(abort, { ...expire, TagFilters: [{ Key: 'a', Value: 'b' }] }), 'fail'],
    ['large old versions only', rules(abort, { ...expire, ObjectSizeGreaterThan: '1' }), 'fail'],
    [
      'in one branch',
      rules(abort, { 'Fn::If': ['C', { Status: 'Enabled', ...expire }, { Ref: 'AWS::NoValue' }] }),
      'fail',
    ],
    ['the rules a parameter', { LifecycleConfiguration: { Rules: P } }, 'unknown'],
    ['the status a parameter', rules({ ...abort, ...expire, Status: P }), 'unknown'],
    ['both', rules({ ...abort, ...expire }), 'pass'],
    ['in two rules, with an empty prefix', rules({ ...abort, Prefix: '' }, expire), 'pass'],
    ['in the older spelling', rules({ ...abort, NoncurrentVersionExpirationInDays: 30 }), 'pass'],
    ['never versioned', { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ...abort }] } }, 'pass'],
  ]);
});

describe('BUCKET-08: no SSE-C', () => {
  const blocked = (EncryptionType: unknown) => ({
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ BlockedEncryptionTypes: { EncryptionType } }] },
  });
  table('BUCKET-08', [
    ['nothing set', {}, 'fail'],
    ['nothing blocked', blocked(['NONE']), 'fail'],
    ['an empty list', blocked([]), 'fail'],
    ['in one branch', blocked({ 'Fn::If': ['C', ['SSE-C'], ['NONE']] }), 'fail'],
    ['a parameter', blocked([P]), 'unknown'],
    ['encryption a parameter', { BucketEncryption: P }, 'unknown'],
    ['blocked', blocked(['SSE-C']), 'pass'],
    ['blocked, as a text', blocked('SSE-C'), 'pass'],
  ]);
});

describe('BUCKET-09: no website', () => {
  table('BUCKET-09', [
    ['an index document', { WebsiteConfiguration: { IndexDocument: 'index.html' } }, 'fail'],
    ['a redirect', { WebsiteConfiguration: { RedirectAllRequestsTo: { HostName: 'example.com' } } }, 'fail'],
    [
      'in one branch',
      { WebsiteConfiguration: { 'Fn::If': ['C', { IndexDocument: 'x' }, { Ref: 'AWS::NoValue' }] } },
      'fail',
    ],
    ['a parameter', { WebsiteConfiguration: P }, 'unknown'],
    ['nothing set', {}, 'pass'],
  ]);
});

describe('BUCKET-10: kept on removal', () => {
  test.each<[string, object, string]>([
    ['nothing said', {}, 'fail'],
    ['deleted', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }, 'fail'],
    ['deleted when replaced', { DeletionPolicy: 'Retain' }, 'fail'],
    ['deleted when removed', { UpdateReplacePolicy: 'Retain' }, 'fail'],
    [
      'in one branch',
      { DeletionPolicy: { 'Fn::If': ['C', 'Retain', 'Delete'] }, UpdateReplacePolicy: 'Retain' },
      'fail',
    ],
    ['a parameter', { DeletionPolicy: P, UpdateReplacePolicy: 'Retain' }, 'unknown'],
    ['kept', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }, 'pass'],
    ['kept once it was created', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }, 'pass'],
  ])('%s', (_, attributes, expected) => expect(saysOf('BUCKET-10', {}, attributes)).toBe(expected));

  test('kept, but emptied by CDK', () => {
    const tags = { Tags: [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }] };
    expect(saysOf('BUCKET-10', tags, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })).toBe('fail');
  });
});

describe('BUCKET-11: class and retention stated', () => {
  const tags = (...keys: string[]) => ({ Tags: keys.map((Key) => ({ Key, Value: 'x' })) });
  table('BUCKET-11', [
    ['nothing set', {}, 'fail'],
    ['only the class', tags('data-class'), 'fail'],
    ['only the retention', tags('data-retention'), 'fail'],
    [
      'an expiration that is off',
      { ...tags('data-class'), LifecycleConfiguration: { Rules: [{ Status: 'Disabled', ExpirationInDays: 1 }] } },
      'fail',
    ],
    ['both', tags('data-class', 'data-retention'), 'pass'],
    [
      'the class and an expiration',
      { ...tags('data-class'), LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpirationInDays: 1 }] } },
      'pass',
    ],
    ['tags that are a parameter', { Tags: P }, 'pass'],
  ]);
});

describe('with real constructs', () => {
  const ALL = ['01', '02', '03', '04', '05', '06', '07', '08'].map((id) => `BUCKET-${id} Stack/Bucket/Resource`);

  test('a plain bucket', () => {
    const stack = newStack();
    new Bucket(stack, 'Bucket');
    expect(found(stack).filter((one) => !/BUCKET-10/.test(one))).toEqual(ALL);
  });

  test('an override on a secure value', () => {
    const stack = newStack();
    const bucket = new Bucket(stack, 'Bucket', { versioned: true });
    expect(blocking(stack)).not.toContain('BUCKET-05 Stack/Bucket/Resource');
    (bucket.node.defaultChild as CfnBucket).addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
    expect(blocking(stack)).toContain('BUCKET-05 Stack/Bucket/Resource');
  });

  test('a generic resource, and weak L2 props', () => {
    const stack = newStack();
    new CfnResource(stack, 'Generic', {
      type: 'AWS::S3::Bucket',
      properties: { WebsiteConfiguration: { IndexDocument: 'x' } },
    });
    new Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, minimumTLSVersion: 1.1, enforceSSL: true });
    expect(found(stack)).toEqual(
      expect.arrayContaining(['BUCKET-09 Stack/Generic', 'BUCKET-10 Stack/Bucket/Resource']),
    );
    expect(found(stack)).toContain('BUCKET-03 Stack/Bucket/Resource');
  });
});
