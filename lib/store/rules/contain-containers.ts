import { fail, Judgement, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, notKnown, readable } from '../../core/text';
import type { Resource } from '../../core/assembly';
import { Container, JOB_DEFINITION, mayBeRoot, Task, TASK_DEFINITION, tasksOf } from '../containers';
import { itemsOf, judgeValue } from '../settings';

/** Capabilities that are as good as root on the host ("capabilities(7)"). */
const MIGHTY = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'DAC_READ_SEARCH'];
/** Who writes here owns the host, or every container on it. */
const HOST_PATHS =
  /^(\/|\/etc|\/root|\/proc|\/sys|\/boot|\/dev|\/(var\/)?run(\/(docker|containerd\/containerd)\.sock)?|\/var\/lib\/docker)\/?$/;

export const containContainers: Rule = {
  id: 'STORE-23',
  types: [TASK_DEFINITION, JOB_DEFINITION],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no container has the powers of its host',
  why: 'A flaw in one container is a flaw in all: from there the host, its credentials and every other container are taken.',
  fix: 'remove privileged, host modes, SYS_ADMIN and the like, and mounts of the root or the socket of Docker; name a user where the network is the host',
  topics: ['least-privilege'],
  controls: ['A9', 'FSBP ECS.1', 'FSBP ECS.3', 'FSBP ECS.4'],
  migration: 'breaks-callers',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const tasks = tasksOf(resource);
  return tasks
    ? worstOfAll(tasks.flatMap((task) => [...modes(task), ...containers(task), ...mounts(task)]))
    : unknown('tasks only known at deployment', 'Properties');
}

const containers = ({ containers: list, path }: Task): readonly Judgement[] =>
  list?.flatMap(powers) ?? [unknown('containers only known at deployment', `Properties.${path}`)];

function powers({ part, name, path }: Container): Judgement[] {
  const privileged = judgeValue(part.get('Privileged'), { path: `${path}.Privileged`, bad: [true], absent: 'pass' });
  const capabilities = `${path}.LinuxParameters.Capabilities.Add`;
  const added = itemsOf(part.get('LinuxParameters.Capabilities.Add')) ?? [notKnown('capabilities')];
  return [
    privileged.verdict === 'fail' ? fail(`${name} privileged`, privileged.at) : privileged,
    ...added.map((one) => {
      const capability = String(one).replace(/^CAP_/i, '');
      const judged = judgeValue(capability, { path: capabilities, bad: MIGHTY, absent: 'pass' });
      return judged.verdict === 'fail' ? fail(`${name} with ${readable(one)}`, judged.at) : judged;
    }),
  ];
}

function modes({ part, path, containers: list }: Task): Judgement[] {
  const judged = (name: string) =>
    judgeValue(part.get(name), { path: `${path}${name}`, bad: ['host'], absent: 'pass' });
  const network = judged('NetworkMode');
  // a user of its own cannot listen to the network of the host, or take the ports below 1024
  const roots = (list ?? []).filter(mayBeRoot);
  const shared = roots.map(({ name }): Judgement => ({ ...network, got: `${network.got}, ${name} may be root` }));
  return [judged('PidMode'), judged('IpcMode'), ...(network.verdict === 'pass' ? [] : shared)];
}

function mounts({ part, path }: Task): Judgement[] {
  const volumes = part.items('Volumes');
  if (!volumes) return [unknown('volumes only known at deployment', `Properties.${path}Volumes`)];
  return volumes.flatMap((volume, index) => {
    const source: unknown = volume.get('Host.SourcePath');
    const at = `Properties.${path}Volumes.${index}.Host.SourcePath`;
    if (isUnknown(source)) return unknown(`SourcePath ${readable(source)}`, at);
    return HOST_PATHS.test(String(source ?? '')) ? fail(`${String(source)} of the host mounted`, at) : [];
  });
}
