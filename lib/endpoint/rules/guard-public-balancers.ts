import { isPresent } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';
import { isUnknown } from '../../core/text';
import { isApplication, isPublic, LOAD_BALANCER } from '../load-balancers';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

export const guardPublicBalancers: Rule = {
  id: 'ENDPOINT-06',
  types: [LOAD_BALANCER],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a web ACL stands before every application load balancer on the internet',
  why: 'Without one, scanners, injections and floods of single addresses reach what is behind it.',
  fix: 'make a SecureWebAcl of scope REGIONAL, and an AWS::WAFv2::WebACLAssociation of its ARN with that of the load balancer',
  topics: ['waf', 'public-access'],
  controls: ['B7', 'FSBP ELB.16'],
  migration: 'in-place',
  reaches: [],
  check: (balancer) => {
    if (!isApplication(balancer) || isPublic(balancer) === 'no') return PASS;
    const { assembly } = balancer;
    if (assembly.about(balancer, ASSOCIATION).some((one) => isPresent(one.get('WebACLArn')))) return PASS;
    const open = assembly.ofType(ASSOCIATION).find((one) => one.exists() && isUnknown(one.get('ResourceArn')));
    return open ? unknown(`${open.logicalId}, whose subject is only known at deployment`) : fail('no web ACL');
  },
};
