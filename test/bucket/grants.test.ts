import { Stack } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Key } from 'aws-cdk-lib/aws-kms';
import { SecureBucket, SecureFunction } from '../../lib';
import { blocking, newStack } from '../support/judging';
import { Account } from '../support/template-access';
import { Template } from 'aws-cdk-lib/assertions';

const newFunction = (stack: Stack, id: string) =>
  new SecureFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
  });

const OBJECTS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'];
const NEVER = [
  's3:PutObjectAcl',
  's3:GetObjectAcl',
  's3:PutBucketPolicy',
  's3:PutObjectRetention',
  's3:GetObjectTorrent',
];

test.each<[string, (bucket: SecureBucket, fn: SecureFunction) => unknown, string[]]>([
  ['grantRead', (bucket, fn) => bucket.grantRead(fn, 'in/*'), ['s3:GetObject']],
  ['grantPut', (bucket, fn) => bucket.grantPut(fn, 'in/*'), ['s3:PutObject', 's3:AbortMultipartUpload']],
  ['grantDelete', (bucket, fn) => bucket.grantDelete(fn, 'in/*'), ['s3:DeleteObject']],
  [
    'grantWrite',
    (bucket, fn) => bucket.grantWrite(fn, 'in/*'),
    ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
  ],
  ['grantWrite of some', (bucket, fn) => bucket.grantWrite(fn, 'in/*', ['s3:PutObject']), ['s3:PutObject']],
  ['grantReadWrite', (bucket, fn) => bucket.grantReadWrite(fn, 'in/*'), OBJECTS],
])('%s gives exactly its actions, there, to this function', (_, grant, expected) => {
  const stack = newStack();
  const bucket = new SecureBucket(stack, 'Bucket');
  new SecureBucket(stack, 'Other');
  const fn = newFunction(stack, 'Fn');
  newFunction(stack, 'Stranger');
  grant(bucket, fn);
  expect(blocking(stack)).toEqual([]);
  const account = Account.of({ stackName: 'Stack', template: Template.fromStack(stack).toJSON() });
  const [id] = account.logicalIds('AWS::Lambda::Function', 'Fn');
  const [stranger] = account.logicalIds('AWS::Lambda::Function', 'Stranger');
  const [on] = account.logicalIds('AWS::S3::Bucket', 'Bucket');
  const [other] = account.logicalIds('AWS::S3::Bucket', 'Other');
  const may = (as: string, where: string, path: string) =>
    [...OBJECTS, ...NEVER].filter((action) => account.can({ as, action, on: where, path }) === 'allowed');
  expect(may(id, on, 'in/a.csv').sort()).toEqual([...expected].sort());
  expect(may(id, on, 'out/a.csv')).toEqual([]);
  expect(may(id, other, 'in/a.csv')).toEqual([]);
  expect(may(stranger, on, 'in/a.csv')).toEqual([]);
});

test('the key works through S3 only, and its policy names nobody', () => {
  const stack = newStack();
  const bucket = new SecureBucket(stack, 'Bucket');
  bucket.grantRead(newFunction(stack, 'Fn'));
  const account = Account.of({ stackName: 'Stack', template: Template.fromStack(stack).toJSON() });
  const [as] = account.logicalIds('AWS::Lambda::Function', 'Fn');
  const [on] = account.logicalIds('AWS::KMS::Key', 'SecureKeyRingData');
  const decrypt = (context: Record<string, string>) => account.can({ as, action: 'kms:Decrypt', on, context });
  expect(decrypt({ 'kms:ViaService': 's3.us-east-1.amazonaws.com' })).toBe('allowed');
  expect(decrypt({ 'kms:ViaService': 'sqs.us-east-1.amazonaws.com' })).toBe('implicitly-denied');
  expect(decrypt({})).toBe('implicitly-denied');
  expect(
    account.can({ as, action: 'kms:Encrypt', on, context: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }),
  ).toBe('implicitly-denied');
});

test('listing is bound to the prefix', () => {
  const stack = newStack();
  const bucket = new SecureBucket(stack, 'Bucket');
  bucket.grantRead(newFunction(stack, 'Fn'), 'in/*');
  const account = Account.of({ stackName: 'Stack', template: Template.fromStack(stack).toJSON() });
  const [as] = account.logicalIds('AWS::Lambda::Function', 'Fn');
  const [on] = account.logicalIds('AWS::S3::Bucket', 'Bucket');
  const list = (prefix: string) => account.can({ as, action: 's3:ListBucket', on, context: { 's3:prefix': prefix } });
  expect([list('in/'), list('out/')]).toEqual(['allowed', 'implicitly-denied']);
});

test('across stacks, with a key of the caller too', () => {
  const data = newStack();
  const compute = new Stack(data.node.root as any, 'Compute', {
    env: { account: '111111111111', region: 'us-east-1' },
  });
  const bucket = new SecureBucket(data, 'Bucket', { encryptionKey: new Key(data, 'Own', { enableKeyRotation: true }) });
  bucket.grantReadWrite(newFunction(compute, 'Fn'));
  expect(blocking(data).filter((one) => !one.includes('Stack/Own'))).toEqual([]);
});
