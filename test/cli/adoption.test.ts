import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, CfnRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, Code, Function, FunctionUrlAuthType, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { SecurityGate, SecurityGateProps } from '../../lib';
import { commandLine, Ran } from '../support/command-line';

/*
 * As a team meets the library: an app of 300 plain L2 resources, which nobody is going to change this week.
 */
const HOW_MANY = { buckets: 60, functions: 60, queues: 50, topics: 30, tables: 40, roles: 20, groups: 30, apis: 10 };
beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined)); // CDK prints its report

const functionIn = (stack: Stack, id: string, environment?: Record<string, string>) =>
  new Function(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => 1;'),
    environment,
  });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const anybody = (actions: string[], resources: string[]) =>
  new PolicyStatement({ principals: [new AnyPrincipal()], actions, resources });

/** Ten stacks of plain L2s, with one bucket that is closed and one queue that is open. */
function estate(outdir: string, gate?: SecurityGateProps): App {
  const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
  if (gate) SecurityGate.enforce(app, gate);
  const stacks = times(
    10,
    (index) => new Stack(app, `Team${index}`, { env: { account: '111111111111', region: 'eu-central-1' } }),
  );
  const at = (index: number) => stacks[index % 10];
  const closed = { blockPublicAccess: BlockPublicAccess.BLOCK_ALL };
  times(HOW_MANY.buckets, (index) => new Bucket(at(index), `Bucket${index}`, index === 0 ? closed : {}));
  const functions = times(HOW_MANY.functions, (index) => functionIn(at(index), `Function${index}`));
  times(HOW_MANY.queues, (index) => new Queue(at(index), `Queue${index}`));
  times(HOW_MANY.topics, (index) => new Topic(at(index), `Topic${index}`));
  times(
    HOW_MANY.tables,
    (index) => new Table(at(index), `Table${index}`, { partitionKey: { name: 'id', type: AttributeType.STRING } }),
  );
  times(
    HOW_MANY.roles,
    (index) => new Role(at(index), `Role${index}`, { assumedBy: new ServicePrincipal('states.amazonaws.com') }),
  );
  times(HOW_MANY.groups, (index) => new LogGroup(at(index), `Group${index}`));
  times(HOW_MANY.apis, (index) =>
    new RestApi(at(index), `Api${index}`).root.addMethod('GET', new LambdaIntegration(functions[index])),
  );
  // what somebody opened long ago
  const open = new Queue(stacks[3], 'OpenQueue');
  open.addToResourcePolicy(anybody(['sqs:SendMessage'], [open.queueArn]));
  return app;
}

const folder = mkdtempSync(join(tmpdir(), 'adoption-'));
const baseline = join(folder, 'security-baseline.json');
const GATE = { baseline, edition: '2026-11' };
let firstLook: Ran;
let initiated: Ran;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'npx tsx app.ts' }));
  writeFileSync(join(folder, 'app.ts'), `import { App } from 'aws-cdk-lib';\n\nconst app = new App();\n`);
  estate(join(folder, 'cdk.out')).synth();
  firstLook = await commandLine(folder, 'check', 'cdk.out');
  initiated = await commandLine(folder, 'init');
});

test('there are 300 of them', () => {
  expect(Object.values(HOW_MANY).reduce((sum, one) => sum + one)).toBe(300);
});

test('the first report is read in a minute', () => {
  const { stdout, code } = firstLook;
  expect(code).toBe(1);
  expect(stdout.split('\n').length).toBeLessThanOrEqual(80);
  expect(
    Math.max(
      ...stdout
        .split('\n')
        .slice(0, -3)
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(100);
  expect(stdout).toMatch(/^Blocking: \d+ findings$/m);
  expect(stdout).toMatch(/^ *1\. /m);
  expect(stdout).toMatch(/… and \d+ more places/);
});

test('it is adopted in five lines', () => {
  expect(initiated.stdout).toContain('added to app.ts:');
  const before = 3;
  expect(readFileSync(join(folder, 'app.ts'), 'utf8').trimEnd().split('\n')).toHaveLength(before + 5);
  expect(initiated.stdout).toMatch(/wrote security-baseline\.json from cdk\.out: \d{3,} findings/);
});

test('then it synthesizes, with nothing left over in the baseline', () => {
  const found = SecurityGate.findingsOf(estate(mkdtempSync(join(tmpdir(), 'adopted-')), GATE));
  expect(found.filter(({ status }) => status === 'blocking').map(({ message }) => message)).toEqual([]);
  expect(found.filter(({ ruleId }) => ruleId.startsWith('GATE')).map(({ message }) => message)).toEqual([]);
  const { findings, warnings } = JSON.parse(readFileSync(baseline, 'utf8'));
  expect(found.filter(({ status }) => status === 'baselined')).toHaveLength(findings.length + warnings.length);
});

const find = <T extends IConstruct>(app: App, path: string): T =>
  path.split('/').reduce<IConstruct>((node, id) => node.node.findChild(id), app) as T;
/** One weakening each, in a stack of its own or on something old, and what has to block. */
const WEAKENINGS: Record<string, [(app: App, stack: Stack) => unknown, string]> = {
  'a new bucket without blocks': [(_, stack) => new Bucket(stack, 'Open'), 'BUCKET-01 Team3/Open/Resource'],
  'an override on a closed bucket': [
    (app) =>
      (find<Bucket>(app, 'Team0/Bucket0').node.defaultChild as CfnBucket).addPropertyOverride(
        'PublicAccessBlockConfiguration.RestrictPublicBuckets',
        false,
      ),
    'BUCKET-01 Team0/Bucket0/Resource',
  ],
  'an open policy on an old bucket': [
    (app) => {
      const bucket = find<Bucket>(app, 'Team1/Bucket1');
      bucket.addToResourcePolicy(anybody(['s3:GetObject'], [bucket.arnForObjects('*')]));
    },
    'POLICY-01 Team1/Bucket1/Policy/Resource',
  ],
  'a method without authorization on an old API': [
    (app) => find<RestApi>(app, 'Team2/Api2').root.addResource('admin').addMethod('DELETE'),
    'API-01 Team2/Api2/Default/admin/DELETE/Resource',
  ],
  'a secret in the environment of a new function': [
    (_, stack) => functionIn(stack, 'Leaky', { KEY: 'AKIAQ3EGRZ5MJ2PXTNVA' }),
    'FUNCTION-11 Team3/Leaky/Resource',
  ],
  'everything allowed to an old function': [
    (app) =>
      find<Function>(app, 'Team4/Function4').addToRolePolicy(new PolicyStatement({ actions: ['*'], resources: ['*'] })),
    'ROLE-01 Team4/Function4/ServiceRole/DefaultPolicy/Resource',
  ],
  'the administrator’s policy for an old role': [
    (app) =>
      find<Function>(app, 'Team5/Function5').role!.addManagedPolicy(
        ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'),
      ),
    'ROLE-06 Team5/Function5/ServiceRole/Resource',
  ],
  'an old role that anybody may assume': [
    (app) =>
      (find<Role>(app, 'Team6/Role6').node.defaultChild as CfnRole).addPropertyOverride(
        'AssumeRolePolicyDocument.Statement.0.Principal',
        {
          AWS: '*',
        },
      ),
    'ROLE-05 Team6/Role6/Resource',
  ],
  'a URL for everybody on an old function': [
    (app) => find<Function>(app, 'Team7/Function7').addFunctionUrl({ authType: FunctionUrlAuthType.NONE }),
    'POLICY-01 Team7/Function7/',
  ],
  'an old function that anybody may invoke': [
    (app) =>
      new CfnPermission(find<Stack>(app, 'Team8'), 'Anybody', {
        action: 'lambda:InvokeFunction',
        principal: '*',
        functionName: find<Function>(app, 'Team8/Function8').functionName,
      }),
    'POLICY-01 Team8/Anybody',
  ],
  'an old queue that anybody may send to': [
    (app) => {
      const queue = find<Queue>(app, 'Team9/Queue9');
      queue.addToResourcePolicy(anybody(['sqs:SendMessage'], [queue.queueArn]));
    },
    'POLICY-01 Team9/Queue9/Policy/Resource',
  ],
  'one more thing for everybody on a queue that was open before': [
    (app) => {
      const queue = find<Queue>(app, 'Team3/OpenQueue');
      queue.addToResourcePolicy(anybody(['sqs:ReceiveMessage'], [queue.queueArn]));
    },
    'POLICY-01 Team3/OpenQueue/Policy/Resource',
  ],
  'a log group that keeps everything for ever': [
    (_, stack) => new LogGroup(stack, 'Forever', { retention: RetentionDays.INFINITE }),
    'LOGS-01 Team3/Forever/Resource',
  ],
};

describe('afterwards nothing is weakened unnoticed', () => {
  let blocking: string[];
  beforeAll(() => {
    const app = estate(mkdtempSync(join(tmpdir(), 'weakened-')), GATE);
    for (const [weaken] of Object.values(WEAKENINGS)) weaken(app, find<Stack>(app, 'Team3'));
    blocking = SecurityGate.findingsOf(app)
      .filter(({ status }) => status === 'blocking')
      .map(({ ruleId, path }) => `${ruleId} ${path}`);
  });
  test.each(Object.entries(WEAKENINGS))('%s', (_, [, expected]) => {
    expect(blocking.filter((one) => one.startsWith(expected))).not.toEqual([]);
  });
  test('and what was not touched still passes', () => {
    const touched =
      /Team3\/(Open|OpenQueue|Leaky|Forever)\/|Team0\/Bucket0|Team1\/Bucket1|Team2\/Api2|Team4\/Function4|Team5\/Function5|Team6\/Role6|Team7\/Function7|Team8\/(Function8|Anybody)|Team9\/Queue9/;
    expect(blocking.filter((one) => !touched.test(one))).toEqual([]);
  });
});
