import type { Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { allows } from '../judge-statements';
import { POLICY_TYPES } from '../resource-policies';

export const noWildcardAction: Rule = {
  id: 'POLICY-05',
  types: POLICY_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the policy allows nobody every action of a service',
  why: 'Whoever may do everything may also change the policy, lift the encryption and delete the resource.',
  fix: 'list the actions that are needed',
  topics: ['least-privilege'],
  controls: ['A2', 'A7', 'FSBP S3.6'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => allows(resource, judge),
};

function judge({ actions = [], at }: Statement): Judgement {
  const wide = actions.find((action) => /^([^:]*:)?[*?]*\*[*?]*$/.test(action));
  if (wide) return fail(`action ${wide}`, at);
  const open = actions.find(isUnknown);
  return open ? unknown(`action ${open}`, at) : PASS;
}
