/** What stock cdk-nag says of our constructs' defaults, and why we leave it so. A test holds it to the truth. */
import { App, Stack } from 'aws-cdk-lib';
import { JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { Code, Function, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  AwsSolutionsChecks,
  HIPAASecurityChecks,
  NagPack,
  NIST80053R5Checks,
  PCIDSS321Checks,
  ServerlessChecks,
} from 'cdk-nag';
import {
  ApiGatewayAccount,
  Auth,
  Exposure,
  JwtAuthorizer,
  JwtIssuer,
  SecureApi,
  SecureApiProps,
  SecureBucket,
  SecureFunction,
  SecurityProfile,
  SpendGuard,
  SpendSubscriber,
} from 'cdk-secure-serverless';

const ENV = { account: '111111111111', region: 'us-east-1' };
const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => 1;'),
};

/** What a route reaches is not what is asked about. */
const handlerIn = (stack: Stack): IFunction =>
  Function.fromFunctionArn(stack, 'Handler', `arn:aws:lambda:${ENV.region}:${ENV.account}:function:orders`);

/** Each under an id of its own, so that an exception for one is none for the others. */
function apiIn(stack: Stack, id: string, authIn: (stack: Stack) => Auth, props: SecureApiProps = {}): void {
  const api = new SecureApi(stack, id, props);
  const body = { type: JsonSchemaType.OBJECT, additionalProperties: false };
  api.addRoute('POST /orders', { handler: handlerIn(stack), auth: authIn(stack), request: { body } });
}

const usersIn = (stack: Stack) => ({
  pool: UserPool.fromUserPoolId(stack, 'Pool', `${ENV.region}_abcdefghi`),
  clients: [UserPoolClient.fromUserPoolClientId(stack, 'Client', '3n4b5urk1ft4fl3mg5e62d9ado')],
});

function cognitoIn(stack: Stack): Auth {
  const { pool, clients } = usersIn(stack);
  return Auth.cognito(pool, { clients, scopes: ['orders/write'] });
}

function jwtIn(stack: Stack): Auth {
  const issuer = JwtIssuer.oidc({ issuer: 'https://login.example.com', audience: ['orders'] });
  return Auth.jwt(new JwtAuthorizer(stack, 'Jwt', { issuers: [issuer] }), { scopes: ['orders/write'] });
}

const endpointIn = (stack: Stack) =>
  InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', {
    vpcEndpointId: 'vpce-0123456789abcdef0',
    port: 443,
  });

export const CONSTRUCTS: Record<string, (stack: Stack) => unknown> = {
  SecureBucket: (stack) => new SecureBucket(stack, 'Bucket'),
  SecureFunction: (stack) => new SecureFunction(stack, 'Function', { ...CODE, environment: { TABLE: 'orders' } }),
  'SecureFunction, asynchronous': (stack) => new SecureFunction(stack, 'Function', { ...CODE, asynchronous: true }),
  SpendGuard: (stack) =>
    new SpendGuard(stack, 'Spend', { monthlyLimitUsd: 100, subscribers: [SpendSubscriber.email('team@example.com')] }),
  'SecureApi for users of Cognito': (stack) => apiIn(stack, 'Api', cognitoIn),
  'SecureApi with a JwtAuthorizer': (stack) => apiIn(stack, 'TokenApi', jwtIn),
  'private SecureApi': (stack) =>
    apiIn(stack, 'InternalApi', () => Auth.iam(), { exposure: Exposure.private([endpointIn(stack)]) }),
  'SecureApi with execution logs': (stack) => apiIn(stack, 'LoggedApi', cognitoIn, { executionLogs: true }),
  ApiGatewayAccount: (stack) => ApiGatewayAccount.shared(stack),
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

const FUNCTION = /\/(Function|SecureApiGatewayAccount\/Setter)\/Resource$/;
const ROLE_POLICY = /\/(Function|SecureApiGatewayAccount\/Setter)\/ServiceRole\/DefaultPolicy\/Resource$/;
const ACCOUNT_ROLE = /\/SecureApiGatewayAccount\/LogRole\/Resource$/;
const STAGE = /Api\/DeploymentStage\.prod\/Resource$/;
const UNLOGGED_STAGE = /\/(Token|Internal)?Api\/DeploymentStage\.prod\/Resource$/;
const PUBLIC_STAGE = /\/(Token|Logged)?Api\/DeploymentStage\.prod\/Resource$/;
const INTERNAL_STAGE = /\/InternalApi\/DeploymentStage\.prod\/Resource$/;
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
    rule: 'APIG6',
    where: UNLOGGED_STAGE,
    why: 'Execution logs hold paths and queries, which are personal data in many APIs; access logs say who did what. `executionLogs: true` switches them on.',
  },
  { rule: 'APIGWExecutionLoggingEnabled', where: UNLOGGED_STAGE, why: 'The same.' },
  {
    rule: 'APIGWCacheEnabledAndEncrypted',
    where: STAGE,
    why: 'It asks for a cache on every stage. One that is not keyed by the caller gives the answer of one user to the next. Where there is a cache, it is encrypted (API-19).',
  },
  {
    rule: 'APIGWSSLEnabled',
    where: STAGE,
    why: 'It asks for a client certificate, by which a backend on the web knows API Gateway. Lambda functions know it by their permission.',
  },
  {
    rule: 'COG4',
    where: /\/(Token|Internal)Api\/Default\/orders\/POST\/Resource$/,
    why: 'It takes no other authorizer than that of a user pool. These routes ask for a signature (IAM), or a token that `JwtAuthorizer` checks.',
  },
  {
    rule: 'APIG3',
    where: INTERNAL_STAGE,
    why: 'A private API is reached from the VPC endpoints that its policy names, and nowhere else.',
  },
  { rule: 'APIGWAssociatedWithWAF', where: INTERNAL_STAGE, why: 'The same.' },
  {
    rule: 'IAM5',
    where: ACCOUNT_ROLE,
    why: 'AWS has one role for the logs of all APIs in an account and region, whatever their groups are called.',
  },
  {
    rule: 'IAMNoInlinePolicy',
    where: ACCOUNT_ROLE,
    why: 'The role is kept when its stack is deleted; a managed policy beside it would go.',
  },
  {
    rule: 'APIG3',
    where: PUBLIC_STAGE,
    why: 'No web ACL in development: it costs $10 a month.',
    development: true,
  },
  { rule: 'APIGWAssociatedWithWAF', where: PUBLIC_STAGE, why: 'The same.', development: true },
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
    where: /\/((Function|Setter)\/Logs|AccessLogs|ExecutionLogs)\//,
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
