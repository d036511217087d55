import { Rule } from '../../core/rule';
import { noForeignAccount } from './no-foreign-account';
import { noPublicPrincipal } from './no-public-principal';
import { noWildcardAction } from './no-wildcard-action';
import { sayWhatIsAllowed } from './say-what-is-allowed';
import { serviceNamesSource } from './service-names-source';

export const POLICY_RULES: readonly Rule[] = [
  noPublicPrincipal,
  noForeignAccount,
  serviceNamesSource,
  sayWhatIsAllowed,
  noWildcardAction,
];
