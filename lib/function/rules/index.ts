import { Rule } from '../../core/rule';
import { alarmOnErrors } from './alarm-on-errors';
import { boundUrlCallers } from './bound-url-callers';
import { encryptEnvironment } from './encrypt-environment';
import { endWithTheRequest } from './end-with-the-request';
import { jsonLogs } from './json-logs';
import { keepFailedEvents } from './keep-failed-events';
import { nameUrlOrigins } from './name-url-origins';
import { noSecretInEnvironment } from './no-secret-in-environment';
import { oneRolePerFunction } from './one-role-per-function';
import { ownLogGroup } from './own-log-group';
import { refuseUnsignedCode } from './refuse-unsigned-code';
import { serveItsSources } from './serve-its-sources';
import { signUrlRequests } from './sign-url-requests';
import { stateMemory } from './state-memory';
import { stateTimeout } from './state-timeout';
import { supportedCanaryRuntime } from './supported-canary-runtime';
import { supportedRuntime } from './supported-runtime';
import { terminateLoops } from './terminate-loops';
import { trace } from './trace';
import { writeElsewhere } from './write-elsewhere';

export const FUNCTION_RULES: readonly Rule[] = [
  oneRolePerFunction,
  ownLogGroup,
  encryptEnvironment,
  stateTimeout,
  stateMemory,
  supportedRuntime,
  jsonLogs,
  trace,
  terminateLoops,
  keepFailedEvents,
  noSecretInEnvironment,
  signUrlRequests,
  alarmOnErrors,
  serveItsSources,
  endWithTheRequest,
  boundUrlCallers,
  nameUrlOrigins,
  refuseUnsignedCode,
  supportedCanaryRuntime,
  writeElsewhere,
];
