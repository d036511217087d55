import type { Resource } from '../../core/assembly';
import { bindings, isPublic, Statement } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknownName } from '../../core/rule';
import { allows } from '../judge-statements';
import { isForKnownCallers } from '../known-callers';
import { POLICY_TYPES } from '../resource-policies';

/** The policy of an API lets everybody in, for authorizers to know them; who may sign requests, API-01 judges. */
const BEHIND_AUTHORIZERS = ['AWS::ApiGateway::RestApi', 'AWS::ApiGateway::DomainNameV2'];

export const noPublicPrincipal: Rule = {
  id: 'POLICY-01',
  types: POLICY_TYPES.filter((type) => !BEHIND_AUTHORIZERS.includes(type)),
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'everybody whom the policy lets in is named',
  why: 'A principal of * without a condition that names an account or a resource is every AWS account, and for most services everybody on the internet.',
  fix: 'name the principals, or add a condition on aws:PrincipalAccount, aws:SourceArn, aws:SourceAccount, aws:SourceVpce or aws:SourceIp',
  topics: ['public-access'],
  controls: ['A7', 'E3', 'FSBP Lambda.1', 'FSBP S3.2', 'FSBP S3.3', 'FSBP SNS.4', 'FSBP SQS.3'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => allows(resource, (statement) => judge(statement, resource)),
};

function judge(statement: Statement, resource: Resource): Judgement {
  const { at, notPrincipals, principals = [] } = statement;
  if (notPrincipals === undefined && isForKnownCallers(statement, resource)) return PASS;
  if (isPublic(statement)) return fail(notPrincipals ? 'everybody but those in NotPrincipal' : openTo(statement), at);
  const open = principals.find(({ kind }) => kind === 'unknown');
  return open && bindings(statement).length === 0 ? unknownName(open.value, `principal ${open.value}`, at) : PASS;
}

/** A signed request is the only hurdle: anybody's identity in any account will do. */
function openTo({ conditions, principals = [] }: Statement): string {
  const isSigned = conditions.some(
    ({ key, values }) => key === 'lambda:functionurlauthtype' && values.includes('AWS_IAM'),
  );
  const everybody = `principal ${principals.find(({ kind }) => kind === 'any')?.value}`;
  return isSigned ? `${everybody} of every AWS account` : everybody;
}
