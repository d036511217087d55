import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { Container, TASK_DEFINITION, tasksOf } from '../containers';
import { itemsOf } from '../settings';

export const logContainers: Rule = {
  id: 'STORE-38',
  types: [TASK_DEFINITION],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'every container of a task sends its logs somewhere',
  why: 'What a container says is gone with its task: nobody learns why it failed, or what an intruder did in it.',
  fix: 'set logging to LogDrivers.awsLogs(…) for every container',
  topics: ['logging', 'monitoring'],
  controls: ['G1', 'FSBP ECS.9', 'AwsSolutions-ECS7'],
  migration: 'in-place',
  reaches: [],
  check,
};

function check(definition: Resource): Judgement {
  const unseen = unknown('containers only known at deployment', 'Properties.ContainerDefinitions');
  const lists = tasksOf(definition)?.map(({ containers }) => containers);
  if (!lists || lists.includes(undefined)) return unseen;
  const found = worstOfAll(
    lists
      .flatMap((list) => list as readonly Container[])
      .map(({ part, name, path }): Judgement => {
        // the router writes what the others send it
        if (isPresent(part.get('FirelensConfiguration'))) return PASS;
        const driver: unknown = part.get('LogConfiguration.LogDriver');
        if (isPresent(driver) || isUnknown(part.get('LogConfiguration'))) return PASS;
        return fail(`${name} without LogConfiguration`, `Properties.${path}`);
      }),
  );
  return isFargate(definition) ? found : advise(found);
}

/** On machines of one's own, the agent may take what the daemon writes. */
const isFargate = (definition: Resource): boolean => {
  const launched = itemsOf(definition.get('RequiresCompatibilities')) ?? [];
  return launched.length > 0 && launched.every((one) => one === 'FARGATE');
};
