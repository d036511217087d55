import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Assembly } from '../../lib/core/assembly';
import { judge } from '../../lib/core/judge';
import { advise, fail, gravity, PASS, Rule, unknown, unknownName, worst, worstOfAll } from '../../lib/core/rule';
import { SecureBucket } from '../../lib';
import { blockingIds, newStack, warnings } from '../support/judging';
import { ONE_RULE } from '../support/one-rule';

const FAIL = fail('weak', 'Properties.A');
const UNKNOWN = unknown('not known');

test('advice weighs less than what is not known, which weighs less than a failure', () => {
  expect([PASS, advise(FAIL), UNKNOWN, FAIL].map(gravity)).toEqual([0, 1, 2, 3]);
  expect(advise(PASS)).toBe(PASS);
  expect(worst([advise(FAIL), UNKNOWN])).toEqual(UNKNOWN);
  expect(worst([PASS, advise(UNKNOWN)])).toEqual(advise(UNKNOWN));
});

test('what is only advised does not get into the words of a demand', () => {
  const both = worstOfAll([advise(fail('a pity', 'a')), fail('a hole', 'b'), fail('another', 'c')]);
  expect(both).toMatchObject({ got: 'a hole, another', places: ['b', 'c'] });
});

describe('the judge', () => {
  const template = (Properties: object, rest: object = {}) => ({
    ...rest,
    Resources: { B: { Type: 'AWS::S3::Bucket', Properties } },
  });
  const weights = (rule: Partial<Rule>, body: object, options: object = {}) =>
    judge(
      new Assembly([{ file: 't.json', stack: 'S', body, ...(options as any).source }]),
      [{ ...ONE_RULE, ...rule }],
      options,
    ).findings.map(({ weight, verdict }) => `${weight} ${verdict}`);

  test('warns of advice, and blocks where it is demanded', () => {
    const check = () => advise(FAIL);
    expect(weights({ check }, template({}))).toEqual(['warning fail']);
    expect(weights({ check }, template({}), { strict: () => true })).toEqual(['blocking fail']);
    expect(weights({ check }, template({}), { strict: () => false })).toEqual(['warning fail']);
  });
  test('takes a whole rule for advice', () => {
    expect(weights({ advised: true, check: () => FAIL }, template({}))).toEqual(['warning fail']);
    expect(weights({ advised: true, check: () => UNKNOWN }, template({}))).toEqual(['warning unknown']);
    expect(weights({ advised: true, check: () => FAIL }, template({}), { strict: () => true })).toEqual([
      'blocking fail',
    ]);
  });
  test('relaxes an assurance in development, advised or not', () => {
    const source = { profile: 'development' };
    const rule = { tier: 'assurance', advised: true, check: () => FAIL } as const;
    expect(weights(rule, template({}), { source })).toEqual(['relaxed fail']);
    expect(weights(rule, template({}), { source, strict: () => true })).toEqual(['relaxed fail']);
  });
  test('finds the failure behind the advice, whichever way a condition goes', () => {
    const check: Rule['check'] = (bucket) => (bucket.get('A') === 'mild' ? advise(FAIL) : FAIL);
    const Conditions = { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } };
    for (const order of [
      ['mild', 'hard'],
      ['hard', 'mild'],
    ])
      expect(weights({ check }, template({ A: { 'Fn::If': ['C', ...order] } }, { Conditions }))).toEqual([
        'blocking fail',
      ]);
  });
});

describe('a name that the deployment gives', () => {
  const seen = (value: unknown, Parameters: object = {}) => {
    const body = { Parameters, Resources: { B: { Type: 'AWS::S3::Bucket', Properties: { A: value } } } };
    const check: Rule['check'] = (bucket) => unknownName(bucket.get('A'), 'who');
    return judge(new Assembly([{ file: 't.json', stack: 'S', body }]), [{ ...ONE_RULE, check }]).findings[0].weight;
  };
  const P = { P: { Type: 'String' } };
  test.each<[string, unknown, string]>([
    ['a parameter', { Ref: 'P' }, 'warning'],
    ['a part of a text', { 'Fn::Sub': 'arn:aws:s3:::${P}/*' }, 'warning'],
    ['an import', { 'Fn::ImportValue': 'elsewhere' }, 'warning'],
    ['a part of a parameter', { 'Fn::Select': [1, { 'Fn::Split': [':', { Ref: 'P' }] }] }, 'warning'],
    ['what refers to nothing', { Ref: 'Nowhere' }, 'blocking'],
    ['an intrinsic that nobody reads', { 'Fn::Transform': { Name: 'X' } }, 'blocking'],
    ['a parameter beside something unreadable', { 'Fn::Join': ['', [{ Ref: 'P' }, { 'Fn::Odd': [] }]] }, 'blocking'],
  ])('%s', (_, value, weight) => expect(seen(value, P)).toBe(weight));
});

test('a plain bucket is advised, a secure one held to its promise', () => {
  const stack = newStack();
  new Bucket(stack, 'Plain');
  const secure = new SecureBucket(stack, 'Ours');
  expect(warnings(stack)).toContain('BUCKET-08 Stack/Plain/Resource');
  (secure.node.defaultChild as CfnBucket).addPropertyDeletionOverride(
    'BucketEncryption.ServerSideEncryptionConfiguration',
  );
  expect(blockingIds(stack)).toContain('BUCKET-08');
});
