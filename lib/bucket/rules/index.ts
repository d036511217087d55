import { Rule } from '../../core/rule';
import { blockCustomerProvidedKeys } from './block-customer-provided-keys';
import { blockPublicAccess } from './block-public-access';
import { denyPlainHttp } from './deny-plain-http';
import { encryptWithOwnKey } from './encrypt-with-own-key';
import { expireLeftovers } from './expire-leftovers';
import { keepOnRemoval } from './keep-on-removal';
import { keepVersions } from './keep-versions';
import { logAccess } from './log-access';
import { logDeliveryNamesSource } from './log-delivery-names-source';
import { logTargetCanReceive } from './log-target-can-receive';
import { bucketNamesWebOrigins } from './name-web-origins';
import { noWebsite } from './no-website';
import { ownerOwnsObjects } from './owner-owns-objects';
import { stateRetention } from './state-retention';

export const BUCKET_RULES: readonly Rule[] = [
  blockPublicAccess,
  ownerOwnsObjects,
  denyPlainHttp,
  encryptWithOwnKey,
  keepVersions,
  logAccess,
  expireLeftovers,
  blockCustomerProvidedKeys,
  noWebsite,
  keepOnRemoval,
  stateRetention,
  logDeliveryNamesSource,
  logTargetCanReceive,
  bucketNamesWebOrigins,
];
