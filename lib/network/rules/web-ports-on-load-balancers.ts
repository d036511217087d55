import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule, worstOfAll } from '../../core/rule';
import { openingsOf } from '../openings';

const BALANCERS = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'];

export const webPortsOnLoadBalancers: Rule = {
  id: 'NETWORK-02',
  types: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'only load balancers are reached from the whole internet on ports 80 and 443',
  why: 'What answers the internet by itself has no web ACL before it, no managed certificate and nothing that spreads a flood.',
  fix: 'put a load balancer or CloudFront before it, and let in its security group or prefix list only',
  topics: ['public-access', 'waf'],
  controls: ['B7', 'E3'],
  migration: 'breaks-callers',
  reaches: ['construct'],
  check,
};

function check(resource: Resource): Judgement {
  const open = openingsOf(resource).filter(({ ports, reach }) => ports === 'web' && reach === 'internet');
  if (open.length === 0) return PASS;
  const { assembly } = resource;
  const groups = resource.type === 'AWS::EC2::SecurityGroup' ? [resource] : assembly.subjects(resource);
  const isBalancers = (group: Resource) => assembly.about(group).some(({ type }) => BALANCERS.includes(type));
  // a group that lies elsewhere may well be a load balancer's
  if (groups.every(isBalancers)) return PASS;
  return worstOfAll(open.map(({ said, at }) => fail(`${said}, on what is no load balancer here`, at)));
}
