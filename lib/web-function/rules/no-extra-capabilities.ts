import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';

const AT = 'Properties.AdditionalOsCapabilities';

export const noExtraCapabilities: Rule = {
  id: 'WEB-07',
  types: ['AWS::Lambda::MicrovmImage'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a MicroVM image asks for no additional capabilities of the operating system',
  why: 'Each one is a way to leave the sandbox of the code that runs inside, or to change what watches it.',
  fix: 'leave additionalOsCapabilities empty',
  topics: ['least-privilege'],
  controls: ['A2'],
  migration: 'in-place',
  reaches: [],
  check: (image) => {
    const asked: unknown = image.get('AdditionalOsCapabilities');
    if (isUnknown(asked)) return unknown('capabilities only known at deployment', AT);
    const list = asked === undefined ? [] : [asked].flat();
    return list.length === 0 ? PASS : fail(list.map(String).join(', '), AT);
  },
};
