import { isPresent } from '../../core/compare';
import { fail, PASS, Rule } from '../../core/rule';
import { behaviorsOf, CONFIG_AT, DISTRIBUTION, originsOf, reaches, runsCode } from '../distribution-config';

export const stateRootObject: Rule = {
  id: 'SITE-11',
  types: [DISTRIBUTION],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'a distribution before a bucket says what it answers to /',
  why: 'Without a default root object the request goes to the bucket itself, which lists what is in it to whoever may list.',
  fix: 'set defaultRootObject, for example to index.html',
  topics: ['public-access'],
  controls: ['E3', 'FSBP CloudFront.1'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (distribution) => {
    if (isPresent(distribution.get('DistributionConfig.DefaultRootObject'))) return PASS;
    const [first] = behaviorsOf(distribution) ?? [];
    // code may answer / itself; what is no bucket answers it as it likes
    if (!first || runsCode(first.behavior)) return PASS;
    const isBucket = (originsOf(distribution) ?? []).some(
      ({ origin, kind }) => kind === 'bucket' && reaches(distribution, first.behavior, origin),
    );
    return isBucket ? fail('no DefaultRootObject', `${CONFIG_AT}.DefaultRootObject`) : PASS;
  },
};
