import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import { CORS_TYPES, corsOf } from '../cors-headers';

export const nameWebOrigins: Rule = {
  id: 'API-22',
  types: CORS_TYPES,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the web pages that may call the API are named',
  why: 'With * every page on the web may call it and read the answers: a stolen token works from anywhere.',
  fix: 'name the origins in allowOrigins',
  topics: ['public-access', 'auth', 'validation'],
  controls: ['C1'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) =>
    worstOfAll(
      corsOf(resource)
        .filter(({ credentials }) => !credentials) // with them it is an error, of another rule
        .map(({ origins, at }) => {
          if (origins === 'any') return fail('Access-Control-Allow-Origin *', at);
          return origins === 'reflected' ? fail('the origin of the request reflected', at) : PASS;
        }),
    ),
};
