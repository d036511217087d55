import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API } from '../api-parts';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

export const guardPublicApis: Rule = {
  id: 'GRAPHQL-06',
  types: [API],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL stands before every public GraphQL API',
  why: 'AppSync has no limit for single clients: without one, a script of one address uses up the rate of everybody, and every request is paid for.',
  fix: 'use SecureGraphqlApi, or pass waf: Waf.shared(this), Waf.imported(arn) or Waf.managedElsewhere(reason); raw templates add an AWS::WAFv2::WebACLAssociation with the ARN of the API',
  topics: ['public-access', 'denial-of-wallet', 'waf'],
  controls: ['B7', 'F2'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(api: Resource): Judgement {
  const { assembly } = api;
  const own = assembly
    .about(api, ASSOCIATION)
    .filter((one) => assembly.find(one.get('ResourceArn'), API) === api && isPresent(one.get('WebACLArn')));
  if (own.length > 0) return PASS;
  const visibility = api.get('Visibility');
  if (visibility === 'PRIVATE') return PASS;
  const open = assembly.ofType(ASSOCIATION).find((one) => one.exists() && mayName(one.get('ResourceArn'), api));
  if (open) return unknown(`${open.logicalId}, whose API is only known at deployment`);
  return isUnknown(visibility) ? unknown('an API of which nobody here knows whether it is public') : fail('no web ACL');
}

/** A value of the deployment may be the ARN of any API; one of another service is not. */
const mayName = (arn: unknown, { assembly }: Resource): boolean =>
  isUnknown(arn) &&
  assembly.find(arn) === undefined &&
  !/:(apigateway|elasticloadbalancing|cognito-idp):/.test(String(arn));
