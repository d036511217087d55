import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

/** Type → the properties that give a user something. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::User': ['Policies', 'ManagedPolicyArns'],
  'AWS::IAM::UserPolicy': ['UserName'],
  'AWS::IAM::Policy': ['Users'],
  'AWS::IAM::ManagedPolicy': ['Users'],
};

export const grantToGroups: Rule = {
  id: 'ACCOUNT-04',
  types: Object.keys(GRANTS),
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'policies are attached to roles and groups, not to users',
  why: 'What one person was given is forgotten when the person changes jobs; a group is looked through in one place.',
  fix: 'attach the policy to a role, or to a group that the user belongs to',
  topics: ['least-privilege'],
  controls: ['A5', 'FSBP IAM.2'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => {
    const given = GRANTS[resource.type].find((property) => isPresent(resource.get(property)));
    return given ? fail(`${given} of a user`, `Properties.${given}`) : PASS;
  },
};
