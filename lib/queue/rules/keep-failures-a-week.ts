import type { Resource } from '../../core/assembly';
import { mentioning } from '../../core/mentions';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const DAY = 86_400;
const LEAST_DAYS = 7;
/** "The default value is 345,600 seconds (4 days)", AWS::SQS::Queue. */
const DEFAULT_DAYS = 4;

export const keepFailuresAWeek: Rule = {
  id: 'QUEUE-03',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a queue that takes failed work keeps it for a week or longer',
  why:
    'Four days are over after a long weekend, and what was not looked at is gone. A message that moves from another queue keeps ' +
    'the age it had there.',
  fix: 'set retentionPeriod to Duration.days(14), the longest there is, which costs nothing',
  topics: ['retention', 'availability'],
  controls: ['I2', 'B9', 'E4'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (queue) => {
    const seconds = queue.get('MessageRetentionPeriod');
    const days = seconds === undefined ? DEFAULT_DAYS : Number(seconds) / DAY;
    if (days >= LEAST_DAYS || !takesFailures(queue)) return PASS;
    const at = 'Properties.MessageRetentionPeriod';
    if (isUnknown(seconds)) return unknown('MessageRetentionPeriod is not known', at);
    return fail(seconds === undefined ? 'the default of 4 days' : `MessageRetentionPeriod = ${seconds}`, at);
  },
};

/** Type → the properties that name a queue for what failed. A list stands for each of its items. */
const FAILURE_TARGETS: Readonly<Record<string, readonly string[]>> = {
  'AWS::SQS::Queue': ['RedrivePolicy.deadLetterTargetArn'],
  'AWS::SNS::Subscription': ['RedrivePolicy.deadLetterTargetArn'],
  'AWS::Lambda::Function': ['DeadLetterConfig.TargetArn'],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig.OnFailure.Destination'],
  'AWS::Lambda::EventSourceMapping': ['DestinationConfig.OnFailure.Destination'],
  'AWS::Events::EventBus': ['DeadLetterConfig.Arn'],
  'AWS::Events::Rule': ['Targets.*.DeadLetterConfig.Arn'],
  'AWS::Scheduler::Schedule': ['Target.DeadLetterConfig.Arn'],
  'AWS::Pipes::Pipe': [
    'SourceParameters.KinesisStreamParameters.DeadLetterConfig.Arn',
    'SourceParameters.DynamoDBStreamParameters.DeadLetterConfig.Arn',
  ],
};

const takesFailures = (queue: Resource): boolean =>
  mentioning(queue, FAILURE_TARGETS).some(
    (one) =>
      one.exists() &&
      FAILURE_TARGETS[one.type].some((path) =>
        named(one, path).some((arn) => queue.assembly.find(arn, queue.type) === queue),
      ),
  );

function named(resource: Resource, path: string): unknown[] {
  const [first, ...rest] = path.split('.');
  return rest.reduce<unknown[]>((values, key) => values.flatMap((value) => below(value, key)), [resource.get(first)]);
}

/** SNS takes its redrive policy as JSON text too. */
function below(value: unknown, key: string): unknown[] {
  const read = typeof value === 'string' && value.startsWith('{') ? parsed(value) : value;
  if (key === '*') return Array.isArray(read) ? read : [read];
  return typeof read === 'object' && read !== null ? [(read as Record<string, unknown>)[key]] : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
