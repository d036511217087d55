import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { API, OVERRIDES, partsOf } from '../api-parts';

export const noQuickCreate: Rule = {
  id: 'HTTP-02',
  types: [API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no API is made by quick create, whose only route is open to everybody',
  why: 'Target makes a $default route without an authorizer, and a stage without limits and logs, which stand in no template.',
  fix: 'take out Target, and write the integration, the route with its authorizer, and the stage',
  topics: ['auth', 'public-access'],
  controls: ['C1', 'F1', 'G1'],
  migration: 'manual',
  reaches: ['construct'],
  check: (api) => {
    if (!isPresent(api.get('Target'))) return PASS;
    const isClosed = partsOf(api, OVERRIDES).some((one) =>
      /^(JWT|AWS_IAM|CUSTOM)$/.test(String(one.get('Route.AuthorizationType'))),
    );
    return isClosed ? PASS : fail('Target', 'Properties.Target');
  },
};
