import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isStream, kindOf } from '../mapping-kinds';

export const keepGivenUpRecords: Rule = {
  id: 'SOURCE-01',
  types: ['AWS::Lambda::EventSourceMapping'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'records of a stream that a function fails at are kept, or where they stand',
  why: 'What Lambda gives up, or what expires while it retries, is gone: nobody hears of it, and the stream forgets it within days.',
  fix: 'use on(Source.stream(…)) or on(Source.tableStream(…)) of a SecureFunction, or set onFailure to new SqsDlq(FailureQueues.of(this).queue())',
  topics: ['availability', 'monitoring'],
  controls: ['B9', 'I2', 'Serverless-LambdaEventSourceMappingDestination'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (mapping) => {
    const kind = kindOf(mapping);
    if (!isStream(kind) && kind !== 'Kafka') return PASS;
    const destination: unknown = mapping.get('DestinationConfig.OnFailure.Destination');
    if (isUnknown(destination) || isPresent(destination)) return PASS;
    return fail(`a ${kind} source without a destination for failures`, 'Properties.DestinationConfig');
  },
};
