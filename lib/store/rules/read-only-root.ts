import { fail, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { JOB_DEFINITION, TASK_DEFINITION, tasksOf } from '../containers';
import { judgeValue } from '../settings';

export const readOnlyRoot: Rule = {
  id: 'STORE-24',
  types: [TASK_DEFINITION, JOB_DEFINITION],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'containers cannot write into their own image',
  why: 'Whoever gets in can replace the program and leave tools behind.',
  fix: 'set readonlyRootFilesystem to true, and mount a volume where the program writes',
  topics: ['least-privilege'],
  controls: ['A9', 'FSBP ECS.5'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => {
    // "not supported for Windows containers", CloudFormation reference
    if (/^WINDOWS/i.test(String(resource.get('RuntimePlatform.OperatingSystemFamily') ?? ''))) return PASS;
    const containers = tasksOf(resource)?.map((task) => task.containers);
    if (!containers || containers.includes(undefined))
      return unknown('containers only known at deployment', 'Properties');
    return worstOfAll(
      containers
        .flatMap((list) => list ?? [])
        .map(({ part, name, path }) => {
          const at = `${path}.ReadonlyRootFilesystem`;
          const judged = judgeValue(part.get('ReadonlyRootFilesystem'), { path: at, good: [true], absent: 'fail' });
          return judged.verdict === 'fail' ? fail(`${name} writes to its root`, judged.at) : judged;
        }),
    );
  },
};
