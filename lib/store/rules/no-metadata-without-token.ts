import { PASS, Rule } from '../../core/rule';
import { hasNoMetadata, METADATA_TYPES, tokensPath } from '../metadata';
import { judgeValue } from '../settings';

const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';

export const noMetadataWithoutToken: Rule = {
  id: 'STORE-21',
  types: [...METADATA_TYPES, NOTEBOOK],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'no machine is told to answer questions for its credentials without a session token',
  why: 'One request that an application can be tricked into, by a URL it fetches, gives away the credentials of the machine (IMDSv1).',
  fix: 'set requireImdsv2 to true, or httpTokens to required',
  topics: ['auth'],
  controls: ['A5', 'A9', 'FSBP EC2.8', 'FSBP EC2.170', 'FSBP AutoScaling.3'],
  migration: 'breaks-callers',
  reaches: [],
  check: (machine) => {
    if (machine.type === NOTEBOOK) {
      const path = 'InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion';
      return judgeValue(machine.get(path), { path, bad: [1], absent: 'pass' });
    }
    if (hasNoMetadata(machine)) return PASS;
    const path = tokensPath(machine);
    return judgeValue(machine.get(path), { path, good: ['required'], absent: 'pass' });
  },
};
