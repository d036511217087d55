import { Rule } from '../../core/rule';
import { accountRoleForLogs } from './account-role-for-logs';
import { boundEverySize } from './bound-every-size';
import { cacheNoWiderThanKey } from './cache-no-wider-than-key';
import { callBackendsByTls } from './call-backends-by-tls';
import { changeAsksForMore } from './change-asks-for-more';
import { cognitoChecksAudience } from './cognito-checks-audience';
import { deployEveryMethod } from './deploy-every-method';
import { describeEveryBody } from './describe-every-body';
import { encryptCache } from './encrypt-cache';
import { keepBodiesOutOfLogs } from './keep-bodies-out-of-logs';
import { keepDecisionsApart } from './keep-decisions-apart';
import { keepTheAccountRole } from './keep-the-account-role';
import { knowEveryCaller } from './know-every-caller';
import { limitEveryClient } from './limit-every-client';
import { logEveryRequest } from './log-every-request';
import { logRefusals } from './log-refusals';
import { modernTlsOnly } from './modern-tls-only';
import { nameTheOwner } from './name-the-owner';
import { nameWebOrigins } from './name-web-origins';
import { noCredentialsForAnyOrigin } from './no-credentials-for-any-origin';
import { onlyStagesAskedFor } from './only-stages-asked-for';
import { privateByEndpoint } from './private-by-endpoint';
import { throttleEveryStage } from './throttle-every-stage';
import { traceRequests } from './trace-requests';
import { vagueGatewayResponses } from './vague-gateway-responses';
import { validateEveryRequest } from './validate-every-request';

export const API_RULES: readonly Rule[] = [
  knowEveryCaller,
  throttleEveryStage,
  validateEveryRequest,
  describeEveryBody,
  logEveryRequest,
  keepBodiesOutOfLogs,
  traceRequests,
  modernTlsOnly,
  deployEveryMethod,
  vagueGatewayResponses,
  noCredentialsForAnyOrigin,
  privateByEndpoint,
  cognitoChecksAudience,
  cacheNoWiderThanKey,
  nameTheOwner,
  changeAsksForMore,
  limitEveryClient,
  accountRoleForLogs,
  encryptCache,
  boundEverySize,
  nameWebOrigins,
  callBackendsByTls,
  keepTheAccountRole,
  logRefusals,
  onlyStagesAskedFor,
  keepDecisionsApart,
];
