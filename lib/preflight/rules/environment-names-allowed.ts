import { fail, PASS, Rule } from '../../core/rule';

/** Lambda page "Defined runtime environment variables": the keys that cannot be set. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);
/** Lambda API reference, `Environment.Variables`. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;

export const environmentNamesAllowed: Rule = {
  id: 'PREFLIGHT-09',
  types: ['AWS::Lambda::Function'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'environment variables have names that Lambda takes',
  why: 'Lambda refuses reserved names, names of one character and names with other characters than letters, digits and _.',
  fix: 'rename the variable; what is reserved is set by Lambda already',
  topics: ['deployability'],
  controls: [],
  migration: 'none',
  reaches: [],
  check: (resource) => {
    const variables = resource.get('Environment.Variables');
    if (typeof variables !== 'object' || variables === null) return PASS;
    const refused = Object.keys(variables).filter((name) => RESERVED.has(name) || !NAME.test(name));
    return refused.length > 0 ? fail(refused.join(', '), 'Properties.Environment.Variables') : PASS;
  },
};
