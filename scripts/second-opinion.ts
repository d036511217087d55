/** What stock cdk-nag says of our constructs' defaults, and why we leave it so. A test holds it to the truth. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass } from 'aws-cdk-lib/aws-stepfunctions';
import { UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
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
  SecureEventBus,
  SecureFunction,
  SecureQueue,
  SecureRule,
  SecureSchedule,
  SecureStateMachine,
  SecureTable,
  SecureTableV2,
  SecureSecret,
  SecureTopic,
  SecureUserPool,
  SecurityProfile,
  SpendGuard,
  SpendSubscriber,
} from 'cdk-secure-serverless';
import { Accepted, ACCEPTED } from './accepted-opinions';

export { ACCEPTED } from './accepted-opinions';

const ENV = { account: '111111111111', region: 'us-east-1' };
const CODE = {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async () => 1;'),
};

const ID = { name: 'id', type: AttributeType.STRING };

/** Where events go is not what is asked about. */
const ordersIn = (stack: Stack): IQueue =>
  Queue.fromQueueArn(stack, 'Orders', `arn:aws:sqs:${ENV.region}:${ENV.account}:orders`);

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
  SecureTable: (stack) => new SecureTable(stack, 'Table', { partitionKey: ID }),
  SecureTableV2: (stack) => new SecureTableV2(stack, 'Table', { partitionKey: ID }),
  SecureQueue: (stack) => new SecureQueue(stack, 'Queue'),
  'SecureQueue, FIFO': (stack) => new SecureQueue(stack, 'Ordered', { fifo: true }),
  SecureTopic: (stack) =>
    new SecureTopic(stack, 'Topic').addSubscription(new UrlSubscription('https://shop.example.com/placed')),
  SpendGuard: (stack) =>
    new SpendGuard(stack, 'Spend', { monthlyLimitUsd: 100, subscribers: [SpendSubscriber.email('team@example.com')] }),
  'SecureApi for users of Cognito': (stack) => apiIn(stack, 'Api', cognitoIn),
  'SecureApi with a JwtAuthorizer': (stack) => apiIn(stack, 'TokenApi', jwtIn),
  'private SecureApi': (stack) =>
    apiIn(stack, 'InternalApi', () => Auth.iam(), { exposure: Exposure.private([endpointIn(stack)]) }),
  'SecureApi with execution logs': (stack) => apiIn(stack, 'LoggedApi', cognitoIn, { executionLogs: true }),
  SecureUserPool: (stack) =>
    new SecureUserPool(stack, 'Users').addClient('Web', { oAuth: { callbackUrls: ['https://shop.example.com/in'] } }),
  SecureSecret: (stack) => new SecureSecret(stack, 'Secret'),
  SecureEventBus: (stack) => new SecureEventBus(stack, 'Bus'),
  SecureRule: (stack) =>
    new SecureRule(stack, 'Rule', { eventPattern: { source: ['orders'] }, targets: [new SqsQueue(ordersIn(stack))] }),
  SecureSchedule: (stack) =>
    new SecureSchedule(stack, 'Schedule', {
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new SqsSendMessage(ordersIn(stack)),
    }),
  SecureStateMachine: (stack) =>
    new SecureStateMachine(stack, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Do')),
    }),
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
