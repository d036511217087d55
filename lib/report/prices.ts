/** When the prices were last compared with AWS's price pages. */
export const PRICES_AS_OF = '2026-11';

export interface Price {
  /** Dollars per month of one unit: 730 hours. */
  readonly each: number;
  /** How many units a resource is; `undefined` when only the deployment knows. @default - one */
  readonly amount?: (properties: any) => number | undefined;
  readonly unit?: string;
}

const HOURS = 730;
const list = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const number = (value: unknown): number | undefined =>
  value === undefined || typeof value === 'object' ? undefined : Number(value);

/** us-east-1, first tier. From AWS's public price pages; general knowledge, so compare before you rely on a cent. */
export const PRICES: Readonly<Record<string, Price>> = {
  // each of the first two rotations adds another dollar
  'AWS::KMS::Key': { each: 1 },
  'AWS::KMS::ReplicaKey': { each: 1 },
  'AWS::SecretsManager::Secret': { each: 0.4 },
  'AWS::CloudWatch::Alarm': { each: 0.1, unit: 'metrics', amount: alarmMetrics },
  'AWS::CloudWatch::CompositeAlarm': { each: 0.5 },
  'AWS::CloudWatch::Dashboard': { each: 3 },
  'AWS::Logs::MetricFilter': {
    each: 0.3,
    unit: 'custom metrics',
    amount: ({ MetricTransformations }) => list(MetricTransformations)?.length,
  },
  'AWS::WAFv2::WebACL': {
    each: 1,
    unit: 'web ACLs at $5 and rules at $1',
    amount: ({ Rules = [] }) => {
      const rules = list(Rules);
      return rules && !rules.some(isPaidGroup) ? 5 + rules.length : undefined;
    },
  },
  'AWS::WAFv2::RuleGroup': {
    each: 1,
    unit: 'rule groups and rules',
    amount: ({ Rules = [] }) => {
      const rules = list(Rules);
      return rules && 1 + rules.length;
    },
  },
  'AWS::DynamoDB::Table': { each: 1, unit: 'dollars of provisioned capacity', amount: provisionedCapacity },
  'AWS::DynamoDB::GlobalTable': {
    each: 1,
    amount: ({ BillingMode }) => (BillingMode === 'PAY_PER_REQUEST' ? 0 : undefined),
  },
  'AWS::SSM::Parameter': {
    each: 0.05,
    unit: 'advanced parameters',
    amount: ({ Tier = 'Standard' }) => ({ Standard: 0, Advanced: 1 })[String(Tier)],
  },
  'AWS::EC2::NatGateway': { each: 0.045 * HOURS },
  'AWS::EC2::VPCEndpoint': {
    each: 0.01 * HOURS,
    unit: 'interface endpoints in a zone',
    amount: ({ VpcEndpointType = 'Gateway', SubnetIds }) =>
      VpcEndpointType === 'Gateway' ? 0 : VpcEndpointType === 'Interface' ? list(SubnetIds)?.length : undefined,
  },
  'AWS::Kinesis::Stream': {
    each: HOURS,
    unit: 'dollars an hour',
    amount: ({ StreamModeDetails, ShardCount }) => {
      if (StreamModeDetails?.StreamMode === 'ON_DEMAND') return 0.04;
      const shards = number(ShardCount);
      return shards && 0.015 * shards;
    },
  },
  'AWS::Route53::HostedZone': { each: 0.5 },
  // budgets that only watch are free; those that act cost ten cents a day
  'AWS::Budgets::BudgetsAction': { each: 3.04 },
};

/** Groups of the marketplace have prices of their own, and so have AWS's own against bots, fraud and floods. */
function isPaidGroup(rule: any): boolean {
  const group = rule?.Statement?.ManagedRuleGroupStatement;
  if (group === undefined) return false;
  return group.VendorName !== 'AWS' || !/^AWSManagedRules(?!BotControl|ATP|ACFP|AntiDDoS)\w+$/.test(String(group.Name));
}

/** Alarms are billed by the metric; a band for anomalies counts as two more; below a minute they cost three times as much. */
function alarmMetrics({ Metrics, Period, ThresholdMetricId }: any): number | undefined {
  if (Metrics === undefined) return fine(Period);
  const all = list(Metrics) as any[] | undefined;
  // a query of Metrics Insights is billed by what it finds
  if (!all || all.some((one) => typeof one !== 'object' || one === null || /^\s*SELECT/i.test(one.Expression))) {
    return undefined;
  }
  const stats = all.filter(({ MetricStat }) => MetricStat !== undefined);
  const band = ThresholdMetricId === undefined ? 0 : 2;
  return stats.reduce((sum, { MetricStat }) => sum + fine(MetricStat.Period), 0) + band;
}

const fine = (period: unknown): number => (Number(period) < 60 ? 3 : 1);

function provisionedCapacity({
  BillingMode,
  ProvisionedThroughput,
  GlobalSecondaryIndexes = [],
}: any): number | undefined {
  if (BillingMode === 'PAY_PER_REQUEST') return 0;
  if (BillingMode !== undefined && BillingMode !== 'PROVISIONED') return undefined;
  const indexes = list(GlobalSecondaryIndexes) as any[] | undefined;
  if (!indexes) return undefined;
  const settings = [ProvisionedThroughput, ...indexes.map((one) => one?.ProvisionedThroughput)];
  return settings.reduce((sum: number | undefined, one) => {
    const [read, write] = [number(one?.ReadCapacityUnits), number(one?.WriteCapacityUnits)];
    if (sum === undefined || read === undefined || write === undefined) return undefined;
    return sum + HOURS * (0.00013 * read + 0.00065 * write);
  }, 0);
}

/** Types that cost nothing by existing: only their use is billed, or nothing at all. Every other type is unknown. */
export const FREE_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGateway::Account',
  'AWS::ApiGateway::ApiKey',
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::BasePathMapping',
  'AWS::ApiGateway::ClientCertificate',
  'AWS::ApiGateway::Deployment',
  'AWS::ApiGateway::DocumentationPart',
  'AWS::ApiGateway::DocumentationVersion',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::GatewayResponse',
  'AWS::ApiGateway::Method',
  'AWS::ApiGateway::Model',
  'AWS::ApiGateway::RequestValidator',
  'AWS::ApiGateway::Resource',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::UsagePlanKey',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CE::AnomalyMonitor',
  'AWS::CE::AnomalySubscription',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Stack',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::KMS::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Logs::LogGroup',
  'AWS::Logs::ResourcePolicy',
  'AWS::Logs::SubscriptionFilter',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::StepFunctions::StateMachine',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::RegexPatternSet',
  'AWS::WAFv2::WebACLAssociation',
]);

/** Free, unless this property is set: what it costs then depends on more than the resource says. */
export const FREE_UNLESS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Stage': 'CacheClusterEnabled',
  'AWS::Lambda::Alias': 'ProvisionedConcurrencyConfig',
  'AWS::Lambda::EventSourceMapping': 'ProvisionedPollerConfig',
  'AWS::Lambda::Function': 'SnapStart',
  'AWS::Lambda::Version': 'ProvisionedConcurrencyConfig',
};
