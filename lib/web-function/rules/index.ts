import { Rule } from '../../core/rule';
import { boundCapacity } from './bound-capacity';
import { encryptWithOwnKey } from './encrypt-with-own-key';
import { keepImagesLogging } from './keep-images-logging';
import { limitEachEndpoint } from './limit-each-endpoint';
import { noExtraCapabilities } from './no-extra-capabilities';
import { noSecretInWebEnvironment } from './no-secret-in-environment';
import { logToOwnGroup } from './own-log-group';
import { stateRevisionTimeout } from './state-timeout';

export const WEB_FUNCTION_RULES: readonly Rule[] = [
  limitEachEndpoint,
  noSecretInWebEnvironment,
  encryptWithOwnKey,
  stateRevisionTimeout,
  logToOwnGroup,
  keepImagesLogging,
  noExtraCapabilities,
  boundCapacity,
];
