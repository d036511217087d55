import { readFileSync } from 'fs';
import { join } from 'path';
import { attempt, run, scratch, tarball } from './scratch';

const CDK_NEWEST = '2.276.0';
/** The lowest that the package says it works with. */
const CDK_FLOOR = '2.271.0';

const APP = `
const { App, Stack } = require('aws-cdk-lib');
const { Code, Runtime } = require('aws-cdk-lib/aws-lambda');
const { SecureBucket, SecureFunction } = require('cdk-secure-serverless');
const app = new App({ outdir: process.argv[2] });
const stack = new Stack(app, 'Shop');
const bucket = new SecureBucket(stack, 'Uploads');
const fn = new SecureFunction(stack, 'Worker', {
  runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => 1;'),
  environment: { BUCKET: bucket.bucketName },
});
const weaken = process.env.WEAKEN;
if (weaken === 'override') bucket.node.defaultChild.addPropertyOverride('PublicAccessBlockConfiguration.BlockPublicPolicy', false);
if (weaken === 'grant') fn.addToRolePolicy(new (require('aws-cdk-lib/aws-iam').PolicyStatement)({ actions: ['s3:*'], resources: ['*'] }));
app.synth();
`;

const packageJson = (dependencies: Record<string, string>) =>
  JSON.stringify({ name: 'scratch', version: '1.0.0', private: true, dependencies }, undefined, 2);

const install = (folder: string) =>
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], folder);

describe.each([CDK_FLOOR, CDK_NEWEST])('a JavaScript app on aws-cdk-lib %s', (version) => {
  let folder: string;
  beforeAll(() => {
    folder = scratch({
      'package.json': packageJson({ 'cdk-secure-serverless': `file:${tarball()}`, 'aws-cdk-lib': version }),
      'app.js': APP,
    });
    install(folder);
  });
  test('synthesizes, with nothing but the declared peers', () => {
    expect(attempt('node', ['app.js', 'out'], folder)).toMatchObject({ code: 0 });
  });
  test.each([
    ['override', /BUCKET-01/],
    ['grant', /ROLE-0[12]/],
  ])('is blocked when weakened by an %s', (weaken, message) => {
    const { code, text } = attempt('node', ['app.js', 'out'], folder, { WEAKEN: weaken });
    expect(text).toMatch(message);
    expect(code).toBe(1);
  });
});

describe('a TypeScript app', () => {
  test('compiles in strict mode without skipLibCheck, and synthesizes', () => {
    const folder = scratch({
      'package.json': packageJson({
        'cdk-secure-serverless': `file:${tarball()}`,
        'aws-cdk-lib': CDK_NEWEST,
        typescript: '~6.0.0',
        '@types/node': '^20',
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          module: 'node16',
          target: 'es2022',
          types: ['node'],
          outDir: 'out',
          rootDir: '.',
        },
        files: ['app.ts'],
      }),
      'app.ts': `
import { App, Stack } from 'aws-cdk-lib';
import { SecureBucket, SecurityGate, SecurityProfile, ServerlessSecurityChecks } from 'cdk-secure-serverless';
const app = new App();
SecurityGate.enforce(app, { profile: SecurityProfile.production(), packs: [new ServerlessSecurityChecks(app)] });
const bucket: SecureBucket = new SecureBucket(new Stack(app, 'Shop'), 'Uploads', { waivers: [] });
if (!bucket.bucketArn) throw new Error('no bucket');
app.synth();
`,
    });
    install(folder);
    run('npx', ['tsc', '-p', '.'], folder);
    expect(attempt('node', ['out/app.js'], folder)).toMatchObject({ code: 0 });
  });
});

describe('two copies of the library in one app', () => {
  let folder: string;
  beforeAll(() => {
    const file = `file:${tarball()}`;
    folder = scratch({
      'package.json': packageJson({ 'copy-a': file, 'copy-b': file, 'aws-cdk-lib': CDK_NEWEST }),
      'app.js': `
const { App, Stack } = require('aws-cdk-lib');
const [a, b] = [require('copy-a'), require('copy-b')];
if (a.SecureBucket === b.SecureBucket) throw new Error('expected two copies, got one');
const app = new App({ outdir: 'out' });
const stack = new Stack(app, 'Shop');
a.SecurityGate.enforce(app);
const one = new a.SecureBucket(stack, 'One');
const two = new b.SecureBucket(stack, 'Two', {
  waivers: process.env.WAIVE ? [{ ruleId: 'BUCKET-05', reason: 'scratch data that nobody misses' }] : [],
});
if (process.env.WEAKEN) two.node.defaultChild.addPropertyDeletionOverride('VersioningConfiguration');
app.synth();
`,
    });
    install(folder);
  });
  const read = (file: string) => JSON.parse(readFileSync(join(folder, 'out', file), 'utf8'));
  const report = () => read('validation-report.json');

  test('share what is shared, and synthesize', () => {
    expect(attempt('node', ['app.js'], folder)).toMatchObject({ code: 0 });
    const template = read('Shop.template.json');
    const buckets = Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::S3::Bucket');
    expect(buckets).toHaveLength(3); // two of ours and one log bucket
  });
  test('judge once', () => {
    const { code } = attempt('node', ['app.js'], folder, { WEAKEN: '1' });
    expect(code).toBe(1);
    const findings = report().pluginReports.flatMap((one: any) => one.violations);
    expect(findings.map((one: any) => one.ruleName)).toEqual(['BUCKET-05']);
  });
  test("see each other's waivers", () => {
    expect(attempt('node', ['app.js'], folder, { WEAKEN: '1', WAIVE: '1' })).toMatchObject({ code: 0 });
    expect(report().pluginReports[0].suppressedViolations).toMatchObject([{ ruleName: 'BUCKET-05' }]);
  });
});
