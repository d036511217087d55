import { Rule } from '../../core/rule';
import { guardPublicStages } from './guard-public-stages';
import { limitEachAddress } from './limit-each-address';
import { logWithoutCredentials } from './log-without-credentials';
import { refuseKnownAttacks } from './refuse-known-attacks';

export const EDGE_RULES: readonly Rule[] = [
  guardPublicStages,
  refuseKnownAttacks,
  limitEachAddress,
  logWithoutCredentials,
];
