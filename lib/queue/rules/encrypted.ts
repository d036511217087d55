import { QueueEncryption, QueueProps } from 'aws-cdk-lib/aws-sqs';
import { is, isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

/** "SqsManagedSseEnabled: when not defined, SSE-SQS encryption is enabled by default", AWS::SQS::Queue. */
export const encrypted: Rule<QueueProps> = {
  id: 'QUEUE-01',
  types: ['AWS::SQS::Queue'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'messages are encrypted at rest',
  why: 'Messages carry whole payloads, also of failed work, for up to 14 days. SQS encrypts unless somebody turns it off.',
  fix: 'set encryption to QueueEncryption.KMS with a key, or QueueEncryption.SQS_MANAGED, which costs nothing',
  topics: ['encryption'],
  controls: ['E1', 'FSBP SQS.1', 'AwsSolutions-SQS2'],
  migration: 'in-place',
  reaches: ['construct', 'blueprint', 'mixin'],
  secure: {
    props: ({ given: { encryption, encryptionMasterKey } }) =>
      encryption || encryptionMasterKey ? {} : { encryption: QueueEncryption.SQS_MANAGED },
    cfn: () => ({ SqsManagedSseEnabled: true }),
  },
  check: (queue) => {
    if (isPresent(queue.get('KmsMasterKeyId'))) return PASS;
    const managed = queue.get('SqsManagedSseEnabled');
    if (managed === undefined || is(managed, true) === 'pass') return PASS;
    const got = 'SqsManagedSseEnabled and no key';
    const at = 'Properties.SqsManagedSseEnabled';
    return is(managed, true) === 'unknown'
      ? unknown(`an unknown ${got}`, at)
      : fail(`${String(managed)} for ${got}`, at);
  },
};
