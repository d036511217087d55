import { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from '../../core/rule';
import { GLOBAL_TABLE, inEveryRegion, TABLE } from '../copies';
import { judgeFlag } from '../flags';

export const recoverAnyPoint: Rule<TableProps> = {
  id: 'TABLE-02',
  types: [TABLE, GLOBAL_TABLE],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a table can be restored to any moment, in every region',
  why: 'What a bug or a thief overwrites or deletes is gone at once, and replicas repeat it; without recovery nobody gets it back.',
  fix: 'set pointInTimeRecoverySpecification to { pointInTimeRecoveryEnabled: true }',
  topics: ['availability', 'retention'],
  controls: ['E4', 'FSBP DynamoDB.2', 'AwsSolutions-DDB3'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    // the L2 throws on the older prop together with this one
    props: ({ given, profile }) =>
      given.pointInTimeRecovery === undefined
        ? { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: profile !== 'development' } }
        : {},
    cfn: ({ profile }) =>
      profile === 'development' ? {} : { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
  },
  check: (table) => inEveryRegion(table, judgeFlag('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled')),
};
