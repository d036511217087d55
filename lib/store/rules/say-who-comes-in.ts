import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { judgeSettings } from '../settings';

const LEDGER = 'AWS::QLDB::Ledger';
const ledger = judgeSettings([{ type: LEDGER, path: 'PermissionsMode', good: ['STANDARD'], absent: 'fail' }]);

export const sayWhoComesIn: Rule = {
  id: 'STORE-19',
  types: ['AWS::MSK::Cluster', LEDGER],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'brokers and ledgers say how their users prove who they are, and what each may do',
  why: 'A cluster of Kafka that says nothing takes clients without credentials; an ALLOW_ALL ledger ignores policies about tables.',
  fix: 'set clientAuthentication (MSK: IAM, SCRAM or mutual TLS), permissionsMode STANDARD (QLDB)',
  topics: ['auth'],
  controls: ['A7', 'FSBP MSK.6'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => {
    if (resource.type === LEDGER) return ledger(resource);
    const path = 'ClientAuthentication';
    const said: any = resource.get(path);
    const ways = isUnknown(said) ? [said] : [said?.Sasl, said?.Tls, said?.Unauthenticated];
    return ways.some(isPresent) ? PASS : fail(`${path} not set`, `Properties.${path}`);
  },
};
