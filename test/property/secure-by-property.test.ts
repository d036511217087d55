import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function,
  FunctionProps,
  FunctionUrlAuthType,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import {
  BlockPublicAccess,
  Bucket,
  BucketAccessControl,
  BucketEncryption,
  BucketProps,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { bare, flags, maybe, passed, profile, RUNS, SEED, some, throws, waived, waivers } from './cases';
import { insecurities } from './independent-check';
import { SecureBucket, SecureFunction } from '../../lib';

beforeAll(() => {
  for (const way of ['error', 'warn'] as const) jest.spyOn(console, way).mockImplementation(() => undefined);
});

const bucketProps = some<BucketProps>({
  versioned: maybe(fc.boolean()),
  encryption: maybe(fc.constantFrom(...Object.values(BucketEncryption))),
  bucketKeyEnabled: maybe(fc.boolean()),
  enforceSSL: maybe(fc.boolean()),
  minimumTLSVersion: maybe(fc.constantFrom(1.0, 1.2, 1.3)),
  publicReadAccess: maybe(fc.boolean()),
  blockPublicAccess: maybe(fc.constantFrom(BlockPublicAccess.BLOCK_ALL, BlockPublicAccess.BLOCK_ACLS)),
  objectOwnership: maybe(fc.constantFrom(...Object.values(ObjectOwnership))),
  accessControl: maybe(fc.constantFrom(BucketAccessControl.PRIVATE, BucketAccessControl.PUBLIC_READ)),
  websiteIndexDocument: maybe(fc.constant('index.html')),
  removalPolicy: maybe(fc.constantFrom(RemovalPolicy.DESTROY, RemovalPolicy.RETAIN)),
  serverAccessLogsPrefix: maybe(fc.constant('logs/')),
  lifecycleRules: maybe(fc.constant([{ expiration: Duration.days(30) }])),
  eventBridgeEnabled: maybe(fc.boolean()),
  transferAcceleration: maybe(fc.boolean()),
  objectLockEnabled: maybe(fc.boolean()),
});

const functionProps = some<Partial<FunctionProps>>({
  memorySize: maybe(fc.constantFrom(128, 512)),
  timeout: maybe(fc.constantFrom(Duration.seconds(3), Duration.minutes(15))),
  tracing: maybe(fc.constantFrom(...Object.values(Tracing))),
  architecture: maybe(fc.constantFrom(Architecture.ARM_64, Architecture.X86_64)),
  environment: maybe(
    fc.constantFrom<Record<string, string>>({}, { TABLE: 'orders' }, { AWS_KEY: `AKIA${'IOSFODNN7EXAMPLF'}` }),
  ),
  retryAttempts: maybe(fc.constantFrom(0, 2)),
  maxEventAge: maybe(fc.constant(Duration.hours(2))),
  recursiveLoop: maybe(fc.constantFrom(...Object.values(RecursiveLoop))),
  loggingFormat: maybe(fc.constantFrom(...Object.values(LoggingFormat))),
  reservedConcurrentExecutions: maybe(fc.constantFrom(1, 10)),
  deadLetterQueueEnabled: maybe(fc.boolean()),
  description: maybe(fc.constant('text')),
}).map((props) => ({
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => 1;'),
  ...props,
}));

type Extra = (fn: Function) => unknown;
const EXTRAS: Record<string, Extra> = {
  'public url': (fn) => fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }),
  'iam url': (fn) => fn.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM }),
  'wildcard action': (fn) =>
    fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['arn:aws:s3:::b/*'] })),
  'wildcard resource': (fn) => fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })),
  'exact grant': (fn) =>
    fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/k'] })),
  'open permission': (fn) => fn.addPermission('P', { principal: new ServicePrincipal('apigateway.amazonaws.com') }),
  'bound permission': (fn) =>
    fn.addPermission('P', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: 'arn:aws:execute-api:us-east-1:111111111111:abc/*/GET/x',
    }),
};
/** Each url and each permission takes the same place in the tree. */
const EXCLUSIVE = [
  ['public url', 'iam url'],
  ['open permission', 'bound permission'],
];
const extras = fc
  .subarray(Object.keys(EXTRAS))
  .filter((all) => !EXCLUSIVE.some((pair) => pair.every((one) => all.includes(one))));

/** How often the interesting side was reached: a property that is never tested proves nothing. */
const seen = { passed: 0, blocked: 0 };
beforeEach(() => Object.assign(seen, { passed: 0, blocked: 0 }));
afterEach(() => {
  expect(seen.passed).toBeGreaterThan(RUNS / 20);
  expect(seen.blocked).toBeGreaterThan(RUNS / 20);
});

test('no bucket that the gate passes is insecure to an independent eye', () => {
  const inputs = fc.record({
    profile,
    flags,
    props: bucketProps,
    waive: waived(['BUCKET-01', 'BUCKET-03', 'BUCKET-04', 'BUCKET-05']),
  });
  fc.assert(
    fc.property(inputs, ({ props, waive, ...one }) => {
      const alone = throws(() => new Bucket(bare(one), 'B', props));
      const ours = throws(() => new SecureBucket(bare(one), 'B', props));
      if (alone === undefined) expect(ours).toBeUndefined();
      if (ours !== undefined) return;
      const template = passed(one, (stack) => void new SecureBucket(stack, 'B', { ...props, waivers: waivers(waive) }));
      seen[template ? 'passed' : 'blocked']++;
      if (!template) return;
      expect(insecurities(template, one.profile).filter(({ ruleId }) => !waive.includes(ruleId))).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('no function that the gate passes is insecure to an independent eye', () => {
  const inputs = fc.record({
    profile,
    flags,
    props: functionProps,
    extras,
    waive: waived(['FUNCTION-08', 'ROLE-01', 'ROLE-02', 'FUNCTION-12']),
  });
  fc.assert(
    fc.property(inputs, ({ props, waive, extras: chosen, ...one }) => {
      const alone = throws(() => new Function(bare(one), 'F', props));
      const ours = throws(() => new SecureFunction(bare(one), 'F', props));
      if (alone === undefined) expect(ours).toBeUndefined();
      if (ours !== undefined) return;
      const template = passed(one, (stack) => {
        const fn = new SecureFunction(stack, 'F', { ...props, waivers: waivers(waive) });
        chosen.forEach((name) => EXTRAS[name](fn));
      });
      seen[template ? 'passed' : 'blocked']++;
      if (!template) return;
      expect(insecurities(template, one.profile).filter(({ ruleId }) => !waive.includes(ruleId))).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
