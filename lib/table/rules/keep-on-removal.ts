import { RemovalPolicy } from 'aws-cdk-lib';
import { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Resource } from '../../core/assembly';
import { keptOnRemoval } from '../../core/kept-on-removal';
import { advise, Judgement, Rule } from '../../core/rule';
import { GLOBAL_TABLE, inEveryRegion, TABLE } from '../copies';
import { judgeFlag } from '../flags';

/** DynamoDB refuses to delete a protected table, whatever the stack wants. */
const protectedNow = (table: Resource): Judgement => inEveryRegion(table, judgeFlag('DeletionProtectionEnabled'));

export const keepOnRemoval: Rule<TableProps> = {
  id: 'TABLE-04',
  types: [TABLE, GLOBAL_TABLE],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the table is kept when its resource is removed or replaced',
  why: 'A renamed construct, a changed key schema or a deleted stack takes the items with it, or fails halfway at the deletion protection.',
  fix: 'set removalPolicy to RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE',
  topics: ['retention', 'availability'],
  controls: ['E4'],
  migration: 'none',
  reaches: ['construct', 'mixin'],
  secure: {
    props: ({ profile }) => ({
      removalPolicy: profile === 'development' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    }),
  },
  check: (table) => (protectedNow(table).verdict === 'pass' ? advise(keptOnRemoval(table)) : keptOnRemoval(table)),
};
