import type { Resource } from '../../core/assembly';
import { is } from '../../core/compare';
import { fail, Judgement, PASS, Rule, unknown, worstOfAll } from '../../core/rule';

const FLAG = 'AssociatePublicIpAddress';
/** Where a type lists its network interfaces; a launch configuration has none. */
const INTERFACES: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': 'NetworkInterfaces',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateData.NetworkInterfaces',
  'AWS::AutoScaling::LaunchConfiguration': '',
};

export const noPublicInstances: Rule = {
  id: 'NETWORK-09',
  types: Object.keys(INTERFACES),
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'an instance asks for no public address',
  why: 'An instance on the internet stands there with every flaw of its software, and no gateway or web ACL before it.',
  fix: 'drop AssociatePublicIpAddress; reach it through a load balancer, and Session Manager for shells',
  topics: ['public-access'],
  controls: ['E3', 'FSBP EC2.9', 'FSBP EC2.25', 'FSBP AutoScaling.5'],
  migration: 'manual',
  reaches: [],
  check,
};

function check(resource: Resource): Judgement {
  const path = INTERFACES[resource.type];
  if (path === '') return judge(resource.get(FLAG), `Properties.${FLAG}`);
  const all: any[] = [resource.get(path) ?? []].flat();
  return worstOfAll(all.map((one, index) => judge(one?.[FLAG], `Properties.${path}.${index}.${FLAG}`)));
}

function judge(flag: unknown, at: string): Judgement {
  const verdict = is(flag, true);
  if (verdict === 'unknown') return unknown(`${FLAG} is only known at deployment`, at);
  return verdict === 'pass' ? fail(`${FLAG} = true`, at) : PASS;
}
