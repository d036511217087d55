import { Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { bounded } from '../retry-bounds';
import { targetsOf } from '../targets';

/** It only warns: nearly no template states them, and a day of retries is AWS's own choice. */
export const boundRetries: Rule = {
  id: 'BUS-02',
  types: ['AWS::Events::Rule'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'deliveries to the targets of a rule are retried within stated bounds',
  why: 'What arrives a day late, after 185 attempts, often does more harm than what is kept for somebody to look at, and a target that comes back meets all of it at once.',
  fix: 'use SecureRule, or set maxEventAge and retryAttempts on the target',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['I2', 'B9'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: { props: () => ({}) },
  check: (rule) =>
    worstOfAll(
      targetsOf(rule).map(({ target, at }) =>
        isUnknown(target)
          ? unknown('a target only known at deployment', at)
          : bounded(target?.RetryPolicy, `${at}.RetryPolicy`, 'events'),
      ),
    ),
};
