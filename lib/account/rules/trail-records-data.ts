import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';
import { isUnknown } from '../../core/text';

export const trailRecordsData: Rule = {
  id: 'ACCOUNT-08',
  types: ['AWS::CloudTrail::Trail'],
  severity: 'warning',
  tier: 'assurance',
  since: '2026-11',
  title: 'a trail records who reads and writes objects',
  why: 'Without data events nobody can tell afterwards which objects an intruder read.',
  fix: 'add S3 data events with addS3EventSelector, or EventSelectors with DataResources; they cost by the event',
  topics: ['logging', 'monitoring'],
  controls: ['G6', 'G9'],
  migration: 'in-place',
  reaches: [],
  check: (trail) => (recordsData(trail) ? PASS : noData()),
};

const noData = (): Judgement => fail('management events only', 'Properties.EventSelectors');

function recordsData(trail: Resource): boolean {
  const selectors = trail.get('EventSelectors');
  const advanced = trail.get('AdvancedEventSelectors');
  if (isUnknown(selectors) || isUnknown(advanced)) return true;
  return (
    asList(selectors).some((one) => asList(one?.DataResources).length > 0) ||
    asList(advanced).some((one) => asList(one?.FieldSelectors).some((field) => asList(field?.Equals).includes('Data')))
  );
}

const asList = (value: unknown): any[] => (value === undefined || value === null ? [] : [value].flat());
