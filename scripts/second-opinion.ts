/** What stock cdk-nag says of our constructs' defaults, and why we leave it so. A test holds it to the truth. */
import { App, Duration, Stack } from 'aws-cdk-lib';
import { JsonSchemaType } from 'aws-cdk-lib/aws-apigateway';
import { Definition, GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketMockIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function, IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
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
  Access,
  ApiGatewayAccount,
  Auth,
  Exposure,
  JwtAuthorizer,
  JwtIssuer,
  SecureApi,
  SecureApiProps,
  SecureBucket,
  SecureDistribution,
  SecureCache,
  SecureEventBus,
  SecureFunction,
  SecureGraphqlApi,
  SecureHttpApi,
  SecureQueue,
  SecureRule,
  SecureSchedule,
  SecureStateMachine,
  SecureTable,
  SecureTableV2,
  SecureSecret,
  SecureTopic,
  SecureUserPool,
  SecureWebSocketApi,
  SecureVpc,
  SecureWebAcl,
  SecureWebsite,
  SecurityProfile,
  Source,
  SpendGuard,
  SpendSubscriber,
  WebAclScope,
} from 'cdk-secure-serverless';
import { Accepted, ACCEPTED } from './accepted-opinions';
import { clicksIn, STREAMING } from './streaming-constructs';

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

/** The network is not what is asked about. */
const vpcIn = (stack: Stack) =>
  Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ['us-east-1a', 'us-east-1b'],
    isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  });

/** Where it lies in DNS is not what is asked about. */
const siteNamesIn = (stack: Stack) => ({
  domainNames: ['shop.example.com'],
  certificate: Certificate.fromCertificateArn(
    stack,
    'Certificate',
    `arn:aws:acm:${ENV.region}:${ENV.account}:certificate/a1b2c3`,
  ),
});

/** A source of each way: polled, from a stream, pushed and on a schedule. */
function fedFunctionIn(stack: Stack): void {
  const bus = EventBus.fromEventBusName(stack, 'Bus', 'default');
  const topic = Topic.fromTopicArn(stack, 'Placed', `arn:aws:sns:${ENV.region}:${ENV.account}:placed`);
  new SecureFunction(stack, 'Function', { ...CODE, timeout: Duration.seconds(5) })
    .on(Source.queue(ordersIn(stack)))
    .on(Source.stream(clicksIn(stack)))
    .on(Source.bus(bus, { pattern: { source: ['orders'] } }))
    .on(Source.topic(topic))
    .on(Source.schedule(ScheduleExpression.rate(Duration.hours(1))));
}

function connectedFunctionIn(stack: Stack): void {
  const arn = `arn:aws:dynamodb:${ENV.region}:${ENV.account}:table/orders`;
  const fn = new SecureFunction(stack, 'Function', CODE);
  fn.connect(TableV2.fromTableArn(stack, 'Table', arn), { access: Access.READ, env: 'TABLE_NAME' });
  fn.connect(ordersIn(stack), { access: Access.SEND, env: 'QUEUE_URL' });
}

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
  SecureHttpApi: (stack) => {
    const { pool, clients } = usersIn(stack);
    const defaultAuthorizer = new HttpUserPoolAuthorizer('Users', pool, { userPoolClients: clients });
    const api = new SecureHttpApi(stack, 'HttpApi', { defaultAuthorizer });
    api.addRoute('GET /orders', { handler: handlerIn(stack) });
  },
  SecureWebSocketApi: (stack) =>
    new SecureWebSocketApi(stack, 'WebSocketApi', {
      connectRouteOptions: { integration: new WebSocketMockIntegration('Mock') },
    }),
  SecureGraphqlApi: (stack) =>
    new SecureGraphqlApi(stack, 'GraphqlApi', {
      name: 'orders',
      definition: Definition.fromSchema({
        bind: (api) => ({ apiId: (api as GraphqlApi).apiId, definition: 'type Query { order: String }' }),
      }),
    }).addLambdaDataSource('Price', handlerIn(stack)),
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
  ...STREAMING,
  SecureVpc: (stack) =>
    new SecureVpc(stack, 'Network', { endpoints: [InterfaceVpcEndpointAwsService.SECRETS_MANAGER] }),
  SecureCache: (stack) => new SecureCache(stack, 'Sessions', { vpc: vpcIn(stack) }),
  SecureWebsite: (stack) => new SecureWebsite(stack, 'Site', { ...siteNamesIn(stack), singlePageApp: true }),
  'SecureWebsite without a domain': (stack) => new SecureWebsite(stack, 'NamelessSite'),
  SecureDistribution: (stack) =>
    new SecureDistribution(stack, 'Web', {
      ...siteNamesIn(stack),
      defaultBehavior: { origin: new HttpOrigin('shop.example.com') },
    }),
  SecureWebAcl: (stack) => new SecureWebAcl(stack, 'Acl', { scope: WebAclScope.CLOUDFRONT }),
  'SecureFunction with sources': (stack) => fedFunctionIn(stack),
  'SecureFunction with connections': (stack) => connectedFunctionIn(stack),
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
