import type { Resource } from './assembly';
import { covers } from './policy';
import { PHYSICAL_NAMES } from './subjects';
import { OWN_ACCOUNT, OWN_REGION, PARTITION, reference } from './text';

/** How a type's ARN reads: what Ref and GetAtt give for it, and the text around its name. */
interface ArnShape {
  readonly attributes: readonly string[];
  /** Whether Ref is the ARN. */
  readonly isRef?: boolean;
  readonly service: string;
  readonly prefix?: string;
  /** The property that fixes the name, for types that PHYSICAL_NAMES does not list. */
  readonly name?: string;
  /** Parts that the service leaves empty. */
  readonly without?: 'region' | 'region and account';
}

const SHAPES: Readonly<Record<string, ArnShape>> = {
  'AWS::SQS::Queue': { attributes: ['Arn'], service: 'sqs' },
  'AWS::SNS::Topic': { attributes: ['TopicArn'], isRef: true, service: 'sns' },
  'AWS::KMS::Key': { attributes: ['Arn'], service: 'kms', prefix: 'key/' },
  'AWS::KMS::ReplicaKey': { attributes: ['Arn'], service: 'kms', prefix: 'key/' },
  'AWS::Logs::LogGroup': { attributes: ['Arn'], service: 'logs', prefix: 'log-group:' },
  'AWS::CloudWatch::Alarm': { attributes: ['Arn'], service: 'cloudwatch', prefix: 'alarm:', name: 'AlarmName' },
  'AWS::CloudWatch::CompositeAlarm': {
    attributes: ['Arn'],
    service: 'cloudwatch',
    prefix: 'alarm:',
    name: 'AlarmName',
  },
  'AWS::Events::Rule': { attributes: ['Arn'], service: 'events', prefix: 'rule/', name: 'Name' },
  'AWS::Events::EventBus': { attributes: ['Arn'], service: 'events', prefix: 'event-bus/' },
  'AWS::S3::Bucket': { attributes: ['Arn'], service: 's3', without: 'region and account' },
  'AWS::Budgets::Budget': { attributes: [], service: 'budgets', prefix: 'budget/', without: 'region' },
  'AWS::CE::AnomalySubscription': {
    attributes: ['SubscriptionArn'],
    isRef: true,
    service: 'ce',
    prefix: 'anomalysubscription/',
    without: 'region',
  },
};

/**
 * How policies may spell a resource's ARN: the references, then the text with its name in it (a placeholder, where
 * CloudFormation makes the name). Partitions count as equal. Empty for a type that is not in the table.
 */
export function arnsOf(resource: Resource): string[] {
  const shape = SHAPES[resource.type];
  if (!shape) return [];
  const {
    attributes,
    isRef,
    service,
    prefix = '',
    name: property = PHYSICAL_NAMES[resource.type],
    without = '',
  } = shape;
  const fixed = property && resource.get(property);
  const bus = resource.type === 'AWS::Events::Rule' ? resource.get('EventBusName') : undefined;
  // a rule of another bus has the bus in its ARN, in one of several spellings
  const name = typeof fixed === 'string' && bus === undefined ? fixed : reference(resource.key);
  const region = without.includes('region') ? '' : OWN_REGION;
  const account = without.includes('account') ? '' : OWN_ACCOUNT;
  const text = `arn:aws:${service}:${region}:${account}:${prefix}${name}`;
  return [
    ...(isRef ? [reference(resource.key)] : []),
    ...attributes.map((attribute) => reference(resource.key, attribute)),
    resource.template.concrete(text),
  ];
}

/** Whether one of a policy's patterns covers the resource itself. */
export const coversResource = (patterns: readonly string[] | undefined, resource: Resource): boolean =>
  arnsOf(resource).some((arn) =>
    covers(
      patterns?.map((pattern) => samePartition(resource.template.concrete(pattern))),
      arn,
    ),
  );

export const samePartition = (arn: string): string =>
  arn.replace(`arn:${PARTITION}:`, 'arn:aws:').replace(/^arn:aws-(cn|us-gov|iso|iso-b):/, 'arn:aws:');
