import { fail, PASS, Rule } from '../../core/rule';
import { describeExcess, measured, POLICY_QUOTAS, say } from '../policy-quotas';

/** Values of the deployment are counted at the shortest they can be: what this finds is refused for sure. */
export const policiesWithinQuotas: Rule = {
  id: 'PREFLIGHT-04',
  types: Object.keys(POLICY_QUOTAS),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'every policy fits into the quota of its service',
  why: 'The service refuses the policy in the middle of a deployment, and the stack rolls back.',
  fix: 'grant prefixes instead of single resources, say one SourceArn with a wildcard below its API or bucket instead of one permission per route, or give each function a role of its own',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (resource) => {
    const excess = measured(resource).find(({ least, quota }) => least > quota.most);
    return excess ? fail(describeExcess(excess, `at least ${say(excess.least)}`, excess.quota.most)) : PASS;
  },
};
