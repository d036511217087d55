import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { API_KEY, EVENT_API, modesOf, NAMESPACE } from '../api-parts';

export const publishByKnownCallers: Rule = {
  id: 'GRAPHQL-05',
  types: [EVENT_API, NAMESPACE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an Event API knows its callers, and nobody publishes with its API key',
  why: 'Whoever takes the key out of an app sends what he likes to everybody who listens, and nobody knows who it was.',
  fix: 'name IAM, a user pool, OIDC or Lambda among authProviders, and only these in the publish auth modes of the API and its namespaces',
  topics: ['auth', 'public-access'],
  controls: ['C1', 'C2', 'C3', 'PureSec SAS-2'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => (resource.type === NAMESPACE ? publishing(resource, 'PublishAuthModes') : ofApi(resource)),
};

function ofApi(api: Resource): Judgement {
  const at = 'Properties.EventConfig.AuthProviders';
  const modes = modesOf(api);
  if (!modes) return unknown('ways in that only the deployment knows', at);
  if (modes.every(({ type }) => type === API_KEY)) return fail(modes.length > 0 ? 'API_KEY only' : 'no way in', at);
  return publishing(api, 'EventConfig.DefaultPublishAuthModes');
}

/** A namespace that names no modes has those of its API. */
function publishing(resource: Resource, path: string): Judgement {
  const listed = resource.get(path);
  const at = `Properties.${path}`;
  if (isUnknown(listed)) return unknown('ways to publish that only the deployment knows', at);
  return worstOfAll(
    [listed ?? []].flat().map((one: any) => {
      if (isUnknown(one) || isUnknown(one?.AuthType)) return unknown('a way that only the deployment knows', at);
      return one?.AuthType === API_KEY ? fail('API_KEY for publishing', at) : PASS;
    }),
  );
}
