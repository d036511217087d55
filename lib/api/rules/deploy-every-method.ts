import type { Resource, Template } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { readable } from '../../core/text';
import { apiOf, DEPLOYMENT, METHOD, partsOf, STAGE } from '../rest-api-parts';

/** A message that lists more is read by nobody. */
const MOST_SHOWN = 3;

export const deployEveryMethod: Rule = {
  id: 'API-09',
  types: [DEPLOYMENT, STAGE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a stage serves a deployment that waits for every method of its API',
  why: 'A deployment is a snapshot. One taken before a method is done serves the API as it was: open, if the method is only now closed.',
  fix: 'add every method to the DependsOn of the deployment, change its logical id when a method changes (RestApi of CDK does both), and name that deployment in the stage',
  topics: ['deployability', 'auth'],
  controls: ['C1'],
  migration: 'replaces',
  reaches: ['construct'],
  check: (resource) => (resource.type === STAGE ? ofStage(resource) : ofDeployment(resource)),
};

/** An older deployment, or a canary with one, serves methods that nobody here has seen. */
function ofStage(stage: Resource): Judgement {
  if (!apiOf(stage)) return PASS; // its deployments lie with its API
  return worstOfAll(
    ['DeploymentId', 'CanarySetting.DeploymentId'].map((path) => {
      const id = stage.get(path);
      if (id === undefined || stage.assembly.find(id, DEPLOYMENT)) return PASS;
      return unknown(`a deployment that is not in the templates (${readable(id)})`, `Properties.${path}`);
    }),
  );
}

function ofDeployment(deployment: Resource): Judgement {
  const late = { fail: [] as string[], unknown: [] as string[] };
  const waitsFor = dependencies(deployment);
  for (const method of methodsOf(deployment)) {
    const verdict = waits(deployment, waitsFor, method);
    if (verdict !== 'pass') late[verdict].push(method.logicalId);
  }
  if (late.fail.length > 0) return fail(`a deployment without ${listed(late.fail)} in DependsOn`, 'DependsOn');
  return late.unknown.length > 0 ? unknown(`methods in another stack: ${listed(late.unknown)}`, 'DependsOn') : PASS;
}

/** The methods of its API: of one that lies elsewhere, those in the same template that name it alike. */
function methodsOf(deployment: Resource): Resource[] {
  const api = apiOf(deployment);
  if (api) return partsOf(api, METHOD);
  const { assembly, template } = deployment;
  const id = deployment.get('RestApiId');
  const here = assembly.ofType(METHOD).filter((one) => one.template === template && one.exists());
  return here.filter((one) => one.get('RestApiId') === id);
}

const listed = (all: readonly string[]): string =>
  `${all.slice(0, MOST_SHOWN).join(', ')}${all.length > MOST_SHOWN ? ` and ${all.length - MOST_SHOWN} more` : ''}`;

/** The logical ids that must be done first: those of nested stacks too. */
const dependencies = ({ raw }: Resource): ReadonlySet<string> => new Set<string>([raw.DependsOn ?? []].flat());

function waits(deployment: Resource, waitsFor: ReadonlySet<string>, method: Resource): 'pass' | 'fail' | 'unknown' {
  if (method.template === deployment.template) return waitsFor.has(method.logicalId) ? 'pass' : 'fail';
  const own = chain(deployment);
  for (const { template, logicalId } of chain(method)) {
    const here = own.find((one) => one.template === template);
    // the stack both lie in says whether one waits for the other
    if (here) return dependencies(template.resources.get(here.logicalId)!).has(logicalId) ? 'pass' : 'fail';
  }
  return 'unknown';
}

interface Place {
  readonly template: Template;
  readonly logicalId: string;
}

/** A resource, the nested stack it lies in, the one around that, and so on. */
function chain({ template, logicalId, assembly }: Resource): Place[] {
  const places: Place[] = [];
  let here: Place | undefined = { template, logicalId };
  while (here) {
    places.push(here);
    const parent: Template | undefined = assembly.parent(here.template);
    here = parent && { template: parent, logicalId: here.template.source.nestedIn!.logicalId };
  }
  return places;
}
