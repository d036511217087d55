import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';

const PATH = 'OriginAccessControlConfig.SigningBehavior';

export const accessControlSigns: Rule = {
  id: 'SITE-08',
  types: ['AWS::CloudFront::OriginAccessControl'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'an origin access control signs the requests to its origin',
  why: 'One that never signs looks like protection and is none: the origin has to be public to answer it.',
  fix: 'set signing to Signing.SIGV4_ALWAYS',
  topics: ['public-access'],
  controls: ['E3', 'FSBP CloudFront.13'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check: (control) => {
    const behavior = control.get(PATH);
    const at = `Properties.${PATH}`;
    if (isUnknown(behavior)) return unknown(`SigningBehavior ${readable(behavior)}`, at);
    // the third one signs too, unless the viewer did
    return behavior === 'always' || behavior === 'no-override'
      ? PASS
      : fail(`SigningBehavior ${String(behavior ?? 'not set')}`, at);
  },
};
