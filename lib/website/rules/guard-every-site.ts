import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown, readable } from '../../core/text';
import { CONFIG_AT, DISTRIBUTION } from '../distribution-config';

export const guardEverySite: Rule = {
  id: 'SITE-09',
  types: [DISTRIBUTION],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL stands before every distribution',
  why: 'Without one, scanners, injections and floods of single addresses reach what is behind CloudFront, and are paid for.',
  fix: 'use SecureWebsite or SecureDistribution, or set webAclId to the ARN of a SecureWebAcl of scope CLOUDFRONT',
  topics: ['waf', 'public-access', 'denial-of-wallet'],
  controls: ['B7', 'F9', 'FSBP CloudFront.6', 'AwsSolutions-CFR2'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (distribution) => {
    const at = `${CONFIG_AT}.WebACLId`;
    if (isUnknown(distribution.get('DistributionConfig')))
      return unknown('a configuration that cannot be read here', at);
    const acl: unknown = distribution.get('DistributionConfig.WebACLId');
    if (!isPresent(acl)) return fail('no WebACLId', at);
    const found = distribution.assembly.find(acl, 'AWS::WAFv2::WebACL');
    const isRegional = /:regional\//.test(String(acl)) || found?.get('Scope') === 'REGIONAL';
    return isRegional ? fail(`${readable(acl)}, of scope REGIONAL`, at) : PASS;
  },
};
