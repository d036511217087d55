import type { Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { allows } from '../judge-statements';
import { POLICY_TYPES } from '../resource-policies';

export const sayWhatIsAllowed: Rule = {
  id: 'POLICY-04',
  types: POLICY_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the policy says who may do what, not who may not',
  why: 'NotPrincipal, NotAction and NotResource in an Allow open everything else, also what AWS adds later.',
  fix: 'list principals, actions and resources in Principal, Action and Resource',
  topics: ['least-privilege'],
  controls: ['A2', 'A7'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => allows(resource, judge),
};

function judge({ at, notActions, notPrincipals, notResources }: Statement): Judgement {
  const said = Object.entries({ NotPrincipal: notPrincipals, NotAction: notActions, NotResource: notResources });
  const [element] = said.find(([, value]) => value !== undefined) ?? [];
  return element ? fail(`an Allow with ${element}`, at) : PASS;
}
