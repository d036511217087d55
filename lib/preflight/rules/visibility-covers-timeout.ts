import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

/** What SQS and Lambda take when nothing is said (SQS and Lambda API references). */
const DEFAULT_VISIBILITY = 30;
const DEFAULT_TIMEOUT = 3;

export const visibilityCoversTimeout: Rule = {
  id: 'PREFLIGHT-10',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the queue hides a message at least as long as the function may work on it',
  why: 'Lambda refuses the mapping: "Queue visibility timeout is less than Function timeout". Six times the timeout lets retries through.',
  fix: 'set visibilityTimeout of the queue to six times the timeout of the function',
  topics: ['deployability'],
  controls: [],
  migration: 'in-place',
  reaches: [],
  check: (mapping) => {
    const { assembly } = mapping;
    const queue = assembly.find(mapping.get('EventSourceArn'), 'AWS::SQS::Queue');
    const target = assembly.subjects(mapping).find(({ type }) => type === 'AWS::Lambda::Function');
    if (!queue?.exists() || !target?.exists()) return PASS;
    const visibility = queue.get('VisibilityTimeout') ?? DEFAULT_VISIBILITY;
    const timeout = target.get('Timeout') ?? DEFAULT_TIMEOUT;
    const seen = `${readable(visibility)} seconds for a function that may run ${readable(timeout)}`;
    if (isUnknown(visibility) || isUnknown(timeout)) return unknown(seen);
    return Number(visibility) >= Number(timeout) ? PASS : fail(seen);
  },
};
