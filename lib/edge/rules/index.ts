import { Rule } from '../../core/rule';
import { cloudFrontInUsEast1 } from './cloudfront-in-us-east-1';
import { countRequests } from './count-requests';
import { guardPublicStages } from './guard-public-stages';
import { guardSignIn } from './guard-sign-in';
import { letNoAttackThrough } from './let-no-attack-through';
import { limitEachAddress } from './limit-each-address';
import { logWithoutCredentials } from './log-without-credentials';
import { refuseKnownAttacks } from './refuse-known-attacks';

export const EDGE_RULES: readonly Rule[] = [
  guardPublicStages,
  refuseKnownAttacks,
  limitEachAddress,
  logWithoutCredentials,
  cloudFrontInUsEast1,
  countRequests,
  letNoAttackThrough,
  guardSignIn,
];
