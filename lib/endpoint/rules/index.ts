import { Rule } from '../../core/rule';
import { encryptClassicListeners } from './encrypt-classic-listeners';
import { guardPublicBalancers } from './guard-public-balancers';
import { keepTransferInVpc } from './keep-transfer-in-vpc';
import { logBalancerRequests } from './log-balancer-requests';
import { modernTlsPolicy } from './modern-tls-policy';
import { nameWhoReachesServices } from './name-who-reaches-services';
import { protectFromDeletion } from './protect-from-deletion';
import { redirectToHttps } from './redirect-to-https';
import { refuseMalformedRequests } from './refuse-malformed-requests';
import { stateTransferPolicy } from './state-transfer-policy';
import { transferFilesEncrypted } from './transfer-files-encrypted';

export const ENDPOINT_RULES: readonly Rule[] = [
  redirectToHttps,
  modernTlsPolicy,
  logBalancerRequests,
  refuseMalformedRequests,
  protectFromDeletion,
  guardPublicBalancers,
  encryptClassicListeners,
  nameWhoReachesServices,
  transferFilesEncrypted,
  stateTransferPolicy,
  keepTransferInVpc,
];
