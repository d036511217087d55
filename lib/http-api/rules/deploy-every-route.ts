import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { readable } from '../../core/text';
import { apiOf, DEPLOYMENT, partsOf, ROUTE, STAGE } from '../api-parts';

/** A message that lists more is read by nobody. */
const MOST_SHOWN = 3;

export const deployEveryRoute: Rule = {
  id: 'HTTP-15',
  types: [STAGE, DEPLOYMENT],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a stage without automatic deployment serves a deployment that waits for every route of its API',
  why: 'A deployment is a snapshot: a template in which the route is closed does not close the route that is served.',
  fix: 'set autoDeploy to true; or add every route to the DependsOn of the deployment, and change its logical id when a route changes',
  topics: ['deployability', 'auth'],
  controls: ['C1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) => (resource.type === STAGE ? ofStage(resource) : ofDeployment(resource)),
};

function ofStage(stage: Resource): Judgement {
  if (is(stage.get('AutoDeploy'), true) === 'pass' || !apiOf(stage)) return PASS;
  const id = stage.get('DeploymentId');
  if (id === undefined || stage.assembly.find(id, DEPLOYMENT)) return PASS;
  return unknown(`a deployment that is not in the templates (${readable(id)})`, 'Properties.DeploymentId');
}

function ofDeployment(deployment: Resource): Judgement {
  const api = apiOf(deployment);
  if (!api) return PASS;
  const waitsFor = new Set<string>([deployment.raw.DependsOn ?? []].flat());
  const late = partsOf(api, ROUTE)
    .filter(({ template, logicalId }) => template === deployment.template && !waitsFor.has(logicalId))
    .map(({ logicalId }) => logicalId);
  if (late.length === 0) return PASS;
  const more = late.length > MOST_SHOWN ? ` and ${late.length - MOST_SHOWN} more` : '';
  return fail(`a deployment without ${late.slice(0, MOST_SHOWN).join(', ')}${more} in DependsOn`, 'DependsOn');
}
