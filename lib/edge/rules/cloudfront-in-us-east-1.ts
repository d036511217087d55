import { fail, PASS, Rule } from '../../core/rule';

/** In a template without a region nobody knows: CloudFormation refuses it elsewhere, so that nothing insecure comes of it. */
export const cloudFrontInUsEast1: Rule = {
  id: 'WAF-05',
  types: ['AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup', 'AWS::WAFv2::IPSet'],
  severity: 'error',
  tier: 'invariant',
  since: '2026-11',
  title: 'what WAF has for CloudFront is made in us-east-1',
  why: 'WAF refuses the scope CLOUDFRONT in every other region: the deployment fails, and the website stays without its web ACL.',
  fix: 'make it in a stack in us-east-1 with crossRegionReferences: true on both stacks, or import one with Waf.imported',
  topics: ['deployability', 'waf'],
  controls: ['B7'],
  migration: 'manual',
  reaches: ['construct'],
  check: (resource) => {
    const { region } = resource.template;
    const isElsewhere = region !== undefined && region !== 'us-east-1';
    return isElsewhere && resource.get('Scope') === 'CLOUDFRONT'
      ? fail(`Scope CLOUDFRONT in ${region}`, 'Properties.Scope')
      : PASS;
  },
};
