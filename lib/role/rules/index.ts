import { Rule } from '../../core/rule';
import { guestsStayOut } from './guests-stay-out';
import { nameActionsInFull } from './name-actions-in-full';
import { nameFunctionsToInvoke } from './name-functions-to-invoke';
import { nameResources } from './name-resources';
import { noForeignPolicies } from './no-foreign-policies';
import { noFullAccessPolicies } from './no-full-access-policies';
import { noPrivilegeEscalation } from './no-privilege-escalation';
import { sayWhatIsAllowed } from './say-what-is-allowed';
import { servicesActForOwnAccount } from './services-act-for-own-account';
import { trustSomebodyNamed } from './trust-somebody-named';

export const ROLE_RULES: readonly Rule[] = [
  nameActionsInFull,
  nameResources,
  sayWhatIsAllowed,
  noPrivilegeEscalation,
  trustSomebodyNamed,
  noForeignPolicies,
  noFullAccessPolicies,
  servicesActForOwnAccount,
  guestsStayOut,
  nameFunctionsToInvoke,
];
