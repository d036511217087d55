import { isPresent } from '../../core/compare';
import { advise, fail, PASS, Rule } from '../../core/rule';
import { readable } from '../../core/text';

export const encryptedWithCustomerKey: Rule = {
  id: 'TOPIC-01',
  types: ['AWS::SNS::Topic'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'messages are encrypted with a customer managed key',
  why:
    'Without a key of yours, no key policy says who may read the messages, and no log shows who did. ' +
    'With alias/aws/sns no AWS service can publish.',
  fix: 'set masterKey to KeyRing.of(this).operations() or KeyRing.of(this).data()',
  topics: ['encryption'],
  controls: ['E1', 'SecurityHub SNS.1', 'AwsSolutions-SNS2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (topic) => {
    const key = topic.get('KmsMasterKeyId');
    const at = 'Properties.KmsMasterKeyId';
    if (!isPresent(key)) return fail('no key', at);
    return typeof key === 'string' && /alias\/aws\//.test(key) ? advise(fail(readable(key), at)) : PASS;
  },
};
