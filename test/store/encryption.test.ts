import { cases, either, PARAMETER } from './cases';

const DB = 'RDS::DBInstance';
const CLUSTER = 'RDS::DBCluster';
const DOMAIN = 'OpenSearchService::Domain';
const disk = (Ebs?: object) => ({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs }] });

cases('STORE-01', [
  ['nothing set', DB, {}, ['fail']],
  ['false', DB, { StorageEncrypted: false }, ['fail']],
  ['a key that is not used', DB, { KmsKeyId: 'k' }, ['fail']],
  ['true', DB, { StorageEncrypted: true }, []],
  ['as text', DB, { StorageEncrypted: 'true' }, []],
  ['as YAML has it', DB, { StorageEncrypted: 'True' }, []],
  ['false as text', DB, { StorageEncrypted: 'false' }, ['fail']],
  ['parameter', DB, { StorageEncrypted: PARAMETER }, ['unknown']],
  ['in one branch', DB, { StorageEncrypted: either(true, false) }, ['fail']],
  ['absent in one branch', DB, { StorageEncrypted: either(true, { Ref: 'AWS::NoValue' }) }, ['fail']],
  ['of a cluster', DB, { DBClusterIdentifier: PARAMETER }, []],
  ['of Aurora', DB, { Engine: 'aurora-mysql' }, []],
  ['a replica', DB, { SourceDBInstanceIdentifier: 'db' }, []],
  ['from a snapshot', DB, { DBSnapshotIdentifier: 's' }, []],
  ['from a snapshot, false', DB, { DBSnapshotIdentifier: 's', StorageEncrypted: false }, ['fail']],
  ['nothing set', CLUSTER, { Engine: 'aurora-postgresql' }, ['fail']],
  ['false', CLUSTER, { Engine: 'aurora-postgresql', StorageEncrypted: false }, ['fail']],
  ['true', CLUSTER, { Engine: 'aurora-postgresql', StorageEncrypted: true }, []],
  ['from a snapshot', CLUSTER, { SnapshotIdentifier: 's' }, []],
  ['nothing set', 'RDS::GlobalCluster', {}, ['fail']],
  ['of a cluster', 'RDS::GlobalCluster', { SourceDBClusterIdentifier: 'c' }, []],
  ['nothing set', 'DocDB::DBCluster', {}, ['fail']],
  ['from a snapshot', 'DocDB::DBCluster', { SnapshotIdentifier: 's' }, []],
  ['nothing set', 'Neptune::DBCluster', {}, ['fail']],
  ['true', 'Neptune::DBCluster', { StorageEncrypted: true }, []],
  ['nothing set: its default', 'Redshift::Cluster', {}, []],
  ['false', 'Redshift::Cluster', { Encrypted: 'false' }, ['fail']],
  ['nothing set', 'EFS::FileSystem', {}, ['fail']],
  ['true', 'EFS::FileSystem', { Encrypted: true }, []],
  ['nothing set', 'EC2::Volume', {}, ['fail']],
  ['a copy', 'EC2::Volume', { SnapshotId: 's' }, []],
  ['a copy, false', 'EC2::Volume', { SnapshotId: 's', Encrypted: false }, ['fail']],
  ['true', 'EC2::Volume', { Encrypted: true }, []],
  ['nothing set', DOMAIN, {}, ['fail']],
  ['a key only', DOMAIN, { EncryptionAtRestOptions: { KmsKeyId: 'k' } }, ['fail']],
  ['on', DOMAIN, { EncryptionAtRestOptions: { Enabled: true } }, []],
  ['options of the deployment', DOMAIN, { EncryptionAtRestOptions: PARAMETER }, ['unknown']],
  ['off', 'Elasticsearch::Domain', { EncryptionAtRestOptions: { Enabled: false } }, ['fail']],
  ['nothing set', 'DAX::Cluster', {}, ['fail']],
  ['on', 'DAX::Cluster', { SSESpecification: { SSEEnabled: true } }, []],
  ['one of two', 'WorkSpaces::Workspace', { UserVolumeEncryptionEnabled: true }, ['fail']],
  ['both', 'WorkSpaces::Workspace', { UserVolumeEncryptionEnabled: true, RootVolumeEncryptionEnabled: true }, []],
  [
    'off',
    'EMR::SecurityConfiguration',
    { SecurityConfiguration: { EncryptionConfiguration: { EnableAtRestEncryption: false } } },
    ['fail'],
  ],
  ['something else', 'EMR::SecurityConfiguration', { SecurityConfiguration: {} }, []],
  ['the disk of its image', 'EC2::Instance', {}, []],
  ['no disk of EBS', 'EC2::Instance', { BlockDeviceMappings: [{ VirtualName: 'ephemeral0' }] }, []],
  ['a disk', 'EC2::Instance', disk({ VolumeSize: 8 }), ['fail']],
  ['a disk alone', 'EC2::Instance', { BlockDeviceMappings: { Ebs: { VolumeSize: 8 } } }, ['fail']],
  ['a disk of a snapshot', 'EC2::Instance', disk({ SnapshotId: 's' }), []],
  ['an encrypted disk', 'EC2::Instance', disk({ Encrypted: 'true' }), []],
  ['disks of the deployment', 'EC2::Instance', { BlockDeviceMappings: PARAMETER }, ['unknown']],
  [
    'a disk in one branch',
    'EC2::Instance',
    { BlockDeviceMappings: [either({ Ebs: {} }, { Ref: 'AWS::NoValue' })] },
    ['fail'],
  ],
  ['a disk', 'EC2::LaunchTemplate', { LaunchTemplateData: disk({ Encrypted: false }) }, ['fail']],
  ['an encrypted disk', 'EC2::LaunchTemplate', { LaunchTemplateData: disk({ Encrypted: true }) }, []],
  ['a disk', 'AutoScaling::LaunchConfiguration', disk({}), ['fail']],
]);

const of = (Value: unknown, rest: object = {}) => ({ Tags: [{ Key: 'data-class', Value }], ...rest });
cases('STORE-02', [
  ['nothing stated', DB, { StorageEncrypted: true }, []],
  ['internal', DB, of('internal'), []],
  ['personal', DB, of('personal', { StorageEncrypted: true }), ['fail']],
  ['personal, a key of AWS', DB, of('personal', { KmsKeyId: 'alias/aws/rds' }), ['fail']],
  ['personal, a key', DB, of('personal', { KmsKeyId: PARAMETER }), []],
  ['personal, in a cluster', DB, of('personal', { DBClusterIdentifier: 'c' }), []],
  ['a class of the deployment', DB, of(PARAMETER), ['unknown']],
  ['tags of the deployment', DB, { Tags: PARAMETER }, ['unknown']],
  ['secret', 'EFS::FileSystem', { FileSystemTags: [{ Key: 'data-class', Value: 'secret' }] }, ['fail']],
  ['secret, as map', 'MSK::Cluster', { Tags: { 'data-class': 'secret' } }, ['fail']],
  ['other tags, as map', 'MSK::Cluster', { Tags: { team: 'orders' } }, []],
  ['secret', 'Backup::BackupVault', { BackupVaultTags: { 'data-class': 'secret' } }, ['fail']],
  ['secret, a key', 'Backup::BackupVault', { BackupVaultTags: { 'data-class': 'secret' }, EncryptionKeyArn: 'k' }, []],
  ['secret', 'QLDB::Ledger', of('secret', { KmsKey: 'AWS_OWNED_KMS_KEY' }), ['fail']],
]);

const BUILD = 'CodeBuild::Project';
const PIPELINE = 'CodePipeline::Pipeline';
cases('STORE-03', [
  ['encrypted by AWS', DB, { StorageEncrypted: true }, ['fail']],
  ['a key', DB, { StorageEncrypted: true, KmsKeyId: PARAMETER }, []],
  ['not encrypted, which is said elsewhere', DB, {}, []],
  ['internal', DB, of('internal', { StorageEncrypted: true }), []],
  ['a replica', DB, { SourceDBInstanceIdentifier: 'db' }, []],
  ['nothing set', 'Backup::BackupVault', {}, ['fail']],
  ['nothing set', 'ECR::Repository', {}, ['fail']],
  ['a key', 'ECR::Repository', { EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: 'k' } }, []],
  ['a key of AWS', 'CodeBuild::Project', { EncryptionKey: 'alias/aws/s3' }, ['fail']],
  ['in a pipeline', BUILD, { EncryptionKey: 'alias/aws/s3', Artifacts: { Type: 'CODEPIPELINE' } }, []],
  ['nothing set', PIPELINE, { ArtifactStore: { Location: 'b' } }, ['fail']],
  ['a key', PIPELINE, { ArtifactStore: { EncryptionKey: { Id: 'k', Type: 'KMS' } } }, []],
  ['a key per region', PIPELINE, { ArtifactStores: [{ ArtifactStore: { EncryptionKey: { Id: 'k' } } }] }, []],
  ['scratch', 'FSx::FileSystem', { FileSystemType: 'LUSTRE' }, []],
  [
    'persistent',
    'FSx::FileSystem',
    { FileSystemType: 'LUSTRE', LustreConfiguration: { DeploymentType: 'PERSISTENT_2' } },
    ['fail'],
  ],
  ['for Windows', 'FSx::FileSystem', { FileSystemType: 'WINDOWS' }, ['fail']],
  ['no disk of EBS', 'SageMaker::EndpointConfig', { ProductionVariants: [{ InstanceType: 'ml.g5.xlarge' }] }, []],
  ['serverless', 'SageMaker::EndpointConfig', { ProductionVariants: [{ ServerlessConfig: {} }] }, []],
  ['a disk', 'SageMaker::EndpointConfig', { ProductionVariants: [{ InstanceType: 'ml.m5.large' }] }, ['fail']],
  ['nothing set', 'EKS::Cluster', {}, ['fail']],
  ['a key for secrets', 'EKS::Cluster', { EncryptionConfig: [{ Provider: { KeyArn: 'k' } }] }, []],
]);

const workgroup = (WorkGroupConfiguration: object) => ({ WorkGroupConfiguration });
const results = (EncryptionOption: unknown) => ({
  ResultConfiguration: { EncryptionConfiguration: { EncryptionOption } },
});
const GROUP = 'Athena::WorkGroup';
const SECURITY = 'Glue::SecurityConfiguration';
const glue = (S3EncryptionMode: unknown, logs = 'SSE-KMS', bookmarks = 'CSE-KMS') => ({
  EncryptionConfiguration: {
    S3Encryptions: [{ S3EncryptionMode }],
    CloudWatchEncryption: { CloudWatchEncryptionMode: logs },
    JobBookmarksEncryption: { JobBookmarksEncryptionMode: bookmarks },
  },
});
cases('STORE-04', [
  ['nothing set', GROUP, {}, ['fail']],
  ['SSE-S3', GROUP, workgroup(results('SSE_S3')), []],
  ['parameter', GROUP, workgroup(results(PARAMETER)), ['unknown']],
  ['not enforced', GROUP, workgroup({ ...results('SSE_KMS'), EnforceWorkGroupConfiguration: 'false' }), ['fail']],
  ['managed results', GROUP, workgroup({ ManagedQueryResultsConfiguration: { Enabled: true } }), []],
  ['nothing set', SECURITY, {}, ['fail']],
  ['everything', SECURITY, glue('SSE-KMS'), []],
  ['no S3', SECURITY, glue('DISABLED'), ['fail']],
  ['no logs', SECURITY, glue('SSE-S3', 'DISABLED'), ['fail']],
  ['no bookmarks', SECURITY, glue('SSE-S3', 'SSE-KMS', 'DISABLED'), ['fail']],
  ['mode of the deployment', SECURITY, glue(PARAMETER), ['unknown']],
  ['nothing set', BUILD, {}, []],
  ['artifacts as they are', BUILD, { Artifacts: { EncryptionDisabled: true } }, ['fail']],
  ['logs as they are', BUILD, { LogsConfig: { S3Logs: { EncryptionDisabled: 'true' } } }, ['fail']],
  ['nothing set', 'EMR::Cluster', {}, ['fail']],
  ['a security configuration', 'EMR::Cluster', { SecurityConfiguration: PARAMETER }, []],
]);

const CATALOG = 'Glue::DataCatalogEncryptionSettings';
const passwords = (ReturnConnectionPasswordEncrypted: unknown) => ({
  DataCatalogEncryptionSettings: { ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted } },
});
cases('STORE-05', [
  ['nothing set', CATALOG, { DataCatalogEncryptionSettings: {} }, ['fail']],
  ['plain', CATALOG, passwords(false), ['fail']],
  ['encrypted', CATALOG, passwords(true), []],
  ['encrypted, as text', CATALOG, passwords('true'), []],
  ['parameter', CATALOG, passwords(PARAMETER), ['unknown']],
]);
