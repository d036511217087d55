import { Rule } from '../../core/rule';
import { DB_CLUSTER, DB_INSTANCE, REDSHIFT_CLUSTER } from '../databases';
import { judgeSettings, Setting, typesOf } from '../settings';

const unlessOff = (type: string, path = 'AutoMinorVersionUpgrade'): Setting => ({
  type,
  path,
  bad: [false],
  absent: 'pass', // on by default
});

const SETTINGS: readonly Setting[] = [
  unlessOff(DB_INSTANCE),
  unlessOff(DB_CLUSTER),
  unlessOff('AWS::Neptune::DBInstance'),
  unlessOff('AWS::AmazonMQ::Broker'),
  unlessOff('AWS::DMS::ReplicationInstance'),
  unlessOff('AWS::MemoryDB::Cluster'),
  unlessOff(REDSHIFT_CLUSTER, 'AllowVersionUpgrade'),
];

export const takeMinorUpgrades: Rule = {
  id: 'STORE-35',
  types: typesOf(SETTINGS),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'engines take the fixes of their minor versions by themselves',
  why: 'The flaws that a minor version closes are public from the day it appears, and nobody upgrades by hand in time.',
  fix: 'leave autoMinorVersionUpgrade (Redshift: allowVersionUpgrade) true, and set the maintenance window',
  topics: ['supply-chain'],
  controls: [
    'H6',
    'FSBP RDS.13',
    'FSBP RDS.35',
    'FSBP MQ.3',
    'FSBP DMS.6',
    'FSBP Redshift.6',
    'AwsSolutions-N2',
    'AwsSolutions-RS9',
  ],
  migration: 'in-place',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
