import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';

const AT = 'Properties.Protocols';

export const transferFilesEncrypted: Rule = {
  id: 'ENDPOINT-09',
  types: ['AWS::Transfer::Server'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'files are transferred by SFTP, FTPS or AS2',
  why: 'FTP sends names, passwords and files in plain text to whoever listens in the network.',
  fix: 'leave FTP out of protocols: SFTP, or FTPS with a certificate',
  topics: ['transport'],
  controls: ['E2', 'FSBP Transfer.2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (server) => {
    const protocols: unknown = server.get('Protocols');
    const all: unknown[] = protocols === undefined || protocols === null ? [] : [protocols].flat();
    return worstOfAll(
      all.map((one) => {
        if (isUnknown(one)) return unknown('protocols that are only known at deployment', AT);
        return one === 'FTP' ? fail('FTP', AT) : PASS;
      }),
    );
  },
};
