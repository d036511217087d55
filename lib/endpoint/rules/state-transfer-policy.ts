import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const AT = 'Properties.SecurityPolicyName';

/** "Security policies for AWS Transfer Family servers", user guide: the ones before 2022 take SHA-1. */
const OLD = /^TransferSecurityPolicy-(FIPS-)?(2018-11|2020-06)$/;

export const stateTransferPolicy: Rule = {
  id: 'ENDPOINT-10',
  types: ['AWS::Transfer::Server'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a transfer server states a security policy of 2022 or later',
  why: 'The policy of 2018, which holds where none is stated, takes key exchanges and signatures with SHA-1.',
  fix: 'set securityPolicyName to TransferSecurityPolicy-2024-01 or later',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (server) => {
    const policy: unknown = server.get('SecurityPolicyName');
    if (isUnknown(policy)) return unknown(`SecurityPolicyName ${readable(policy)}`, AT);
    if (policy === undefined) return fail('SecurityPolicyName not set', AT);
    return OLD.test(String(policy)) ? fail(`SecurityPolicyName ${readable(policy)}`, AT) : PASS;
  },
};
