import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { takesPolicy } from '../endpoint-policy';

const PATH = 'PolicyDocument';

/** It only warns: it is what AWS and CDK give when nothing is said. */
export const endpointHasPolicy: Rule = {
  id: 'NETWORK-06',
  types: ['AWS::EC2::VPCEndpoint'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a VPC endpoint to a service of AWS has a policy of its own',
  why: 'Without one, AWS lets every principal of every account through to every resource of the service.',
  fix: 'use SecureVpc, or call addToPolicy with conditions on aws:PrincipalAccount and aws:ResourceAccount',
  topics: ['cross-account', 'least-privilege'],
  controls: ['A2', 'A7'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (endpoint) =>
    !takesPolicy(endpoint) || isPresent(endpoint.get(PATH)) ? PASS : fail('no policy', `Properties.${PATH}`),
};
