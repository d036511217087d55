import type { Resource } from '../core/assembly';
import { mentioning } from '../core/mentions';
import { isUnknown } from '../core/text';
import { kindOf } from './mapping-kinds';

const SCHEDULE = { 'AWS::Scheduler::Schedule': ['Target'] };
const QUALIFIERS = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];
/** Services that carry a request, which looks much the same to the function. */
const HTTP = /^(apigateway|elasticloadbalancing|vpc-lattice)$/;

/** The kinds of events that a function gets, as its own template and those beside it say. */
export function eventKindsOf(fn: Resource): Set<string> {
  const { assembly } = fn;
  const doors = [fn, ...QUALIFIERS.flatMap((type) => assembly.about(fn, type))];
  const kinds = new Set<string>();
  for (const door of doors) {
    for (const mapping of assembly.about(door, 'AWS::Lambda::EventSourceMapping')) {
      const kind = kindOf(mapping);
      if (kind !== 'unknown') kinds.add(kind);
    }
    for (const permission of assembly.about(door, 'AWS::Lambda::Permission')) {
      const kind = byPrincipal(permission.get('Principal'));
      if (kind) kinds.add(kind);
    }
    if (assembly.about(door, 'AWS::Lambda::Url').length > 0) kinds.add('HTTP');
    if (mentioning(door, SCHEDULE).some((one) => one.exists())) kinds.add('schedules');
  }
  return kinds;
}

/** Accounts and roles are callers, not kinds of events. */
function byPrincipal(principal: unknown): string | undefined {
  if (typeof principal !== 'string' || isUnknown(principal)) return undefined;
  const [, service] = /^([a-z0-9-]+)\.(?:[a-z0-9.-]+\.)?amazonaws\.com/.exec(principal) ?? [];
  if (service === undefined) return undefined;
  return HTTP.test(service) ? 'HTTP' : service;
}
