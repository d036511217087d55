import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isStream, kindOf } from '../mapping-kinds';

const BOUNDS = ['MaximumRetryAttempts', 'MaximumRecordAgeInSeconds'];

/** Kafka knows the bounds with provisioned pollers only ("Configuring error handling controls for Kafka event sources"). */
export const boundStreamRetries: Rule = {
  id: 'SOURCE-02',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'records of a stream are tried again a bounded number of times, or for a bounded time',
  why: 'By default one bad record is tried again until it expires: its shard stands still for a day or a week, and each attempt is paid for.',
  fix: 'set retryAttempts to 5 or another number, or maxRecordAge, at the source; -1 is without end',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['B9', 'I2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (mapping) => {
    const kind = kindOf(mapping);
    const isPolled = kind === 'Kafka' && isPresent(mapping.get('ProvisionedPollerConfig'));
    if (!isStream(kind) && !isPolled) return PASS;
    const said = BOUNDS.map((one) => mapping.get(one)).filter(isPresent);
    if (said.some((one) => !isUnknown(one) && Number(one) >= 0)) return PASS;
    const at = `Properties.${BOUNDS[0]}`;
    return said.some(isUnknown)
      ? unknown('bounds only known at deployment', at)
      : fail('records retried until they expire', at);
  },
};
