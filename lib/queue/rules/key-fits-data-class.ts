import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

/** Queues state their class in a tag; what they do not state is not guessed. */
export const keyFitsDataClass: Rule = {
  id: 'QUEUE-05',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a queue of personal or secret data is encrypted with a customer key',
  why: 'With a key of SQS, nobody can be kept from the messages but by the queue’s own policy, and no log shows who read them.',
  fix: 'set encryptionMasterKey to KeyRing.of(this).data(), or correct the tag data-class',
  topics: ['encryption'],
  controls: ['E1', 'E6', 'SecurityHub SQS.1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (queue) => {
    const tags: unknown[] = [queue.get('Tags') ?? []].flat();
    const stated = tags.find((one: any) => one?.Key === 'data-class') as { Value?: unknown } | undefined;
    if (stated === undefined || stated.Value === 'internal') return PASS;
    const key = queue.get('KmsMasterKeyId');
    const at = 'Properties.KmsMasterKeyId';
    if (isPresent(key) && !/alias\/aws\//.test(String(key))) return PASS;
    if (isUnknown(stated.Value)) return unknown('a data class only known at deployment', at);
    return fail(`${isPresent(key) ? readable(key) : 'no key'} for data of class ${readable(stated.Value)}`, at);
  },
};
