import { judged } from '../support/judging';
import { cases, either, PARAMETER } from './cases';

const DOMAIN = 'OpenSearchService::Domain';
const endpoint = (EnforceHTTPS: unknown, TLSSecurityPolicy?: unknown) => ({
  DomainEndpointOptions: { EnforceHTTPS, TLSSecurityPolicy },
});
cases('STORE-13', [
  ['nothing set', DOMAIN, {}, ['fail']],
  ['HTTP too', DOMAIN, endpoint(false, 'Policy-Min-TLS-1-2-2019-07'), ['fail']],
  ['HTTPS', DOMAIN, endpoint(true, 'Policy-Min-TLS-1-2-2019-07'), []],
  ['HTTPS, as text', DOMAIN, endpoint('true', 'Policy-Min-TLS-1-2-PFS-2023-10'), []],
  ['HTTPS, no policy', DOMAIN, endpoint(true), []],
  ['TLS 1.0', DOMAIN, endpoint(true, 'Policy-Min-TLS-1-0-2019-07'), ['fail']],
  ['parameter', DOMAIN, endpoint(PARAMETER), ['unknown']],
  ['TLS 1.0', 'Elasticsearch::Domain', endpoint(true, 'Policy-Min-TLS-1-0-2019-07'), ['fail']],
]);

const MSK = 'MSK::Cluster';
const transit = (EncryptionInTransit: object) => ({ EncryptionInfo: { EncryptionInTransit } });
cases('STORE-14', [
  ['nothing set', DOMAIN, {}, ['fail']],
  ['off', 'Elasticsearch::Domain', { NodeToNodeEncryptionOptions: { Enabled: false } }, ['fail']],
  ['on', DOMAIN, { NodeToNodeEncryptionOptions: { Enabled: 'true' } }, []],
  ['parameter', DOMAIN, { NodeToNodeEncryptionOptions: { Enabled: PARAMETER } }, ['unknown']],
  ['nothing set', MSK, {}, []],
  ['plain', MSK, transit({ InCluster: 'false' }), ['fail']],
  ['on', MSK, transit({ InCluster: true }), []],
  [
    'off',
    'EMR::SecurityConfiguration',
    { SecurityConfiguration: { EncryptionConfiguration: { EnableInTransitEncryption: false } } },
    ['fail'],
  ],
]);

const DMS = 'DMS::Endpoint';
const jdbc = (ConnectionProperties: object) => ({ ConnectionInput: { ConnectionProperties } });
cases('STORE-15', [
  ['nothing set', MSK, {}, []],
  ['TLS', MSK, transit({ ClientBroker: 'TLS' }), []],
  ['both', MSK, transit({ ClientBroker: 'TLS_PLAINTEXT' }), ['fail']],
  ['plain', MSK, transit({ ClientBroker: 'PLAINTEXT' }), ['fail']],
  ['parameter', MSK, transit({ ClientBroker: PARAMETER }), ['unknown']],
  ['in one branch', MSK, transit({ ClientBroker: either('TLS', 'PLAINTEXT') }), ['fail']],
  ['nothing set, so none', 'DAX::Cluster', {}, ['fail']],
  ['none', 'DAX::Cluster', { ClusterEndpointEncryptionType: 'NONE' }, ['fail']],
  ['TLS', 'DAX::Cluster', { ClusterEndpointEncryptionType: 'TLS' }, []],
  ['nothing set', 'MemoryDB::Cluster', {}, []],
  ['off', 'MemoryDB::Cluster', { TLSEnabled: 'false' }, ['fail']],
  ['nothing set', 'RDS::DBProxy', {}, ['fail']],
  ['not demanded', 'RDS::DBProxy', { RequireTLS: false }, ['fail']],
  ['demanded', 'RDS::DBProxy', { RequireTLS: true }, []],
  ['nothing set, so none', DMS, { EngineName: 'postgres' }, ['fail']],
  ['none', DMS, { EngineName: 'oracle', SslMode: 'none' }, ['fail']],
  ['verified', DMS, { EngineName: 'mysql', SslMode: 'verify-full' }, []],
  ['a bucket', DMS, { EngineName: 's3', SslMode: 'none' }, []],
  ['an engine of the deployment', DMS, { EngineName: PARAMETER }, ['fail']],
  ['plain Redis', DMS, { EngineName: 'redis', RedisSettings: { SslSecurityProtocol: 'plaintext' } }, ['fail']],
  ['nothing set', 'Glue::Connection', jdbc({}), []],
  ['plain', 'Glue::Connection', jdbc({ JDBC_ENFORCE_SSL: 'false' }), ['fail']],
  ['TLS', 'Glue::Connection', jdbc({ JDBC_ENFORCE_SSL: 'true' }), []],
]);

const GROUP = 'RDS::DBParameterGroup';
const SERVERLESS = 'RedshiftServerless::Workgroup';
const redshift = (ParameterValue: unknown) => ({ Parameters: [{ ParameterName: 'require_ssl', ParameterValue }] });
cases('STORE-16', [
  ['nothing set', GROUP, { Parameters: {} }, []],
  ['other parameters', GROUP, { Parameters: { max_connections: 0 } }, []],
  ['off', GROUP, { Parameters: { 'rds.force_ssl': '0' } }, ['fail']],
  ['off, as number', GROUP, { Parameters: { 'rds.force_ssl': 0 } }, ['fail']],
  ['on', GROUP, { Parameters: { 'rds.force_ssl': 1 } }, []],
  ['parameter', GROUP, { Parameters: { 'rds.force_ssl': PARAMETER } }, ['unknown']],
  ['all of the deployment', GROUP, { Parameters: PARAMETER }, ['unknown']],
  ['in one branch', GROUP, { Parameters: either({ 'rds.force_ssl': 0 }, {}) }, ['fail']],
  ['off', 'RDS::DBClusterParameterGroup', { Parameters: { require_secure_transport: 'OFF' } }, ['fail']],
  ['on', 'RDS::DBClusterParameterGroup', { Parameters: { require_secure_transport: 'ON' } }, []],
  ['off', 'DocDB::DBClusterParameterGroup', { Parameters: { tls: 'disabled' } }, ['fail']],
  ['TLS 1.2', 'DocDB::DBClusterParameterGroup', { Parameters: { tls: 'tls1.2+' } }, []],
  ['off', 'Neptune::DBClusterParameterGroup', { Parameters: { neptune_enforce_ssl: 0 } }, ['fail']],
  ['off', 'Redshift::ClusterParameterGroup', redshift('false'), ['fail']],
  ['on', 'Redshift::ClusterParameterGroup', redshift('true'), []],
  ['off', SERVERLESS, { ConfigParameters: [{ ParameterKey: 'require_ssl', ParameterValue: 'false' }] }, ['fail']],
  ['nothing set', SERVERLESS, {}, []],
]);

const volume = (rest: object) => ({ Volumes: [{ Name: 'v', EFSVolumeConfiguration: { FilesystemId: 'f', ...rest } }] });
const TASK = 'ECS::TaskDefinition';
cases('STORE-17', [
  ['no volumes', TASK, {}, []],
  ['a volume of the host', TASK, { Volumes: [{ Name: 'v' }] }, []],
  ['nothing set', TASK, volume({}), ['fail']],
  ['disabled', TASK, volume({ TransitEncryption: 'DISABLED' }), ['fail']],
  ['enabled', TASK, volume({ TransitEncryption: 'ENABLED' }), []],
  ['parameter', TASK, volume({ TransitEncryption: PARAMETER }), ['unknown']],
  ['volumes of the deployment', TASK, { Volumes: PARAMETER }, ['unknown']],
  [
    'nothing set',
    'Batch::JobDefinition',
    { ContainerProperties: { Volumes: [{ EfsVolumeConfiguration: { FileSystemId: 'f' } }] } },
    ['fail'],
  ],
  ['nothing set', 'Redshift::ClusterParameterGroup', { Parameters: [] }, ['fail']],
  ['on', 'Redshift::ClusterParameterGroup', redshift('true'), []],
]);

test.each<[string, string, object, string]>([
  ['files in plain text', 'ECS::TaskDefinition', { Volumes: [{ EFSVolumeConfiguration: {} }] }, 'blocking'],
  ['a warehouse that asks for nothing', 'Redshift::ClusterParameterGroup', { Parameters: [] }, 'warning'],
])('STORE-17 weighs %s', (_, type, Properties, weight) => {
  const found = judged({ It: { Type: `AWS::${type}`, Properties } }).filter(({ ruleId }) => ruleId === 'STORE-17');
  expect(found.map((one) => one.weight)).toEqual([weight]);
});
