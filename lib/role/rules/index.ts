import { Rule } from '../../core/rule';
import { nameActionsInFull } from './name-actions-in-full';
import { nameResources } from './name-resources';
import { noForeignPolicies } from './no-foreign-policies';
import { noPrivilegeEscalation } from './no-privilege-escalation';
import { sayWhatIsAllowed } from './say-what-is-allowed';
import { trustSomebodyNamed } from './trust-somebody-named';

export const ROLE_RULES: readonly Rule[] = [
  nameActionsInFull,
  nameResources,
  sayWhatIsAllowed,
  noPrivilegeEscalation,
  trustSomebodyNamed,
  noForeignPolicies,
];
