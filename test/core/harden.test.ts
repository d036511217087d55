import { CfnCondition, CfnResource, Duration, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { harden } from '../../lib/core/harden';
import { Rule } from '../../lib/core/rule';
import { newStack } from '../support/judging';

const rule: Rule = {
  id: 'TEST-01',
  types: ['AWS::S3::Bucket'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 't',
  why: 'w',
  fix: 'f',
  topics: ['gate'],
  controls: [],
  migration: 'in-place',
  reaches: ['mixin'],
  secure: { cfn: () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }) },
};
const properties = (stack: Stack, resource: CfnResource): any =>
  Object.values<any>(stack.resolve((resource as any)._toCloudFormation()).Resources)[0].Properties;

const given = (value: unknown) => {
  const stack = newStack();
  const bucket = new CfnBucket(stack, 'B', { publicAccessBlockConfiguration: value as any });
  harden([rule], bucket);
  return properties(stack, bucket).PublicAccessBlockConfiguration;
};

test.each<[string, unknown, object]>([
  ['nothing', undefined, { BlockPublicAcls: true }],
  ['something weak', { blockPublicAcls: false }, { BlockPublicAcls: true }],
  ['something else', { blockPublicPolicy: false }, { BlockPublicAcls: true, BlockPublicPolicy: false }],
  [
    'a token',
    Lazy.any({ produce: () => ({ blockPublicPolicy: true }) }),
    { BlockPublicAcls: true, BlockPublicPolicy: true },
  ],
])('lays below what was there: %s', (_, value, expected) => expect(given(value)).toEqual(expected));

test('takes the place of an intrinsic function, into which nothing can be laid', () => {
  const stack = newStack();
  const condition = new CfnCondition(stack, 'C', { expression: Fn.conditionEquals('a', 'b') });
  const value = Token.asAny(Fn.conditionIf(condition.logicalId, { BlockPublicAcls: false }, Fn.ref('AWS::NoValue')));
  const bucket = new CfnBucket(stack, 'B', { publicAccessBlockConfiguration: value as any });
  harden([rule], bucket);
  expect(properties(stack, bucket).PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true });
});

test('hardens a generic resource by override', () => {
  const stack = newStack();
  const bucket = new CfnResource(stack, 'B', {
    type: 'AWS::S3::Bucket',
    properties: { PublicAccessBlockConfiguration: { BlockPublicPolicy: true } },
  });
  harden([rule], bucket);
  expect(properties(stack, bucket).PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
  });
});

test('keeps what an L2 adds later', () => {
  const stack = newStack();
  const bucket = new Bucket(stack, 'B');
  const cors: Rule = {
    ...rule,
    secure: {
      cfn: () => ({ LifecycleConfiguration: { TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' } }),
    },
  };
  harden([cors], bucket.node.defaultChild as CfnBucket);
  bucket.addLifecycleRule({ prefix: 'tmp/', expiration: Duration.days(1) });
  const { LifecycleConfiguration } = properties(stack, bucket.node.defaultChild as CfnBucket);
  expect(LifecycleConfiguration).toMatchObject({
    TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
    Rules: [{ Prefix: 'tmp/' }],
  });
});

test('leaves other types and gate-only rules alone', () => {
  const stack = newStack();
  const queue = new CfnResource(stack, 'Q', { type: 'AWS::SQS::Queue' });
  const bucket = new CfnBucket(stack, 'B');
  harden([rule], queue);
  harden([{ ...rule, reaches: [] }], bucket);
  expect(properties(stack, queue)).toBeUndefined();
  expect(properties(stack, bucket)).toBeUndefined();
});
