import { Rule } from '../../core/rule';
import { closeCollectionsToTheInternet } from './close-collections-to-the-internet';
import { deliveriesNameSource } from './deliveries-name-source';
import { devicesUseOwnTopics } from './devices-use-own-topics';
import { nameTheCaller } from './name-the-caller';
import { noForeignAccount } from './no-foreign-account';
import { noPublicPrincipal } from './no-public-principal';
import { noWildcardAction } from './no-wildcard-action';
import { sayWhatIsAllowed } from './say-what-is-allowed';
import { serviceNamesSource } from './service-names-source';
import { shareWithinTheAccount } from './share-within-the-account';

export const POLICY_RULES: readonly Rule[] = [
  noPublicPrincipal,
  noForeignAccount,
  serviceNamesSource,
  sayWhatIsAllowed,
  noWildcardAction,
  closeCollectionsToTheInternet,
  devicesUseOwnTopics,
  shareWithinTheAccount,
  nameTheCaller,
  deliveriesNameSource,
];
