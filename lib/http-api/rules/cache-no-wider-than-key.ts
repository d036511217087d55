import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { API, apiOf, AUTHORIZER, authorizerOf, partsOf, ROUTE } from '../api-parts';
import { definedAuthorizers, definitionOf, HttpDefinition } from '../http-definition';

export const cacheNoWiderThanKey: Rule = {
  id: 'HTTP-04',
  types: [AUTHORIZER, API],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a Lambda authorizer of several routes keeps no decision about one for the others',
  why: 'A kept answer counts for every route that the same identity source asks for: what was decided about one is applied to all.',
  fix: 'set resultsCacheTtl to Duration.seconds(0), or add $context.routeKey to identitySource',
  topics: ['auth'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => (resource.type === AUTHORIZER ? ofAuthorizer(resource) : ofDefinition(resource)),
};

function ofAuthorizer(authorizer: Resource): Judgement {
  if (authorizer.get('AuthorizerType') !== 'REQUEST') return PASS;
  const [ttl, sources] = [authorizer.get('AuthorizerResultTtlInSeconds'), authorizer.get('IdentitySource')];
  return judge(ttl, sources, () => routesOf(authorizer), 'Properties');
}

/** How many routes it answers for; of an API that nobody sees here, several. */
function routesOf(authorizer: Resource): number {
  const api = apiOf(authorizer);
  return api ? partsOf(api, ROUTE).filter((route) => authorizerOf(route) === authorizer).length : 2;
}

function judge(ttl: unknown, sources: unknown, routes: () => number, at: string): Judgement {
  // without a word nothing is kept, unlike in REST APIs; WebSocket APIs keep nothing at all
  if (ttl === undefined || Number(ttl) === 0) return PASS;
  const kept = `decisions kept for ${readable(ttl)} seconds`;
  if (isUnknown(ttl)) return unknown(`AuthorizerResultTtlInSeconds ${readable(ttl)}`, at);
  const keys = [sources ?? []].flat().map(String);
  if (keys.length === 0 || keys.join('') === '') return fail(`${kept} by nothing`, at);
  if (keys.some((key) => /\$context\.(routeKey|path)\b/.test(key)) || routes() < 2) return PASS;
  return (keys.some(isUnknown) ? unknown : fail)(`${kept} by ${readable(keys.join(', '))} for several routes`, at);
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS;
  return worstOfAll(
    definedAuthorizers(definition)
      .filter(([, authorizer]) => String(authorizer?.type).toLowerCase() === 'request')
      .map(([name, { authorizerResultTtlInSeconds: ttl, identitySource }]) =>
        judge(ttl, identitySource, () => users(name, definition), `Properties.Body security scheme ${name}`),
      ),
  );
}

const users = (scheme: string, { routes }: HttpDefinition): number =>
  routes.filter(({ definition: { security } }) =>
    [security ?? []].flat().some((one: any) => typeof one === 'object' && one !== null && scheme in one),
  ).length;
