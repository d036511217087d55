import { Rule } from '../../core/rule';
import { accessControlSigns } from './access-control-signs';
import { callOriginsByHttps } from './call-origins-by-https';
import { controlInsteadOfIdentity } from './control-instead-of-identity';
import { guardEverySite } from './guard-every-site';
import { keepBucketOriginsPrivate } from './keep-bucket-origins-private';
import { logEveryViewerRequest } from './log-every-viewer-request';
import { modernOriginTls } from './modern-origin-tls';
import { modernViewerTls } from './modern-viewer-tls';
import { nameOriginsWithCredentials } from './name-origins-with-credentials';
import { namePagesThatRead } from './name-pages-that-read';
import { noSecretInOriginHeaders } from './no-secret-in-origin-headers';
import { ownCertificate } from './own-certificate';
import { sendSecurityHeaders } from './send-security-headers';
import { signUrlOrigins } from './sign-url-origins';
import { stateRootObject } from './state-root-object';
import { talkHttpsToViewers } from './talk-https-to-viewers';

export const SITE_RULES: readonly Rule[] = [
  talkHttpsToViewers,
  modernViewerTls,
  ownCertificate,
  callOriginsByHttps,
  modernOriginTls,
  keepBucketOriginsPrivate,
  controlInsteadOfIdentity,
  accessControlSigns,
  guardEverySite,
  logEveryViewerRequest,
  stateRootObject,
  sendSecurityHeaders,
  signUrlOrigins,
  noSecretInOriginHeaders,
  nameOriginsWithCredentials,
  namePagesThatRead,
];
