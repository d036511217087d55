import { fixedCost } from '../../lib/report/fixed-cost';
import { FREE_TYPES, FREE_UNLESS, PRICES } from '../../lib/report/prices';

const costOf = (resources: Record<string, unknown>) => fixedCost([{ Resources: resources }]);
const alarm = (Properties: object) => costOf({ A: { Type: 'AWS::CloudWatch::Alarm', Properties } });
const group = (Name: unknown, VendorName = 'AWS') => ({
  Statement: { ManagedRuleGroupStatement: { VendorName, Name } },
});
const stat = (Period: unknown = 60) => ({ Id: 'm', MetricStat: { Period, Stat: 'Sum', Metric: {} } });

describe('the price of one resource', () => {
  test.each<[string, number, object]>([
    ['a key', 1, { Type: 'AWS::KMS::Key' }],
    ['a secret', 0.4, { Type: 'AWS::SecretsManager::Secret' }],
    ['an alarm', 0.1, { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 60 } }],
    ['a high-resolution alarm', 0.3, { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 10 } }],
    ['a composite alarm', 0.5, { Type: 'AWS::CloudWatch::CompositeAlarm' }],
    ['a web ACL with two rules', 7, { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}] } }],
    [
      'a web ACL with a group of AWS',
      6,
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [group('AWSManagedRulesSQLiRuleSet')] } },
    ],
    ['a rule group of its own with one rule', 2, { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [{}] } }],
    ['a web ACL before a stage', 0, { Type: 'AWS::WAFv2::WebACLAssociation' }],
    ['the logs of a web ACL, until there are some', 0, { Type: 'AWS::WAFv2::LoggingConfiguration' }],
    ['an API key', 0, { Type: 'AWS::ApiGateway::ApiKey' }],
    ['a usage plan', 0, { Type: 'AWS::ApiGateway::UsagePlan' }],
    ['a key in a usage plan', 0, { Type: 'AWS::ApiGateway::UsagePlanKey' }],
    ['a gateway response', 0, { Type: 'AWS::ApiGateway::GatewayResponse' }],
    ['a stage without a cache', 0, { Type: 'AWS::ApiGateway::Stage', Properties: {} }],
    [
      'a stream on demand',
      29.2,
      { Type: 'AWS::Kinesis::Stream', Properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' } } },
    ],
    ['a stream of two shards', 21.9, { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 2 } }],
    ['a delivery stream', 0, { Type: 'AWS::KinesisFirehose::DeliveryStream' }],
    ['a pipe', 0, { Type: 'AWS::Pipes::Pipe' }],
    ['a NAT gateway', 32.85, { Type: 'AWS::EC2::NatGateway' }],
    [
      'an interface endpoint in two zones',
      14.6,
      { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: ['a', { Ref: 'B' }] } },
    ],
    ['an idle serverless cache', 6.13, { Type: 'AWS::ElastiCache::ServerlessCache', Properties: { Engine: 'valkey' } }],
    ['one of Redis', 91.25, { Type: 'AWS::ElastiCache::ServerlessCache', Properties: { Engine: 'redis' } }],
    [
      'one that asks for two gigabytes at least',
      122.64,
      {
        Type: 'AWS::ElastiCache::ServerlessCache',
        Properties: { Engine: 'valkey', CacheUsageLimits: { DataStorage: { Unit: 'GB', Minimum: '2' } } },
      },
    ],
    ['a user of a cache', 0, { Type: 'AWS::ElastiCache::User' }],
    ['a gateway endpoint', 0, { Type: 'AWS::EC2::VPCEndpoint', Properties: {} }],
    ['an on-demand table', 0, { Type: 'AWS::DynamoDB::Table', Properties: { BillingMode: 'PAY_PER_REQUEST' } }],
    [
      'a provisioned table with an index',
      5.69,
      {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: '5' },
          GlobalSecondaryIndexes: [{ ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }],
        },
      },
    ],
    ['an advanced parameter', 0.05, { Type: 'AWS::SSM::Parameter', Properties: { Tier: 'Advanced' } }],
    ['a public address', 3.65, { Type: 'AWS::EC2::EIP' }],
    ['a subnet', 0, { Type: 'AWS::EC2::Subnet' }],
    ['a route', 0, { Type: 'AWS::EC2::Route' }],
    ['a security group', 0, { Type: 'AWS::EC2::SecurityGroup' }],
    ['an HTTP API', 0, { Type: 'AWS::ApiGatewayV2::Api' }],
    ['a public certificate', 0, { Type: 'AWS::CertificateManager::Certificate' }],
    ['a function', 0, { Type: 'AWS::Lambda::Function', Properties: {} }],
    ['a custom resource', 0, { Type: 'Custom::Anything' }],
  ])('%s costs $%d a month', (_, monthly, resource) => {
    expect(costOf({ R: resource })).toMatchObject({ monthly, unknown: [] });
  });
});

describe('alarms are billed by the metric', () => {
  test('every metric of an expression counts', () => {
    expect(alarm({ Metrics: [stat(), stat(), { Id: 'e', Expression: 'm1/m2' }] })).toMatchObject({ monthly: 0.2 });
  });
  test('a band for anomalies counts as two more', () => {
    const band = { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m)' };
    expect(alarm({ Metrics: [stat(), band], ThresholdMetricId: 'b' })).toMatchObject({ monthly: 0.3 });
  });
  test('high resolution counts three times', () => {
    expect(alarm({ Metrics: [stat(10), stat()] })).toMatchObject({ monthly: 0.4 });
  });
  test('the line says how many metrics', () => {
    expect(alarm({ Metrics: [stat(), stat()] }).lines).toEqual([
      { type: 'AWS::CloudWatch::Alarm', count: 1, units: '2 metrics', monthly: 0.2 },
    ]);
  });
});

test('a line says how many of what, in words that add up', () => {
  const acl = { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}, {}, {}] } };
  expect(costOf({ A: acl }).lines).toMatchObject([{ count: 1, units: '1 web ACL at $5, 5 rules at $1', monthly: 10 }]);
  const two = costOf({ A: acl, B: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}] } } });
  expect(two.lines).toMatchObject([{ count: 2, units: '2 web ACLs at $5, 6 rules at $1', monthly: 16 }]);
  expect(alarm({ Period: 60 }).lines).toMatchObject([{ units: '1 metric' }]);
  const table = { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } };
  expect(costOf({ T: { Type: 'AWS::DynamoDB::Table', Properties: table } }).lines).toMatchObject([
    { units: 'provisioned capacity' },
  ]);
});

describe('what is not known is never counted as free', () => {
  test.each<[string, object, string]>([
    ['a type outside the table', { Type: 'AWS::RDS::DBCluster' }, 'AWS::RDS::DBCluster'],
    ['no type', {}, ''],
    [
      'metrics chosen at deployment',
      { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: { 'Fn::If': [] } } },
      'AWS::CloudWatch::Alarm R',
    ],
    [
      'a query of Metrics Insights',
      { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(x) FROM y' }] } },
      'AWS::CloudWatch::Alarm R',
    ],
    [
      'capacity from a parameter',
      {
        Type: 'AWS::DynamoDB::Table',
        Properties: { ProvisionedThroughput: { ReadCapacityUnits: { Ref: 'P' }, WriteCapacityUnits: 1 } },
      },
      'AWS::DynamoDB::Table R',
    ],
    [
      'a provisioned global table',
      { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} },
      'AWS::DynamoDB::GlobalTable R',
    ],
    [
      'a load-balancer endpoint',
      { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'GatewayLoadBalancer' } },
      'AWS::EC2::VPCEndpoint R',
    ],
    [
      'a group against bots, which has a price of its own',
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [group('AWSManagedRulesBotControlRuleSet')] } },
      'AWS::WAFv2::WebACL R',
    ],
    [
      'a group of the marketplace',
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [group('AWSManagedRulesOurs', 'Vendor')] } },
      'AWS::WAFv2::WebACL R',
    ],
    [
      'rules of a web ACL chosen at deployment',
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: { 'Fn::If': [] } } },
      'AWS::WAFv2::WebACL R',
    ],
    [
      'the cache of a stage',
      { Type: 'AWS::ApiGateway::Stage', Properties: { CacheClusterEnabled: true } },
      'AWS::ApiGateway::Stage R with CacheClusterEnabled',
    ],
    [
      'provisioned concurrency',
      { Type: 'AWS::Lambda::Alias', Properties: { ProvisionedConcurrencyConfig: {} } },
      'AWS::Lambda::Alias R with ProvisionedConcurrencyConfig',
    ],
  ])('%s', (_, resource, named) => {
    expect(costOf({ R: resource })).toEqual({ lines: [], monthly: 0, unknown: [named] });
  });
});

test('templates add up, the dearest type first', () => {
  const cost = fixedCost([
    { Resources: { S: { Type: 'AWS::SecretsManager::Secret' }, K: { Type: 'AWS::KMS::Key' } } },
    { Resources: { K: { Type: 'AWS::KMS::Key' }, X: { Type: 'AWS::New::Thing' }, Y: { Type: 'AWS::New::Thing' } } },
    {},
  ]);
  expect(cost).toEqual({
    lines: [
      { type: 'AWS::KMS::Key', count: 2, monthly: 2 },
      { type: 'AWS::SecretsManager::Secret', count: 1, monthly: 0.4 },
    ],
    monthly: 2.4,
    unknown: ['AWS::New::Thing'],
  });
});

test('no type is in two tables', () => {
  const all = [...Object.keys(PRICES), ...FREE_TYPES, ...Object.keys(FREE_UNLESS)];
  expect(all).toHaveLength(new Set(all).size);
});
