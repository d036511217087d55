import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isStream, kindOf } from '../mapping-kinds';

const AT = 'Properties.FunctionResponseTypes';

/** It only warns: the handler has to answer with `batchItemFailures`, and no template says whether it does. */
export const failRecordsAlone: Rule = {
  id: 'SOURCE-03',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function can say which records of a batch failed',
  why: 'One message that fails brings back its whole batch: good ones are worked on again and again, and end as dead letters with it.',
  fix: 'set reportBatchItemFailures (FunctionResponseTypes: [ReportBatchItemFailures]), and return batchItemFailures from the handler',
  topics: ['availability'],
  controls: ['B9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (mapping) => {
    const kind = kindOf(mapping);
    if (kind !== 'SQS' && !isStream(kind)) return PASS;
    if (is(mapping.get('BatchSize'), 1) === 'pass') return PASS;
    const said = [mapping.get('FunctionResponseTypes') ?? []].flat();
    if (said.some((one) => is(one, 'ReportBatchItemFailures') === 'pass')) return PASS;
    return said.some(isUnknown) ? unknown('response types only known at deployment', AT) : fail('all or nothing', AT);
  },
};
