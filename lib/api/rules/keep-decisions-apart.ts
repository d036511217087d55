import type { Resource } from '../../core/assembly';
import { Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { keepsCallersApart } from '../caller-sources';
import { definitionOf } from '../open-api-body';
import { AUTHORIZER, REST_API } from '../rest-api-parts';

/** What API Gateway takes when nobody says it. */
const DEFAULT_TTL = 300;

export const keepDecisionsApart: Rule = {
  id: 'API-28',
  types: [AUTHORIZER, REST_API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'what an authorizer decided is kept for the caller it decided on',
  why: 'A kept answer is given to every request with the same identity sources: when none of them tells callers apart, the first who is let in opens the API to everybody.',
  fix: 'add the header, query string or cookie that proves the caller to identitySources, or set resultsCacheTtl to 0',
  topics: ['auth', 'public-access'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => {
    if (resource.type !== AUTHORIZER) return ofDefinition(resource);
    const read = (key: string) => resource.get(key);
    return judge(read('Type'), read('AuthorizerResultTtlInSeconds'), read('IdentitySource'), 'Properties');
  },
};

function judge(type: unknown, ttl: unknown, sources: unknown, at: string): Judgement {
  const kind = String(type).toUpperCase();
  // a definition names the header of a token elsewhere, in the security scheme
  if (kind !== 'REQUEST' && !(kind === 'TOKEN' && sources !== undefined)) return PASS;
  return keepsCallersApart(sources, ttl ?? DEFAULT_TTL, at);
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS;
  const { components, securityDefinitions } = definition.document;
  const schemes = Object.entries<any>(components?.securitySchemes ?? securityDefinitions ?? {});
  return worstOfAll(
    schemes.map(([name, scheme]) => {
      const { type, authorizerResultTtlInSeconds, identitySource } = scheme?.['x-amazon-apigateway-authorizer'] ?? {};
      return judge(type, authorizerResultTtlInSeconds, identitySource, `Properties.Body security scheme ${name}`);
    }),
  );
}
