import { Rule } from '../../core/rule';
import { reachesOtherAccount } from '../account-reach';
import { allows } from '../judge-statements';
import { POLICY_TYPES } from '../resource-policies';

/** A sink takes what others send, and gives nothing away: it is there for other accounts. */
const FOR_OTHERS = ['AWS::Oam::Sink'];

export const noForeignAccount: Rule = {
  id: 'POLICY-02',
  types: POLICY_TYPES.filter((type) => !FOR_OTHERS.includes(type)),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the policy lets in nobody of another account',
  why: 'Whoever administers the other account decides who uses the resource, out of reach of your own policies and reviews.',
  fix: 'let a role of this account do the work for the other one; name other accounts of your own once, as trustedAccounts of SecurityGate.enforce, or check --trust-account',
  topics: ['cross-account'],
  controls: ['A7', 'FSBP S3.6'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource, template) => allows(resource, (statement) => reachesOtherAccount(statement, template)),
};
