import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';

/** "AWS::Lambda::WebFunctionEndpoint", CloudFormation reference: both are optional and fall back to the quotas of the account. */
const LIMITS = ['ThrottleConfig.RateLimit', 'ScalingConfig.MaxEnvironments'];

export const limitEachEndpoint: Rule = {
  id: 'WEB-01',
  types: ['AWS::Lambda::WebFunctionEndpoint'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an endpoint of a web function limits its requests per second and its environments',
  why: 'Without limits of its own, one endpoint may use up the quotas of the whole account, and the bill follows.',
  fix: 'set the request rate and maxEnvironments of the endpoint to what its clients need',
  topics: ['throttling', 'denial-of-wallet'],
  controls: ['F1', 'F4', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: [],
  check: (endpoint) =>
    worstOfAll(
      LIMITS.map((path): Judgement => {
        const value: unknown = endpoint.get(path);
        const at = `Properties.${path}`;
        if (value === undefined) return fail(`no ${path}`, at);
        if (isUnknown(value)) return unknown(`${path} only known at deployment`, at);
        return Number.isFinite(Number(value)) && value !== '' ? PASS : fail(`${path} = ${String(value)}`, at);
      }),
    ),
};
