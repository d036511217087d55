import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CodePipeline } from 'aws-cdk-lib/pipelines';
import { parse } from 'yaml';
import { addDelivery, DeliveryStack } from '../../examples/pipeline/delivery';
import { ReceiptsStack, ReceiptsStage } from '../../examples/pipeline/receipts';
import { SecurityGate } from '../../lib';
import { commandLine } from '../support/command-line';
import { Account } from '../support/template-access';

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report

function delivery(): { app: App; stack: DeliveryStack } {
  const outdir = join(mkdtempSync(join(tmpdir(), 'pipeline-')), 'cdk.out');
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  return { app, stack: addDelivery(app) };
}
const found = (app: App, status: string) =>
  SecurityGate.findingsOf(app)
    .filter((one) => one.status === status)
    .map(({ ruleId, path }) => `${ruleId} ${path}`);

test('it is clean, and says what it let pass', () => {
  const { app } = delivery();
  const all = SecurityGate.findingsOf(app);
  expect(all.map(({ status, ruleId, path }) => `${status} ${ruleId} ${path}`).sort()).toEqual([
    'waived ROLE-02 Delivery/Pipeline/Assets/FileRole/DefaultPolicy/Resource',
    'waived ROLE-02 Delivery/Pipeline/UpdatePipeline/SelfMutation/Role/DefaultPolicy/Resource',
    'waived ROLE-04 Delivery/Pipeline/UpdatePipeline/SelfMutation/Role/Resource',
  ]);
});

test('the workflow’s command accepts what it synthesizes: the pipeline and the Stage', async () => {
  const { app } = delivery();
  app.synth();
  const { stdout, stderr, code } = await commandLine(
    join(app.outdir, '..'),
    'check',
    'cdk.out',
    '--require-gate',
    '--edition',
    '2026-11',
  );
  expect(stdout).toMatch(/^0 blocking, 0 warnings, 3 waived; \d+ resources in 2 templates/);
  expect(stderr).toContain('edition 2026-11, in production: 3 waived');
  expect(code).toBe(0);
});

test.each<[string, (stack: ReceiptsStack) => unknown, RegExp]>([
  [
    'an override on what is there',
    ({ receipts }) =>
      (receipts.node.defaultChild as CfnBucket).addPropertyOverride(
        'PublicAccessBlockConfiguration.BlockPublicPolicy',
        false,
      ),
    /Production\/Receipts\/Receipts\/Resource: BUCKET-01: expected all four public access blocks are on/,
  ],
  [
    'a plain resource beside it',
    (stack) => new Queue(stack, 'Plain'),
    /Production\/Receipts\/Plain\/Resource: QUEUE-02: expected the queue policy denies plain HTTP/,
  ],
])('weakening what the Stage deploys fails the pipeline: %s', (_, weaken, message) => {
  const { addStage } = CodePipeline.prototype;
  // the pipeline synthesizes the Stage as soon as it gets it
  jest.spyOn(CodePipeline.prototype, 'addStage').mockImplementationOnce(function (this: CodePipeline, stage, options) {
    weaken((stage as ReceiptsStage).stack);
    return addStage.call(this, stage, options);
  });
  expect(() => delivery()).toThrow(message);
});

test.each<[string, unknown, RegExp]>([
  ['any role', { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::111111111111:role/*' }, /ROLE-02/],
  ['builds, and more', { Action: ['codebuild:StartBuild', 'codebuild:UpdateProject'], Resource: '*' }, /ROLE-02/],
  [
    'every log group',
    { Action: 'logs:PutLogEvents', Resource: 'arn:aws:logs:eu-central-1:111111111111:log-group:*' },
    /ROLE-02/,
  ],
  ['every bucket', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' }, /ROLE-02/],
])('what CDK gives the asset role is let pass only as CDK gives it: not %s', (_, statement, rule) => {
  const { app, stack } = delivery();
  const policy = stack.node
    .findChild('Pipeline')
    .node.findChild('Assets')
    .node.findChild('FileRole')
    .node.findChild('DefaultPolicy');
  (policy.node.defaultChild as CfnPolicy).addPropertyOverride('PolicyDocument.Statement.2', {
    Effect: 'Allow',
    ...(statement as object),
  });
  expect(found(app, 'blocking').join('\n')).toMatch(rule);
});

test('every role that handles artifacts may read their versions, and no other bucket', () => {
  const { app } = delivery();
  SecurityGate.findingsOf(app); // synthesizes without printing
  const { stackName, template } = app.synth().stacks[0];
  const account = Account.of({ stackName, template });
  const [artifacts] = account.logicalIds('AWS::S3::Bucket', 'Artifacts');
  const [logs] = account.logicalIds('AWS::S3::Bucket', 'SecureLogBucket');
  const roles = account
    .logicalIds('AWS::IAM::Role', 'Pipeline')
    .filter((id) => /CdkBuildProjectRole|SelfMutationRole|FileRole|PipelineRole/.test(id));
  expect(roles).toHaveLength(4);
  for (const as of roles) {
    const may = (action: string, on: string, path?: string) => account.can({ as, action, on, path });
    expect(may('s3:GetObject', artifacts, 'a.zip')).toBe('allowed');
    expect(may('s3:GetObjectVersion', artifacts, 'a.zip')).toBe('allowed');
    expect(may('s3:GetBucketVersioning', artifacts)).toBe('allowed');
    expect(may('s3:GetObject', logs, 'a.log')).not.toBe('allowed');
    expect(may('s3:PutBucketPolicy', artifacts)).not.toBe('allowed');
  }
});

describe('the GitHub workflow', () => {
  const workflow = parse(readFileSync(join(__dirname, '../../examples/pipeline/github-workflow.yml'), 'utf8'));
  const { synth, check } = workflow.jobs;
  const uses = (job: any): string[] => job.steps.flatMap((step: any) => step.uses ?? []);
  const runs = (job: any): string[] => job.steps.flatMap((step: any) => step.run ?? []);

  test('gives each job what it needs and nothing else', () => {
    expect(workflow.permissions).toEqual({});
    expect(synth.permissions).toEqual({ contents: 'read' });
    expect(check.permissions).toEqual({ 'security-events': 'write', actions: 'read' });
    expect(Object.keys(workflow.on)).toEqual(['push', 'pull_request']); // pull_request_target would bring secrets
  });
  test('names a version of every action', () => {
    for (const one of [...uses(synth), ...uses(check)]) expect(one).toMatch(/^[\w-]+\/[\w/-]+@(v\d+|[0-9a-f]{40})$/);
    expect(synth.steps[0].with).toEqual({ 'persist-credentials': false });
  });
  test('the job that may write runs no code of the pull request', () => {
    expect(runs(synth)).toEqual(['npm ci', 'npx cdk synth --quiet']);
    expect(uses(check).some((one) => one.includes('checkout'))).toBe(false);
    expect(runs(check)).toEqual([
      'npx --yes cdk-secure-serverless@0.1.0 check cdk.out --require-gate --edition 2026-11 --format sarif --output findings.sarif',
    ]);
  });
  test('its command works', async () => {
    const { app } = delivery();
    app.synth();
    const cwd = join(app.outdir, '..');
    const argv = runs(check)[0].split(' ').slice(3);
    expect((await commandLine(cwd, ...argv)).code).toBe(0);
    const { runs: sarif } = JSON.parse(readFileSync(join(cwd, 'findings.sarif'), 'utf8'));
    expect(sarif).toHaveLength(1);
  });
  test('the upload happens when findings made the check fail', () => {
    const upload = check.steps.at(-1);
    expect(upload.if).toContain('!cancelled()');
    expect(upload.with.sarif_file).toBe('findings.sarif');
  });
});
