import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Architecture, Code, Function, LoggingFormat, RecursiveLoop, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { runGate } from '../lib/core/gate-run';
import { SecureBucket, SecureFunction } from '../lib/index';
import { best, cpu, ms, ratio } from './measure';

const FUNCTIONS = 80;
const BUCKETS = 20;
const ENV = { env: { account: '111111111111', region: 'us-east-1' } };
const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => 1;'),
};
const times = (count: number, make: (index: number) => void) => [...Array(count).keys()].forEach(make);

function secure(app: App): void {
  const stack = new Stack(app, 'Stack', ENV);
  times(BUCKETS, (index) => new SecureBucket(stack, `Bucket${index}`));
  times(
    FUNCTIONS,
    (index) => new SecureFunction(stack, `Function${index}`, { ...CODE, environment: { TABLE: 'orders' } }),
  );
}

/** The same resources by hand, the way a careful team writes them today. */
function plain(app: App): void {
  const stack = new Stack(app, 'Stack', ENV);
  const data = new Key(stack, 'Data', { enableKeyRotation: true });
  const operations = new Key(stack, 'Operations', { enableKeyRotation: true });
  const topic = new Topic(stack, 'Topic', { masterKey: operations, enforceSSL: true });
  const hardened = {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  };
  const lifecycleRules = [
    { abortIncompleteMultipartUploadAfter: Duration.days(7), noncurrentVersionExpiration: Duration.days(90) },
  ];
  new Bucket(stack, 'Logs', { ...hardened, lifecycleRules, encryption: BucketEncryption.S3_MANAGED });
  times(
    BUCKETS,
    (index) =>
      new Bucket(stack, `Bucket${index}`, { ...hardened, lifecycleRules, encryptionKey: data, bucketKeyEnabled: true }),
  );
  times(FUNCTIONS, (index) => {
    const logGroup = new LogGroup(stack, `Logs${index}`, {
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: operations,
    });
    const role = new Role(stack, `Role${index}`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    const fn = new Function(stack, `Function${index}`, {
      ...CODE,
      role,
      logGroup,
      environment: { TABLE: 'orders' },
      environmentEncryption: operations,
      timeout: Duration.seconds(6),
      memorySize: 256,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      recursiveLoop: RecursiveLoop.TERMINATE,
    });
    const metric = new MathExpression({
      expression: 'e + t',
      usingMetrics: { e: fn.metricErrors(), t: fn.metricThrottles() },
    });
    const alarm = new Alarm(stack, `Alarm${index}`, {
      metric,
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  });
}

interface Synthesis {
  readonly cpu: number;
  readonly gate: number;
  readonly resources: number;
}

function synthesis(build: (app: App) => void, isOurs: boolean): Synthesis {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  const spent = cpu(() => {
    build(app);
    app.synth();
  });
  const gate = isOurs ? cpu(() => runGate(app, 'written')) : 0;
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  const resources = files.reduce(
    (sum, file) => sum + Object.keys(JSON.parse(readFileSync(join(outdir, file), 'utf8')).Resources).length,
    0,
  );
  rmSync(outdir, { recursive: true });
  return { cpu: spent, gate, resources };
}

/** Our constructs beside plain L2s that make the same resources, in turn, in one process. */
export function benchSynth(): void {
  const runs = [...Array(6)].map(() => ({ ours: synthesis(secure, true), theirs: synthesis(plain, false) }));
  const least = (of: (run: (typeof runs)[number]) => number) =>
    best(
      runs.length,
      (() => {
        let at = 0;
        return () => of(runs[at++]);
      })(),
    );
  const [ours, theirs, gate] = [
    least((run) => run.ours.cpu),
    least((run) => run.theirs.cpu),
    least((run) => run.ours.gate),
  ];
  console.log(`synthesis: CPU for ${FUNCTIONS} functions and ${BUCKETS} buckets, least of ${runs.length}`);
  console.log(
    `  ours ${ms(ours)} (${runs[0].ours.resources} resources), of which the gate ${ms(gate)} · plain L2s ${ms(theirs)} (${runs[0].theirs.resources} resources)`,
  );
  console.log(`  ours/plain ${ratio(ours, theirs)} · without the gate ${ratio(ours - gate, theirs)}`);
}
