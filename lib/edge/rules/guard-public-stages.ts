import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worst } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { associationsOf, STAGE_TYPES } from '../associations';

export const guardPublicStages: Rule = {
  id: 'WAF-01',
  types: STAGE_TYPES,
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL stands before every public stage of a REST API',
  why: 'Without one, scanners, injections and floods of single addresses reach the authorizers and functions, and are paid for.',
  fix: 'use SecureApi, or pass waf: Waf.shared(this), Waf.imported(arn) or Waf.managedElsewhere(reason); raw templates add an AWS::WAFv2::WebACLAssociation with the ARN of the stage',
  topics: ['public-access', 'denial-of-wallet', 'waf'],
  controls: ['B7', 'FSBP APIGateway.4', 'AwsSolutions-APIG3'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (stage) => {
    // a deployment only has a stage where it names one
    const isDeployment = stage.type === 'AWS::ApiGateway::Deployment';
    // the one that a transform adds without being asked is API-27's
    if (isDeployment && (stage.origin || !isPresent(stage.get('StageName')))) return PASS;
    const { sure, open } = associationsOf(stage);
    const guards = sure.map((one) => one.get('WebACLArn')).filter(isPresent);
    if (guards.length > 0) return PASS;
    const access = exposureOf(stage);
    if (access === 'private') return PASS;
    if (open.length > 0) return unknown(`${open[0].logicalId}, whose stage is only known at deployment`);
    return access === 'public' ? fail('no web ACL') : unknown('an API of which nobody here knows whether it is public');
  },
};

function exposureOf(stage: Resource): 'public' | 'private' | 'unknown' {
  const api = stage.assembly.find(stage.get('RestApiId'), 'AWS::ApiGateway::RestApi');
  if (!api) return 'unknown';
  const stated = api.get('EndpointConfiguration.Types') ?? api.get('Parameters.endpointConfigurationTypes');
  if (isUnknown(stated)) return 'unknown';
  const types = (Array.isArray(stated) ? stated : [stated ?? 'EDGE']).map(String);
  const isPrivate = (type: string): Judgement => {
    if (isUnknown(type)) return unknown(type);
    return type === 'PRIVATE' ? PASS : fail(type);
  };
  const { verdict } = worst(types.map(isPrivate));
  return { pass: 'private', fail: 'public', unknown: 'unknown' }[verdict] as 'public' | 'private' | 'unknown';
}
