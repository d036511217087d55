import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';

/** "Integration timeout: 29 seconds" for REST and WebSocket APIs and "30 seconds" for HTTP APIs, API Gateway quotas. */
const LONGEST_REQUEST = 30;
const GATEWAY = 'apigateway.amazonaws.com';

/** It only warns: a quota for longer requests of a REST API can be asked for. */
export const endWithTheRequest: Rule = {
  id: 'FUNCTION-15',
  types: ['AWS::Lambda::Function'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function behind an API ends when the API gives up, after 30 seconds',
  why: 'The caller has his error after 29 seconds and tries again, while the first run goes on, is paid for and keeps its share of the concurrency.',
  fix: 'set timeout to 29 seconds or less, and hand what takes longer to a queue or a state machine',
  topics: ['denial-of-wallet', 'availability'],
  controls: ['F5', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(fn: Resource): Judgement {
  const timeout: unknown = fn.get('Timeout');
  if (timeout === undefined || isUnknown(timeout) || Number(timeout) <= LONGEST_REQUEST) return PASS;
  const { assembly } = fn;
  const targets = [fn, ...assembly.about(fn, 'AWS::Lambda::Alias'), ...assembly.about(fn, 'AWS::Lambda::Version')];
  const caller = targets
    .flatMap((one) => assembly.about(one, 'AWS::Lambda::Permission'))
    .find((one) => one.get('Principal') === GATEWAY);
  if (!caller || streams(fn)) return PASS;
  return fail(`${String(timeout)} seconds, called by an API as ${caller.logicalId} allows`, 'Properties.Timeout');
}

/** An answer that is streamed may take as long as the function does ("Response streaming", API Gateway developer guide). */
const streams = (fn: Resource): boolean =>
  fn.assembly
    .ofType('AWS::ApiGateway::Method')
    .some(
      (method) =>
        method.exists() &&
        method.get('Integration.ResponseTransferMode') === 'STREAM' &&
        fn.assembly.mentionedIn(method.raw.Properties?.Integration, method.template).includes(fn),
    );
