import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';

const STREAMS = ['KinesisStreamParameters', 'DynamoDBStreamParameters'];

/** Queues as sources keep what fails by their own redrive policy. */
export const letStreamsMoveOn: Rule = {
  id: 'BUS-11',
  types: ['AWS::Pipes::Pipe'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a pipe from a stream retries a bounded number of times and keeps what failed',
  why: 'By default one bad record is tried again until it expires: its shard stands still for a day or longer, and then the record is gone.',
  fix: 'use SecurePipe, or set MaximumRetryAttempts or MaximumRecordAgeInSeconds, and DeadLetterConfig, in the stream’s SourceParameters',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['I2', 'B9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (pipe) =>
    worstOfAll(
      STREAMS.map((name) => {
        const stream: any = pipe.get(`SourceParameters.${name}`);
        const at = `Properties.SourceParameters.${name}`;
        if (stream === undefined) return PASS;
        if (isUnknown(stream)) return unknown('a source only known at deployment', at);
        const { MaximumRetryAttempts: attempts, MaximumRecordAgeInSeconds: age, DeadLetterConfig: config } = stream;
        // -1, the default of both, is without end
        const isBounded = [attempts, age].some((one) => one !== undefined && (isUnknown(one) || Number(one) >= 0));
        if (!isBounded) return fail('records retried until they expire', at);
        return isUnknown(config) || isPresent(config?.Arn) ? PASS : fail('no DeadLetterConfig', at);
      }),
    ),
};
