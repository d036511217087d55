import { Rule } from '../../core/rule';
import { judgeSettings, Setting } from '../settings';

const TYPES = ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'];

const SETTINGS = TYPES.flatMap((type): Setting[] => [
  { type, path: 'DomainEndpointOptions.EnforceHTTPS', good: [true], absent: 'fail' },
  {
    type,
    path: 'DomainEndpointOptions.TLSSecurityPolicy',
    bad: ['Policy-Min-TLS-1-0-2019-07'],
    // what a domain gets that names none depends on its age: the first setting is demanded anyway
    absent: 'pass',
  },
]);

export const httpsForSearch: Rule = {
  id: 'STORE-13',
  types: TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a search domain answers over HTTPS only, with TLS 1.2 or later',
  why: 'Queries, documents and passwords travel in plain text, or under TLS 1.0, for everybody on the way to read.',
  fix: 'set enforceHttps to true and tlsSecurityPolicy to TLSSecurityPolicy.TLS_1_2_PFS',
  topics: ['transport'],
  controls: ['E2', 'FSBP ES.8', 'FSBP Opensearch.8'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
