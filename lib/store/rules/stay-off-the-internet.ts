import { fail, Rule } from '../../core/rule';
import { judgeSettings, Setting, typesOf } from '../settings';

const PUBLIC_REPOSITORY = 'AWS::ECR::PublicRepository';

/** Each asks for credentials of AWS, so these are advice. */
const SETTINGS: readonly Setting[] = [
  { type: 'AWS::MWAA::Environment', path: 'WebserverAccessMode', good: ['PRIVATE_ONLY'], absent: 'fail' },
  { type: 'AWS::NeptuneGraph::Graph', path: 'PublicConnectivity', bad: [true], absent: 'pass' },
  // "The default value is PublicInternetOnly", CloudFormation reference
  { type: 'AWS::SageMaker::Domain', path: 'AppNetworkAccessType', good: ['VpcOnly'], absent: 'fail' },
];
const settings = judgeSettings(SETTINGS);

export const stayOffTheInternet: Rule = {
  id: 'STORE-09',
  types: [...typesOf(SETTINGS), PUBLIC_REPOSITORY],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'consoles, graphs, studios and images of the team are reached from its own network',
  why: 'A leaked credential is enough from anywhere; what lies in a public repository everybody has already.',
  fix: 'set webserverAccessMode PRIVATE_ONLY, publicConnectivity false, appNetworkAccessType VpcOnly; use ecr.Repository for images',
  topics: ['public-access'],
  controls: ['E3'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => (resource.type === PUBLIC_REPOSITORY ? fail('a public repository') : settings(resource)),
};
