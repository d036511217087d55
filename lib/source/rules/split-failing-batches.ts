import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isStream, kindOf } from '../mapping-kinds';

const AT = 'Properties.BisectBatchOnFunctionError';

export const splitFailingBatches: Rule = {
  id: 'SOURCE-04',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a batch of a stream that makes the function fail is split before it is tried again',
  why: 'A record that makes the function crash or time out lets it report nothing: the whole batch is given up with it.',
  fix: 'set bisectBatchOnError to true',
  topics: ['availability'],
  controls: ['B9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (mapping) => {
    if (!isStream(kindOf(mapping)) || is(mapping.get('BatchSize'), 1) === 'pass') return PASS;
    const verdict = is(mapping.get('BisectBatchOnFunctionError'), true);
    if (verdict === 'pass') return PASS;
    return verdict === 'unknown'
      ? unknown('a value only known at deployment', AT)
      : fail('batches tried again whole', AT);
  },
};
