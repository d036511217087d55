import { isUnknown } from '../../core/text';
import { Rule } from '../../core/rule';
import { judgeSettings, Setting, typesOf } from '../settings';

/** The engines for which SslMode decides; the others speak TLS always, or have a setting of their own. */
const BY_SSL_MODE =
  /^(mysql|mariadb|aurora|aurora-serverless|aurora-postgresql|aurora-postgresql-serverless|postgres|oracle|sqlserver|sybase|db2|db2-zos|azuredb|mongodb|docdb)$/i;

/** What CloudFormation's reference says each does when nothing is said. */
const SETTINGS: readonly Setting[] = [
  {
    type: 'AWS::MSK::Cluster',
    path: 'EncryptionInfo.EncryptionInTransit.ClientBroker',
    good: ['TLS'],
    absent: 'pass',
  },
  { type: 'AWS::DAX::Cluster', path: 'ClusterEndpointEncryptionType', good: ['TLS'], absent: 'fail' },
  { type: 'AWS::MemoryDB::Cluster', path: 'TLSEnabled', bad: [false], absent: 'pass' },
  { type: 'AWS::MemoryDB::MultiRegionCluster', path: 'TLSEnabled', bad: [false], absent: 'pass' },
  { type: 'AWS::RDS::DBProxy', path: 'RequireTLS', good: [true], absent: 'fail' },
  {
    type: 'AWS::DMS::Endpoint',
    path: 'SslMode',
    bad: ['none'],
    absent: 'fail',
    except: (endpoint) => {
      const engine: unknown = endpoint.get('EngineName');
      return !isUnknown(engine) && !BY_SSL_MODE.test(String(engine));
    },
  },
  { type: 'AWS::DMS::Endpoint', path: 'RedisSettings.SslSecurityProtocol', bad: ['plaintext'], absent: 'pass' },
  {
    type: 'AWS::Glue::Connection',
    path: 'ConnectionInput.ConnectionProperties.JDBC_ENFORCE_SSL',
    bad: [false],
    absent: 'pass',
  },
  {
    type: 'AWS::Glue::Connection',
    path: 'ConnectionInput.ConnectionProperties.KAFKA_SSL_ENABLED',
    bad: [false],
    absent: 'pass',
  },
];

export const clientsSpeakTls: Rule = {
  id: 'STORE-15',
  types: typesOf(SETTINGS),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'brokers, proxies, caches and migrations take connections over TLS only',
  why: 'A client that does not ask for TLS sends its password and everything it reads or writes in plain text, and nobody notices.',
  fix: 'set requireTLS, clientBroker: TLS, clusterEndpointEncryptionType: TLS, sslMode: verify-full, or whichever the setting is called',
  topics: ['transport'],
  controls: ['E2', 'FSBP DynamoDB.7', 'FSBP DMS.9', 'FSBP DMS.12', 'AwsSolutions-MSK2'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
