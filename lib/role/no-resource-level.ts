import type { Statement } from '../core/policy';

/** Why an action may stand on `*`, and what else the statement then has to say. */
export interface NoResourceLevel {
  readonly reason: string;
  readonly unless?: (statement: Statement) => string | undefined;
}

const DAEMON = 'X-Ray has no resource for segments and sampling';
const LISTS = 'lists or describes; the service authorizes it for all resources only';
const DELIVERY = 'vended log deliveries have no resource level, and Step Functions and API Gateway need them to log';
const ENI = 'Lambda makes network interfaces with unforeseeable ids in the name of the function';
const RECOGNITION = 'works on what the caller sends; there is no resource';

/** Without a fixed namespace a function could forge the metrics that the alarms of others watch. */
const namespaceIsFixed = ({ conditions }: Statement): string | undefined =>
  conditions.some(
    ({ operator, key, values }) =>
      key === 'cloudwatch:namespace' &&
      /^String(Equals|Like)$/i.test(operator) &&
      !values.some((one) => /^[*?]*$/.test(one)),
  )
    ? undefined
    : 'without a condition on cloudwatch:namespace';

const all = (service: string, names: string, reason: string): [string, NoResourceLevel][] =>
  names.split(' ').map((name) => [`${service}:${name}`.toLowerCase(), { reason }]);

/**
 * The one table of actions that may stand on `*`, by the Service Authorization Reference ("Actions, resources, and condition
 * keys for AWS services"): the ones whose "Resource types" column is empty. Everything else has an ARN to name.
 */
export const NO_RESOURCE_LEVEL: ReadonlyMap<string, NoResourceLevel> = new Map<string, NoResourceLevel>([
  ...all(
    'xray',
    'PutTraceSegments PutTelemetryRecords GetSamplingRules GetSamplingTargets GetSamplingStatisticSummaries',
    DAEMON,
  ),
  ['cloudwatch:putmetricdata', { reason: 'a metric is no resource', unless: namespaceIsFixed }],
  ...all('cloudwatch', 'GetMetricData GetMetricStatistics ListMetrics', LISTS),
  ...all('logs', 'CreateLogDelivery GetLogDelivery UpdateLogDelivery DeleteLogDelivery ListLogDeliveries', DELIVERY),
  ...all('logs', 'PutResourcePolicy DescribeResourcePolicies DescribeLogGroups', DELIVERY),
  ...all('dynamodb', 'ListStreams ListTables', LISTS),
  ...all('kinesis', 'ListStreams', LISTS),
  ...all('lambda', 'ListFunctions ListEventSourceMappings GetAccountSettings', LISTS),
  ...all('sqs', 'ListQueues', LISTS),
  ...all('sns', 'ListTopics', LISTS),
  ...all('ssm', 'DescribeParameters', LISTS),
  ...all('secretsmanager', 'ListSecrets GetRandomPassword', LISTS),
  ...all('kms', 'ListKeys ListAliases GenerateRandom', LISTS),
  ...all('states', 'ListStateMachines ListActivities', LISTS),
  ...all('s3', 'ListAllMyBuckets', LISTS),
  ...all('sts', 'GetCallerIdentity', 'no permission is needed for it at all'),
  ...all('ecr', 'GetAuthorizationToken', 'the token is the account’s'),
  ...all('tag', 'GetResources GetTagKeys GetTagValues', LISTS),
  ...all('pricing', 'DescribeServices GetAttributeValues GetProducts', LISTS),
  ...all('textract', 'DetectDocumentText AnalyzeDocument AnalyzeExpense AnalyzeID', RECOGNITION),
  ...all(
    'rekognition',
    'DetectFaces DetectLabels DetectModerationLabels DetectProtectiveEquipment DetectText RecognizeCelebrities CompareFaces',
    RECOGNITION,
  ),
  ...all('translate', 'TranslateText', RECOGNITION),
  ...all('polly', 'SynthesizeSpeech DescribeVoices', RECOGNITION),
  ...all('iam', 'CreateVirtualMFADevice', 'the device has the name that its user gives it'),
  ...all(
    'iam',
    'ListUsers ListRoles ListGroups ListPolicies ListAccountAliases ListVirtualMFADevices GetAccountPasswordPolicy GetAccountSummary',
    LISTS,
  ),
  ...all(
    'cognito-identity',
    'GetCredentialsForIdentity GetId GetOpenIdToken',
    'called without credentials; there is no resource',
  ),
  ...all(
    'comprehend',
    'DetectDominantLanguage DetectKeyPhrases DetectPiiEntities DetectSentiment DetectSyntax',
    RECOGNITION,
  ),
]);

/** Nearly all of what only describes in these services has no resource level, and more comes with every release. */
const DESCRIBES =
  /^(ec2|autoscaling|application-autoscaling|elasticloadbalancing|cloudformation|elasticache|health|organizations|support):(describe|list)[a-z0-9]*$/;

/** By the table, or since it only describes where nothing can be named. */
export const withoutResourceLevel = (action: string): NoResourceLevel | undefined =>
  NO_RESOURCE_LEVEL.get(action) ?? (DESCRIBES.test(action) ? { reason: LISTS } : undefined);

/**
 * What Lambda does in a function's name to put it into a VPC: "Giving Lambda functions access to resources in an Amazon VPC",
 * Lambda developer guide. They have a resource level, but nobody knows the id of an interface before it is made.
 */
export const NETWORK_INTERFACES: ReadonlyMap<string, NoResourceLevel> = new Map(
  all('ec2', 'CreateNetworkInterface DeleteNetworkInterface AssignPrivateIpAddresses UnassignPrivateIpAddresses', ENI),
);
