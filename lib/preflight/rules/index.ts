import { Rule } from '../../core/rule';
import { environmentNamesAllowed } from './environment-names-allowed';
import { environmentWithinQuota } from './environment-within-quota';
import { namesAreUnique } from './names-are-unique';
import { noDependencyCycle } from './no-dependency-cycle';
import { nothingIsAddedUnseen } from './nothing-is-added-unseen';
import { policiesLeaveRoom } from './policies-leave-room';
import { policiesWithinQuotas } from './policies-within-quotas';
import { referencesExist } from './references-exist';
import { templateLeavesRoom } from './template-leaves-room';
import { templateWithinQuotas } from './template-within-quotas';
import { visibilityCoversTimeout } from './visibility-covers-timeout';

export const PREFLIGHT_RULES: readonly Rule[] = [
  noDependencyCycle,
  templateWithinQuotas,
  templateLeavesRoom,
  policiesWithinQuotas,
  policiesLeaveRoom,
  referencesExist,
  namesAreUnique,
  environmentWithinQuota,
  environmentNamesAllowed,
  visibilityCoversTimeout,
  nothingIsAddedUnseen,
];
