import { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { Copy, GLOBAL_TABLE, inEveryRegion, TABLE, tagOf } from '../copies';
import { DATA_CLASS_TAG, RETENTION_TAG } from '../table-tags';

export const stateRetention: Rule<TableProps> = {
  id: 'TABLE-07',
  types: [TABLE, GLOBAL_TABLE],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'the table states the class of its data and how long it is kept',
  why: 'Items that nobody classified are protected by guesswork and kept for ever.',
  fix: `set dataClass and retention on a SecureTable, or add the tags ${DATA_CLASS_TAG} (internal, personal or secret) and ${RETENTION_TAG}, or a time to live`,
  topics: ['retention'],
  controls: ['E4', 'E6'],
  migration: 'none',
  reaches: ['construct'],
  check: (table) => inEveryRegion(table, (copy) => judge(copy, table)),
};

function judge(copy: Copy, table: Resource): Judgement {
  const at = copy.at('Tags');
  if (!isPresent(tagOf(copy, DATA_CLASS_TAG))) return fail(`no tag ${DATA_CLASS_TAG}`, at);
  const expires = is(table.get('TimeToLiveSpecification.Enabled'), true) !== 'fail';
  if (isPresent(tagOf(copy, RETENTION_TAG)) || expires) return PASS;
  return fail(`neither a tag ${RETENTION_TAG} nor a time to live`, at);
}
