import { roleActsForOwn } from '../../core/acts-for-own';
import { Rule } from '../../core/rule';

/** It only warns: a role can be passed within its own account only, which leaves little for a confused deputy. */
export const roleActsForOwnMachines: Rule = {
  id: 'WORKFLOW-07',
  types: ['AWS::StepFunctions::StateMachine'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the role of a state machine is taken for machines of this account only',
  why: 'Step Functions acts for every AWS customer; the trust policy says for whose machines it may take this role (confused deputy).',
  fix: 'add conditions on aws:SourceAccount and aws:SourceArn to the trust policy of the role',
  topics: ['confused-deputy'],
  controls: ['A7', 'A9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (machine) => roleActsForOwn(machine, 'RoleArn', 'states.amazonaws.com'),
};
