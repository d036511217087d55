import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { Behavior, behaviorsOf, DISTRIBUTION, originsOf, reaches, runsCode } from '../distribution-config';

export const sendSecurityHeaders: Rule = {
  id: 'SITE-12',
  types: [DISTRIBUTION],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'pages out of a bucket come with security headers',
  why: 'A bucket sends none: browsers then take the page over plain HTTP the next time, frame it anywhere, and guess what a file is.',
  fix: 'set responseHeadersPolicy to ResponseHeadersPolicy.SECURITY_HEADERS or one with securityHeadersBehavior',
  topics: ['transport', 'public-access'],
  controls: ['E2', 'E3'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (distribution) => {
    const buckets = (originsOf(distribution) ?? []).filter(
      ({ kind }) => kind === 'bucket' || kind === 'bucket website',
    );
    const pages = (behaviorsOf(distribution) ?? []).filter(
      ({ behavior }) => !runsCode(behavior) && buckets.some(({ origin }) => reaches(distribution, behavior, origin)),
    );
    return worstOfAll(pages.map((one) => judge(one, distribution)));
  },
};

/** AWS's own policies without these headers: "Use managed response headers policies", CloudFront developer guide. */
const WITHOUT = [
  '60669652-455b-4ae9-85a4-c4c02393f86c', // SimpleCORS
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd', // CORS-With-Preflight
];

function judge({ behavior, name, at }: Behavior, distribution: Resource): Judgement {
  const id: unknown = behavior.ResponseHeadersPolicyId;
  if (!isPresent(id)) return fail(`${name} without a response headers policy`, at);
  if (WITHOUT.includes(String(id))) return fail(`${name} with a policy for CORS only`, at);
  const policy = distribution.assembly.find(id, 'AWS::CloudFront::ResponseHeadersPolicy');
  if (!policy) return PASS;
  const headers = policy.get('ResponseHeadersPolicyConfig.SecurityHeadersConfig');
  return isPresent(headers)
    ? PASS
    : fail(`${name} with ${readable(policy.logicalId)}, which has no security headers`, at);
}
