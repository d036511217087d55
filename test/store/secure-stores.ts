/** One resource of every type that a rule judges, as it should be: written by hand, not from the tables of the rules. */
const KEY = 'arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const PRIVATE = { PubliclyAccessible: false };
const KEPT = { BackupRetentionPeriod: 14, DeletionProtection: true };
const ENCRYPTED = { StorageEncrypted: true, KmsKeyId: KEY };
const TOKENS = { HttpTokens: 'required' };
const DISKS = [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }];
const CONTAINER = {
  Name: 'web',
  Image: '111111111111.dkr.ecr.us-east-1.amazonaws.com/web:1.4.2',
  Privileged: false,
  ReadonlyRootFilesystem: true,
  LogConfiguration: { LogDriver: 'awslogs' },
};
const NODES = { InstanceCount: 3, ZoneAwarenessEnabled: true };
const DOMAIN = {
  EncryptionAtRestOptions: { Enabled: true, KmsKeyId: KEY },
  NodeToNodeEncryptionOptions: { Enabled: true },
  DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' },
  AdvancedSecurityOptions: { Enabled: true, AnonymousAuthEnabled: false },
  LogPublishingOptions: { AUDIT_LOGS: { Enabled: true } },
};

export const SECURE: Readonly<Record<string, object>> = {
  'AWS::RDS::DBInstance': {
    Engine: 'postgres',
    ...ENCRYPTED,
    ...KEPT,
    ...PRIVATE,
    EnableIAMDatabaseAuthentication: true,
    EnableCloudwatchLogsExports: ['postgresql'],
    AutoMinorVersionUpgrade: true,
    MultiAZ: true,
    MonitoringInterval: 60,
  },
  'AWS::RDS::DBCluster': {
    Engine: 'aurora-postgresql',
    ...ENCRYPTED,
    ...KEPT,
    ...PRIVATE,
    EnableIAMDatabaseAuthentication: true,
    EnableCloudwatchLogsExports: ['postgresql'],
    AutoMinorVersionUpgrade: true,
  },
  'AWS::RDS::GlobalCluster': { StorageEncrypted: true, DeletionProtection: true },
  'AWS::RDS::DBProxy': { RequireTLS: true },
  'AWS::RDS::DBParameterGroup': { Parameters: { 'rds.force_ssl': 1 } },
  'AWS::RDS::DBClusterParameterGroup': { Parameters: { require_secure_transport: 'ON' } },
  'AWS::DocDB::DBCluster': { ...ENCRYPTED, ...KEPT, EnableCloudwatchLogsExports: ['audit'] },
  'AWS::DocDB::GlobalCluster': { StorageEncrypted: true },
  'AWS::DocDB::DBClusterParameterGroup': { Parameters: { tls: 'enabled' } },
  'AWS::DocDBElastic::Cluster': { KmsKeyId: KEY },
  'AWS::Neptune::DBCluster': { ...ENCRYPTED, ...KEPT, EnableCloudwatchLogsExports: ['audit'], IamAuthEnabled: true },
  'AWS::Neptune::DBInstance': { ...PRIVATE, AutoMinorVersionUpgrade: true },
  'AWS::Neptune::DBClusterParameterGroup': { Parameters: { neptune_enforce_ssl: 1 } },
  'AWS::NeptuneGraph::Graph': { KmsKeyIdentifier: KEY, DeletionProtection: true, PublicConnectivity: false },
  'AWS::Redshift::Cluster': {
    Encrypted: true,
    KmsKeyId: KEY,
    ...PRIVATE,
    AutomatedSnapshotRetentionPeriod: 7,
    LoggingProperties: { BucketName: 'logs' },
    AllowVersionUpgrade: true,
    MultiAZ: true,
  },
  'AWS::Redshift::ClusterParameterGroup': { Parameters: [{ ParameterName: 'require_ssl', ParameterValue: true }] },
  'AWS::RedshiftServerless::Namespace': { KmsKeyId: KEY, LogExports: ['userlog', 'connectionlog'] },
  'AWS::RedshiftServerless::Workgroup': {
    ...PRIVATE,
    ConfigParameters: [{ ParameterKey: 'require_ssl', ParameterValue: true }],
  },
  'AWS::EFS::FileSystem': { Encrypted: true, KmsKeyId: KEY, BackupPolicy: { Status: 'ENABLED' } },
  'AWS::EC2::Volume': { Encrypted: true, KmsKeyId: KEY },
  'AWS::EC2::Instance': { BlockDeviceMappings: DISKS, MetadataOptions: TOKENS },
  'AWS::EC2::LaunchTemplate': { LaunchTemplateData: { BlockDeviceMappings: DISKS, MetadataOptions: TOKENS } },
  'AWS::AutoScaling::LaunchConfiguration': { BlockDeviceMappings: DISKS, MetadataOptions: TOKENS },
  'AWS::OpenSearchService::Domain': { ...DOMAIN, ClusterConfig: NODES },
  'AWS::Elasticsearch::Domain': { ...DOMAIN, ElasticsearchClusterConfig: NODES },
  'AWS::MemoryDB::Cluster': {
    KmsKeyId: KEY,
    TLSEnabled: true,
    ACLName: 'orders',
    SnapshotRetentionLimit: 7,
    AutoMinorVersionUpgrade: true,
  },
  'AWS::MemoryDB::MultiRegionCluster': { TLSEnabled: true },
  'AWS::DAX::Cluster': { SSESpecification: { SSEEnabled: true }, ClusterEndpointEncryptionType: 'TLS' },
  'AWS::MSK::Cluster': {
    EncryptionInfo: {
      EncryptionAtRest: { DataVolumeKMSKeyId: KEY },
      EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true },
    },
    ClientAuthentication: { Sasl: { Iam: { Enabled: true } } },
    BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type: 'DISABLED' } } },
    LoggingInfo: { BrokerLogs: { S3: { Enabled: true } } },
  },
  'AWS::AmazonMQ::Broker': {
    EngineType: 'ACTIVEMQ',
    DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ',
    EncryptionOptions: { KmsKeyId: KEY, UseAwsOwnedKey: false },
    ...PRIVATE,
    Logs: { Audit: true },
    AutoMinorVersionUpgrade: true,
  },
  'AWS::Timestream::Database': { KmsKeyId: KEY },
  'AWS::Timestream::InfluxDBInstance': { KmsKeyId: KEY, ...PRIVATE },
  'AWS::Timestream::InfluxDBCluster': PRIVATE,
  'AWS::Cassandra::Table': {
    EncryptionSpecification: { EncryptionType: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyIdentifier: KEY },
    PointInTimeRecoveryEnabled: true,
  },
  'AWS::QLDB::Ledger': { KmsKey: KEY, DeletionProtection: true, PermissionsMode: 'STANDARD' },
  'AWS::DSQL::Cluster': { KmsEncryptionKey: KEY, DeletionProtectionEnabled: true },
  'AWS::FSx::FileSystem': { FileSystemType: 'ONTAP', KmsKeyId: KEY },
  'AWS::Backup::BackupVault': { EncryptionKeyArn: KEY },
  'AWS::ECR::Repository': {
    EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: KEY },
    ImageTagMutability: 'IMMUTABLE',
    ImageScanningConfiguration: { ScanOnPush: true },
  },
  'AWS::SageMaker::NotebookInstance': {
    KmsKeyId: KEY,
    DirectInternetAccess: 'Disabled',
    RootAccess: 'Disabled',
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
  },
  'AWS::SageMaker::Domain': { KmsKeyId: KEY, AppNetworkAccessType: 'VpcOnly' },
  'AWS::SageMaker::EndpointConfig': { KmsKeyId: KEY, ProductionVariants: [{ InstanceType: 'ml.m5.large' }] },
  'AWS::MWAA::Environment': { KmsKey: KEY, WebserverAccessMode: 'PRIVATE_ONLY' },
  'AWS::DMS::ReplicationInstance': { KmsKeyId: KEY, ...PRIVATE, AutoMinorVersionUpgrade: true },
  'AWS::DMS::InstanceProfile': PRIVATE,
  'AWS::DMS::Endpoint': { EngineName: 'postgres', SslMode: 'verify-full' },
  'AWS::WorkSpaces::Workspace': {
    UserVolumeEncryptionEnabled: true,
    RootVolumeEncryptionEnabled: true,
    VolumeEncryptionKey: KEY,
  },
  'AWS::CodePipeline::Pipeline': { ArtifactStore: { EncryptionKey: { Id: KEY, Type: 'KMS' } } },
  'AWS::CodeBuild::Project': {
    EncryptionKey: KEY,
    Artifacts: { Type: 'S3', EncryptionDisabled: false },
    Environment: { PrivilegedMode: false },
    LogsConfig: { CloudWatchLogs: { Status: 'ENABLED' } },
    Visibility: 'PRIVATE',
  },
  'AWS::AppFlow::Flow': { KMSArn: KEY },
  'AWS::Kendra::Index': { ServerSideEncryptionConfiguration: { KmsKeyId: KEY } },
  'AWS::HealthLake::FHIRDatastore': { SseConfiguration: { KmsEncryptionConfig: { KmsKeyId: KEY } } },
  'AWS::Bedrock::Agent': { CustomerEncryptionKeyArn: KEY },
  'AWS::Bedrock::Guardrail': { KmsKeyArn: KEY },
  'AWS::Bedrock::DataSource': { ServerSideEncryptionConfiguration: { KmsKeyArn: KEY } },
  'AWS::EKS::Cluster': {
    EncryptionConfig: [{ Provider: { KeyArn: KEY }, Resources: ['secrets'] }],
    ResourcesVpcConfig: { EndpointPublicAccess: false, EndpointPrivateAccess: true },
    Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'audit' }] } },
  },
  'Custom::AWSCDK-EKS-Cluster': {
    Config: {
      resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
      logging: { clusterLogging: [{ enabled: true, types: ['audit'] }] },
    },
  },
  'AWS::Athena::WorkGroup': {
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: KEY } },
    },
  },
  'AWS::Glue::SecurityConfiguration': {
    EncryptionConfiguration: {
      S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS' }],
      CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS' },
      JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS' },
    },
  },
  'AWS::Glue::DataCatalogEncryptionSettings': {
    DataCatalogEncryptionSettings: {
      EncryptionAtRest: { CatalogEncryptionMode: 'SSE-KMS' },
      ConnectionPasswordEncryption: { ReturnConnectionPasswordEncrypted: true },
    },
  },
  'AWS::Glue::Connection': { ConnectionInput: { ConnectionProperties: { JDBC_ENFORCE_SSL: true } } },
  'AWS::EMR::Cluster': { SecurityConfiguration: 'encrypted' },
  'AWS::EMR::SecurityConfiguration': {
    SecurityConfiguration: {
      EncryptionConfiguration: { EnableAtRestEncryption: true, EnableInTransitEncryption: true },
    },
  },
  'AWS::AppRunner::Service': {
    SourceConfiguration: { ImageRepository: { ImageIdentifier: CONTAINER.Image, ImageRepositoryType: 'ECR' } },
  },
  'AWS::SageMaker::Model': { PrimaryContainer: { Image: CONTAINER.Image } },
  'AWS::BedrockAgentCore::Runtime': {
    AgentRuntimeArtifact: { ContainerConfiguration: { ContainerUri: CONTAINER.Image } },
  },
  'AWS::ECS::Cluster': { ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }] },
  'AWS::ECS::TaskDefinition': {
    RequiresCompatibilities: ['FARGATE'],
    NetworkMode: 'awsvpc',
    ContainerDefinitions: [CONTAINER],
    Volumes: [{ Name: 'files', EFSVolumeConfiguration: { FilesystemId: 'fs-1', TransitEncryption: 'ENABLED' } }],
  },
  'AWS::ECS::Service': { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } } },
  'AWS::ECS::TaskSet': { NetworkConfiguration: { AwsVpcConfiguration: { AssignPublicIp: 'DISABLED' } } },
  'AWS::Batch::JobDefinition': {
    ContainerProperties: {
      ...CONTAINER,
      Volumes: [{ EfsVolumeConfiguration: { FileSystemId: 'fs-1', TransitEncryption: 'ENABLED' } }],
    },
  },
};

/** Weak values that are neither the opposite of the secure one nor nothing. */
export const WEAK_VALUES: readonly unknown[] = [
  true,
  false,
  0,
  1,
  'none',
  'off',
  'disabled',
  'ENABLED',
  'PLAINTEXT',
  'optional',
  'open-access',
  'SINGLE_INSTANCE',
  'SERVICE_PROVIDED_EIPS',
  'PUBLIC_READ',
  'Policy-Min-TLS-1-0-2019-07',
];
