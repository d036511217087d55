import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown } from '../../core/rule';
import { readable } from '../../core/text';

/** Type → the property that switches it off, the value that is on, and what holds when it is not set. */
const SWITCHES: Readonly<Record<string, { readonly property: string; readonly on: string; readonly unset?: string }>> =
  {
    'AWS::GuardDuty::Detector': { property: 'Enable', on: 'true' },
    'AWS::Macie::Session': { property: 'Status', on: 'ENABLED', unset: 'ENABLED' },
  };

export const detectorsAreOn: Rule = {
  id: 'ACCOUNT-10',
  types: Object.keys(SWITCHES),
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'threat detection that is set up is also on',
  why: 'A detector that is there and off looks like protection, and sees nothing.',
  fix: 'set Enable of the GuardDuty detector to true, Status of the Macie session to ENABLED',
  topics: ['monitoring'],
  controls: ['G5', 'FSBP GuardDuty.1', 'FSBP Macie.1'],
  migration: 'in-place',
  reaches: [],
  check: (detector) => judge(detector),
};

function judge(detector: Resource): Judgement {
  const { property, on, unset } = SWITCHES[detector.type];
  const value = detector.get(property);
  const at = `Properties.${property}`;
  const verdict = is(value ?? unset, on);
  if (verdict === 'pass') return PASS;
  const got = `${property} ${value === undefined ? 'not set' : `= ${readable(value)}`}`;
  return verdict === 'fail' ? fail(got, at) : unknown(got, at);
}
