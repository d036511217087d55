import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';

export const keepNotebooksInside: Rule = {
  id: 'STORE-10',
  types: [NOTEBOOK],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'a notebook has no way to the internet of its own',
  why: 'Notebooks are internet-enabled by default: a package or a pasted command sends data out past every rule of your network.',
  fix: "set directInternetAccess to 'Disabled', with subnetId and securityGroupIds",
  topics: ['public-access'],
  controls: ['E3', 'FSBP SageMaker.1', 'AwsSolutions-SM3'],
  migration: 'breaks-callers',
  reaches: [],
  check: judgeSettings([{ type: NOTEBOOK, path: 'DirectInternetAccess', good: ['Disabled'], absent: 'fail' }]),
};
