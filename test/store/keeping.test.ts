import { verdicts } from '../support/judging';
import { cases, either, PARAMETER } from './cases';

const DB = 'RDS::DBInstance';
const CLUSTER = 'RDS::DBCluster';
const exported = (...EnableCloudwatchLogsExports: unknown[]) => ({ EnableCloudwatchLogsExports });

cases('STORE-29', [
  ['nothing set', DB, {}, ['fail']],
  ['none', DB, exported(), ['fail']],
  ['some', DB, exported('postgresql'), []],
  ['one alone', DB, { EnableCloudwatchLogsExports: 'postgresql' }, []],
  ['parameter', DB, { EnableCloudwatchLogsExports: PARAMETER }, ['unknown']],
  ['of a cluster', DB, { DBClusterIdentifier: 'c' }, []],
  ['nothing set', CLUSTER, {}, ['fail']],
  ['no audit', 'DocDB::DBCluster', exported('profiler'), ['fail']],
  ['audit', 'DocDB::DBCluster', exported('audit'), []],
  ['audit', 'Neptune::DBCluster', exported('audit', 'slowquery'), []],
]);

const DOMAIN = 'OpenSearchService::Domain';
const FINE = { AdvancedSecurityOptions: { Enabled: true } };
const publishes = (kind: string, Enabled: unknown) => ({ LogPublishingOptions: { [kind]: { Enabled } } });
const MSK = 'MSK::Cluster';
const MQ = 'AmazonMQ::Broker';
const EKS = 'EKS::Cluster';
const eks = (...types: unknown[]) => ({
  Logging: { ClusterLogging: { EnabledTypes: types.map((Type) => ({ Type })) } },
});
const BUILD = 'CodeBuild::Project';
const build = (cloud: unknown, s3: unknown) => ({
  LogsConfig: { CloudWatchLogs: { Status: cloud }, S3Logs: { Status: s3 } },
});
cases('STORE-30', [
  ['nothing set', 'Redshift::Cluster', {}, ['fail']],
  ['to a bucket', 'Redshift::Cluster', { LoggingProperties: { BucketName: PARAMETER } }, []],
  ['nothing set', 'RedshiftServerless::Namespace', {}, ['fail']],
  ['exports', 'RedshiftServerless::Namespace', { LogExports: ['userlog'] }, []],
  ['nothing set', DOMAIN, {}, ['fail']],
  ['application logs', DOMAIN, publishes('ES_APPLICATION_LOGS', true), []],
  [
    'application logs, but audit logs are possible',
    DOMAIN,
    { ...FINE, ...publishes('ES_APPLICATION_LOGS', true) },
    ['fail'],
  ],
  ['audit logs', DOMAIN, { ...FINE, ...publishes('AUDIT_LOGS', 'true') }, []],
  ['audit logs off', DOMAIN, { ...FINE, ...publishes('AUDIT_LOGS', false) }, ['fail']],
  ['parameter', DOMAIN, publishes('AUDIT_LOGS', PARAMETER), ['unknown']],
  ['nothing set', MSK, {}, ['fail']],
  ['brokers', MSK, { LoggingInfo: { BrokerLogs: { S3: { Enabled: true } } } }, []],
  ['brokers off', MSK, { LoggingInfo: { BrokerLogs: { CloudWatchLogs: { Enabled: false } } } }, ['fail']],
  ['general only', MQ, { EngineType: 'ACTIVEMQ', Logs: { General: true } }, ['fail']],
  ['audit', MQ, { EngineType: 'ACTIVEMQ', Logs: { Audit: true } }, []],
  ['general', MQ, { EngineType: 'RABBITMQ', Logs: { General: true } }, []],
  ['nothing set', BUILD, {}, []],
  ['nowhere', BUILD, build('DISABLED', 'DISABLED'), ['fail']],
  ['to a bucket', BUILD, build('DISABLED', 'ENABLED'), []],
  ['parameter', BUILD, build(PARAMETER, 'DISABLED'), ['unknown']],
  ['nothing set', EKS, {}, ['fail']],
  ['no audit', EKS, eks('api'), ['fail']],
  ['audit', EKS, eks('api', 'audit'), []],
  ['parameter', EKS, { Logging: PARAMETER }, ['unknown']],
]);
test.each<[string, object, string[]]>([
  ['nothing', {}, ['fail Cluster']],
  ['off', { logging: { clusterLogging: [{ enabled: false, types: ['audit'] }] } }, ['fail Cluster']],
  ['audit', { logging: { clusterLogging: [{ enabled: true, types: ['api', 'audit'] }] } }, []],
])('STORE-30 judges the custom resource of CDK: %s', (_, Config, expected) => {
  const cluster = { Type: 'Custom::AWSCDK-EKS-Cluster', Properties: { Config } };
  expect(verdicts('STORE-30', { Cluster: cluster })).toEqual(expected);
});

const keeps = (BackupRetentionPeriod: unknown, rest: object = {}) => ({ BackupRetentionPeriod, ...rest });
cases('STORE-31', [
  ['nothing set, so a day', DB, {}, []],
  ['off', DB, keeps(0), ['fail']],
  ['off, as text', DB, keeps('0'), ['fail']],
  ['on', DB, keeps(1), []],
  ['parameter', DB, keeps(PARAMETER), ['unknown']],
  ['in one branch', DB, keeps(either(0, 7)), ['fail']],
  ['off in a cluster', DB, keeps(0, { DBClusterIdentifier: 'c' }), []],
  ['off in a replica', DB, keeps(0, { SourceDBInstanceIdentifier: 'd' }), []],
  ['off', 'Redshift::Cluster', { AutomatedSnapshotRetentionPeriod: 0 }, ['fail']],
  ['nothing set', 'Redshift::Cluster', {}, []],
]);
cases('STORE-32', [
  ['nothing set, so a day', DB, {}, ['fail']],
  ['a day', CLUSTER, keeps(1), ['fail']],
  ['a week', CLUSTER, keeps('7'), []],
  ['off, which is said elsewhere', DB, keeps(0), []],
  ['parameter', 'DocDB::DBCluster', keeps(PARAMETER), ['unknown']],
  ['three days', 'Neptune::DBCluster', keeps(3), ['fail']],
  ['a month', 'Redshift::Cluster', { AutomatedSnapshotRetentionPeriod: 30 }, []],
  ['nothing set', 'EFS::FileSystem', {}, ['fail']],
  ['on', 'EFS::FileSystem', { BackupPolicy: { Status: 'ENABLED' } }, []],
  ['nothing set', 'Cassandra::Table', {}, ['fail']],
  ['on', 'Cassandra::Table', { PointInTimeRecoveryEnabled: 'true' }, []],
  ['nothing set', 'MemoryDB::Cluster', {}, ['fail']],
  ['some', 'MemoryDB::Cluster', { SnapshotRetentionLimit: 7 }, []],
]);

const PROTECTED = { DeletionProtection: true };
cases('STORE-33', [
  ['nothing set', DB, {}, ['fail']],
  ['off', CLUSTER, { DeletionProtection: false }, ['fail']],
  ['on', DB, PROTECTED, []],
  ['on, as text', DB, { DeletionProtection: 'true' }, []],
  ['parameter', DB, { DeletionProtection: PARAMETER }, ['unknown']],
  ['of a cluster', DB, { DBClusterIdentifier: 'c' }, []],
  ['nothing set', 'DocDB::DBCluster', {}, ['fail']],
  ['nothing set', 'Neptune::DBCluster', {}, ['fail']],
  ['nothing set: on by default', 'QLDB::Ledger', {}, []],
  ['off', 'QLDB::Ledger', { DeletionProtection: false }, ['fail']],
  ['off', 'DSQL::Cluster', { DeletionProtectionEnabled: false }, ['fail']],
]);
cases('STORE-34', [
  ['nothing set, so a snapshot', DB, {}, []],
  ['delete', DB, {}, ['fail'], { DeletionPolicy: 'Delete' }],
  ['delete, but protected', DB, PROTECTED, [], { DeletionPolicy: 'Delete' }],
  ['delete in a cluster', DB, { DBClusterIdentifier: 'c' }, [], { DeletionPolicy: 'Delete' }],
  ['snapshot', CLUSTER, {}, [], { DeletionPolicy: 'Snapshot' }],
  ['retain', 'EFS::FileSystem', {}, [], { DeletionPolicy: 'RetainExceptOnCreate' }],
  ['nothing set, so delete', 'EFS::FileSystem', {}, ['fail']],
  ['a snapshot it cannot take', 'EFS::FileSystem', {}, ['fail'], { DeletionPolicy: 'Snapshot' }],
  ['parameter', CLUSTER, {}, ['unknown'], { DeletionPolicy: PARAMETER }],
  ['nothing set, so delete', 'DocDB::DBCluster', {}, ['fail']],
]);
cases('STORE-35', [
  ['nothing set', DB, {}, []],
  ['off', DB, { AutoMinorVersionUpgrade: false }, ['fail']],
  ['off, as text', DB, { AutoMinorVersionUpgrade: 'false' }, ['fail']],
  ['parameter', DB, { AutoMinorVersionUpgrade: PARAMETER }, ['unknown']],
  ['off', MQ, { AutoMinorVersionUpgrade: false }, ['fail']],
  ['off', 'Redshift::Cluster', { AllowVersionUpgrade: false }, ['fail']],
]);
