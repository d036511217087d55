import { Rule } from '../../core/rule';
import { closedToOtherAccounts } from './closed-to-other-accounts';
import { keptOnRemoval } from './kept-on-removal';
import { rotationOn } from './rotation-on';
import { servicesActForThisAccount } from './services-act-for-this-account';
import { servicesReachEncryptedTargets } from './services-reach-encrypted-targets';
import { stateDataClass } from './state-data-class';

export const KEY_RULES: readonly Rule[] = [
  rotationOn,
  closedToOtherAccounts,
  servicesActForThisAccount,
  keptOnRemoval,
  servicesReachEncryptedTargets,
  stateDataClass,
];
