import { RemovalPolicy } from 'aws-cdk-lib';
import { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { keptOnRemoval } from '../../core/kept-on-removal';
import { advise, Rule } from '../../core/rule';
import { GLOBAL_TABLE, inEveryRegion, TABLE } from '../copies';
import { judgeFlag } from '../flags';

export const protectFromDeletion: Rule<TableProps> = {
  id: 'TABLE-03',
  types: [TABLE, GLOBAL_TABLE],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a table is protected from deletion, in every region',
  why: 'One call of DeleteTable, by mistake or by somebody with a stolen credential, takes every item and the backups of point-in-time recovery.',
  fix: 'set deletionProtection to true',
  topics: ['availability', 'retention'],
  controls: ['E4', 'FSBP DynamoDB.6'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    // a table that is to go with its stack could not
    props: ({ given, profile }) =>
      given.removalPolicy === RemovalPolicy.DESTROY ? {} : { deletionProtection: profile !== 'development' },
    cfn: ({ profile }) => (profile === 'development' ? {} : { DeletionProtectionEnabled: true }),
  },
  check: (table) => {
    const judged = inEveryRegion(table, judgeFlag('DeletionProtectionEnabled'));
    // what its stack leaves behind is deleted by nobody but on purpose
    return keptOnRemoval(table).verdict === 'pass' ? advise(judged) : judged;
  },
};
