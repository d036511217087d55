import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

export const keepImagesLogging: Rule = {
  id: 'WEB-06',
  types: ['AWS::Lambda::MicrovmImage'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'the logs of a MicroVM image are not switched off',
  why: 'Nobody can say afterwards what ran in a MicroVM that left no records.',
  fix: 'set logging.disabled to false, or leave it out',
  topics: ['logging'],
  controls: ['G1'],
  migration: 'in-place',
  reaches: [],
  check: (image) => {
    const disabled: unknown = image.get('Logging.Disabled');
    const at = 'Properties.Logging.Disabled';
    if (disabled === undefined || is(disabled, false) === 'pass') return PASS;
    return is(disabled, true) === 'pass'
      ? fail('Logging.Disabled true', at)
      : unknown('Logging.Disabled is not known', at);
  },
};
