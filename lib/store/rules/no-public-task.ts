import { Rule } from '../../core/rule';
import { judgeSettings } from '../settings';

const TYPES = ['AWS::ECS::Service', 'AWS::ECS::TaskSet'];

/** Advice: the security group decides, and in a public subnet without NAT it is the only way to pull images. */
export const noPublicTask: Rule = {
  id: 'STORE-12',
  types: TYPES,
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'tasks have no public address',
  why: 'Traffic can go around the load balancer, its TLS and its firewall, straight to the container.',
  fix: 'set assignPublicIp to false, and give private subnets endpoints or a NAT gateway',
  topics: ['public-access'],
  controls: ['E3', 'FSBP ECS.2', 'FSBP ECS.16'],
  migration: 'in-place',
  reaches: [],
  check: judgeSettings(
    TYPES.map((type) => ({
      type,
      path: `NetworkConfiguration.${type === 'AWS::ECS::Service' ? 'AwsvpcConfiguration' : 'AwsVpcConfiguration'}.AssignPublicIp`,
      bad: ['ENABLED'],
      absent: 'pass',
    })),
  ),
};
