import type { Resource } from '../core/assembly';
import { bindings, Condition, Statement } from '../core/policy';

/** A service that does not say for whom it acts, or says it in another place than a condition. */
interface Exemption {
  readonly services: readonly string[];
  /** Only in policies of these types. */
  readonly types: readonly string[];
  readonly reason: string;
  readonly holds?: (statement: Statement, resource: Resource) => boolean;
}

export const NO_SOURCE_NEEDED: readonly Exemption[] = [
  {
    services: ['events.amazonaws.com'],
    types: ['AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy'],
    reason:
      'EventBridge user guide, "My rule ran but I don\'t see any messages published into my Amazon SNS topic": its ' +
      'statement stands without a condition; SNS guide, "Key management": source conditions are not supported',
  },
  {
    services: [
      'cloudtrail.amazonaws.com',
      'config.amazonaws.com',
      'delivery.logs.amazonaws.com',
      'logdelivery.elasticloadbalancing.amazonaws.com',
    ],
    types: ['AWS::S3::BucketPolicy'],
    reason:
      'these deliver below AWSLogs/<account they act for>: the path in the resource asks what the condition would',
    holds: deliversForOwnAccount,
  },
  {
    services: ['lambda.amazonaws.com'],
    types: ['AWS::ECR::Repository'],
    reason:
      'Lambda guide, "Amazon ECR permissions": within one account; another one needs a statement for itself, which ' +
      'is judged as cross-account access',
  },
  {
    services: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'],
    types: ['AWS::Logs::ResourcePolicy'],
    reason:
      'EventBridge writes to log groups through a policy of the account, and its guide gives no source condition: ' +
      '"Using resource-based policies for EventBridge", "CloudWatch Logs permissions"',
  },
  {
    services: ['firehose.amazonaws.com'],
    types: ['AWS::MSK::ClusterPolicy'],
    reason:
      'Firehose guide, "Grant Firehose access to your private Amazon MSK cluster": the statement has no condition',
  },
];

export const needsNoSource = (service: string, statement: Statement, resource: Resource): boolean =>
  NO_SOURCE_NEEDED.some(
    ({ services, types, holds }) =>
      services.includes(service) && types.includes(resource.type) && (holds?.(statement, resource) ?? true),
  );

/** Before they deliver, they look whether they may: that gives nothing away. */
const LOOKS = /^s3:(GetBucketAcl|ListBucket)$/i;

function deliversForOwnAccount({ actions, resources }: Statement, { template }: Resource): boolean {
  if (!actions || !resources) return false;
  const account = (path: string) => /\/AWSLogs\/([^/]+)\/[^/]*\*$/.exec(path)?.[1];
  return actions.every((one) => LOOKS.test(one)) || resources.every((path) => template.isOwnAccount(account(path)));
}

const SOURCE_KEYS: ReadonlySet<string> = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
]);

/** The conditions that say for whom a service may act. */
export function sourcesOf(statement: Statement): readonly Condition[] {
  // an Alexa skill has no ARN: its id is what Lambda checks
  const token = statement.conditions.filter(
    ({ operator, key, values }) =>
      key === 'lambda:eventsourcetoken' && /^StringEquals$/i.test(operator) && !values.some((one) => /[*?]/.test(one)),
  );
  return [...bindings(statement).filter(({ key }) => SOURCE_KEYS.has(key)), ...token];
}
