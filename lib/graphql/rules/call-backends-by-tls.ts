import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { DATA_SOURCE } from '../api-parts';

const PLACES = ['HttpConfig.Endpoint', 'OpenSearchServiceConfig.Endpoint', 'ElasticsearchConfig.Endpoint'];

export const callBackendsByTls: Rule = {
  id: 'GRAPHQL-15',
  types: [DATA_SOURCE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'data sources of AppSync are called over https',
  why: 'AppSync calls them over the internet: whoever sits between reads and changes what is asked and answered, credentials included.',
  fix: 'set the endpoint of the data source to its https address',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'in-place',
  reaches: [],
  check: (source) => {
    for (const path of PLACES) {
      const endpoint = source.get(path);
      if (typeof endpoint !== 'string' || /^https:\/\//i.test(endpoint)) continue;
      const isOpen = isUnknown(endpoint) || endpoint.startsWith('⟨');
      return (isOpen ? unknown : fail)(`endpoint ${readable(endpoint)}`, `Properties.${path}`);
    }
    return PASS;
  },
};
