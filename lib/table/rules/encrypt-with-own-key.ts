import { TableProps } from 'aws-cdk-lib/aws-dynamodb';
import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { Copy, GLOBAL_TABLE, inEveryRegion, TABLE, tagOf } from '../copies';
import { DATA_CLASS_TAG } from '../table-tags';

const KEY = 'SSESpecification.KMSMasterKeyId';

/** DynamoDB encrypts every table, with a key that it owns unless told otherwise; streams and backups use the table's key. */
export const encryptWithOwnKey: Rule<TableProps> = {
  id: 'TABLE-01',
  types: [TABLE, GLOBAL_TABLE],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'items are encrypted with a customer key in every region, unless their data is internal',
  why: 'DynamoDB encrypts anyway, but only with a key of your own you decide who may decrypt, can revoke it, and see every use.',
  fix: 'set encryptionKey (TableV2: encryption with replicaKeyArns); for data that is about nobody, dataClass: DataClass.INTERNAL on a SecureTable, or the tag data-class=internal',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  // whoever reads the table has to be let use the key
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (table) => inEveryRegion(table, (copy) => judge(copy, table)),
};

function judge(copy: Copy, table: Resource): Judgement {
  // a replica of a table in another account takes over how that one is encrypted, and names its own key
  const isReplica = isPresent(table.get('GlobalTableSourceArn'));
  const isEnabled = isReplica ? 'pass' : is(table.get('SSESpecification.SSEEnabled'), true);
  const key = copy.get(KEY);
  const at = copy.at('SSESpecification');
  const dataClass = tagOf(copy, DATA_CLASS_TAG);
  // DynamoDB encrypts by itself: a key of one's own is for data that somebody called personal or secret
  const inClass = (judgement: Judgement): Judgement => (isPresent(dataClass) ? judgement : advise(judgement));
  if (isEnabled === 'unknown' || isUnknown(copy.get('SSESpecification')))
    return inClass(unknown('encryption that is only known at deployment', at));
  if (isEnabled === 'pass' && isPresent(key) && !/alias\/aws\//.test(String(key))) return PASS;
  if (dataClass === 'internal') return PASS;
  const what = isEnabled === 'pass' ? 'the AWS managed key aws/dynamodb' : "DynamoDB's own key";
  const got = `${what} for data of class ${isPresent(dataClass) ? readable(dataClass) : '(not stated)'}`;
  if (isUnknown(dataClass)) return unknown(got, at);
  return inClass(fail(got, at));
}
