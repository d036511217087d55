import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { bodyProblems, modelProblems } from '../body-problems';
import { BUILT_IN, MODEL, modelOf, requestModelsOf } from '../request-models';
import { apiOf, METHOD, REST_API } from '../rest-api-parts';

export const describeEveryBody: Rule = {
  id: 'API-04',
  types: [MODEL, METHOD, REST_API],
  severity: 'error',
  advised: true,
  tier: 'invariant',
  since: '2026-11',
  title: 'a body model says what it takes: a closed object or a list of described items',
  why: 'A model that leaves objects open or types unsaid lets any body through: fields that a handler spreads into its records, or operators for its database.',
  fix: 'set additionalProperties: false on every object, items on every array and a type everywhere; the built-in model Empty takes everything',
  topics: ['validation'],
  controls: ['B1'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (resource) => {
    if (resource.type === MODEL) return modelProblems(resource, 'API-04');
    return resource.type === METHOD ? ofMethod(resource) : bodyProblems(resource, 'API-04');
  },
};

/** Models that no template holds: the built-in ones, and those of an API made elsewhere. */
function ofMethod(method: Resource): Judgement {
  const api = apiOf(method);
  return worstOfAll(
    Object.values(requestModelsOf(method) ?? {}).map((name) => {
      const at = 'Properties.RequestModels';
      if (modelOf(name, api, method.assembly)) return PASS;
      if (BUILT_IN.includes(String(name)))
        return fail(`the built-in model ${String(name)}, which takes any object`, at);
      return unknown(`${isUnknown(name) ? '' : 'a model that is not in the templates: '}${readable(name)}`, at);
    }),
  );
}
