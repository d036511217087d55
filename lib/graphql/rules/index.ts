import { Rule } from '../../core/rule';
import { authorizerSeesTokensOnly } from './authorizer-sees-tokens-only';
import { cacheNoWiderThanKey } from './cache-no-wider-than-key';
import { callBackendsByTls } from './call-backends-by-tls';
import { changeAsksForMore } from './change-asks-for-more';
import { guardPublicApis } from './guard-public-apis';
import { hideTheSchema } from './hide-the-schema';
import { keepContentOutOfLogs } from './keep-content-out-of-logs';
import { knowEveryCaller } from './know-every-caller';
import { letKeysExpire } from './let-keys-expire';
import { limitQueryDepth } from './limit-query-depth';
import { limitResolvers } from './limit-resolvers';
import { logRequests } from './log-requests';
import { nameTheOwner } from './name-the-owner';
import { noChangeByApiKey } from './no-change-by-api-key';
import { noKeyBeside } from './no-key-beside';
import { noSecretInEnvironment } from './no-secret-in-environment';
import { publishByKnownCallers } from './publish-by-known-callers';
import { tokensForThisApi } from './tokens-for-this-api';
import { traceRequests } from './trace-requests';

export const GRAPHQL_RULES: readonly Rule[] = [
  knowEveryCaller,
  noChangeByApiKey,
  noKeyBeside,
  letKeysExpire,
  publishByKnownCallers,
  guardPublicApis,
  logRequests,
  keepContentOutOfLogs,
  traceRequests,
  limitQueryDepth,
  limitResolvers,
  hideTheSchema,
  tokensForThisApi,
  authorizerSeesTokensOnly,
  callBackendsByTls,
  noSecretInEnvironment,
  changeAsksForMore,
  nameTheOwner,
  cacheNoWiderThanKey,
];
