import { App } from 'aws-cdk-lib';
import { addOrders } from '../../examples/orders/orders';

/**
 * A profile changes assurance only. Whoever changes what it may change, changes these lists: grants, authentication, public
 * access, TLS, throttles, timeouts, secrets and source conditions are never in them.
 */
const MAY_COME_AND_GO: Record<string, RegExp> = {
  'AWS::KMS::Key': /./,
  'AWS::CloudWatch::Alarm': /./,
  'AWS::SNS::Topic': /^SecureAlarmTopic/,
  'AWS::SNS::TopicPolicy': /^SecureAlarmTopic/,
  'AWS::SNS::Subscription': /^SecureAlarmTopic/,
  'AWS::S3::Bucket': /^SecureLogBucket/,
  'AWS::S3::BucketPolicy': /^SecureLogBucket/,
  'AWS::WAFv2::WebACL': /^Secure(Site)?WafAcl/,
  'AWS::WAFv2::LoggingConfiguration': /^Secure(Site)?WafLogging/,
  'AWS::WAFv2::WebACLAssociation': /WebAcl/,
  'AWS::Logs::LogGroup': /^Secure(Site)?WafLogs/,
  'AWS::Logs::DeliverySource': /^ShopDistributionLog/, // access logs, as those of buckets
  'AWS::Logs::DeliveryDestination': /^ShopDistributionLog/,
  'AWS::Logs::Delivery': /^ShopDistributionLog/,
  'AWS::Logs::MetricFilter': /AuthorizerFailures/, // what its alarm counts
};
const MAY_DIFFER: Record<string, RegExp> = {
  '*': /^(DeletionPolicy|UpdateReplacePolicy)$/,
  'AWS::S3::Bucket':
    /^Properties\.(BucketEncryption\b|LoggingConfiguration\b|LifecycleConfiguration\.Rules\.\d+\.NoncurrentVersionExpiration\.NoncurrentDays|Tags\.\d+\.Value)/,
  'AWS::CloudFront::Distribution': /^Properties\.DistributionConfig\.WebACLId$/,
  'AWS::Lambda::Function': /^Properties\.(KmsKeyArn$|KmsKeyArn\.)/,
  'AWS::Logs::LogGroup': /^Properties\.(RetentionInDays|KmsKeyId\b)/,
  'AWS::SQS::Queue': /^Properties\.(KmsMasterKeyId\b|SqsManagedSseEnabled|Tags\.\d+\.Value)/,
  'AWS::SNS::Topic': /^Properties\.KmsMasterKeyId\b/,
  'AWS::SecretsManager::Secret': /^Properties\.KmsKeyId\b/,
  'AWS::Cognito::UserPool': /^Properties\.DeletionProtection$/,
  'AWS::DynamoDB::Table':
    /^Properties\.(SSESpecification\b|PointInTimeRecoverySpecification\b|DeletionProtectionEnabled|Tags\.\d+\.Value)/,
};

beforeAll(() => void jest.spyOn(console, 'error').mockImplementation(() => undefined));

type Resources = Record<string, any>;

function orders(profile: string): Resources {
  const app = new App({ context: { profile, account: '111111111111', 'aws:cdk:bundling-stacks': [] } });
  addOrders(app);
  return Object.assign({}, ...app.synth().stacks.map(({ template }) => template.Resources));
}

/** What stays of a policy without the key: the right to use a key comes and goes with the key. */
function withoutKeys({ Type, Properties, ...rest }: any): any {
  if (Type !== 'AWS::IAM::Policy') return { Type, Properties, ...rest };
  const statements = Properties.PolicyDocument.Statement.filter(
    ({ Action }: any) => ![Action].flat().every((action: string) => action.startsWith('kms:')),
  );
  return { Type, Properties: { ...Properties, PolicyDocument: { Statement: statements } }, ...rest };
}

function differences(one: any, other: any, path = ''): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const isObject = (value: any) => typeof value === 'object' && value !== null;
  if (!isObject(one) || !isObject(other)) return [path];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => differences(one[key], other[key], path ? `${path}.${key}` : key));
}

test.each(['development', 'regulated'])('%s differs from production in assurance only', (profile) => {
  const [production, other] = [orders('production'), orders(profile)];
  const wrong: string[] = [];
  for (const id of new Set([...Object.keys(production), ...Object.keys(other)])) {
    const { Type } = production[id] ?? other[id];
    if (!(id in production) || !(id in other)) {
      if (!MAY_COME_AND_GO[Type]?.test(id)) wrong.push(`${id} is only in one`);
      continue;
    }
    if (MAY_COME_AND_GO[Type]?.test(id)) continue;
    const [a, b] = [production[id], other[id]].map(withoutKeys).map(({ Metadata: _, ...rest }) => rest);
    for (const path of differences(a, b)) {
      const isAllowed = MAY_DIFFER['*'].test(path) || MAY_DIFFER[Type]?.test(path);
      // a longer chain of resources waits for the keys
      if (!isAllowed && !path.startsWith('DependsOn')) wrong.push(`${id} (${Type}) ${path}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('there is something to compare', () => {
  expect(differences(orders('production'), orders('development')).length).toBeGreaterThan(20);
});
