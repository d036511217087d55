import type { VpcProps } from 'aws-cdk-lib/aws-ec2';
import { is } from '../../core/compare';
import { fail, PASS, Rule, unknown } from '../../core/rule';

const AT = 'Properties.MapPublicIpOnLaunch';

export const noPublicAddressByDefault: Rule<VpcProps> = {
  id: 'NETWORK-04',
  types: ['AWS::EC2::Subnet'],
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'nothing gets a public address by starting in a subnet',
  why: 'Whatever lands in the subnet by mistake has an address on the internet, and every such address costs $3.65 a month.',
  fix: 'set mapPublicIpOnLaunch to false for public subnets; load balancers and NAT gateways do not need it',
  topics: ['public-access'],
  controls: ['E3', 'FSBP EC2.15'],
  migration: 'in-place',
  reaches: ['construct'],
  check: (subnet) => {
    const verdict = is(subnet.get('MapPublicIpOnLaunch'), true);
    if (verdict === 'unknown') return unknown('MapPublicIpOnLaunch is only known at deployment', AT);
    return verdict === 'pass' ? fail('MapPublicIpOnLaunch = true', AT) : PASS;
  },
};
