/**
 * Services that hand an event to Lambda's own queue and go on, by the table "Invoking Lambda with events from other AWS
 * services" of the Lambda developer guide. What such an invocation fails at is lost, unless the function says where to keep it.
 */
const ASYNCHRONOUS: readonly string[] = [
  's3',
  'sns',
  'ses',
  'events',
  'scheduler',
  'logs',
  'iot',
  'config',
  'codecommit',
  'codepipeline',
  'cloudformation',
  'lambda.alarms.cloudwatch',
];

/** `logs.us-east-1.amazonaws.com` is `logs` too. */
export function isAsynchronousSource(principal: string): boolean {
  return ASYNCHRONOUS.some((service) => principal.startsWith(`${service}.`) && principal.includes('.amazonaws.com'));
}

/** How often Lambda tries again: the one default of construct and documents. AWS would try twice. */
export const RETRY_ATTEMPTS = 1;
/** Seconds after which an event is too old to be worked on. AWS would keep trying for six hours. */
export const MAXIMUM_EVENT_AGE = 3600;
