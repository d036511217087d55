/** When the prices were last compared with AWS's price pages. */
export const PRICES_AS_OF = '2026-11';

export interface Price {
  /** Dollars per month of one unit: 730 hours. */
  readonly each: number;
  /** How many units a resource is; `undefined` when only the deployment knows. @default - one */
  readonly amount?: (properties: any) => number | undefined;
  /** What is counted, in words, of so many units of so many resources. @default - the resources themselves */
  readonly said?: (amount: number, resources: number) => string;
}

const HOURS = 730;
const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const list = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined);
const number = (value: unknown): number | undefined =>
  value === undefined || typeof value === 'object' ? undefined : Number(value);

/** us-east-1, first tier. From AWS's public price pages; general knowledge, so compare before you rely on a cent. */
export const PRICES: Readonly<Record<string, Price>> = {
  // each of the first two rotations adds another dollar
  'AWS::KMS::Key': { each: 1 },
  'AWS::KMS::ReplicaKey': { each: 1 },
  'AWS::SecretsManager::Secret': { each: 0.4 },
  'AWS::CloudWatch::Alarm': { each: 0.1, said: (amount) => many(amount, 'metric'), amount: alarmMetrics },
  'AWS::CloudWatch::CompositeAlarm': { each: 0.5 },
  'AWS::CloudWatch::Dashboard': { each: 3 },
  'AWS::Logs::MetricFilter': {
    each: 0.3,
    said: (amount) => many(amount, 'custom metric'),
    amount: ({ MetricTransformations }) => list(MetricTransformations)?.length,
  },
  'AWS::WAFv2::WebACL': {
    each: 1,
    said: (amount, acls) => `${many(acls, 'web ACL')} at $5, ${many(amount - 5 * acls, 'rule')} at $1`,
    amount: ({ Rules = [] }) => {
      const rules = list(Rules);
      return rules && !rules.some(isPaidGroup) ? 5 + rules.length : undefined;
    },
  },
  'AWS::WAFv2::RuleGroup': {
    each: 1,
    said: (amount, groups) => `${many(groups, 'rule group')} and ${many(amount - groups, 'rule')} at $1`,
    amount: ({ Rules = [] }) => {
      const rules = list(Rules);
      return rules && 1 + rules.length;
    },
  },
  'AWS::DynamoDB::Table': { each: 1, said: () => 'provisioned capacity', amount: provisionedCapacity },
  'AWS::DynamoDB::GlobalTable': {
    each: 1,
    amount: ({ BillingMode }) => (BillingMode === 'PAY_PER_REQUEST' ? 0 : undefined),
  },
  'AWS::SSM::Parameter': {
    each: 0.05,
    said: (amount) => many(amount, 'advanced parameter'),
    amount: ({ Tier = 'Standard' }) => ({ Standard: 0, Advanced: 1 })[String(Tier)],
  },
  // every public IPv4 address, in use or not
  'AWS::EC2::EIP': { each: 0.005 * HOURS },
  'AWS::EC2::NatGateway': { each: 0.045 * HOURS },
  'AWS::EC2::VPCEndpoint': {
    each: 0.01 * HOURS,
    said: (amount) => `interface endpoints in ${many(amount, 'zone')}`,
    amount: ({ VpcEndpointType = 'Gateway', SubnetIds }) =>
      VpcEndpointType === 'Gateway' ? 0 : VpcEndpointType === 'Interface' ? list(SubnetIds)?.length : undefined,
  },
  'AWS::ElastiCache::ServerlessCache': {
    each: HOURS,
    said: (amount) => `$${amount.toFixed(3)} an hour`,
    amount: serverlessCache,
  },
  'AWS::Kinesis::Stream': {
    each: HOURS,
    said: (amount) => `$${amount.toFixed(3)} an hour`,
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

/** Metered from the first hour on: 100 MB of Valkey, a gigabyte of the others, or the least that was asked for. */
function serverlessCache({
  Engine,
  CacheUsageLimits: { DataStorage, ECPUPerSecond } = {} as any,
}: any): number | undefined {
  if (ECPUPerSecond?.Minimum !== undefined) return undefined;
  const [each, least] = Engine === 'valkey' ? [0.084, 0.1] : [0.125, 1];
  const asked = number(DataStorage?.Minimum ?? least);
  return typeof Engine === 'string' && asked !== undefined ? each * Math.max(least, asked) : undefined;
}

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
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::ApiGatewayManagedOverrides',
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Deployment',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::IntegrationResponse',
  'AWS::ApiGatewayV2::Model',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Stage',
  'AWS::AppSync::ApiKey',
  'AWS::AppSync::DataSource',
  'AWS::AppSync::FunctionConfiguration',
  'AWS::AppSync::GraphQLApi',
  'AWS::AppSync::GraphQLSchema',
  'AWS::AppSync::Resolver',
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CE::AnomalyMonitor',
  'AWS::CE::AnomalySubscription',
  'AWS::CloudFormation::CustomResource',
  'AWS::CloudFormation::Stack',
  'AWS::CloudFormation::WaitCondition',
  'AWS::CloudFormation::WaitConditionHandle',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::CloudFrontOriginAccessIdentity',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::IdentityPool',
  'AWS::Cognito::IdentityPoolRoleAttachment',
  // its log group is billed
  'AWS::Cognito::LogDeliveryConfiguration',
  // billed by its users, at a rate that its plan decides
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolIdentityProvider',
  'AWS::Cognito::UserPoolResourceServer',
  'AWS::ElastiCache::ParameterGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::ElastiCache::User',
  'AWS::ElastiCache::UserGroup',
  'AWS::EC2::DHCPOptions',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::FlowLog',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::PrefixList',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCDHCPOptionsAssociation',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ECR::Repository',
  'AWS::Events::ApiDestination',
  'AWS::Events::Connection',
  // its events cost by the gigabyte
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Events::EventBusPolicy',
  'AWS::Events::Rule',
  'AWS::IAM::AccessKey',
  'AWS::IAM::Group',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::SAMLProvider',
  'AWS::IAM::ServiceLinkedRole',
  'AWS::IAM::User',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::UserToGroupAddition',
  'AWS::KMS::Alias',
  'AWS::Kinesis::ResourcePolicy',
  // billed by what passes through
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::CodeSigningConfig',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::LayerVersionPermission',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::Logs::Delivery',
  'AWS::Logs::DeliveryDestination',
  'AWS::Logs::DeliverySource',
  'AWS::Logs::LogGroup',
  'AWS::Logs::LogStream',
  'AWS::Logs::ResourcePolicy',
  'AWS::Logs::SubscriptionFilter',
  'AWS::Pipes::Pipe',
  'AWS::Route53::RecordSet',
  'AWS::Route53::RecordSetGroup',
  'AWS::S3::AccessPoint',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicInlinePolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueueInlinePolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::Signer::SigningProfile',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::SecretsManager::SecretTargetAttachment',
  'AWS::StepFunctions::StateMachine',
  'AWS::WAFv2::IPSet',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::RegexPatternSet',
  'AWS::WAFv2::WebACLAssociation',
  'AWS::XRay::Group',
  'AWS::XRay::SamplingRule',
]);

/** Free, unless this property is set: what it costs then depends on more than the resource says. */
export const FREE_UNLESS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Stage': 'CacheClusterEnabled',
  'AWS::CertificateManager::Certificate': 'CertificateAuthorityArn',
  'AWS::Lambda::Alias': 'ProvisionedConcurrencyConfig',
  'AWS::Lambda::EventSourceMapping': 'ProvisionedPollerConfig',
  'AWS::Lambda::Function': 'SnapStart',
  'AWS::Lambda::Version': 'ProvisionedConcurrencyConfig',
};
