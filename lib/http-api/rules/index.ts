import { Rule } from '../../core/rule';
import { accountRoleForLogs } from './account-role-for-logs';
import { cacheNoWiderThanKey } from './cache-no-wider-than-key';
import { callBackendsByTls } from './call-backends-by-tls';
import { deployEveryRoute } from './deploy-every-route';
import { keepDecisionsApart } from './keep-decisions-apart';
import { keepMessagesOutOfLogs } from './keep-messages-out-of-logs';
import { knowEveryCaller } from './know-every-caller';
import { logEveryRequest } from './log-every-request';
import { logRefusals } from './log-refusals';
import { nameTheOwner } from './name-the-owner';
import { nameWebOrigins } from './name-web-origins';
import { noCredentialsForAnyOrigin } from './no-credentials-for-any-origin';
import { noQuickCreate } from './no-quick-create';
import { noSecretInStageVariables } from './no-secret-in-stage-variables';
import { noWayRoundClientCertificates } from './no-way-round-client-certificates';
import { noWebAclStandsHere } from './no-web-acl-stands-here';
import { throttleEveryStage } from './throttle-every-stage';
import { tokensForThisApi } from './tokens-for-this-api';

export const HTTP_API_RULES: readonly Rule[] = [
  knowEveryCaller,
  noQuickCreate,
  tokensForThisApi,
  cacheNoWiderThanKey,
  noCredentialsForAnyOrigin,
  nameWebOrigins,
  throttleEveryStage,
  logEveryRequest,
  keepMessagesOutOfLogs,
  noSecretInStageVariables,
  callBackendsByTls,
  noWayRoundClientCertificates,
  noWebAclStandsHere,
  nameTheOwner,
  deployEveryRoute,
  accountRoleForLogs,
  logRefusals,
  keepDecisionsApart,
];
