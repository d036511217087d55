import type { Resource } from '../../core/assembly';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { definitionOf } from '../open-api-body';
import { METHOD, REST_API } from '../rest-api-parts';

export const callBackendsByTls: Rule = {
  id: 'API-23',
  types: [METHOD, REST_API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'backends are called over https, with certificates that are checked and a role of ours',
  why: 'Whoever sits between API Gateway and the backend reads and changes requests, tokens included; with the credentials of the caller, every caller needs rights on the backend.',
  fix: 'set the integration’s uri to an https address, leave out insecureSkipVerification, and name one role in credentials',
  topics: ['transport'],
  controls: ['E2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => (resource.type === METHOD ? ofMethod(resource) : ofDefinition(resource)),
};

const ofMethod = (method: Resource): Judgement => ofIntegration(method.get('Integration'), 'Properties.Integration');

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS; // one that cannot be read is API-01's and API-03's
  return worstOfAll(
    definition.operations.map(({ name, at, definition: operation }) => {
      const one = ofIntegration(operation['x-amazon-apigateway-integration'], at);
      return { ...one, got: one.got && `${name}: ${one.got}` };
    }),
  );
}

function ofIntegration(integration: any, at: string): Judgement {
  if (isUnknown(integration)) return unknown('an integration that cannot be read here', at);
  if (typeof integration !== 'object' || integration === null) return PASS;
  const said = (name: string): unknown => integration[name] ?? integration[name[0].toLowerCase() + name.slice(1)];
  const { TlsConfig = integration.tlsConfig, Credentials = integration.credentials } = integration;
  return worstOfAll([
    ofAddress(said('Type'), said('Uri'), said('ConnectionType'), at),
    ofCertificate(TlsConfig?.InsecureSkipVerification ?? TlsConfig?.insecureSkipVerification, at),
    /:iam::\*:user\/\*/.test(String(Credentials)) ? advise(fail('credentials of the caller', at)) : PASS,
  ]);
}

/** Through a VPC link the request stays in the network of the account, where many balancers speak plain HTTP. */
function ofAddress(type: unknown, uri: unknown, connection: unknown, at: string): Judgement {
  if (!/^http(_proxy)?$/i.test(String(type)) || String(connection).toUpperCase() === 'VPC_LINK') return PASS;
  if (typeof uri !== 'string') return PASS; // refused by CloudFormation
  if (/^https:\/\//i.test(uri)) return PASS;
  // a stage variable or a value of the deployment may hold the scheme
  if (isUnknown(uri) || /^(⟨|\$\{)/.test(uri)) return unknown(`backend ${readable(uri)}`, at);
  return fail(`backend ${readable(uri)}`, at);
}

function ofCertificate(skipped: unknown, at: string): Judgement {
  if (isUnknown(skipped)) return unknown(`insecureSkipVerification ${readable(skipped)}`, at);
  return String(skipped).toLowerCase() === 'true' ? fail('certificates that nobody checks', at) : PASS;
}
