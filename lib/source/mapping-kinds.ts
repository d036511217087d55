import type { Resource } from '../core/assembly';
import { isPresent } from '../core/compare';
import { isUnknown } from '../core/text';

/** What an event source mapping polls. `unknown`: it is named by a value of the deployment alone. */
export type MappingKind = 'SQS' | 'Kinesis' | 'DynamoDB' | 'Kafka' | 'MQ' | 'DocumentDB' | 'unknown';

/** By the service in the ARN. */
const SERVICES: Readonly<Record<string, MappingKind>> = {
  sqs: 'SQS',
  kinesis: 'Kinesis',
  dynamodb: 'DynamoDB',
  kafka: 'Kafka',
  mq: 'MQ',
  rds: 'DocumentDB',
};
/** By the type of the resource. */
const TYPES: Readonly<Record<string, MappingKind>> = {
  'AWS::SQS::Queue': 'SQS',
  'AWS::Kinesis::Stream': 'Kinesis',
  'AWS::Kinesis::StreamConsumer': 'Kinesis',
  'AWS::DynamoDB::Table': 'DynamoDB',
  'AWS::DynamoDB::GlobalTable': 'DynamoDB',
  'AWS::MSK::Cluster': 'Kafka',
  'AWS::MSK::ServerlessCluster': 'Kafka',
  'AWS::AmazonMQ::Broker': 'MQ',
  'AWS::DocDB::DBCluster': 'DocumentDB',
};
/** By properties that only one kind has, for ARNs that nobody can read here. */
const SIGNS: readonly (readonly [string, MappingKind])[] = [
  ['SelfManagedEventSource', 'Kafka'],
  ['AmazonManagedKafkaEventSourceConfig', 'Kafka'],
  ['Topics', 'Kafka'],
  ['DocumentDBEventSourceConfig', 'DocumentDB'],
  ['Queues', 'MQ'],
  ['ScalingConfig', 'SQS'],
  ['TumblingWindowInSeconds', 'Kinesis'],
  ['ParallelizationFactor', 'Kinesis'],
  // the others that begin somewhere have one of the signs above
  ['StartingPosition', 'Kinesis'],
];

export function kindOf(mapping: Resource): MappingKind {
  const arn: unknown = mapping.get('EventSourceArn');
  if (typeof arn === 'string' && !isUnknown(arn)) {
    const [, service = ''] = /^arn:(?:⟨[^⟩]*⟩|[^:⟨]*):([a-z0-9-]+):/.exec(arn) ?? [];
    const kind = SERVICES[service] ?? TYPES[mapping.assembly.find(arn)?.type ?? ''];
    if (kind) return kind;
  }
  return SIGNS.find(([property]) => isPresent(mapping.get(property)))?.[1] ?? 'unknown';
}

/** Streams of records in order, in which one that fails holds up those behind it. */
export const isStream = (kind: MappingKind): boolean => kind === 'Kinesis' || kind === 'DynamoDB';
