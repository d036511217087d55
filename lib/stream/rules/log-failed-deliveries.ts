import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { DELIVERY_STREAM, destinationsOf } from '../destinations';

/** It only warns: metrics say that deliveries fail. */
export const logFailedDeliveries: Rule = {
  id: 'STREAM-08',
  types: [DELIVERY_STREAM],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a delivery stream logs what it cannot deliver, and why',
  why: 'After a day of attempts records are dropped or set aside, and without the log nobody knows which permission or format was wrong.',
  fix: 'set CloudWatchLoggingOptions of the destination: Enabled true, with a log group and stream',
  topics: ['logging', 'availability'],
  controls: ['G1', 'I2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stream) =>
    worstOfAll(
      destinationsOf(stream).map(({ config, at }) => {
        const place = `${at}.CloudWatchLoggingOptions`;
        const options: any = isUnknown(config) ? config : config?.CloudWatchLoggingOptions;
        const verdict = is(isUnknown(options) ? options : options?.Enabled, true);
        if (verdict === 'pass') return PASS;
        return verdict === 'unknown'
          ? unknown('logging that is only known at deployment', place)
          : fail('no log of failed deliveries', place);
      }),
    ),
};
