import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

/** Property → what holds when it is not set: CreateTrail, CloudTrail API reference. */
const DEFAULTS: Readonly<Record<string, boolean>> = {
  IsLogging: false,
  IsMultiRegionTrail: false,
  IncludeGlobalServiceEvents: true,
};

export const trailEveryRegion: Rule = {
  id: 'ACCOUNT-05',
  types: ['AWS::CloudTrail::Trail'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a trail is on, records management events, and does so in every region',
  why: 'An intruder works where nobody looks: in a region without a trail, nothing tells what was done.',
  fix: 'set isLogging, isMultiRegionTrail and includeGlobalServiceEvents to true, and record management events of both kinds',
  topics: ['logging', 'monitoring'],
  controls: ['G1', 'G4', 'FSBP CloudTrail.1'],
  migration: 'in-place',
  reaches: [],
  check: (trail) =>
    worstOfAll([...Object.keys(DEFAULTS).map((property) => judgeFlag(trail, property)), judgeEvents(trail)]),
};

function judgeFlag(trail: Resource, property: string): Judgement {
  const value = trail.get(property);
  const verdict = is(value ?? DEFAULTS[property], true);
  if (verdict === 'pass') return PASS;
  const got = `${property} ${value === undefined ? 'not set' : `= ${readable(value)}`}`;
  const at = `Properties.${property}`;
  return verdict === 'fail' ? fail(got, at) : unknown(got, at);
}

/** Management events of both kinds are the default. A trail for data only is the complement of another one. */
function judgeEvents(trail: Resource): Judgement {
  const { assembly } = trail;
  if (recordsManagement(trail)) return PASS;
  const others = assembly.ofType(trail.type).filter((one) => one !== trail && one.exists());
  return others.some(recordsManagement)
    ? PASS
    : fail('selectors that leave management events out', 'Properties.EventSelectors');
}

function recordsManagement(trail: Resource): boolean {
  const selectors = asList(trail.get('EventSelectors'));
  const advanced = asList(trail.get('AdvancedEventSelectors'));
  if (selectors.length + advanced.length === 0 || [...selectors, ...advanced].some(isUnknown)) return true;
  return (
    selectors.some(
      (one) => says(one?.IncludeManagementEvents ?? true, true) && says(one?.ReadWriteType ?? 'All', 'All'),
    ) ||
    advanced.some((one) => {
      const fields = asList(one?.FieldSelectors);
      const isManagement = fields.some(
        ({ Field, Equals }) => Field === 'eventCategory' && asList(Equals).includes('Management'),
      );
      return isManagement && !fields.some(({ Field }) => Field === 'readOnly');
    })
  );
}

const says = (value: unknown, wanted: string | boolean): boolean => is(value, wanted) !== 'fail';

const asList = (value: unknown): any[] => (value === undefined || value === null ? [] : [value].flat());
