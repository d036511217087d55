/** What stock cdk-nag says of our constructs' defaults, and why we leave it so. A test holds it to the truth. */
import { App, Stack } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NagPack,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import { SecureBucket, SecureFunction, SecurityProfile, SpendGuard, SpendSubscriber } from 'cdk-secure-serverless';

const ENV = { account: '111111111111', region: 'us-east-1' };
const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => 1;'),
};

export const CONSTRUCTS: Record<string, (stack: Stack) => unknown> = {
  SecureBucket: (stack) => new SecureBucket(stack, 'Bucket'),
  SecureFunction: (stack) => new SecureFunction(stack, 'Function', { ...CODE, environment: { TABLE: 'orders' } }),
  'SecureFunction, asynchronous': (stack) => new SecureFunction(stack, 'Function', { ...CODE, asynchronous: true }),
  SpendGuard: (stack) =>
    new SpendGuard(stack, 'Spend', { monthlyLimitUsd: 100, subscribers: [SpendSubscriber.email('team@example.com')] }),
};

export const PROFILES: Record<string, () => SecurityProfile> = {
  production: () => SecurityProfile.production(),
  development: () => SecurityProfile.development({ accounts: [ENV.account] }),
  regulated: () => SecurityProfile.regulated(),
};

const PACKS: (() => NagPack)[] = [
  () => new AwsSolutionsChecks(),
  () => new ServerlessChecks(),
  () => new NIST80053R5Checks(),
  () => new PCIDSS321Checks(),
  () => new HIPAASecurityChecks(),
];

/** Rule of cdk-nag, without the pack's name · which of our resources · why it stays. `development`: only there. */
interface Accepted {
  readonly rule: string;
  readonly where: RegExp;
  readonly why: string;
  readonly development?: boolean;
}

const FUNCTION = /\/Function\/Resource$/;
const ROLE_POLICY = /\/Function\/ServiceRole\/DefaultPolicy\/Resource$/;
const LOG_BUCKET = /\/SecureLogBucket\/Resource$/;
const BUCKET = /\/(Bucket|SecureLogBucket)\/Resource$/;

export const ACCEPTED: readonly Accepted[] = [
  {
    rule: 'IAM5',
    where: ROLE_POLICY,
    why: 'X-Ray knows no resources: its two write actions can only be allowed on `*`. It is the one wildcard.',
  },
  {
    rule: 'LambdaDLQ',
    where: FUNCTION,
    why: 'It asks for a dead-letter queue on every function, also on those that answer their caller. Asynchronous ones have an on-failure destination, which tells more.',
  },
  {
    rule: 'SQS3',
    where: /\/SecureFailureQueues\//,
    why: 'A failure queue is where failed messages end; it has no failure queue of its own.',
  },
  { rule: 'SQSRedrivePolicy', where: /\/SecureFailureQueues\//, why: 'The same.' },
  {
    rule: 'SNSRedrivePolicy',
    where: /\/Spend\/Topic\//,
    why: 'An e-mail subscription takes no dead-letter queue of use: AWS Budgets writes to the address directly as well.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: ROLE_POLICY,
    why: 'CDK writes grants as inline policies. A role of one function is used once, so a managed policy would be shared by nobody.',
  },
  {
    rule: 'LambdaConcurrency',
    where: FUNCTION,
    why: 'A reservation fails the first deployment in accounts with a quota of 10 or 50, and takes from the others. It is the team’s to declare.',
  },
  {
    rule: 'LambdaInsideVPC',
    where: FUNCTION,
    why: 'A VPC protects nothing that a function without private resources talks to, and costs endpoints or NAT. Pass `vpc` where there is something to reach.',
  },
  {
    rule: 'S3BucketReplicationEnabled',
    where: BUCKET,
    why: 'Replication doubles the cost of storage and is a matter of disaster recovery; versioning is on.',
  },
  {
    rule: 'S3DefaultEncryptionKMS',
    where: LOG_BUCKET,
    why: 'S3 delivers access logs only to buckets with S3’s own encryption.',
  },
  {
    rule: 'S1',
    where: /\/Bucket\/Resource$/,
    why: 'No access logs in development: a log bucket is never empty, so the stack could not be removed.',
    development: true,
  },
  { rule: 'S3BucketLoggingEnabled', where: /\/Bucket\/Resource$/, why: 'The same.', development: true },
  {
    rule: 'S3DefaultEncryptionKMS',
    where: /\/Bucket\/Resource$/,
    why: 'Development uses the services’ own keys.',
    development: true,
  },
  {
    rule: 'CloudWatchLogGroupEncrypted',
    where: /\/Function\/Logs\//,
    why: 'Development uses the services’ own keys.',
    development: true,
  },
  {
    rule: 'SNSEncryptedKMS',
    where: /\/Spend\/Topic\//,
    why: 'Development uses the services’ own keys.',
    development: true,
  },
];

export interface Opinion {
  readonly pack: string;
  readonly rule: string;
  readonly construct: string;
  readonly profile: string;
  readonly path: string;
  readonly accepted?: Accepted;
}

/** Every finding of every pack on every construct in every profile. */
export function opinions(flags: Record<string, unknown>): Opinion[] {
  return Object.entries(PROFILES).flatMap(([profile, apply]) =>
    Object.entries(CONSTRUCTS).flatMap(([construct, build]) => {
      const app = new App({ context: flags });
      apply().applyTo(app);
      build(new Stack(app, 'Stack', { env: ENV }));
      return PACKS.flatMap((make) => opinionsOf(make(), app).map((one) => judged({ ...one, construct, profile })));
    }),
  );
}

function opinionsOf(pack: NagPack, app: App): { pack: string; rule: string; path: string }[] {
  return pack.validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      pack: pack.name,
      rule: ruleName.replace(`${pack.name}-`, '').replace(/\[.*/, ''),
      path: constructPath ?? '',
    })),
  );
}

function judged(one: Opinion): Opinion {
  const isMine = ({ rule, where, development }: Accepted) =>
    rule === one.rule && where.test(one.path) && (!development || one.profile === 'development');
  return { ...one, accepted: ACCEPTED.find(isMine) };
}

/** `docs/second-opinion.md`. */
export function secondOpinionPage(flags: Record<string, unknown>): string {
  const all = opinions(flags);
  const rows = ACCEPTED.map((accepted) => {
    const mine = all.filter((one) => one.accepted === accepted);
    const unique = (values: string[]) => [...new Set(values)].join(', ');
    const profiles = accepted.development ? 'development' : 'all';
    return `| ${unique(mine.map(({ pack }) => `${pack}-${accepted.rule}`))} | ${unique(mine.map(({ construct }) => construct))} | ${profiles} | ${accepted.why} |`;
  });
  return [
    '# What stock cdk-nag says of our defaults',
    '',
    'Generated by `npm run docs`, and held to the truth by a test: each construct with its defaults, in each profile, under',
    'cdk-nag 3.0.2’s packs AwsSolutions, Serverless, NIST 800-53 R5, PCI DSS 3.2.1 and HIPAA Security. What is not listed here',
    'is not found.',
    '',
    '| cdk-nag rule | construct | profile | why it stays |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
