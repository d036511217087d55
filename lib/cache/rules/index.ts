import { Rule } from '../../core/rule';
import { clientsSignIn } from './clients-sign-in';
import { encryptAtRest } from './encrypt-at-rest';
import { failOver } from './fail-over';
import { keepSnapshots } from './keep-snapshots';
import { cacheKeyFitsDataClass } from './key-fits-data-class';
import { limitUsage } from './limit-usage';
import { speakTls } from './speak-tls';
import { stayInNetwork } from './stay-in-network';
import { usersProveWhoTheyAre } from './users-prove-who-they-are';

export const CACHE_RULES: readonly Rule[] = [
  speakTls,
  encryptAtRest,
  clientsSignIn,
  usersProveWhoTheyAre,
  keepSnapshots,
  limitUsage,
  stayInNetwork,
  cacheKeyFitsDataClass,
  failOver,
];
