import type { Resource } from '../core/assembly';
import { mentioning } from '../core/mentions';

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

/** Whether failed work is sent to a queue. */
export const takesFailures = (queue: Resource): boolean =>
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
