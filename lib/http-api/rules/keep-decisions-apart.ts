import type { Resource } from '../../core/assembly';
import { Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { API, apiOf, AUTHORIZER, isWebSocket } from '../api-parts';
import { definedAuthorizers, definitionOf } from '../http-definition';
import { judgeKept } from '../kept-decisions';

export const keepDecisionsApart: Rule = {
  id: 'HTTP-18',
  types: [AUTHORIZER, API],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'what an authorizer of an HTTP API decided is kept for the caller it decided on',
  why: 'A kept answer is given to every request with the same identity sources: when none of them tells callers apart, the first who is let in opens the API to everybody.',
  fix: 'add the header, query string or cookie that proves the caller to identitySource, or set resultsCacheTtl to Duration.seconds(0)',
  topics: ['auth', 'public-access'],
  controls: ['C2'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => (resource.type === AUTHORIZER ? ofAuthorizer(resource) : ofDefinition(resource)),
};

function ofAuthorizer(authorizer: Resource): Judgement {
  if (authorizer.get('AuthorizerType') !== 'REQUEST') return PASS;
  const api = apiOf(authorizer);
  // WebSocket APIs keep nothing
  if (api && isWebSocket(api)) return PASS;
  return judgeKept(authorizer.get('AuthorizerResultTtlInSeconds'), authorizer.get('IdentitySource'), 'Properties');
}

function ofDefinition(api: Resource): Judgement {
  const definition = definitionOf(api);
  if (typeof definition !== 'object') return PASS;
  return worstOfAll(
    definedAuthorizers(definition)
      .filter(([, authorizer]) => String(authorizer?.type).toLowerCase() === 'request')
      .map(([name, { authorizerResultTtlInSeconds: ttl, identitySource }]) =>
        judgeKept(ttl, identitySource, `Properties.Body security scheme ${name}`),
      ),
  );
}
