import type { VpcProps } from 'aws-cdk-lib/aws-ec2';
import type { Resource } from '../../core/assembly';
import { fail, Judgement, PASS, Rule } from '../../core/rule';

const AT = 'Properties';

export const logTraffic: Rule<VpcProps> = {
  id: 'NETWORK-03',
  types: ['AWS::EC2::VPC'],
  severity: 'error',
  tier: 'assurance',
  since: '2026-11',
  title: 'a VPC logs its traffic, what it refused at least',
  why: 'Without flow logs nobody sees who scanned the network, or where data went once something in it was taken over.',
  fix: 'use SecureVpc, or call addFlowLog on the VPC',
  topics: ['logging'],
  controls: ['G1', 'FSBP EC2.6', 'AwsSolutions-VPC7'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(vpc: Resource): Judgement {
  const logs = vpc.assembly.about(vpc, 'AWS::EC2::FlowLog');
  if (logs.length === 0) return fail('no flow log', AT);
  return logs.some((one) => one.get('TrafficType') !== 'ACCEPT') ? PASS : fail('accepted traffic only', AT);
}
