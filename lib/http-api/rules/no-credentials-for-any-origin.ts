import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { CORS_TYPES, corsOf, isAnyOrigin } from '../cors-setting';

export const noCredentialsForAnyOrigin: Rule = {
  id: 'HTTP-05',
  types: CORS_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an HTTP API lets no page of any origin call it with the credentials of the user',
  why: 'Any page the user opens then calls the API as him and reads the answer, because his browser sends his cookies along. https://* means any page too.',
  fix: 'name the origins in allowOrigins of corsPreflight, or leave out allowCredentials',
  topics: ['auth', 'public-access', 'validation'],
  controls: ['C2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (api) =>
    worstOfAll(
      corsOf(api)
        .filter(({ credentials }) => credentials !== 'fail')
        .map(({ origins, credentials, at }) => {
          if (!origins) return unknown('origins that are only known at deployment, with credentials', at);
          const any = origins.find(isAnyOrigin);
          if (any === undefined) return PASS;
          return (credentials === 'pass' ? fail : unknown)(`origin ${any} with credentials`, at);
        }),
    ),
};
