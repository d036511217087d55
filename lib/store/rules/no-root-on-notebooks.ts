import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';

export const noRootOnNotebooks: Rule = {
  id: 'STORE-26',
  types: [NOTEBOOK],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'users of a notebook are not root on it',
  why: 'Root is the default: users switch off what watches and limits them, and a pasted command does as well.',
  fix: "set rootAccess to 'Disabled'",
  topics: ['least-privilege'],
  controls: ['A9', 'FSBP SageMaker.3'],
  migration: 'in-place',
  reaches: [],
  check: judgeSettings([{ type: NOTEBOOK, path: 'RootAccess', good: ['Disabled'], absent: 'fail' }]),
};
