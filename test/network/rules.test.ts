import { verdicts } from '../support/judging';

const P = {
  Parameters: {
    P: { Type: 'String' },
    Open: { Type: 'String', Default: '0.0.0.0/0' },
    Mine: { Type: 'String' },
  },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } },
};
const says = (id: string, resources: object, of = 'It') =>
  verdicts(id, resources as Record<string, unknown>, P)
    .filter((one) => one.endsWith(` ${of}`))
    .map((one) => one.replace(` ${of}`, ''));

const rule = (ports: unknown, source: object = { CidrIp: '0.0.0.0/0' }, IpProtocol: unknown = 'tcp') => {
  const [FromPort, ToPort] = Array.isArray(ports) ? ports : [ports, ports];
  return { IpProtocol, FromPort, ToPort, ...source };
};
const group = (...SecurityGroupIngress: unknown[]) => ({
  It: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'g', SecurityGroupIngress } },
});

test.each<[string, object, string[]]>([
  ['nothing comes in', { It: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'g' } } }, []],
  ['443', group(rule(443)), []],
  ['80, as text', group(rule('80')), []],
  ['HTTP/3', group(rule(443, undefined, 'udp')), []],
  ['22', group(rule(22)), ['fail']],
  ['22 over IPv6', group(rule(22, { CidrIpv6: '::/0' })), ['fail']],
  ['3389, by the number of TCP', group(rule(3389, undefined, '6')), ['fail']],
  ['the second of two', group(rule(443), rule(5432)), ['fail']],
  ['80 to 443', group(rule([80, 443])), ['fail']],
  ['every port', group(rule([0, 65535])), ['fail']],
  ['no ports said', group({ IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' }), ['fail']],
  ['every protocol', group({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), ['fail']],
  ['every protocol, as a number', group({ IpProtocol: -1, CidrIp: '0.0.0.0/0' }), ['fail']],
  ['another protocol', group({ IpProtocol: '47', CidrIp: '0.0.0.0/0' }), ['fail']],
  ['ping', group(rule([8, -1], undefined, 'icmp')), []],
  ['ping over IPv6', group(rule([-1, -1], { CidrIpv6: '::/0' }, '58')), []],
  ['one half of the internet', group(rule(22, { CidrIp: '128.0.0.0/1' })), ['fail']],
  ['every address that is routed', group(rule(22, { CidrIpv6: '2000::/3' })), ['fail']],
  ['a company', group(rule(22, { CidrIp: '203.0.113.0/24' })), []],
  ['all of 10', group(rule(22, { CidrIp: '10.0.0.0/8' })), []],
  ['local addresses', group(rule(22, { CidrIpv6: 'fc00::/7' })), []],
  ['another group', group(rule(22, { SourceSecurityGroupId: { Ref: 'P' } })), []],
  ['a prefix list from elsewhere', group(rule(22, { SourcePrefixListId: 'pl-1' })), []],
  ['one rule that is no list', { It: { ...group().It, Properties: { SecurityGroupIngress: rule(22) } } }, ['fail']],
  ['the range of a VPC', group(rule(22, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })), []],
  ['one address that is known later', group(rule(22, { CidrIp: { 'Fn::Sub': '${Mine}/32' } })), []],
  ['a parameter', group(rule(22, { CidrIp: { Ref: 'P' } })), ['unknown']],
  ['a parameter, on 443', group(rule(443, { CidrIp: { Ref: 'P' } })), []],
  ['a parameter whose default is open', group(rule(22, { CidrIp: { Ref: 'Open' } })), ['fail']],
  ['a port that is known later', group(rule({ Ref: 'P' })), ['unknown']],
  ['a protocol that is known later', group(rule(443, undefined, { Ref: 'P' })), ['unknown']],
  [
    'rules that are known later',
    { It: { ...group().It, Properties: { SecurityGroupIngress: { Ref: 'P' } } } },
    ['unknown'],
  ],
  ['in one branch', group({ 'Fn::If': ['C', rule(22), { Ref: 'AWS::NoValue' }] }), ['fail']],
])('NETWORK-01 doors to the internet: %s', (_, resources, expected) => {
  const vpc = { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } };
  expect(says('NETWORK-01', { ...vpc, ...resources })).toEqual(expected);
});

test('NETWORK-01 reads rules that stand beside their group, and the prefix lists of the app', () => {
  const ingress = (properties: object) => ({ It: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: properties } });
  const list = {
    List: { Type: 'AWS::EC2::PrefixList', Properties: { Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '0.0.0.0/0' }] } },
  };
  const byList = ingress({ GroupId: 'sg-1', ...rule(22, { SourcePrefixListId: { Ref: 'List' } }) });
  expect(says('NETWORK-01', ingress({ GroupId: 'sg-1', ...rule(6379) }))).toEqual(['fail']);
  expect(says('NETWORK-01', ingress({ GroupId: 'sg-1', ...rule(443) }))).toEqual([]);
  expect(says('NETWORK-01', { ...byList, ...list })).toEqual(['fail']);
});

const REF = { 'Fn::GetAtt': ['It', 'GroupId'] };
const balancer = (SecurityGroups: unknown[], version = 'V2') => ({
  Balancer: { Type: `AWS::ElasticLoadBalancing${version}::LoadBalancer`, Properties: { SecurityGroups } },
});
test.each<[string, object, string[]]>([
  ['on nothing that is known', group(rule(443)), ['fail']],
  ['on a load balancer', { ...group(rule(443)), ...balancer([REF]) }, []],
  ['on a classic one', { ...group(rule(80)), ...balancer([{ Ref: 'It' }], '') }, []],
  ['beside a load balancer', { ...group(rule(443)), ...balancer(['sg-1']) }, ['fail']],
  ['from a company', group(rule(443, { CidrIp: '203.0.113.0/24' })), []],
  ['on other ports', group(rule(22)), []],
])('NETWORK-02 web ports: %s', (_, resources, expected) => {
  expect(says('NETWORK-02', resources)).toEqual(expected);
});
test('NETWORK-02 leaves groups alone that lie elsewhere', () => {
  const beside = (GroupId: unknown) => ({
    Beside: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId, ...rule(443) } },
  });
  expect(says('NETWORK-02', beside('sg-1'), 'Beside')).toEqual([]);
  expect(says('NETWORK-02', { ...group(), ...beside(REF) }, 'Beside')).toEqual(['fail']);
  expect(says('NETWORK-02', { ...group(), ...beside(REF), ...balancer([REF]) }, 'Beside')).toEqual([]);
});

const vpc = { It: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } };
const flowLog = (properties: object = {}, rest: object = {}) => ({
  Log: {
    Type: 'AWS::EC2::FlowLog',
    Properties: { ResourceId: { Ref: 'It' }, ResourceType: 'VPC', ...properties },
    ...rest,
  },
});
test.each<[string, object, string[]]>([
  ['none', vpc, ['fail']],
  ['all traffic', { ...vpc, ...flowLog({ TrafficType: 'ALL' }) }, []],
  ['what was refused', { ...vpc, ...flowLog({ TrafficType: 'REJECT' }) }, []],
  ['what was let in only', { ...vpc, ...flowLog({ TrafficType: 'ACCEPT' }) }, ['fail']],
  ['of another VPC', { ...vpc, ...flowLog({ ResourceId: 'vpc-1' }) }, ['fail']],
  [
    'of one of its subnets',
    { ...vpc, Subnet: { Type: 'AWS::EC2::Subnet' }, ...flowLog({ ResourceId: { Ref: 'Subnet' } }) },
    ['fail'],
  ],
  ['under a condition', { ...vpc, ...flowLog({}, { Condition: 'C' }) }, ['fail']],
  ['a type that is known later', { ...vpc, ...flowLog({ TrafficType: { Ref: 'P' } }) }, []],
])('NETWORK-03 flow logs: %s', (_, resources, expected) => {
  expect(says('NETWORK-03', resources)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['nothing said', {}, []],
  ['false', { MapPublicIpOnLaunch: false }, []],
  ['true', { MapPublicIpOnLaunch: true }, ['fail']],
  ['true, as text', { MapPublicIpOnLaunch: 'true' }, ['fail']],
  ['parameter', { MapPublicIpOnLaunch: { Ref: 'P' } }, ['unknown']],
])('NETWORK-04 public addresses by default: %s', (_, Properties, expected) => {
  expect(says('NETWORK-04', { It: { Type: 'AWS::EC2::Subnet', Properties } })).toEqual(expected);
});

const endpoint = (Properties: object) => ({ It: { Type: 'AWS::EC2::VPCEndpoint', Properties } });
const statement = (rest: object = {}) => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...rest });
const policy = (...Statement: object[]) => ({ PolicyDocument: { Version: '2012-10-17', Statement } });
const OTHERS = { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } };
test.each<[string, object, string[]]>([
  ['none', {}, []],
  ['AWS’s own', policy(statement()), ['fail']],
  ['as text', { PolicyDocument: JSON.stringify(policy(statement()).PolicyDocument) }, ['fail']],
  ['every action of the service', policy(statement({ Action: 's3:*' })), ['fail']],
  ['every AWS principal', policy(statement({ Principal: { AWS: '*' } })), ['fail']],
  ['beside one that is narrow', policy(statement({ Action: 's3:GetObject' }), statement()), ['fail']],
  ['under a condition', policy(statement({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })), []],
  ['one action', policy(statement({ Action: 's3:GetObject' })), []],
  ['one bucket', policy(statement({ Resource: 'arn:aws:s3:::b/*' })), []],
  ['one account', policy(statement({ Principal: { AWS: '111111111111' } })), []],
  ['taken back by a Deny', policy(statement(), statement({ Effect: 'Deny', Condition: OTHERS })), []],
  [
    'a Deny of one action',
    policy(statement(), statement({ Effect: 'Deny', Principal: { AWS: '111111111111' } })),
    ['fail'],
  ],
  ['parameter', { PolicyDocument: { Ref: 'P' } }, ['unknown']],
])('NETWORK-05 open endpoint policies: %s', (_, properties, expected) => {
  expect(says('NETWORK-05', endpoint({ ServiceName: 'com.amazonaws.us-east-1.s3', ...properties }))).toEqual(expected);
});

const S3 = { ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' } };
test.each<[string, object, string[]]>([
  ['gateway', S3, ['fail']],
  ['interface', { ...S3, VpcEndpointType: 'Interface' }, ['fail']],
  ['with one', { ...S3, ...policy(statement()) }, []],
  ['with one that is known later', { ...S3, PolicyDocument: { Ref: 'P' } }, []],
  ['to a load balancer', { ...S3, VpcEndpointType: 'GatewayLoadBalancer' }, []],
  [
    'to a service of a customer',
    { ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-1', VpcEndpointType: 'Interface' },
    [],
  ],
  ['to a service that is known later', { ServiceName: { Ref: 'P' } }, []],
])('NETWORK-06 endpoints without a policy: %s', (_, properties, expected) => {
  expect(says('NETWORK-06', endpoint(properties))).toEqual(expected);
});

const entry = (properties: object = {}, id = 'It') => ({
  [id]: {
    Type: 'AWS::EC2::NetworkAclEntry',
    Properties: {
      NetworkAclId: { Ref: 'Acl' },
      RuleNumber: 100,
      RuleAction: 'allow',
      Protocol: 6,
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 22, To: 22 },
      ...properties,
    },
  },
});
const refused = (properties: object = {}) => entry({ RuleNumber: 50, RuleAction: 'deny', ...properties }, 'Refused');
test.each<[string, object, string[]]>([
  ['SSH', entry(), ['fail']],
  ['the remote desktop, in a range', entry({ PortRange: { From: 1024, To: '65535' } }), ['fail']],
  ['everything', entry({ Protocol: -1, PortRange: undefined }), ['fail']],
  ['over IPv6', entry({ CidrBlock: undefined, Ipv6CidrBlock: '::/0' }), ['fail']],
  ['443', entry({ PortRange: { From: 443, To: 443 } }), []],
  ['going out', entry({ Egress: true }), []],
  ['refused', entry({ RuleAction: 'deny' }), []],
  ['a company', entry({ CidrBlock: '203.0.113.0/24' }), []],
  ['by UDP', entry({ Protocol: 17 }), []],
  ['parameter', entry({ CidrBlock: { Ref: 'P' } }), ['unknown']],
  ['refused before', { ...entry(), ...refused() }, []],
  ['refused after', { ...entry(), ...refused({ RuleNumber: 200 }) }, ['fail']],
  ['something else refused before', { ...entry(), ...refused({ PortRange: { From: 23, To: 23 } }) }, ['fail']],
  ['one of two refused before', { ...entry({ Protocol: -1 }), ...refused() }, ['fail']],
  ['somebody else refused before', { ...entry(), ...refused({ CidrBlock: '198.51.100.0/24' }) }, ['fail']],
  ['refused in another list', { ...entry(), ...refused({ NetworkAclId: 'acl-1' }) }, ['fail']],
])('NETWORK-07 network ACLs: %s', (_, resources, expected) => {
  expect(says('NETWORK-07', { Acl: { Type: 'AWS::EC2::NetworkAcl' }, ...resources })).toEqual(expected);
});

const DEFAULT = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] };
const inVpc = (SecurityGroupIds: unknown) => ({ VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds } });
test.each<[string, string, object, string[]]>([
  ['a function in it', 'AWS::Lambda::Function', inVpc([DEFAULT]), ['fail']],
  ['a function in its own', 'AWS::Lambda::Function', inVpc([{ Ref: 'P' }]), []],
  ['a function in no VPC', 'AWS::Lambda::Function', {}, []],
  ['a rule that opens it', 'AWS::EC2::SecurityGroupIngress', { GroupId: DEFAULT }, ['fail']],
  ['a rule that opens another', 'AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1' }, []],
  ['an interface endpoint that names none', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, ['fail']],
  ['a gateway', 'AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }, []],
  ['a cache that names none', 'AWS::ElastiCache::ServerlessCache', {}, ['fail']],
  ['a cache outside of a VPC', 'AWS::ElastiCache::ServerlessCache', { ConnectionType: 'public' }, []],
  ['a load balancer in it', 'AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: [DEFAULT] }, ['fail']],
  ['a load balancer without any', 'AWS::ElasticLoadBalancingV2::LoadBalancer', {}, []],
])('NETWORK-08 the default group: %s', (_, Type, Properties, expected) => {
  expect(says('NETWORK-08', { Vpc: vpc.It, It: { Type, Properties } })).toEqual(expected);
});

const ADDRESS = { AssociatePublicIpAddress: true };
test.each<[string, string, object, string[]]>([
  ['instance', 'AWS::EC2::Instance', {}, []],
  ['instance with one', 'AWS::EC2::Instance', { NetworkInterfaces: [{}, ADDRESS] }, ['fail']],
  ['template', 'AWS::EC2::LaunchTemplate', { LaunchTemplateData: { NetworkInterfaces: [ADDRESS] } }, ['fail']],
  ['template without', 'AWS::EC2::LaunchTemplate', { LaunchTemplateData: {} }, []],
  ['configuration', 'AWS::AutoScaling::LaunchConfiguration', { AssociatePublicIpAddress: 'true' }, ['fail']],
  ['configuration without', 'AWS::AutoScaling::LaunchConfiguration', {}, []],
  ['parameter', 'AWS::EC2::Instance', { NetworkInterfaces: [{ AssociatePublicIpAddress: { Ref: 'P' } }] }, ['unknown']],
])('NETWORK-09 public addresses of instances: %s', (_, Type, Properties, expected) => {
  expect(says('NETWORK-09', { It: { Type, Properties } })).toEqual(expected);
});
