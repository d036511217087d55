import { Rule } from '../../core/rule';
import { DB_CLUSTER, DB_INSTANCE, engineOf, isInCluster, isReplica, NEPTUNE_CLUSTER } from '../databases';
import { judgeSettings, Setting, typesOf } from '../settings';

const IAM = 'EnableIAMDatabaseAuthentication';
const SETTINGS: readonly Setting[] = [
  {
    type: DB_INSTANCE,
    path: IAM,
    good: [true],
    absent: 'fail',
    // "supported for RDS for MariaDB, RDS for MySQL, and RDS for PostgreSQL"
    except: (one) => isInCluster(one) || isReplica(one) || !/^(mysql|mariadb|postgres)$/.test(engineOf(one)),
  },
  // "Valid for: Aurora DB clusters only"
  { type: DB_CLUSTER, path: IAM, good: [true], absent: 'fail', except: (one) => !/^aurora/.test(engineOf(one)) },
  { type: NEPTUNE_CLUSTER, path: 'IamAuthEnabled', good: [true], absent: 'fail' },
];

export const logInWithIam: Rule = {
  id: 'STORE-20',
  types: typesOf(SETTINGS),
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'functions can log in to the database with their role',
  why: 'A password is the same for months and for everybody who has it; a token of IAM lasts 15 minutes and names who asked. Neptune has no passwords at all.',
  fix: 'set iamAuthentication to true, and grantConnect to the functions',
  topics: ['auth'],
  controls: ['A5', 'FSBP RDS.10', 'FSBP RDS.12', 'FSBP Neptune.7', 'AwsSolutions-RDS6', 'AwsSolutions-N5'],
  migration: 'in-place',
  reaches: [],
  check: judgeSettings(SETTINGS),
};
