import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isPresent } from '../../core/compare';
import { isUnknown } from '../../core/text';
import { targetsOf } from '../targets';

export const keepUndeliveredEvents: Rule = {
  id: 'BUS-01',
  types: ['AWS::Events::Rule'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'events that cannot be delivered to a target are kept in a dead-letter queue',
  why:
    'When the target is gone, throttled or refuses EventBridge, the event is dropped after its retries, or at once when a ' +
    'permission is missing, and nothing but a metric says so.',
  fix: 'use SecureRule, or set deadLetterQueue on every target to FailureQueues.of(this).queue()',
  topics: ['availability', 'monitoring'],
  controls: ['I2', 'B9', 'AwsSolutions-EVB1', 'Serverless-EventBusDLQ'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: { props: () => ({}) },
  check: (rule) =>
    worstOfAll(
      targetsOf(rule).map(({ target, at }) => {
        if (isUnknown(target)) return unknown('a target only known at deployment', at);
        return isPresent(target?.DeadLetterConfig?.Arn ?? unknownPart(target?.DeadLetterConfig))
          ? PASS
          : fail(`target ${String(target?.Id ?? '')} without DeadLetterConfig`, at);
      }),
    ),
};

/** A configuration that is a reference as a whole is there. */
const unknownPart = (config: unknown): unknown => (isUnknown(config) ? config : undefined);
