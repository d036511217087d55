import type { Resource } from '../../core/assembly';
import { is, isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { API } from '../api-parts';
import { definitionOf } from '../http-definition';

const REST_API = 'AWS::ApiGateway::RestApi';

export const noWayRoundClientCertificates: Rule = {
  id: 'HTTP-12',
  types: ['AWS::ApiGatewayV2::DomainName', 'AWS::ApiGateway::DomainName'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an API behind a domain name with client certificates has no other address',
  why: 'The execute-api address of the API asks for no certificate: whoever knows it goes round the mutual TLS of the domain name.',
  fix: 'set disableExecuteApiEndpoint to true on every API behind the domain name',
  topics: ['auth', 'transport'],
  controls: ['C1', 'E2'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (domain) => {
    if (!isPresent(domain.get('MutualTlsAuthentication'))) return PASS;
    const behind = domain.assembly.subjects(domain).filter(({ type }) => type === API || type === REST_API);
    return worstOfAll(behind.filter((api) => api.exists()).map(ofApi));
  },
};

function ofApi(api: Resource): Judgement {
  const definition = api.type === API ? definitionOf(api) : undefined;
  const body = typeof definition === 'object' ? definition.document : api.get('Body');
  const servers = Array.isArray(body?.servers) ? body.servers : [];
  const defined = [body, ...servers]
    .map((one: any) => one?.['x-amazon-apigateway-endpoint-configuration']?.disableExecuteApiEndpoint)
    .find(isPresent);
  const verdict = is(api.get('DisableExecuteApiEndpoint') ?? defined ?? false, true);
  if (verdict === 'pass') return PASS;
  return (verdict === 'fail' ? fail : unknown)(
    `the execute-api address of ${api.logicalId}`,
    'Properties.MutualTlsAuthentication',
  );
}
