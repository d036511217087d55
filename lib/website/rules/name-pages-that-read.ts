import { is } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { corsOrigins, CORS_AT, HEADERS_POLICY } from '../cors-config';

export const namePagesThatRead: Rule = {
  id: 'SITE-16',
  types: [HEADERS_POLICY],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the web pages that may read what CloudFront answers are named',
  why: 'With * every page on the web may read it: fine for fonts and images that are anybody’s, not for what a token opens.',
  fix: 'name the origins in accessControlAllowOrigins',
  topics: ['public-access', 'auth', 'validation'],
  controls: ['C1'],
  migration: 'breaks-callers',
  reaches: [],
  check: (policy) => {
    const credentials = is(policy.get('ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowCredentials'), true);
    // with credentials it is an error, of another rule
    return corsOrigins(policy) === 'any' && credentials === 'fail' ? fail('any origin', CORS_AT) : PASS;
  },
};
