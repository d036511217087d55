import { roleActsForOwn } from '../../core/acts-for-own';
import { Rule } from '../../core/rule';

/** It only warns: a role can be passed within its own account only, which leaves little for a confused deputy. */
export const rolesActForOwnResources: Rule = {
  id: 'BUS-10',
  types: ['AWS::Scheduler::Schedule', 'AWS::Pipes::Pipe'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the roles of schedules and pipes are taken for resources of this account only',
  why: 'The services act for every AWS customer; the trust policy says for whose schedules and pipes they may take this role (confused deputy).',
  fix: 'use SecureSchedule or SecurePipe, or add conditions on aws:SourceAccount and aws:SourceArn to the trust policy of the role',
  topics: ['confused-deputy'],
  controls: ['A7', 'A9'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) =>
    resource.type === 'AWS::Pipes::Pipe'
      ? roleActsForOwn(resource, 'RoleArn', 'pipes.amazonaws.com')
      : roleActsForOwn(resource, 'Target.RoleArn', 'scheduler.amazonaws.com'),
};
