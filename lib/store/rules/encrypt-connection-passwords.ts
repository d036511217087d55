import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const CATALOG = 'AWS::Glue::DataCatalogEncryptionSettings';

export const encryptConnectionPasswords: Rule = {
  id: 'STORE-05',
  types: [CATALOG],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the data catalog gives out the passwords of its connections encrypted only',
  why: 'Whoever may call glue:GetConnection, most jobs among them, reads the passwords of every database in plain text.',
  fix: 'set connectionPasswordEncryption: { returnConnectionPasswordEncrypted: true, kmsKeyId }',
  topics: ['secrets', 'encryption'],
  controls: ['D2', 'E1'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings([
    {
      type: CATALOG,
      path: 'DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted',
      good: [true],
      absent: 'fail',
    },
  ]),
};
