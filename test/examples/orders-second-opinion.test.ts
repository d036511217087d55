import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NagPack, ServerlessChecks } from 'cdk-nag';
import { addOrders } from '../../examples/orders/orders';
import { RECOMMENDED_FLAGS } from '../support/flags';

/** What stock cdk-nag says of the example: rule · of which resources · why it stays. `development`: only there. */
interface Accepted {
  readonly rule: string;
  readonly where: RegExp;
  readonly why: string;
  readonly development?: boolean;
}

const ACCEPTED: readonly Accepted[] = [
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    where: /\/(ServiceRole|Role)\/DefaultPolicy\/Resource$/,
    why: 'neither X-Ray nor the streams of an account nor log deliveries know resources',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::arn:aws:logs:us-east-1:111111111111:log-group:*]',
    where: /\/SecureApiGatewayAccount\/LogRole\/Resource$/,
    why: 'AWS has one role for the logs of all APIs of an account and region',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::…/daily/*]',
    where: /\/(ReadReport|DailyReport)\/ServiceRole\/DefaultPolicy\/Resource$/,
    why: 'one object for each day, below one prefix',
  },
  {
    rule: 'AwsSolutions-IAM5[Resource::…/incoming/*]',
    where: /\/ImportOrders\/ServiceRole\/DefaultPolicy\/Resource$/,
    why: 'files have names of their senders, below one prefix',
  },
  {
    rule: 'AwsSolutions-SMG4',
    where: /\/CarrierKey\/Resource$/,
    why: 'the carrier has to know the new key: each quarter',
  },
  { rule: 'AwsSolutions-COG8', where: /\/Customers\/Pool\/Resource$/, why: 'the waiver of IDENTITY-07 says why' },
  {
    rule: 'AwsSolutions-COG4',
    where: /\/(orders\/\{orderId\}\/DELETE|customers\/\{customerId\}\/orders\/GET|reports\/\{day\}\/GET)\/Resource$/,
    why: 'it knows user pools only: here a JWT authorizer checks more of the same tokens, or IAM the signature',
  },
  {
    rule: 'AwsSolutions-APIG6',
    where: /\/DeploymentStage\.prod\/Resource$/,
    why: 'execution logs would hold what customers send',
  },
  { rule: 'AwsSolutions-APIG3', where: /\/InternalApi\//, why: 'it is reached through one VPC endpoint only' },
  { rule: 'AwsSolutions-CFR1', where: /\/Shop\/Distribution\//, why: 'customers are anywhere' },
  {
    rule: 'AwsSolutions-CFR3',
    where: /\/Shop\/Distribution\//,
    why: 'it knows legacy logging only, which needs ACLs; these are v2',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    where: /\/(\w+|Function|Setter)\/Resource$/,
    why: 'it asks for one where the caller waits, too',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    where: /\/FulfilOrders\/OnOrdersComputeOrders\w+\/Resource$/,
    why: 'a mapping of a queue knows no destination: the queue has its own',
  },
  { rule: 'Serverless-SQSRedrivePolicy', where: /\/SecureFailureQueues\//, why: 'it is where failures end' },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    where: /\/orders-team@example\.com\/Resource$/,
    why: 'nobody reads a queue of e-mails that were not delivered',
  },
  ...['S1', 'DDB3', 'CFR2'].map((rule) => ({
    rule: `AwsSolutions-${rule}`,
    where: /\/(Uploads|Reports|Bucket|Orders|Distribution)\/Resource$/,
    why: 'access logs, point-in-time recovery and web ACLs are not for development',
    development: true,
  })),
  {
    rule: 'AwsSolutions-APIG3',
    where: /\/PublicApi\//,
    why: 'no web ACL in development: it costs $10 a month',
    development: true,
  },
];

function opinions(profile: string): { rule: string; path: string }[] {
  const app = new App({ context: { ...RECOMMENDED_FLAGS, 'aws:cdk:bundling-stacks': [], profile } });
  addOrders(app);
  const packs: NagPack[] = [new AwsSolutionsChecks(), new ServerlessChecks()];
  return packs.flatMap((pack) =>
    pack.validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        rule: ruleName.replace(/Resource::<[^>]+>/, 'Resource::…'),
        path: constructPath ?? '',
      })),
    ),
  );
}

test('stock cdk-nag finds nothing in orders that has no written reason', () => {
  const used = new Set<Accepted>();
  const unexplained = ['production', 'development', 'regulated'].flatMap((profile) =>
    opinions(profile).flatMap(({ rule, path }) => {
      const known = ACCEPTED.find(
        (one) => one.rule === rule && one.where.test(path) && (!one.development || profile === 'development'),
      );
      if (known) used.add(known);
      return known ? [] : `${rule} ${path} (${profile})`;
    }),
  );
  expect(unexplained).toEqual([]);
  expect(ACCEPTED.filter((one) => !used.has(one))).toEqual([]);
});
