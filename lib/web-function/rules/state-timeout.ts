import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

export const stateRevisionTimeout: Rule = {
  id: 'WEB-04',
  types: ['AWS::Lambda::WebFunctionRevision'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a revision of a web function states its timeout',
  why: 'A request that hangs holds its environment as long as nobody ends it, and an attacker makes it hang.',
  fix: 'set the timeout to what the slowest good request needs',
  topics: ['denial-of-wallet', 'availability'],
  controls: ['F5', 'PureSec SAS-8'],
  migration: 'in-place',
  reaches: [],
  check: (revision) => {
    const seconds: unknown = revision.get('ServiceConfig.TimeoutSeconds');
    const at = 'Properties.ServiceConfig.TimeoutSeconds';
    if (isUnknown(seconds)) return unknown('a timeout only known at deployment', at);
    return Number(seconds) > 0 ? PASS : fail('no TimeoutSeconds', at);
  },
};
