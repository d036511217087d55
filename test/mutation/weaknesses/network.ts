import { CfnResource } from 'aws-cdk-lib';
import { CfnFlowLog, CfnSecurityGroupIngress, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { Attack, resourcesOf } from '../mutate';
import { Area, KEEP, logRows, Row } from './table';
import { SecureVpc } from '../../../lib';

const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const FLOW_LOG = 'AWS::EC2::FlowLog';
const GROUP = 'AWS::EC2::SecurityGroup';
const OPEN = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
const ANYBODY = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }];

const policyRows = (of: string): Row[] => [
  [ENDPOINT, of, 'PolicyDocument', KEEP, JSON.stringify(OPEN)],
  [ENDPOINT, of, 'PolicyDocument.Statement.0.Condition'],
];

const ROWS: Row[] = [
  ...policyRows('Vpc/S3'),
  ...policyRows('Vpc/DynamoDb'),
  ...policyRows('Vpc/EndpointSecretsmanager'),
  [GROUP, 'Vpc/Endpoint', 'SecurityGroupIngress', KEEP, [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]],
  [FLOW_LOG, 'Vpc/FlowLog', 'ResourceId'],
  [FLOW_LOG, 'Vpc/FlowLog', 'TrafficType', KEEP, 'ACCEPT'],
  ['AWS::IAM::Role', 'Vpc/FlowLogRole', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }],
  ['AWS::IAM::Policy', 'Vpc/FlowLogRole', 'PolicyDocument.Statement.0.Action', '*', 'logs:*'],
  ['AWS::IAM::Policy', 'Vpc/FlowLogRole', 'PolicyDocument.Statement.0.Resource', '*'],
  ...logRows('Vpc/FlowLogs'),
];

const groupOf = (stack: Parameters<Attack['apply']>[0]) => resourcesOf(stack, GROUP, 'Vpc/Endpoint')[0];

const ATTACKS: Attack[] = [
  {
    name: 'the flow log taken out',
    apply: (s) => void s.node.findChild('Vpc').node.tryRemoveChild('FlowLog'),
  },
  {
    name: 'the flow log turned to another network',
    apply: (s) => void ((resourcesOf(s, FLOW_LOG)[0] as CfnFlowLog).resourceId = 'vpc-0123456789abcdef0'),
  },
  {
    name: 'a rule beside, that lets everybody in on every port',
    apply: (s) =>
      new CfnSecurityGroupIngress(s, 'X', {
        groupId: (groupOf(s) as any).attrGroupId,
        ipProtocol: '-1',
        cidrIpv6: '::/0',
      }),
  },
  {
    name: 'a rule beside, without its type, for one half of the internet',
    apply: (s) =>
      new CfnResource(s, 'X', {
        type: 'AWS::EC2::SecurityGroupIngress',
        properties: {
          GroupId: s.resolve((groupOf(s) as any).attrGroupId),
          IpProtocol: 6,
          FromPort: '20',
          ToPort: '25',
          CidrIp: '0.0.0.0/1',
        },
      }),
  },
  {
    name: 'a statement more, that lets everything through',
    apply: (s) =>
      resourcesOf(s, ENDPOINT, 'Vpc/S3')[0].addPropertyOverride('PolicyDocument.Statement.1', OPEN.Statement[0]),
  },
  {
    name: 'an L1 property set to an open policy',
    apply: (s) => void ((resourcesOf(s, ENDPOINT, 'Vpc/DynamoDb')[0] as any).policyDocument = OPEN),
  },
];

export const NETWORK: Area = {
  build: (stack) => void new SecureVpc(stack, 'Vpc', { endpoints: [InterfaceVpcEndpointAwsService.SECRETS_MANAGER] }),
  rows: ROWS,
  attacks: ATTACKS,
  spared: [
    [[ENDPOINT, 'Vpc/S3', 'PolicyDocument'], 'without a policy it is as AWS makes it: NETWORK-06 warns'],
    [[ENDPOINT, 'Vpc/Endpoint', 'SecurityGroupIds'], 'the default group, which is empty: NETWORK-08 warns'],
    [
      [GROUP, 'Vpc/Endpoint', 'SecurityGroupIngress', KEEP, ANYBODY],
      'no way leads there from outside: NETWORK-02 warns',
    ],
    [['AWS::EC2::Subnet', 'Vpc/Private', 'MapPublicIpOnLaunch', KEEP, true], 'no way leads out: NETWORK-04 warns'],
  ],
  harmless: {
    'AWS::EC2::VPC.CidrBlock': 'addresses of its own',
    'AWS::EC2::VPC.EnableDnsHostnames': 'without it the names of endpoints lead outside, where no way is',
    'AWS::EC2::VPC.EnableDnsSupport': 'the same',
    'AWS::EC2::VPC.InstanceTenancy': 'hardware of its own is dearer, not more closed',
    'AWS::EC2::VPC.Tags': 'names',
    'AWS::EC2::Subnet.AvailabilityZone': 'where it stands',
    'AWS::EC2::Subnet.CidrBlock': 'addresses of its own',
    'AWS::EC2::Subnet.Tags': 'names',
    'AWS::EC2::Subnet.VpcId': 'names its network; without one there is none',
    'AWS::EC2::RouteTable.*': 'a table without routes but those of the endpoints',
    'AWS::EC2::SubnetRouteTableAssociation.*': 'without it the main table counts, which has no route either',
    [`${ENDPOINT}.RouteTableIds`]: 'without a route nothing reaches the service',
    [`${ENDPOINT}.ServiceName`]: 'what it leads to; its policy names the account',
    [`${ENDPOINT}.Tags`]: 'names',
    [`${ENDPOINT}.VpcEndpointType`]: 'AWS refuses the other for what goes with it',
    [`${ENDPOINT}.VpcId`]: 'names its network',
    [`${ENDPOINT}.PrivateDnsEnabled`]: 'without it the usual name leads outside, where no way is',
    [`${ENDPOINT}.SubnetIds`]: 'where it stands',
    [`${GROUP}.GroupDescription`]: 'a description',
    [`${GROUP}.SecurityGroupEgress`]: 'an endpoint opens no connection',
    [`${GROUP}.Tags`]: 'names',
    [`${GROUP}.VpcId`]: 'names its network',
    [`${FLOW_LOG}.DeliverLogsPermissionArn`]: 'without it the deployment fails',
    [`${FLOW_LOG}.LogDestinationType`]: 'logs go to the group when nothing is said',
    [`${FLOW_LOG}.LogGroupName`]: 'without it the deployment fails',
    [`${FLOW_LOG}.MaxAggregationInterval`]: 'ten minutes when nothing is said, too',
    [`${FLOW_LOG}.ResourceType`]: 'without it the deployment fails',
    [`${FLOW_LOG}.Tags`]: 'names',
    'AWS::IAM::Role.ManagedPolicyArns': 'the role of CDK’s own function, which cdk-singletons covers as CDK writes it',
    'AWS::IAM::Role.Policies': 'the same',
    'AWS::IAM::Role.Tags': 'names',
    'AWS::IAM::Policy.PolicyName': 'a name',
    'AWS::IAM::Policy.Roles': 'names its subject: taken away, the role may do less',
    'AWS::Lambda::Function.*': 'CDK’s own function, which empties the default group at deployment',
    'Custom::VpcRestrictDefaultSG.*': 'names the default group, which nothing uses',
    'AWS::Logs::LogGroup.Tags': 'names',
    'AWS::KMS::Key.*': 'the key of the ring, whose rows the bucket has',
  },
};
