import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { definitionOf, PlacedState, statesIn } from '../definition';

/** It only warns: how many at once the tasks behind can take, nobody here knows. */
export const boundEveryMap: Rule = {
  id: 'WORKFLOW-08',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'every Map state says how many items it works on at once',
  why: 'Unsaid, a distributed map starts 10,000 executions at once, and one inside of an execution 40 tasks: a long list takes the concurrency of the account, and the bill is as long.',
  fix: 'set maxConcurrency, or MaxConcurrencyPath for a number that comes with the input',
  topics: ['denial-of-wallet', 'throttling'],
  controls: ['F4'],
  migration: 'in-place',
  reaches: [],
  check: (machine) => {
    const definition = definitionOf(machine);
    // a definition that nobody can read is said by others
    return definition ? worstOfAll([...statesIn(definition)].map(judge)) : PASS;
  },
};

/** "The default value is 0, which places no limit on concurrency", Map state, Step Functions developer guide. */
function judge({ name, state, at }: PlacedState): Judgement {
  if (state.Type !== 'Map' || state.MaxConcurrencyPath !== undefined) return PASS;
  const most: unknown = state.MaxConcurrency;
  const place = `Properties.${at}`;
  if (most === undefined) return fail(`${readable(name)} without MaxConcurrency`, place);
  const text = String(most);
  if (/^\s*\{%/.test(text)) return PASS; // computed from the input, in JSONata
  if (isUnknown(most) || /\$\{/.test(text))
    return unknown(`${readable(name)} with a MaxConcurrency not known here`, place);
  return Number(most) > 0 ? PASS : fail(`${readable(name)} with MaxConcurrency ${readable(text)}`, place);
}
