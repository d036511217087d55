import { fail, PASS, Rule } from '../../core/rule';
import { describeExcess, measured, POLICY_QUOTAS, say } from '../policy-quotas';

/** Values of the deployment are counted at their usual length, and quotas at what an account has without asking. */
export const policiesLeaveRoom: Rule = {
  id: 'PREFLIGHT-05',
  types: Object.keys(POLICY_QUOTAS),
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'every policy fits into the quota of its service with names of the usual length',
  why: 'Whether it fits depends on names that only the deployment knows; another stage or account may refuse it.',
  fix: 'grant prefixes instead of single resources, or give each function a role of its own',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (resource) => {
    const all = measured(resource);
    if (all.some(({ least, quota }) => least > quota.most)) return PASS; // PREFLIGHT-04 says it
    const near = all.find(({ likely, quota }) => likely > (quota.usual ?? quota.most));
    return near ? fail(describeExcess(near, `about ${say(near.likely)}`, near.quota.usual ?? near.quota.most)) : PASS;
  },
};
