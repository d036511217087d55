import type { SamEvent } from './function-events';
import { compact, getAtt, isGiven, pick, Properties, ref } from './intrinsic-shapes';
import { join, SamResource } from './sam-resource';

const SCHEDULE: ReadonlySet<string> = new Set([
  ...['Schedule', 'RuleName', 'Input', 'Enabled', 'State', 'Name', 'Description', 'DeadLetterConfig', 'RetryPolicy'],
  ...['Target', 'RoleArn'],
]);
const PATTERN: ReadonlySet<string> = new Set([
  ...['EventBusName', 'RuleName', 'Pattern', 'DeadLetterConfig', 'RetryPolicy', 'Input', 'InputPath', 'Target'],
  ...['Enabled', 'State', 'InputTransformer'],
]);

/** The EventBridge rule of a Schedule, EventBridgeRule or CloudWatchEvent, and the queue for what it cannot deliver. */
export function writeRule(sam: SamResource, event: SamEvent, target: Properties): void {
  const { logicalId, properties, at, type } = event;
  const isSchedule = type === 'Schedule';
  sam.knows(properties, isSchedule ? SCHEDULE : PATTERN, join(at, 'Properties'));
  const deadLetters = deadLetterArn(sam, event, (queue) => queuePolicy(logicalId, queue));
  const about = isSchedule
    ? {
        ScheduleExpression: properties.Schedule,
        Name: properties.Name,
        Description: properties.Description,
      }
    : { EventBusName: properties.EventBusName, EventPattern: properties.Pattern, Name: properties.RuleName };
  const { Enabled, State } = properties;
  const given = sam.map(properties.Target, join(at, 'Properties.Target'));
  sam.generate(
    logicalId,
    'AWS::Events::Rule',
    {
      ...about,
      State: isGiven(Enabled) ? stateOf(Enabled) : State,
      Targets: [
        compact({
          ...target,
          Id: given?.Id ?? target.Id,
          ...pick(properties, ['Input', 'InputPath', 'RetryPolicy', 'InputTransformer']),
          DeadLetterConfig: deadLetters && { Arn: deadLetters },
        }),
      ],
    },
    at,
  );
}

const stateOf = (enabled: unknown): string => (enabled === false || enabled === 'false' ? 'DISABLED' : 'ENABLED');

/** SAM cuts the id of a target to the 64 characters that EventBridge takes. */
export const targetId = (logicalId: string, suffix: string): string =>
  `${logicalId.slice(0, 64 - suffix.length)}${suffix}`;

/** The queue that is named, or that SAM makes. */
export function deadLetterArn(
  sam: SamResource,
  { logicalId, properties, at }: SamEvent,
  policyOf?: (queue: string) => Properties,
): unknown {
  const place = join(at, 'Properties.DeadLetterConfig');
  const config = sam.map(properties.DeadLetterConfig, place);
  if (!config) return undefined;
  if (isGiven(config.Arn)) return config.Arn;
  if (config.Type !== 'SQS') {
    sam.block(place, 'neither an Arn nor Type SQS');
    return undefined;
  }
  const queue = sam.text(config.QueueLogicalId, join(place, 'QueueLogicalId')) ?? `${logicalId}Queue`;
  sam.generate(queue, 'AWS::SQS::Queue', {}, at);
  if (policyOf) sam.generate(`${logicalId}QueuePolicy`, 'AWS::SQS::QueuePolicy', policyOf(queue), at);
  return getAtt(queue, 'Arn');
}

const queuePolicy = (rule: string, queue: string): Properties => ({
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Action: 'sqs:SendMessage',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: getAtt(queue, 'Arn'),
        Condition: { ArnEquals: { 'aws:SourceArn': getAtt(rule, 'Arn') } },
      },
    ],
  },
  Queues: [ref(queue)],
});
