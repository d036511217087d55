import type { StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { definitionOf } from '../definition';

/** "Maximum execution time: 1 year", Step Functions quotas. */
const YEAR = 31_536_000;
const AT = 'Properties.Definition.TimeoutSeconds';

/** It only warns: an execution that waits costs nothing. Express ones end after five minutes by themselves. */
export const stateTimeout: Rule<StateMachineProps> = {
  id: 'WORKFLOW-05',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a standard workflow states when it ends',
  why: 'A task that never answers keeps its execution open for a year; open executions pile up to the quota, and nobody is told.',
  fix: 'set timeout, or TimeoutSeconds at the top of the definition',
  topics: ['availability', 'denial-of-wallet'],
  controls: ['F5'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (machine) => {
    if (machine.get('StateMachineType') === 'EXPRESS') return PASS;
    const definition = definitionOf(machine);
    if (!definition) return unknown('a definition that cannot be read here', 'Properties');
    const said: unknown = definition.TimeoutSeconds;
    if (said === undefined) return fail('no TimeoutSeconds', AT);
    if (isUnknown(said) || /\$\{/.test(String(said))) return unknown('TimeoutSeconds is not known', AT);
    return Number(said) > 0 && Number(said) < YEAR ? PASS : fail(`TimeoutSeconds ${String(said)}`, AT);
  },
};
