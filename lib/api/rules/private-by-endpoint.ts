import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { allowsToCall, apiPolicyOf, openBeyondEndpoints } from '../api-policy';
import { endpointTypes, REST_API } from '../rest-api-parts';

export const privateByEndpoint: Rule = {
  id: 'API-12',
  types: [REST_API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a private API lets in its own VPC endpoints only',
  why: 'A private API without a policy answers nobody; one that allows everybody answers every VPC endpoint of every AWS account.',
  fix: 'allow execute-api:Invoke and deny it unless aws:SourceVpce is one of your endpoints, as grantInvokeFromVpcEndpointsOnly does',
  topics: ['public-access'],
  controls: ['C4'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check,
};

function check(api: Resource): Judgement {
  const types = endpointTypes(api);
  if (!types) return unknown('endpoint types that are only known at deployment', 'Properties.EndpointConfiguration');
  if (!types.includes('PRIVATE')) return PASS;
  const statements = apiPolicyOf(api);
  if (!statements) return unknown('a resource policy that cannot be read here', 'Properties.Policy');
  if (allowsToCall(statements).length === 0) return fail('no resource policy that lets anybody in', 'Properties');
  return worstOfAll(
    openBeyondEndpoints(statements).map(({ at }) => fail('an Allow without a condition on aws:SourceVpce', at)),
  );
}
