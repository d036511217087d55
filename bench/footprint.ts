import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { fixedCost } from '../lib/report/fixed-cost';
import { SecureBucket, SecureCache, SecureFunction, SecureStream, SecureVpc, SecurityProfile } from '../lib/index';

const ACCOUNT = '111111111111';
const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => 1;'),
};
const PROFILES: Record<string, () => SecurityProfile> = {
  production: () => SecurityProfile.production(),
  development: () => SecurityProfile.development({ accounts: [ACCOUNT] }),
  regulated: () => SecurityProfile.regulated(),
};

const SECRETS = InterfaceVpcEndpointAwsService.SECRETS_MANAGER;
const networkOf = (stack: Stack): SecureVpc =>
  (stack.node.tryFindChild('Network') as SecureVpc | undefined) ?? new SecureVpc(stack, 'Network');

/** What one more construct adds to a stack that has its shared resources already. */
function adds(profile: string, make: (stack: Stack, id: string) => unknown): string {
  const sizes = [1, 2].map((count) => {
    const app = new App();
    PROFILES[profile]().applyTo(app);
    const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'us-east-1' } });
    [...Array(count).keys()].forEach((index) => make(stack, `One${index}`));
    const template = Template.fromStack(stack).toJSON();
    return { resources: Object.keys(template.Resources).length, monthly: fixedCost([template]).monthly };
  });
  const [one, two] = sizes;
  return `${two.resources - one.resources} resources, $${(two.monthly - one.monthly).toFixed(2)}`;
}

/** In a process of its own, since its handlers are found beside its sources. */
function orders(profile: string): string {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const env = { ...process.env, CDK_OUTDIR: outdir, ORDERS_PROFILE: profile };
  execFileSync('npx', ['tsx', '--tsconfig', 'examples/tsconfig.json', 'examples/orders/app.ts'], {
    env,
    stdio: 'ignore',
  });
  const files = readdirSync(outdir).filter((file) => file.endsWith('.template.json'));
  const templates = files.map((file) => JSON.parse(readFileSync(join(outdir, file), 'utf8')));
  const resources = templates.reduce((sum, { Resources }) => sum + Object.keys(Resources).length, 0);
  rmSync(outdir, { recursive: true });
  return `${resources} resources, $${fixedCost(templates).monthly.toFixed(2)}`;
}

/** Resources and fixed dollars per month. */
export function benchFootprint(): void {
  console.log('footprint: what one more adds, per month in which nobody uses it');
  for (const profile of Object.keys(PROFILES)) {
    const fn = adds(
      profile,
      (stack, id) => new SecureFunction(stack, id, { ...CODE, environment: { TABLE: 'orders' } }),
    );
    const event = adds(profile, (stack, id) => new SecureFunction(stack, id, { ...CODE, asynchronous: true }));
    const bucket = adds(profile, (stack, id) => new SecureBucket(stack, id));
    const network = adds(profile, (stack, id) => new SecureVpc(stack, id, { endpoints: [SECRETS] }));
    const cache = adds(profile, (stack, id) => new SecureCache(stack, id, { vpc: networkOf(stack) }));
    const stream = adds(profile, (one, id) => new SecureStream(one, id, { streamMode: StreamMode.ON_DEMAND }));
    console.log(
      `  ${profile}: function ${fn} · asynchronous function ${event} · bucket ${bucket} · VPC with an endpoint ${network} · cache ${cache} · stream on demand ${stream} · examples/orders ${orders(profile)}`,
    );
  }
}
