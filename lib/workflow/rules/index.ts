import { Rule } from '../../core/rule';
import { boundEveryMap } from './bound-every-map';
import { keepDataOutOfLogs } from './keep-data-out-of-logs';
import { machineKeyFitsDataClass } from './key-fits-data-class';
import { logExecutions } from './log-executions';
import { noSecretInDefinition } from './no-secret-in-definition';
import { roleActsForOwnMachines } from './role-acts-for-own-machines';
import { stateTimeout } from './state-timeout';
import { traceExecutions } from './trace-executions';

export const WORKFLOW_RULES: readonly Rule[] = [
  logExecutions,
  keepDataOutOfLogs,
  traceExecutions,
  machineKeyFitsDataClass,
  stateTimeout,
  noSecretInDefinition,
  roleActsForOwnMachines,
  boundEveryMap,
];
