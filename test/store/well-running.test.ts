import { judged, verdicts } from '../support/judging';
import { cases, either, PARAMETER } from './cases';

const DB = 'RDS::DBInstance';
const MQ = 'AmazonMQ::Broker';
cases('STORE-36', [
  ['nothing set', DB, {}, ['fail']],
  ['off', DB, { MultiAZ: false }, ['fail']],
  ['on', DB, { MultiAZ: true }, []],
  ['on, as text', DB, { MultiAZ: 'true' }, []],
  ['in one branch', DB, { MultiAZ: either(true, false) }, ['fail']],
  ['parameter', DB, { MultiAZ: PARAMETER }, ['unknown']],
  ['of a cluster', DB, { DBClusterIdentifier: 'c' }, []],
  ['of Aurora', DB, { Engine: 'aurora-mysql' }, []],
  ['a replica', DB, { SourceDBInstanceIdentifier: 'd' }, []],
  ['mirrored by SQL Server', DB, { Engine: 'sqlserver-se', OptionGroupName: 'mirroring' }, []],
  ['nothing set', 'Redshift::Cluster', {}, ['fail']],
  ['on', 'Redshift::Cluster', { MultiAZ: true }, []],
  ['one instance', MQ, { DeploymentMode: 'SINGLE_INSTANCE' }, ['fail']],
  ['two instances', MQ, { DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ' }, []],
  ['three nodes', MQ, { DeploymentMode: 'CLUSTER_MULTI_AZ' }, []],
  ['a cluster whose instances nobody sees', 'RDS::DBCluster', {}, []],
]);

const cluster = (service: string, Properties: object = {}) => ({ Type: `AWS::${service}::DBCluster`, Properties });
const instance = (service: string, DBClusterIdentifier: unknown = { Ref: 'Cluster' }, rest: object = {}) => ({
  Type: `AWS::${service}::DBInstance`,
  Properties: { DBClusterIdentifier },
  ...rest,
});
const REST = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

describe.each(['RDS', 'DocDB', 'Neptune'])('STORE-36 instances of a cluster of %s', (service) => {
  test.each<[string, object, string[]]>([
    ['one', { One: instance(service) }, ['fail Cluster']],
    ['two', { One: instance(service), Two: instance(service) }, []],
    ['one, and another of another cluster', { One: instance(service), Two: instance(service, 'c') }, ['fail Cluster']],
    [
      'one, and one that is only there sometimes',
      { One: instance(service), Two: instance(service, undefined, { Condition: 'C' }) },
      ['fail Cluster'],
    ],
    [
      'one, and one whose cluster nobody knows',
      { One: instance(service), Two: instance(service, { Ref: 'P' }) },
      ['unknown Cluster'],
    ],
  ])('%s', (_, beside, expected) => {
    const all = verdicts('STORE-36', { Cluster: cluster(service), ...beside }, REST);
    expect(all.filter((one) => one.endsWith(' Cluster'))).toEqual(expected);
  });
});

test.each<[string, object]>([
  ['with instances of its own', { DBClusterInstanceClass: 'db.m6gd.large' }],
  ['of a global cluster', { GlobalClusterIdentifier: 'g' }],
])('STORE-36 asks no second instance of a cluster %s', (_, properties) => {
  expect(verdicts('STORE-36', { Cluster: cluster('RDS', properties), One: instance('RDS') })).toEqual([]);
});

const SEARCH = 'OpenSearchService::Domain';
const nodes = (ClusterConfig: object) => ({ ClusterConfig });
cases('STORE-37', [
  ['nothing set', SEARCH, {}, ['fail']],
  ['three nodes in zones', SEARCH, nodes({ InstanceCount: 3, ZoneAwarenessEnabled: true }), []],
  ['as text', SEARCH, nodes({ InstanceCount: '4', ZoneAwarenessEnabled: 'true' }), []],
  ['two nodes', SEARCH, nodes({ InstanceCount: 2, ZoneAwarenessEnabled: true }), ['fail']],
  ['one zone', SEARCH, nodes({ InstanceCount: 3, ZoneAwarenessEnabled: false }), ['fail']],
  ['with standby', SEARCH, nodes({ MultiAZWithStandbyEnabled: true }), []],
  ['parameter', SEARCH, nodes({ InstanceCount: PARAMETER, ZoneAwarenessEnabled: true }), ['unknown']],
  ['nothing set', 'Elasticsearch::Domain', {}, ['fail']],
  [
    'three nodes',
    'Elasticsearch::Domain',
    { ElasticsearchClusterConfig: { InstanceCount: 3, ZoneAwarenessEnabled: true } },
    [],
  ],
]);

const TASK = 'ECS::TaskDefinition';
const LOGS = { LogConfiguration: { LogDriver: 'awslogs' } };
const fargate = (...ContainerDefinitions: object[]) => ({ RequiresCompatibilities: ['FARGATE'], ContainerDefinitions });
cases('STORE-38', [
  ['logs', TASK, fargate({ Name: 'a', ...LOGS }), []],
  ['no logs', TASK, fargate({ Name: 'a' }), ['fail']],
  ['no driver', TASK, fargate({ Name: 'a', LogConfiguration: {} }), ['fail']],
  ['one of two', TASK, fargate({ Name: 'a', ...LOGS }, { Name: 'b' }), ['fail']],
  [
    'the router of logs',
    TASK,
    fargate({ Name: 'a', ...LOGS }, { Name: 'r', FirelensConfiguration: { Type: 'fluentbit' } }),
    [],
  ],
  ['a driver of the deployment', TASK, fargate({ Name: 'a', LogConfiguration: { LogDriver: PARAMETER } }), []],
  [
    'in one branch',
    TASK,
    fargate({ Name: 'a', LogConfiguration: either(LOGS.LogConfiguration, { Ref: 'AWS::NoValue' }) }),
    ['fail'],
  ],
  ['containers of the deployment', TASK, { ContainerDefinitions: PARAMETER }, ['unknown']],
  ['no logs on own machines', TASK, { ContainerDefinitions: [{ Name: 'a' }] }, ['fail']],
]);

test.each<[string, unknown, string]>([
  ['blocks on Fargate', ['FARGATE'], 'blocking'],
  ['warns on own machines, whose agent may take the logs', undefined, 'warning'],
  ['warns where both may be', ['EC2', 'FARGATE'], 'warning'],
])('STORE-38 %s', (_, RequiresCompatibilities, weight) => {
  const Task = {
    Type: 'AWS::ECS::TaskDefinition',
    Properties: { RequiresCompatibilities, ContainerDefinitions: [{ Name: 'a' }] },
  };
  const found = judged({ Task }).filter(({ ruleId }) => ruleId === 'STORE-38');
  expect(found.map((one) => one.weight)).toEqual([weight]);
});

const image = (Image: unknown) => fargate({ Name: 'a', Image });
const REPOSITORY = '111111111111.dkr.ecr.us-east-1.amazonaws.com/web';
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
cases('STORE-40', [
  ['a version', TASK, image(`${REPOSITORY}:1.4.2`), []],
  ['a digest', TASK, image(`${REPOSITORY}@sha256:${'a'.repeat(64)}`), []],
  ['a digest beside a tag', TASK, image(`${REPOSITORY}:latest@sha256:${'a'.repeat(64)}`), []],
  ['latest', TASK, image(`${REPOSITORY}:latest`), ['fail']],
  ['no tag', TASK, image(REPOSITORY), ['fail']],
  ['no tag, from a registry with a port', TASK, image('registry.example.com:5000/web'), ['fail']],
  ['a short name', TASK, image('nginx'), ['fail']],
  ['latest of a repository known later', TASK, image(joined(PARAMETER, ':latest')), ['fail']],
  ['a tag known later', TASK, image(joined(REPOSITORY, ':', PARAMETER)), []],
  ['an image known later', TASK, image(PARAMETER), []],
  ['latest of two', TASK, fargate({ Name: 'a', Image: 'a:1' }, { Name: 'b', Image: 'b:latest' }), ['fail']],
  ['latest', 'Batch::JobDefinition', { ContainerProperties: { Image: 'job:latest' } }, ['fail']],
  [
    'latest',
    'AppRunner::Service',
    { SourceConfiguration: { ImageRepository: { ImageIdentifier: `${REPOSITORY}:latest` } } },
    ['fail'],
  ],
  ['built from its code', 'AppRunner::Service', { SourceConfiguration: { CodeRepository: {} } }, []],
]);

const CLUSTER = 'ECS::Cluster';
const insights = (Value: unknown) => ({ ClusterSettings: [{ Name: 'containerInsights', Value }] });
cases('STORE-41', [
  ['nothing set', CLUSTER, {}, ['fail']],
  ['enabled', CLUSTER, insights('enabled'), []],
  ['enhanced', CLUSTER, insights('enhanced'), []],
  ['disabled', CLUSTER, insights('disabled'), ['fail']],
  ['parameter', CLUSTER, insights(PARAMETER), ['unknown']],
  ['settings of the deployment', CLUSTER, { ClusterSettings: PARAMETER }, ['unknown']],
]);

cases('STORE-42', [
  ['nothing set', DB, {}, ['fail']],
  ['every minute', DB, { MonitoringInterval: 60 }, []],
  ['as text', DB, { MonitoringInterval: '15' }, []],
  ['off', DB, { MonitoringInterval: 0 }, ['fail']],
  ['parameter', DB, { MonitoringInterval: PARAMETER }, ['unknown']],
  ['of a cluster nobody sees', DB, { DBClusterIdentifier: 'c' }, []],
]);

test.each<[string, object, string[]]>([
  ['says it', { MonitoringInterval: 60 }, []],
  ['does not say it', {}, ['fail One']],
])('STORE-42 an instance whose cluster %s', (_, properties, expected) => {
  const resources = { Cluster: cluster('RDS', properties), One: instance('RDS') };
  expect(verdicts('STORE-42', resources)).toEqual(expected);
});
