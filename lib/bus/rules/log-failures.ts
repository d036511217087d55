import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

/** It only warns: buses could not log before 2025, and deliveries show in metrics and dead-letter queues. */
export const logFailures: Rule = {
  id: 'BUS-07',
  types: ['AWS::Events::EventBus', 'AWS::Pipes::Pipe'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'event buses and pipes log what fails',
  why: 'Metrics say that something failed; only the log says which event, at which step and why.',
  fix: 'use SecureEventBus or SecurePipe, or set logConfig.level of the bus, LogConfiguration.Level of the pipe, to ERROR or more',
  topics: ['logging'],
  controls: ['G1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (resource) =>
    resource.type === 'AWS::Pipes::Pipe'
      ? level(resource, 'LogConfiguration', ['ERROR', 'INFO', 'TRACE'])
      : level(resource, 'LogConfig', ['ERROR', 'INFO', 'TRACE']),
};

function level(resource: Resource, path: string, enough: readonly string[]): Judgement {
  const said: unknown = resource.get(`${path}.Level`);
  const at = `Properties.${path}.Level`;
  if (isUnknown(said)) return unknown('a log level only known at deployment', at);
  return enough.includes(String(said)) ? PASS : fail(said === undefined ? 'no log level' : `Level ${said}`, at);
}
