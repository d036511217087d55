import { Rule } from '../../core/rule';
import { DB_CLUSTER, DB_INSTANCE, REDSHIFT_CLUSTER } from '../databases';
import { judgeSettings, Setting, typesOf } from '../settings';

const PUBLIC = 'PubliclyAccessible';
const unlessPublic = (type: string): Setting => ({ type, path: PUBLIC, bad: [true], absent: 'pass' });

/** Where nothing is said, RDS goes by the subnet group, which is not public unless it is the default one. */
const SETTINGS: readonly Setting[] = [
  unlessPublic(DB_INSTANCE),
  unlessPublic(DB_CLUSTER),
  unlessPublic('AWS::Neptune::DBInstance'),
  unlessPublic(REDSHIFT_CLUSTER),
  unlessPublic('AWS::RedshiftServerless::Workgroup'),
  unlessPublic('AWS::AmazonMQ::Broker'),
  unlessPublic('AWS::Timestream::InfluxDBInstance'),
  unlessPublic('AWS::Timestream::InfluxDBCluster'),
  // "The default value is true", CloudFormation reference
  { type: 'AWS::DMS::ReplicationInstance', path: PUBLIC, good: [false], absent: 'fail' },
  unlessPublic('AWS::DMS::InstanceProfile'),
  {
    type: 'AWS::MSK::Cluster',
    path: 'BrokerNodeGroupInfo.ConnectivityInfo.PublicAccess.Type',
    good: ['DISABLED'],
    absent: 'pass',
  },
];

export const noPublicAddress: Rule = {
  id: 'STORE-06',
  types: typesOf(SETTINGS),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a database, warehouse or broker has no address on the internet',
  why: 'Everybody can try passwords and use the next flaw of its engine; only a security group stands between, which somebody opens one day.',
  fix: 'set publiclyAccessible to false (MSK: leave publicAccess out) and reach it from its VPC, a VPN or a bastion of Session Manager',
  topics: ['public-access'],
  controls: [
    'E3',
    'FSBP RDS.2',
    'FSBP Redshift.1',
    'FSBP RedshiftServerless.3',
    'FSBP DMS.1',
    'FSBP MSK.4',
    'AwsSolutions-RS8',
  ],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
