import type { Resource } from '../../core/assembly';
import { statementsOf } from '../../core/policy';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isWideOpen, takesBack } from '../endpoint-policy';

const PATH = 'PolicyDocument';

export const noOpenEndpointPolicy: Rule = {
  id: 'NETWORK-05',
  types: ['AWS::EC2::VPCEndpoint'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the policy of a VPC endpoint does not let everybody do everything',
  why: 'Through an open endpoint, code that was taken over carries data to a bucket or queue of another account, with credentials of that account.',
  fix: 'use SecureVpc, or add conditions on aws:PrincipalAccount and aws:ResourceAccount to the policy',
  topics: ['cross-account', 'least-privilege'],
  controls: ['A2', 'A7'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(endpoint: Resource): Judgement {
  const statements = statementsOf(endpoint, PATH);
  if (!statements) return unknown('a policy that cannot be read here', `Properties.${PATH}`);
  const open = statements.find(isWideOpen);
  return open && !statements.some(takesBack) ? fail('everything for everybody', open.at) : PASS;
}
