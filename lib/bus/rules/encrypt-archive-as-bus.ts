import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const encryptArchiveAsBus: Rule = {
  id: 'BUS-05',
  types: ['AWS::Events::Archive'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the archive of a bus with a customer key has one too',
  why: 'An archive keeps every event of the bus, by default for ever, under a key of its own: AWS’s, unless it is stated.',
  fix: 'set kmsKey on the archive to the key of the bus; SecureEventBus.archive does',
  topics: ['encryption'],
  controls: ['E1', 'E6'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (archive) => {
    const bus = archive.assembly.find(archive.get('SourceArn'), 'AWS::Events::EventBus');
    if (!bus || !isPresent(bus.get('KmsKeyIdentifier'))) return PASS;
    return isPresent(archive.get('KmsKeyIdentifier'))
      ? PASS
      : fail(`no key, while ${bus.logicalId} has one`, 'Properties.KmsKeyIdentifier');
  },
};
