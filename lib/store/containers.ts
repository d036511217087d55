import type { Resource } from '../core/assembly';
import { readable } from '../core/text';
import { Part, partOf } from './parts';

export const TASK_DEFINITION = 'AWS::ECS::TaskDefinition';
export const JOB_DEFINITION = 'AWS::Batch::JobDefinition';

export interface Container {
  readonly part: Part;
  /** `container web`, for messages. */
  readonly name: string;
  readonly path: string;
}

/** What shares a network, volumes and modes: a task definition is one task, a job definition has one or more. */
export interface Task {
  readonly part: Part;
  /** What stands before the names of its properties. */
  readonly path: string;
  /** Undefined: only known at deployment. */
  readonly containers?: readonly Container[];
}

/** The tasks of a definition; undefined when they are only known at deployment. */
export function tasksOf(resource: Resource): readonly Task[] | undefined {
  const part = partOf(resource);
  if (resource.type === TASK_DEFINITION) {
    return [{ part, path: '', containers: containersAt(part, 'ContainerDefinitions', '') }];
  }
  const jobs = part.items('ContainerProperties');
  const tasks = part.items('EcsProperties.TaskProperties');
  if (!jobs || !tasks) return undefined;
  return [
    ...jobs.map((job): Task => {
      const container = { part: job, name: 'the container', path: 'ContainerProperties' };
      return { part: job, path: 'ContainerProperties.', containers: [container] };
    }),
    ...tasks.map((task, index): Task => {
      const path = `EcsProperties.TaskProperties.${index}.`;
      return { part: task, path, containers: containersAt(task, 'Containers', path) };
    }),
  ];
}

const containersAt = (task: Part, property: string, before: string): readonly Container[] | undefined =>
  task.items(property)?.map((part, index) => ({
    part,
    name: `container ${readable(part.get('Name') ?? String(index))}`,
    path: `${before}${property}.${index}`,
  }));

/** The user `0`, by number or by name, is root; who names nobody gets the image's, which is root in most. */
export const mayBeRoot = ({ part }: Container): boolean => {
  const user: unknown = part.get('User');
  return user === undefined || /^(root|0)(:|$)/.test(String(user));
};
