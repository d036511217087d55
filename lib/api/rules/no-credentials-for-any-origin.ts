import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { CORS_TYPES, corsOf } from '../cors-headers';

export const noCredentialsForAnyOrigin: Rule = {
  id: 'API-11',
  types: CORS_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no answer lets pages of any origin read it with the credentials of the user',
  why: 'Any page the user opens then calls the API as him and reads the answer, because his browser sends his cookies along.',
  fix: 'name the origins in allowOrigins, or set allowCredentials to false',
  topics: ['auth', 'public-access', 'validation'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) =>
    worstOfAll(
      corsOf(resource)
        .filter(({ credentials }) => credentials)
        .map(({ origins, at }) => {
          if (origins === 'any') return fail('Access-Control-Allow-Origin * with credentials', at);
          if (origins === 'reflected') return fail('the origin of the request reflected, with credentials', at);
          return origins === 'unknown'
            ? unknown('origins that are only known at deployment, with credentials', at)
            : PASS;
        }),
    ),
};
