import { fail, PASS, Rule, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { isIdentity, listed, PERMISSION_SET } from '../attachments';
import { ADMINISTRATORS } from '../escalations';
import { isAssumedByLambda } from '../trust';

/** Every action of a service, or nearly, on every resource of the account. */
const FULL_ACCESS =
  /^arn:[^:]*(::[^:]*)?:iam::aws:policy\/(?:[\w-]+\/)*([\w-]*(Full_?Access(_?V\d+)?|FullAccessPolicy|PowerUser|Administrator(Access)?|FullAccessWithoutIAM)|job-function\/\w+Administrator)$/i;

/** Attached to the identity, or by a policy of AWS that a template names beside it. */
export const noFullAccessPolicies: Rule = {
  id: 'ROLE-07',
  types: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', PERMISSION_SET],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no identity has a policy that allows everything a service can do',
  why: 'A policy named FullAccess is every action, deletion and sharing included, on every resource of the account, of other applications too.',
  fix: 'write a policy with the actions and resources that are needed, and attach that',
  topics: ['least-privilege'],
  controls: ['A2', 'AwsSolutions-IAM4'],
  migration: 'breaks-callers',
  reaches: [],
  check: (identity) => {
    // ROLE-06 is stricter with functions, ROLE-04 with administrators
    if (!isIdentity(identity) || (identity.type === 'AWS::IAM::Role' && isAssumedByLambda(identity))) return PASS;
    const path = identity.type === PERMISSION_SET ? 'ManagedPolicies' : 'ManagedPolicyArns';
    return worstOfAll(
      listed(identity)
        .map(String)
        .map((arn) =>
          FULL_ACCESS.test(arn) && !ADMINISTRATORS.test(arn) ? fail(readable(arn), `Properties.${path}`) : PASS,
        ),
    );
  },
};
