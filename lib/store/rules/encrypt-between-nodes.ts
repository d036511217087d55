import { Rule } from '../../core/rule';
import { judgeSettings, Setting, typesOf } from '../settings';

const SETTINGS: readonly Setting[] = [
  {
    type: 'AWS::OpenSearchService::Domain',
    path: 'NodeToNodeEncryptionOptions.Enabled',
    good: [true],
    absent: 'fail',
  },
  { type: 'AWS::Elasticsearch::Domain', path: 'NodeToNodeEncryptionOptions.Enabled', good: [true], absent: 'fail' },
  // "The default value is true", CloudFormation reference
  { type: 'AWS::MSK::Cluster', path: 'EncryptionInfo.EncryptionInTransit.InCluster', bad: [false], absent: 'pass' },
  {
    type: 'AWS::EMR::SecurityConfiguration',
    path: 'SecurityConfiguration.EncryptionConfiguration.EnableInTransitEncryption',
    bad: [false],
    absent: 'pass',
  },
];

export const encryptBetweenNodes: Rule = {
  id: 'STORE-14',
  types: typesOf(SETTINGS),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the nodes of a cluster speak TLS with one another',
  why: 'Every document and message is copied between nodes, in plain text through the network, whatever its clients do.',
  fix: 'set nodeToNodeEncryption (MSK: encryptionInTransit.inCluster; EMR: EnableInTransitEncryption) to true',
  topics: ['transport', 'encryption'],
  controls: [
    'E2',
    'FSBP ES.3',
    'FSBP Opensearch.3',
    'FSBP MSK.1',
    'FSBP EMR.4',
    'AwsSolutions-OS2',
    'AwsSolutions-MSK3',
  ],
  migration: 'manual',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
