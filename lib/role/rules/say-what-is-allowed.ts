import { fail, PASS, Rule } from '../../core/rule';
import { IDENTITY_POLICIES, judgeAllows } from '../identity-statements';

export const sayWhatIsAllowed: Rule = {
  id: 'ROLE-03',
  types: IDENTITY_POLICIES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'what is allowed is listed, not what is excepted',
  why: 'Allow with NotAction or NotResource grants everything that is not listed, services that do not exist yet included.',
  fix: 'list Action and Resource; keep NotAction and NotResource for Deny statements',
  topics: ['least-privilege'],
  controls: ['A2', 'AwsSolutions-IAM5'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) =>
    judgeAllows(resource, ({ notActions, notResources, at }) => {
      if (notActions !== undefined) return fail(`everything but ${notActions.join(', ')}`, at);
      return notResources === undefined ? PASS : fail(`every resource but ${notResources.join(', ')}`, at);
    }),
};
