import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { definitionOf } from '../open-api-body';
import { AUTHORIZER, REST_API } from '../rest-api-parts';

/** What API Gateway takes when nobody says it. */
const DEFAULT_TTL = 300;

export const cacheNoWiderThanKey: Rule = {
  id: 'API-14',
  types: [AUTHORIZER, REST_API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a Lambda authorizer keeps no decision for requests it did not see',
  why: 'A kept policy answers for every route the same token asks for: what was decided about one is applied to all.',
  fix: 'set resultsCacheTtl to 0, or identitySources to the token, context.httpMethod and context.path',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => {
    if (resource.type !== AUTHORIZER) return ofDefinition(resource);
    const read = (key: string) => resource.get(key);
    return judge(read('Type'), read('AuthorizerResultTtlInSeconds'), read('IdentitySource'), 'Properties');
  },
};

function judge(type: unknown, ttl: unknown, sources: unknown, at: string): Judgement {
  const kind = String(type).toUpperCase();
  if (kind !== 'TOKEN' && kind !== 'REQUEST') return PASS;
  if (isUnknown(ttl)) return unknown(`AuthorizerResultTtlInSeconds ${readable(ttl)}`, at);
  const seconds = ttl === undefined ? DEFAULT_TTL : Number(ttl);
  if (seconds === 0) return PASS;
  const kept = `decisions kept for ${Number.isNaN(seconds) ? readable(ttl) : seconds} seconds`;
  if (kind === 'TOKEN') return fail(`${kept} by the token alone`, at);
  if (isUnknown(sources)) return unknown(`${kept} by ${readable(sources)}`, at);
  const keys = String(sources ?? '').toLowerCase();
  const coversRoute = /context\.httpmethod/.test(keys) && /context\.path\b/.test(keys);
  return coversRoute ? PASS : fail(`${kept} by ${keys === '' ? 'nothing' : readable(sources)}`, at);
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
