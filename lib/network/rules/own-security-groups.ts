import type { Resource } from '../../core/assembly';
import { isPresent } from '../../core/compare';
import { fail, Judgement, PASS, Rule } from '../../core/rule';

/** Where a type names its groups, and when it takes the default one for want of them. */
interface Place {
  readonly path: string;
  readonly fallsBack?: (resource: Resource) => boolean;
}

const PLACES: Readonly<Record<string, Place>> = {
  'AWS::EC2::SecurityGroupIngress': { path: 'GroupId' },
  'AWS::Lambda::Function': { path: 'VpcConfig.SecurityGroupIds' },
  'AWS::EC2::VPCEndpoint': {
    path: 'SecurityGroupIds',
    fallsBack: (endpoint) => endpoint.get('VpcEndpointType') === 'Interface',
  },
  'AWS::ElastiCache::ServerlessCache': {
    path: 'SecurityGroupIds',
    fallsBack: (cache) => cache.get('ConnectionType') !== 'public',
  },
  // a network load balancer may well have none
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { path: 'SecurityGroups' },
};

/** What nothing uses cannot be opened by mistake. Whether its rules are gone, no template says. */
export const ownSecurityGroups: Rule = {
  id: 'NETWORK-08',
  types: Object.keys(PLACES),
  severity: 'warning',
  tier: 'invariant',
  since: '2026-11',
  title: 'nothing uses the default security group of a VPC',
  why: 'Everything that names no group of its own lands in the default one, where all of it reaches all of it on every port.',
  fix: 'give it a security group of its own, and let in what has to come',
  topics: ['least-privilege'],
  controls: ['A2', 'FSBP EC2.2'],
  migration: 'in-place',
  reaches: ['construct'],
  check,
};

function check(resource: Resource): Judgement {
  const { path, fallsBack } = PLACES[resource.type];
  const groups: unknown = resource.get(path);
  const at = `Properties.${path}`;
  if (!isPresent(groups)) return fallsBack?.(resource) ? fail('no security group, so the default one', at) : PASS;
  const isDefault = (one: unknown) => typeof one === 'string' && /⟨\d+#[^⟩]+\.DefaultSecurityGroup⟩/.test(one);
  return [groups].flat().some(isDefault) ? fail('the default security group', at) : PASS;
}
