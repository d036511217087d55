import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { kindOf } from '../mapping-kinds';

/** "Configuring scaling behavior for SQS event source mappings", Lambda developer guide. */
const BOUNDS = ['ScalingConfig.MaximumConcurrency', 'ProvisionedPollerConfig.MaximumPollers'];

export const boundQueueConcurrency: Rule = {
  id: 'SOURCE-05',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a queue cannot make a function run more often at once than somebody said',
  why: 'Whoever can fill the queue decides how much of the account’s concurrency it takes, up to 1,250 at once: others are throttled, and it is paid for.',
  fix: 'set maxConcurrency at the source, 10 for example, or reservedConcurrentExecutions of the function',
  topics: ['denial-of-wallet', 'throttling', 'availability'],
  controls: ['F4'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (mapping) => {
    if (kindOf(mapping) !== 'SQS' || BOUNDS.some((one) => isPresent(mapping.get(one)))) return PASS;
    const fn = mapping.assembly.subjects(mapping).find(({ type }) => type === 'AWS::Lambda::Function');
    // a function of another app may well be bounded there
    if (!fn?.exists() || isPresent(fn.get('ReservedConcurrentExecutions'))) return PASS;
    return fail('no MaximumConcurrency', 'Properties.ScalingConfig');
  },
};
