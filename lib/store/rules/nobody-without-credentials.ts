import { Rule } from '../../core/rule';
import { judgeSettings, Setting, typesOf } from '../settings';

const ANONYMOUS = 'AdvancedSecurityOptions.AnonymousAuthEnabled';
const SETTINGS: readonly Setting[] = [
  { type: 'AWS::MSK::Cluster', path: 'ClientAuthentication.Unauthenticated.Enabled', bad: [true], absent: 'pass' },
  { type: 'AWS::OpenSearchService::Domain', path: ANONYMOUS, bad: [true], absent: 'pass' },
  { type: 'AWS::Elasticsearch::Domain', path: ANONYMOUS, bad: [true], absent: 'pass' },
  // the list that lets everybody in without a password ("Authenticating users with ACLs", MemoryDB developer guide)
  { type: 'AWS::MemoryDB::Cluster', path: 'ACLName', bad: ['open-access'], absent: 'pass' },
];

export const nobodyWithoutCredentials: Rule = {
  id: 'STORE-18',
  types: typesOf(SETTINGS),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'nobody uses a broker, search domain or cache without credentials',
  why: 'Whoever reaches the port reads and writes everything: one flawed function in the VPC is enough.',
  fix: 'set unauthenticated and anonymousAuthEnabled to false; give MemoryDB an ACL of users with passwords or IAM',
  topics: ['auth', 'public-access'],
  controls: ['A7', 'C5', 'FSBP MSK.6'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
