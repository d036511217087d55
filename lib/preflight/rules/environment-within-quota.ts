import { fail, PASS, Rule } from '../../core/rule';
import { extentOf } from '../extent';

/** Lambda quotas page; what is measured is the JSON of all variables. */
const MOST = 4_096;

export const environmentWithinQuota: Rule = {
  id: 'PREFLIGHT-08',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'all environment variables of a function together take at most 4 KB',
  why: 'Lambda refuses the function in the middle of a deployment, and the stack rolls back.',
  fix: 'move configuration to AppConfig, Parameter Store or a file in the code',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (resource) => {
    const variables = resource.get('Environment.Variables');
    const { least } = extentOf([variables], resource.template, 'bytes', MOST);
    return least > MOST ? fail(`at least ${least.toLocaleString('en-US')} bytes`, 'Properties.Environment') : PASS;
  },
};
