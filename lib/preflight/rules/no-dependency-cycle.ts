import { Template } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, TEMPLATE } from '../../core/rule';
import { Graph, shortestCycle, tangles } from '../cycles';
import { linksOf, placeOf } from '../template-links';

export const noDependencyCycle: Rule = {
  id: 'PREFLIGHT-01',
  types: [TEMPLATE],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no resource waits for itself',
  why: 'CloudFormation refuses a template with a circular dependency; CDK synthesizes it without a word.',
  fix: 'take one of the references out: name the target by a literal ARN or by account (aws:SourceAccount), write the address of an API with its id and the name of its stage instead of api.url, or move it to a resource of its own',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (_, template) => cycleIn(template),
};

function cycleIn(template: Template): Judgement {
  const ids = [...template.resources.keys()];
  const graph = graphOf(template, ids);
  const found = tangles(graph);
  if (found.length === 0) return PASS;
  const byName = (one: number, other: number) => (ids[one] < ids[other] ? -1 : 1);
  const [first, ...more] = found
    .map((tangle) => shortestCycle(graph, [...tangle].sort(byName)).map((node) => ids[node]))
    .sort((a, b) => a.length - b.length);
  const places = first.slice(0, -1).map((from, index) => placeOf(template.resources.get(from)!, first[index + 1]));
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return fail(`${first.join(' → ')} (by ${places.join(' and ')})${others}`, `Resources.${places[0]}`);
}

/** All branches of all conditions count: which of them can be true together is not decided here. */
function graphOf(template: Template, ids: readonly string[]): Graph {
  const numbers = new Map(ids.map((id, number) => [id, number]));
  return linksOf(template).map(({ mentions, dependsOn }) => {
    const targets: number[] = [];
    const add = (name: string) => {
      const number = numbers.get(name);
      if (number !== undefined && !targets.includes(number)) targets.push(number);
    };
    for (const { name } of mentions) add(name);
    dependsOn.forEach(add);
    return targets;
  });
}
