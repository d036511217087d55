import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';

/** It only warns: with IAM in front of it, those who may call are known. */
export const boundUrlCallers: Rule = {
  id: 'FUNCTION-16',
  types: ['AWS::Lambda::Url'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a function with a URL runs only so often at once as somebody said',
  why: 'A URL has no throttle of its own: a flood of requests takes the concurrency of the whole account, from every other function, and each run is paid for.',
  fix: 'set reservedConcurrentExecutions of the function; its URL takes ten requests a second for each',
  topics: ['denial-of-wallet', 'throttling', 'availability'],
  controls: ['F4', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: [],
  check,
};

/** "Using reserved concurrency to limit the rate of requests", function URLs, AWS Lambda developer guide. */
function check(url: Resource): Judgement {
  const fn = url.assembly.subjects(url).find(({ type }) => type === 'AWS::Lambda::Function');
  if (!fn || isPresent(fn.get('ReservedConcurrentExecutions'))) return PASS;
  return fail(`no reserved concurrency of ${fn.logicalId}`, 'Properties.TargetFunctionArn');
}
