import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { corsOrigins, CORS_AT, HEADERS_POLICY } from '../cors-config';

export const nameOriginsWithCredentials: Rule = {
  id: 'SITE-15',
  types: [HEADERS_POLICY],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no response headers policy lets pages of any origin read with the credentials of the user',
  why: 'Any page the user opens reads the answers as him, because his browser sends his cookies along.',
  fix: 'name the origins in accessControlAllowOrigins, or set accessControlAllowCredentials to false',
  topics: ['auth', 'public-access', 'validation'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (policy) => {
    const origins = corsOrigins(policy);
    if (origins === 'none' || origins === 'named') return PASS;
    const credentials = is(policy.get('ResponseHeadersPolicyConfig.CorsConfig.AccessControlAllowCredentials'), true);
    if (credentials === 'fail') return PASS;
    return origins === 'any' && credentials === 'pass'
      ? fail('any origin with credentials', CORS_AT)
      : unknown('origins or credentials that are only known at deployment', CORS_AT);
  },
};
