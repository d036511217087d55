import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import { CORS_TYPES, corsOf, isAnyOrigin } from '../cors-setting';

export const nameWebOrigins: Rule = {
  id: 'HTTP-06',
  types: CORS_TYPES,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the web pages that may call an HTTP API are named',
  why: 'With *, https://* or http://* every page on the web may call it and read the answers: a stolen token works from anywhere.',
  fix: 'name the origins in allowOrigins of corsPreflight',
  topics: ['public-access', 'auth', 'validation'],
  controls: ['C1'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (api) =>
    worstOfAll(
      corsOf(api)
        .filter(({ credentials }) => credentials !== 'pass') // with them it is an error, of another rule
        .map(({ origins, at }) => {
          const any = origins?.find(isAnyOrigin);
          return any === undefined ? PASS : fail(`origin ${any}`, at);
        }),
    ),
};
