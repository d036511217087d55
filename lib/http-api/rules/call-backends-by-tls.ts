import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { API, INTEGRATION } from '../api-parts';
import { definitionOf } from '../http-definition';

export const callBackendsByTls: Rule = {
  id: 'HTTP-11',
  types: [INTEGRATION, API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'HTTP and WebSocket APIs call backends over https, and with a role of ours',
  why: 'Whoever sits between API Gateway and the backend reads and changes requests, tokens included; with the credentials of the caller, every caller needs rights on the backend.',
  fix: 'set the address of the integration to https, and name one role in credentials',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => (resource.type === INTEGRATION ? ofIntegration(resource) : ofDefinition(resource)),
};

function ofIntegration(integration: Resource): Judgement {
  const read = (name: string) => integration.get(name);
  return judge(
    [read('IntegrationType'), read('IntegrationUri'), read('ConnectionType'), read('CredentialsArn')],
    'Properties.IntegrationUri',
  );
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS; // one that cannot be read is HTTP-01's
  return worstOfAll(
    definition.routes.map(({ key, at, definition: route }) => {
      const { type, uri, connectionType, credentials } = route['x-amazon-apigateway-integration'] ?? {};
      const one = judge([type, uri, connectionType, credentials], at);
      return { ...one, got: one.got && `${key}: ${one.got}` };
    }),
  );
}

/** Through a VPC link the request stays in the network of the account, where many balancers speak plain HTTP. */
function judge([type, uri, connection, credentials]: unknown[], at: string): Judgement {
  if (/:iam::\*:user\/\*/.test(String(credentials))) return fail('credentials of the caller', at);
  if (!/^http(_proxy)?$/i.test(String(type)) || String(connection).toUpperCase() === 'VPC_LINK') return PASS;
  if (typeof uri !== 'string' || /^https:\/\//i.test(uri) || /^arn:/.test(uri)) return PASS;
  // a stage variable or a value of the deployment may hold the scheme
  return (isUnknown(uri) || /^(⟨|\$\{)/.test(uri) ? unknown : fail)(`backend ${readable(uri)}`, at);
}
