import { Rule, unknown, worstOfAll } from '../../core/rule';
import { PARAMETER_GROUP_TYPES, tlsParameters } from '../parameter-groups';
import { judgeValue } from '../settings';

export const noParameterTurnsTlsOff: Rule = {
  id: 'STORE-16',
  types: PARAMETER_GROUP_TYPES,
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no parameter of a database turns TLS off',
  why: 'Engines of today demand TLS by default; with the parameter, clients that forget it log in and read in plain text.',
  fix: 'remove rds.force_ssl, require_secure_transport, tls, neptune_enforce_ssl or require_ssl, or set it to on',
  topics: ['transport'],
  controls: ['E2', 'FSBP DocumentDB.6', 'FSBP Redshift.2', 'AwsSolutions-RS1'],
  migration: 'breaks-callers',
  reaches: [],
  check: (group) => {
    const parameters = tlsParameters(group);
    if (!parameters) return unknown('parameters only known at deployment', 'Properties');
    return worstOfAll(
      parameters.map(({ name, value, off, path }) =>
        judgeValue(value, { path: `${path}.${name}`, bad: off, absent: 'pass' }),
      ),
    );
  },
};
