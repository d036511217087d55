import { fail, PASS, Rule, unknown } from '../../core/rule';
import { API, API_KEY, EVENT_API, modesOf } from '../api-parts';

export const noKeyBeside: Rule = {
  id: 'GRAPHQL-03',
  types: [API, EVENT_API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'an API of AppSync has no API key beside its other ways in',
  why: 'A key proves nothing about who calls, and a single directive opens a field to everybody who has it.',
  fix: 'let visitors without an account come in as guests of an identity pool (IAM), or waive it with what the key is for',
  topics: ['auth'],
  controls: ['C2', 'C3'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (api) => {
    const modes = modesOf(api);
    if (!modes) return unknown('ways in that only the deployment knows');
    const keys = modes.filter(({ type }) => type === API_KEY);
    // on its own, or first, it is GRAPHQL-01's and GRAPHQL-05's
    if (keys.length === 0 || keys.length === modes.length) return PASS;
    if (api.type === API && keys[0] === modes[0]) return PASS;
    return fail(API_KEY, keys[0].at);
  },
};
