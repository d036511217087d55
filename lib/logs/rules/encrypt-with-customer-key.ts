import { LogGroupProps } from 'aws-cdk-lib/aws-logs';
import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const encryptWithCustomerKey: Rule<LogGroupProps> = {
  id: 'LOGS-02',
  types: ['AWS::Logs::LogGroup'],
  severity: 'error',
  advised: true,
  tier: 'assurance',
  since: '2026-11',
  title: 'logs are encrypted with a customer key',
  why: 'With a key of your own, reading logs takes two permissions, and the key’s trail shows who did.',
  fix: 'set encryptionKey to KeyRing.of(this).operations(); any other key has to let logs.<region>.amazonaws.com in',
  topics: ['encryption', 'logging'],
  controls: ['G1', 'E1'],
  migration: 'manual',
  reaches: ['construct'],
  check: (group) => (isPresent(group.get('KmsKeyId')) ? PASS : fail('KmsKeyId not set', 'Properties')),
};
