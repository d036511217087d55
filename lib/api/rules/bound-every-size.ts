import { Rule } from '../../core/rule';
import { bodyProblems, modelProblems } from '../body-problems';
import { MODEL } from '../request-models';
import { REST_API } from '../rest-api-parts';

export const boundEverySize: Rule = {
  id: 'API-21',
  types: [MODEL, REST_API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'texts, lists and numbers of a body model have a largest size',
  why: 'API Gateway takes bodies of up to 10 MB: without bounds one request costs the handler its memory and its time.',
  fix: 'set maxLength on strings, maxItems on arrays, maximum on numbers',
  topics: ['validation', 'denial-of-wallet'],
  controls: ['B1'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => (resource.type === MODEL ? modelProblems : bodyProblems)(resource, 'API-21'),
};
