import { Rule } from '../../core/rule';
import { boundScaling } from './bound-scaling';
import { encryptWithOwnKey } from './encrypt-with-own-key';
import { keepOnRemoval } from './keep-on-removal';
import { limitIndexRequests } from './limit-index-requests';
import { limitRequests } from './limit-requests';
import { protectFromDeletion } from './protect-from-deletion';
import { recoverAnyPoint } from './recover-any-point';
import { scaleWithDemand } from './scale-with-demand';
import { stateRetention } from './state-retention';

export const TABLE_RULES: readonly Rule[] = [
  encryptWithOwnKey,
  recoverAnyPoint,
  protectFromDeletion,
  keepOnRemoval,
  limitRequests,
  limitIndexRequests,
  stateRetention,
  scaleWithDemand,
  boundScaling,
];
