import { Duration } from 'aws-cdk-lib';
import { FunctionProps } from 'aws-cdk-lib/aws-lambda';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isSymbolic } from '../../core/text';

/** Seconds. An API Gateway client is gone after 29; a call to a database or an API that takes longer than this has failed. */
export const TIMEOUT = 6;

export const stateTimeout: Rule<FunctionProps> = {
  id: 'FUNCTION-04',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  advised: true,
  tier: 'invariant',
  since: '2026-11',
  title: 'the timeout of a function is stated',
  why: 'The timeout bounds what one hanging or malicious request costs; one that nobody chose is either too short or far too long.',
  fix: 'set timeout to a little more than the slowest good run takes: 6 seconds behind an API, 60 behind a queue',
  topics: ['denial-of-wallet', 'availability'],
  controls: ['F5', 'Serverless-LambdaDefaultTimeout'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: { props: () => ({ timeout: Duration.seconds(TIMEOUT) }) },
  check: (resource) => {
    const timeout = resource.get('Timeout');
    if (!isPresent(timeout)) return fail('Timeout not set', 'Properties');
    if (isSymbolic(timeout)) return PASS;
    const seconds = Number(timeout);
    return seconds >= 1 && seconds <= 900 ? PASS : fail(`Timeout = ${JSON.stringify(timeout)}`, 'Properties.Timeout');
  },
};
