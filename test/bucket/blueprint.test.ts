import { App, Duration, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { BUCKET_RULES } from '../../lib/bucket/rules';
import { SecureBucket } from '../../lib/bucket/secure-bucket';
import { SecureBucketBlueprint } from '../../lib/bucket/secure-bucket-blueprint';
import { RECOMMENDED_FLAGS } from '../support/flags';
import { blocking, newStack } from '../support/judging';

function withBlueprint(flags: Record<string, unknown> = RECOMMENDED_FLAGS): Stack {
  const stack = newStack({ flags });
  PropertyInjectors.of(stack).add(new SecureBucketBlueprint());
  return stack;
}

const rulesFound = (stack: Stack, path = 'Stack/Bucket/Resource'): string[] =>
  blocking(stack)
    .filter((one) => one.endsWith(path))
    .map((one) => one.split(' ')[0]);

const propertiesOf = (stack: Stack, id = 'Bucket') => {
  const found = Template.fromStack(stack).findResources('AWS::S3::Bucket');
  return Object.entries(found).find(([one]) => one.startsWith(id))![1].Properties;
};

test.each([
  ['recommended flags', RECOMMENDED_FLAGS],
  ['no flags', {}],
])('a plain bucket keeps the rules that it reaches: %s', (_, flags) => {
  for (const props of [undefined, {}, { versioned: undefined }]) {
    const stack = withBlueprint(flags);
    new s3.Bucket(stack, 'Bucket', props);
    const reached = BUCKET_RULES.filter(({ reaches }) => reaches.includes('blueprint')).map(({ id }) => id);
    expect(reached).toEqual(['BUCKET-05', 'BUCKET-07']);
    expect(rulesFound(stack).filter((id) => reached.includes(id))).toEqual([]);
  }
});

test('it reaches only what breaks nobody', () => {
  const breaking = BUCKET_RULES.filter(({ migration }) => !['none', 'in-place'].includes(migration));
  expect(breaking.filter(({ reaches }) => reaches.includes('blueprint'))).toEqual([]);
});

test('nothing else changes', () => {
  const [plain, stack] = [newStack(), withBlueprint()];
  for (const one of [plain, stack])
    new s3.Bucket(one, 'Bucket', { bucketName: 'a-name', removalPolicy: RemovalPolicy.DESTROY });
  const [before, after] = [plain, stack].map((one) => Template.fromStack(one).toJSON().Resources);
  expect(Object.keys(after)).toEqual(Object.keys(before));
  const [id] = Object.keys(before);
  const { VersioningConfiguration, LifecycleConfiguration, ...rest } = after[id].Properties;
  expect(VersioningConfiguration).toEqual({ Status: 'Enabled' });
  expect(LifecycleConfiguration.Rules).toHaveLength(1);
  expect({ ...after[id], Properties: rest }).toEqual(before[id]);
});

describe('no version that is there already is deleted', () => {
  test.each<[string, s3.BucketProps]>([
    ['versioned', { versioned: true }],
    ['locked', { objectLockEnabled: true }],
    ['locked by default', { objectLockDefaultRetention: s3.ObjectLockRetention.governance(Duration.days(1)) }],
  ])('%s', (_, props) => {
    const stack = withBlueprint();
    new s3.Bucket(stack, 'Bucket', props);
    expect(propertiesOf(stack).LifecycleConfiguration).toBeUndefined();
  });
});

test("the caller's props win", () => {
  const stack = withBlueprint();
  new s3.Bucket(stack, 'Bucket', { versioned: false, lifecycleRules: [{ id: 'mine', expiration: Duration.days(1) }] });
  const got = propertiesOf(stack);
  expect(got.VersioningConfiguration).toBeUndefined();
  expect(got.LifecycleConfiguration.Rules.map(({ Id }: any) => Id)).toEqual(['secure-housekeeping', 'mine']);
});

test('secure buckets and their log bucket are the same with it', () => {
  const templates = [newStack(), withBlueprint()].map((stack) => {
    new SecureBucket(stack, 'Bucket');
    return Template.fromStack(stack).toJSON();
  });
  expect(templates[1]).toEqual(templates[0]);
});

test("CDK's own buckets synthesize, and public ones stay public", () => {
  const app = new App();
  PropertyInjectors.of(app).add(new SecureBucketBlueprint());
  const stack = new Stack(app, 'Stack');
  new Trail(stack, 'Trail');
  const open = new s3.BlockPublicAccess({ blockPublicPolicy: false });
  new s3.Bucket(stack, 'Site', { websiteIndexDocument: 'index.html', publicReadAccess: true, blockPublicAccess: open });
  new s3.Bucket(stack, 'Granted').grantPublicAccess();
  expect(() => app.synth()).not.toThrow();
});
