import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import type { Statement } from '../../core/policy';
import { Judgement } from '../../core/rule';
import { isUnknown, readable, splitText } from '../../core/text';
import { IDENTITY_POLICIES, judgeAllows } from '../identity-statements';
import { namesNothing } from '../wildcard-resource';

export const nameFunctionsToInvoke: Rule = {
  id: 'ROLE-10',
  types: IDENTITY_POLICIES,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'who invokes functions names each of them',
  why: 'A pattern such as orders-* reaches internal steps and functions that come later, past the checks that stand before them.',
  fix: 'use fn.grantInvoke(role), or list the ARN of each function',
  topics: ['least-privilege'],
  controls: ['A10', 'A2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => judgeAllows(resource, judge),
};

function judge({ actions = [], resources = [], at }: Statement): Judgement {
  const action = actions.find((one) => /^lambda:Invoke/i.test(one));
  return action ? worstOfAll(resources.map((one) => (isPattern(one) ? wide(action, one, at) : PASS))) : PASS;
}

const wide = (action: string, resource: string, at: string): Judgement =>
  fail(`${action} on ${readable(resource)}`, at);

/** A wildcard in the name; one in the qualifier behind it is what versions and aliases need. */
function isPattern(resource: string): boolean {
  if (isUnknown(resource) || namesNothing(resource)) return false; // ROLE-02 speaks of those
  const [, , service, , , kind, name = ''] = splitText(resource, ':');
  return service === 'lambda' && kind === 'function' && /[*?]/.test(name);
}
