import { EventBusProps } from 'aws-cdk-lib/aws-events';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';

/** "We strongly recommend specifying a DLQ for event buses, to ensure events are preserved if encryption or decryption errors occur." */
export const keepUndecryptableEvents: Rule<EventBusProps> = {
  id: 'BUS-06',
  types: ['AWS::Events::EventBus'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a bus with a customer key keeps the events that the key fails on',
  why: 'When the key is disabled, or its policy no longer lets EventBridge in, every event is lost before any rule sees it.',
  fix: 'set deadLetterQueue to FailureQueues.of(this).queue()',
  topics: ['availability', 'encryption'],
  controls: ['I2', 'B9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (bus) => {
    if (!isPresent(bus.get('KmsKeyIdentifier'))) return PASS;
    const config: unknown = bus.get('DeadLetterConfig');
    if (isUnknown(config) || isPresent((config as any)?.Arn)) return PASS;
    return fail('no DeadLetterConfig beside KmsKeyIdentifier', 'Properties.DeadLetterConfig');
  },
};
