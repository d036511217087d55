import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

const AT = 'Properties.EnableLogFileValidation';

export const trailProvesItsFiles: Rule = {
  id: 'ACCOUNT-06',
  types: ['AWS::CloudTrail::Trail'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a trail signs its log files',
  why: 'Whoever gets at the bucket could delete or change what tells of it, and nobody could prove it.',
  fix: 'set enableFileValidation (EnableLogFileValidation) to true',
  topics: ['logging'],
  controls: ['G1', 'FSBP CloudTrail.4'],
  migration: 'in-place',
  reaches: [],
  check: (trail) => {
    const verdict = is(trail.get('EnableLogFileValidation'), true);
    if (verdict === 'pass') return PASS;
    return verdict === 'fail' ? fail('no validation of log files', AT) : unknown('not known here', AT);
  },
};
