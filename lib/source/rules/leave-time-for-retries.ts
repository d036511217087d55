import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const TIMES = 6;
/** What SQS and Lambda take when nothing is said (API references). */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;

/** Less than once the timeout is refused by Lambda, and PREFLIGHT-10's matter. */
export const leaveTimeForRetries: Rule = {
  id: 'SOURCE-07',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a queue hides a message for six times the timeout of the function that works on it',
  why: 'While Lambda tries a throttled batch again, its messages come back: they are worked on twice, and count as failed though nothing was wrong with them.',
  fix: 'set visibilityTimeout of the queue to six times the timeout of the function, plus the batching window',
  topics: ['availability'],
  controls: ['B9', 'cdk-nag LambdaEventSourceSQSVisibilityTimeout'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (mapping) => {
    const { assembly } = mapping;
    const queue = assembly.find(mapping.get('EventSourceArn'), 'AWS::SQS::Queue');
    const target = assembly.subjects(mapping).find(({ type }) => type === 'AWS::Lambda::Function');
    if (!queue?.exists() || !target?.exists()) return PASS;
    const visibility = queue.get('VisibilityTimeout') ?? DEFAULT_VISIBILITY;
    const timeout = target.get('Timeout') ?? DEFAULT_TIMEOUT;
    const window = mapping.get('MaximumBatchingWindowInSeconds') ?? 0;
    if ([visibility, timeout, window].some(isUnknown)) return unknown('times only known at deployment');
    if (Number(visibility) < Number(timeout)) return PASS;
    const least = TIMES * Number(timeout) + Number(window);
    return Number(visibility) >= least ? PASS : fail(`${visibility} seconds in ${queue.logicalId}, of ${least}`);
  },
};
