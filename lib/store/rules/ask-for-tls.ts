import { advise, fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import type { Resource } from '../../core/assembly';
import { JOB_DEFINITION, TASK_DEFINITION, tasksOf } from '../containers';
import { REDSHIFT_PARAMETERS, tlsParameters } from '../parameter-groups';
import { judgeValue } from '../settings';

const NAMES = ['EFSVolumeConfiguration', 'EfsVolumeConfiguration'];

export const askForTls: Rule = {
  id: 'STORE-17',
  types: [TASK_DEFINITION, JOB_DEFINITION, REDSHIFT_PARAMETERS],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'mounts of file systems and clients of a warehouse are asked for TLS',
  why: 'Files travel in plain text between host and file system unless the mount asks for TLS, and so do queries.',
  fix: "set transitEncryption: 'ENABLED' in efsVolumeConfiguration, require_ssl: 'true' in the parameter group",
  topics: ['transport'],
  controls: ['E2', 'FSBP Redshift.2', 'AwsSolutions-RS1'],
  migration: 'breaks-callers',
  reaches: [],
  check: (resource) => (resource.type === REDSHIFT_PARAMETERS ? warehouse(resource) : mounts(resource)),
};

/** A group of one's own starts from the family's values, of which only the old one asks for nothing. */
function warehouse(group: Resource): Judgement {
  const parameter = tlsParameters(group)?.find(({ value }) => value === undefined);
  return parameter ? advise(fail(`${parameter.name} not set`, `Properties.${parameter.path}`)) : PASS;
}

function mounts(resource: Resource): Judgement {
  const unseen = unknown('volumes only known at deployment', 'Properties');
  const tasks = tasksOf(resource);
  if (!tasks) return unseen;
  return worstOfAll(
    tasks.flatMap(
      ({ part, path }) =>
        part.items('Volumes')?.flatMap((volume, index) => {
          // ECS and Batch spell it differently
          const name = NAMES.find((one) => volume.get(one) !== undefined);
          if (name === undefined) return [];
          return judgeValue(volume.get(`${name}.TransitEncryption`), {
            path: `${path}Volumes.${index}.${name}.TransitEncryption`,
            good: ['ENABLED'],
            absent: 'fail',
          });
        }) ?? unseen,
    ),
  );
}
