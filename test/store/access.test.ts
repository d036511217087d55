import { verdicts } from '../support/judging';
import { cases, either, PARAMETER } from './cases';

const DB = 'RDS::DBInstance';
const MSK = 'MSK::Cluster';
const brokers = (Type: unknown) => ({ BrokerNodeGroupInfo: { ConnectivityInfo: { PublicAccess: { Type } } } });

cases('STORE-06', [
  ['nothing set', DB, {}, []],
  ['false', DB, { PubliclyAccessible: false }, []],
  ['true', DB, { PubliclyAccessible: true }, ['fail']],
  ['true, as text', DB, { PubliclyAccessible: 'true' }, ['fail']],
  ['true in a cluster', DB, { PubliclyAccessible: true, DBClusterIdentifier: 'c' }, ['fail']],
  ['parameter', DB, { PubliclyAccessible: PARAMETER }, ['unknown']],
  ['in one branch', DB, { PubliclyAccessible: either(true, false) }, ['fail']],
  ['true', 'RDS::DBCluster', { PubliclyAccessible: true }, ['fail']],
  ['true', 'Neptune::DBInstance', { PubliclyAccessible: true }, ['fail']],
  ['nothing set', 'Redshift::Cluster', {}, []],
  ['true', 'Redshift::Cluster', { PubliclyAccessible: true }, ['fail']],
  ['true', 'RedshiftServerless::Workgroup', { PubliclyAccessible: true }, ['fail']],
  ['true', 'AmazonMQ::Broker', { PubliclyAccessible: true }, ['fail']],
  ['true', 'Timestream::InfluxDBInstance', { PubliclyAccessible: true }, ['fail']],
  ['nothing set, so true', 'DMS::ReplicationInstance', {}, ['fail']],
  ['false', 'DMS::ReplicationInstance', { PubliclyAccessible: 'false' }, []],
  ['nothing set', MSK, {}, []],
  ['off', MSK, brokers('DISABLED'), []],
  ['on', MSK, brokers('SERVICE_PROVIDED_EIPS'), ['fail']],
  ['parameter', MSK, brokers(PARAMETER), ['unknown']],
]);

const EKS = 'EKS::Cluster';
const network = (rest: object) => ({ ResourcesVpcConfig: { SubnetIds: ['s'], ...rest } });
cases('STORE-07', [
  ['nothing set', EKS, network({}), ['fail']],
  ['private', EKS, network({ EndpointPublicAccess: false }), []],
  ['private, as text', EKS, network({ EndpointPublicAccess: 'false' }), []],
  ['everybody', EKS, network({ EndpointPublicAccess: true, PublicAccessCidrs: ['10.0.0.0/8', '0.0.0.0/0'] }), ['fail']],
  ['everybody, IPv6', EKS, network({ PublicAccessCidrs: '::/0' }), ['fail']],
  ['one network', EKS, network({ PublicAccessCidrs: ['198.51.100.0/24'] }), []],
  ['a network of the deployment', EKS, network({ PublicAccessCidrs: [PARAMETER] }), ['unknown']],
  ['networks of the deployment', EKS, network({ PublicAccessCidrs: PARAMETER }), ['unknown']],
  ['perhaps private', EKS, network({ EndpointPublicAccess: PARAMETER }), ['unknown']],
]);

test.each<[string, object, string[]]>([
  ['nothing set', {}, ['fail Cluster']],
  ['private', { endpointPublicAccess: false }, []],
  ['everybody', { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] }, ['fail Cluster']],
  ['one network', { endpointPublicAccess: true, publicAccessCidrs: ['198.51.100.0/24'] }, []],
])('STORE-07 judges the custom resource of CDK: %s', (_, resourcesVpcConfig, expected) => {
  const cluster = { Type: 'Custom::AWSCDK-EKS-Cluster', Properties: { Config: { resourcesVpcConfig } } };
  expect(verdicts('STORE-07', { Cluster: cluster })).toEqual(expected);
});

const DOMAIN = 'OpenSearchService::Domain';
const open = (Condition?: object) => ({
  AdvancedSecurityOptions: { Enabled: true },
  AccessPolicies: {
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'es:ESHttp*', Resource: '*', Condition }],
  },
});
cases('STORE-08', [
  ['nothing set', DOMAIN, {}, ['fail']],
  ['in a VPC', DOMAIN, { VPCOptions: { SubnetIds: ['s'] } }, []],
  ['fine-grained', DOMAIN, { AdvancedSecurityOptions: { Enabled: 'true' } }, []],
  ['not fine-grained', 'Elasticsearch::Domain', { AdvancedSecurityOptions: { Enabled: false } }, ['fail']],
  ['fine-grained, for everybody', DOMAIN, open(), ['fail']],
  ['fine-grained, for everybody, in a VPC', DOMAIN, { ...open(), VPCOptions: { SubnetIds: ['s'] } }, []],
  ['fine-grained, for known addresses', DOMAIN, open({ IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }), []],
  ['fine-grained, for the own account', DOMAIN, open({ StringEquals: { 'aws:PrincipalAccount': '1' } }), []],
  ['parameter', DOMAIN, { AdvancedSecurityOptions: { Enabled: PARAMETER } }, ['unknown']],
]);
cases('STORE-09', [
  ['nothing set, so public', 'MWAA::Environment', {}, ['fail']],
  ['private', 'MWAA::Environment', { WebserverAccessMode: 'PRIVATE_ONLY' }, []],
  ['nothing set', 'NeptuneGraph::Graph', {}, []],
  ['public', 'NeptuneGraph::Graph', { PublicConnectivity: true }, ['fail']],
  ['nothing set, so public', 'SageMaker::Domain', {}, ['fail']],
  ['in the VPC', 'SageMaker::Domain', { AppNetworkAccessType: 'VpcOnly' }, []],
  ['parameter', 'SageMaker::Domain', { AppNetworkAccessType: PARAMETER }, ['unknown']],
  ['what it is', 'ECR::PublicRepository', {}, ['fail']],
]);

const NOTEBOOK = 'SageMaker::NotebookInstance';
cases('STORE-10', [
  ['nothing set, so enabled', NOTEBOOK, {}, ['fail']],
  ['enabled', NOTEBOOK, { DirectInternetAccess: 'Enabled' }, ['fail']],
  ['disabled', NOTEBOOK, { DirectInternetAccess: 'Disabled' }, []],
  ['parameter', NOTEBOOK, { DirectInternetAccess: PARAMETER }, ['unknown']],
]);
cases('STORE-26', [
  ['nothing set, so enabled', NOTEBOOK, {}, ['fail']],
  ['disabled', NOTEBOOK, { RootAccess: 'Disabled' }, []],
  ['parameter', NOTEBOOK, { RootAccess: PARAMETER }, ['unknown']],
]);

const BUILD = 'CodeBuild::Project';
cases('STORE-11', [
  ['nothing set', BUILD, {}, []],
  ['private', BUILD, { Visibility: 'PRIVATE' }, []],
  ['public', BUILD, { Visibility: 'PUBLIC_READ' }, ['fail']],
  ['parameter', BUILD, { Visibility: PARAMETER }, ['unknown']],
]);
cases('STORE-25', [
  ['nothing set', BUILD, {}, []],
  ['privileged', BUILD, { Environment: { PrivilegedMode: true } }, ['fail']],
  ['privileged, as text', BUILD, { Environment: { PrivilegedMode: 'true' } }, ['fail']],
  ['not', BUILD, { Environment: { PrivilegedMode: false } }, []],
  ['parameter', BUILD, { Environment: { PrivilegedMode: PARAMETER } }, ['unknown']],
]);

const service = (AssignPublicIp: unknown) => ({ NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp } } });
cases('STORE-12', [
  ['nothing set', 'ECS::Service', {}, []],
  ['disabled', 'ECS::Service', service('DISABLED'), []],
  ['enabled', 'ECS::Service', service('ENABLED'), ['fail']],
  ['parameter', 'ECS::Service', service(PARAMETER), ['unknown']],
  [
    'enabled',
    'ECS::TaskSet',
    { NetworkConfiguration: { AwsVpcConfiguration: { AssignPublicIp: 'ENABLED' } } },
    ['fail'],
  ],
]);

const unauthenticated = (Enabled: unknown) => ({ ClientAuthentication: { Unauthenticated: { Enabled } } });
cases('STORE-18', [
  ['nothing set', MSK, {}, []],
  ['let in', MSK, unauthenticated(true), ['fail']],
  ['let in, as text', MSK, unauthenticated('true'), ['fail']],
  ['not let in', MSK, unauthenticated(false), []],
  ['parameter', MSK, unauthenticated(PARAMETER), ['unknown']],
  ['anonymous', DOMAIN, { AdvancedSecurityOptions: { AnonymousAuthEnabled: true } }, ['fail']],
  ['nothing set', DOMAIN, {}, []],
  ['the open list', 'MemoryDB::Cluster', { ACLName: 'open-access' }, ['fail']],
  ['a list', 'MemoryDB::Cluster', { ACLName: { Ref: 'Acl' } }, ['unknown']],
  ['a named list', 'MemoryDB::Cluster', { ACLName: 'orders' }, []],
]);
test('STORE-18 takes a list of this template', () => {
  const cache = { Type: 'AWS::MemoryDB::Cluster', Properties: { ACLName: { Ref: 'Acl' } } };
  expect(verdicts('STORE-18', { Cache: cache, Acl: { Type: 'AWS::MemoryDB::ACL' } })).toEqual([]);
});
cases('STORE-19', [
  ['nothing set', MSK, {}, ['fail']],
  ['no way in it', MSK, { ClientAuthentication: {} }, ['fail']],
  ['IAM', MSK, { ClientAuthentication: { Sasl: { Iam: { Enabled: true } } } }, []],
  ['mutual TLS', MSK, { ClientAuthentication: { Tls: { Enabled: true } } }, []],
  ['parameter', MSK, { ClientAuthentication: PARAMETER }, []],
  ['all', 'QLDB::Ledger', { PermissionsMode: 'ALLOW_ALL' }, ['fail']],
  ['by policy', 'QLDB::Ledger', { PermissionsMode: 'STANDARD' }, []],
]);
cases('STORE-20', [
  ['nothing set', DB, { Engine: 'postgres' }, ['fail']],
  ['on', DB, { Engine: 'postgres', EnableIAMDatabaseAuthentication: 'true' }, []],
  ['parameter', DB, { Engine: 'mysql', EnableIAMDatabaseAuthentication: PARAMETER }, ['unknown']],
  ['an engine without', DB, { Engine: 'sqlserver-ex' }, []],
  ['of a cluster', DB, { Engine: 'aurora-mysql', DBClusterIdentifier: 'c' }, []],
  ['nothing set', 'RDS::DBCluster', { Engine: 'aurora-mysql' }, ['fail']],
  ['an engine without', 'RDS::DBCluster', { Engine: 'mysql' }, []],
  ['nothing set', 'Neptune::DBCluster', {}, ['fail']],
  ['on', 'Neptune::DBCluster', { IamAuthEnabled: true }, []],
]);

const INSTANCE = 'EC2::Instance';
const metadata = (MetadataOptions: object) => ({ MetadataOptions });
cases('STORE-21', [
  ['nothing set', INSTANCE, {}, []],
  ['optional', INSTANCE, metadata({ HttpTokens: 'optional' }), ['fail']],
  ['required', INSTANCE, metadata({ HttpTokens: 'required' }), []],
  ['optional, but no metadata', INSTANCE, metadata({ HttpTokens: 'optional', HttpEndpoint: 'disabled' }), []],
  ['parameter', INSTANCE, metadata({ HttpTokens: PARAMETER }), ['unknown']],
  ['optional', 'EC2::LaunchTemplate', { LaunchTemplateData: metadata({ HttpTokens: 'optional' }) }, ['fail']],
  ['optional', 'AutoScaling::LaunchConfiguration', metadata({ HttpTokens: 'optional' }), ['fail']],
  [
    'version 1',
    NOTEBOOK,
    { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' } },
    ['fail'],
  ],
  ['version 2', NOTEBOOK, { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2 } }, []],
]);
cases('STORE-22', [
  ['nothing set', INSTANCE, {}, ['fail']],
  ['from a launch template', INSTANCE, { LaunchTemplate: { LaunchTemplateId: PARAMETER, Version: '1' } }, []],
  ['said', INSTANCE, metadata({ HttpTokens: 'required' }), []],
  ['no metadata', INSTANCE, metadata({ HttpEndpoint: 'disabled' }), []],
  ['nothing set', 'EC2::LaunchTemplate', { LaunchTemplateData: {} }, ['fail']],
  ['nothing set', 'AutoScaling::LaunchConfiguration', {}, ['fail']],
]);

cases('STORE-39', [
  ['nothing set', DOMAIN, { VPCOptions: { SubnetIds: ['s'] } }, ['fail']],
  ['on', DOMAIN, { AdvancedSecurityOptions: { Enabled: true } }, []],
  ['on, as text', 'Elasticsearch::Domain', { AdvancedSecurityOptions: { Enabled: 'true' } }, []],
  ['off', DOMAIN, { AdvancedSecurityOptions: { Enabled: false } }, ['fail']],
  ['in one branch', DOMAIN, { AdvancedSecurityOptions: { Enabled: either(true, false) } }, ['fail']],
  ['parameter', DOMAIN, { AdvancedSecurityOptions: { Enabled: PARAMETER } }, ['unknown']],
]);
