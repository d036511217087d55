import { is } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';

export const serveItsSources: Rule = {
  id: 'FUNCTION-14',
  types: ['AWS::Lambda::Function'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'the function may run when its event sources call',
  why: 'Reserved concurrency 0 stops the function, not its queue: good messages are received, refused and end as dead letters.',
  fix: 'disable the event source mapping instead, or take reservedConcurrentExecutions: 0 away',
  topics: ['availability'],
  controls: ['F4', 'B9'],
  migration: 'in-place',
  reaches: [],
  check: (resource) => {
    if (is(resource.get('ReservedConcurrentExecutions'), 0) !== 'pass') return PASS;
    const { assembly } = resource;
    const targets = [resource, ...assembly.about(resource, 'AWS::Lambda::Alias')];
    const mapping = targets
      .flatMap((one) => assembly.about(one, 'AWS::Lambda::EventSourceMapping'))
      .find((one) => is(one.get('Enabled'), false) !== 'pass');
    return mapping
      ? fail(`no concurrency, while ${mapping.logicalId} goes on`, 'Properties.ReservedConcurrentExecutions')
      : PASS;
  },
};
