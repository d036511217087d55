import type { Resource } from '../../core/assembly';
import { advise, fail, Judgement, PASS, Rule, unknown, worst, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { definitionOf } from '../open-api-body';
import { endpointTypes, REST_API } from '../rest-api-parts';

/** HTTP and WebSocket APIs share this type; their own endpoints always ask for TLS 1.2. */
const SHARED_DOMAIN = 'AWS::ApiGatewayV2::DomainName';

export const modernTlsOnly: Rule = {
  id: 'API-08',
  types: [REST_API, 'AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', SHARED_DOMAIN],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'the API and its domain names take TLS 1.2 or later only',
  why: 'Unless told otherwise public REST APIs take TLS 1.0. An API keeps its own policy behind a domain name too, so neither covers for the other.',
  fix: 'set securityPolicy of the CfnRestApi to SecurityPolicy_TLS13_1_2_2021_06 (edge: SecurityPolicy_TLS12_2018_EDGE) with endpointAccessMode (BASIC for an API in use, STRICT later), and that of a domain name to TLS_1_2 or later',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'breaks-callers',
  reaches: ['construct', 'mixin'],
  check: (resource) => {
    if (resource.type === REST_API) return ofApi(resource);
    return resource.type === SHARED_DOMAIN ? ofSharedDomain(resource) : ofPolicy(resource.get('SecurityPolicy'));
  },
};

/** The older TLS_1_2, and the enhanced ones, none of which takes less ("Supported security policies", API Gateway developer guide). */
const MODERN = /^(TLS_1_2|SecurityPolicy_TLS1[23]_\w+)$/;

function ofPolicy(policy: unknown, at = 'Properties.SecurityPolicy'): Judgement {
  const got = `SecurityPolicy ${policy === undefined ? 'not set' : `= ${readable(policy)}`}`;
  if (isUnknown(policy)) return unknown(got, at);
  return typeof policy === 'string' && MODERN.test(policy) ? PASS : fail(got, at);
}

/** Private APIs take TLS 1.2 and later unless told otherwise ("Choose a security policy …", API Gateway developer guide). */
function ofApi(api: Resource): Judgement {
  const definition = definitionOf(api);
  const inBody =
    typeof definition === 'object' ? definition.document['x-amazon-apigateway-security-policy'] : undefined;
  const policy = api.get('SecurityPolicy') ?? inBody;
  if (policy !== undefined) return ofPolicy(policy);
  const types = endpointTypes(api);
  if (!types) return unknown('SecurityPolicy not set, and endpoint types that are only known at deployment');
  // the policy of an API's own address can be chosen since November 2025 only: few templates say it
  return types.every((type) => type === 'PRIVATE') ? PASS : advise(ofPolicy(undefined, 'Properties'));
}

function ofSharedDomain(domain: Resource): Judgement {
  const path = 'DomainNameConfigurations';
  const list = domain.get(path);
  if (isUnknown(list)) return unknown(`${path} that cannot be read here`, `Properties.${path}`);
  if (!Array.isArray(list) || list.length === 0) return worst([ofPolicy(undefined, 'Properties')]);
  return worstOfAll(list.map((one, index) => ofPolicy(one?.SecurityPolicy, `Properties.${path}.${index}`)));
}
