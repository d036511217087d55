import { CfnSecurityGroupIngress, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import { Attack, resourcesOf } from '../mutate';
import { Area, KEEP, Row } from './table';
import { SecureCache } from '../../../lib';

const CACHE = 'AWS::ElastiCache::ServerlessCache';
const USER = 'AWS::ElastiCache::User';
const USERS = 'AWS::ElastiCache::UserGroup';
const GROUP = 'AWS::EC2::SecurityGroup';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

const ROWS: Row[] = [
  [CACHE, 'Cache', 'UserGroupId', ''],
  [CACHE, 'Cache', 'KmsKeyId', 'alias/aws/elasticache'],
  [USER, 'Cache', 'AuthenticationMode', { Type: 'no-password-required' }],
  [USERS, 'Cache', 'UserIds', KEEP, ['default'], 'default'],
];

const cacheIn = (stack: Parameters<Attack['apply']>[0]) => resourcesOf(stack, CACHE)[0] as CfnServerlessCache;
const groupId = (stack: Parameters<Attack['apply']>[0]) => (resourcesOf(stack, GROUP, 'Cache')[0] as any).attrGroupId;

const ATTACKS: Attack[] = [
  {
    name: 'a rule beside, that lets everybody in',
    apply: (s) =>
      new CfnSecurityGroupIngress(s, 'X', {
        groupId: groupId(s),
        ipProtocol: 'tcp',
        fromPort: 6379,
        toPort: 6379,
        cidrIp: '0.0.0.0/0',
      }),
  },
  {
    name: 'a client turned into everybody',
    apply: (s) => {
      const [rule] = resourcesOf(s, INGRESS);
      rule.addPropertyDeletionOverride('SourceSecurityGroupId');
      rule.addPropertyOverride('CidrIpv6', '::/0');
    },
  },
  {
    name: 'the built-in user put beside its own',
    apply: (s) => void (resourcesOf(s, USERS)[0] as CfnUserGroup).userIds.push('default'),
  },
  {
    name: 'a user that needs no password',
    apply: (s) => {
      const [user] = resourcesOf(s, USER);
      user.addPropertyDeletionOverride('AuthenticationMode');
      user.addPropertyOverride('NoPasswordRequired', 'true');
    },
  },
  {
    name: 'an L1 property set to nothing',
    apply: (s) => void (cacheIn(s).userGroupId = undefined),
  },
];

export const CACHE_AREA: Area = {
  build: (stack) => {
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-0123456789abcdef0',
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    });
    const cache = new SecureCache(stack, 'Cache', { vpc });
    cache.allowFrom(SecurityGroup.fromSecurityGroupId(stack, 'Clients', 'sg-0123456789abcdef0', { mutable: false }));
  },
  rows: ROWS,
  attacks: ATTACKS,
  spared: [
    [[CACHE, 'Cache', 'CacheUsageLimits'], 'it spends without end: CACHE-06 warns'],
    [[CACHE, 'Cache', 'SnapshotRetentionLimit', 0], 'nothing brings its contents back: CACHE-05 warns'],
    [[CACHE, 'Cache', 'SecurityGroupIds'], 'the default group of its VPC: NETWORK-08 warns'],
    [[CACHE, 'Cache', 'ConnectionType', KEEP, 'public'], 'identities of IAM only: CACHE-07 warns'],
    [[USER, 'Cache', 'AccessString', KEEP, 'on ~* +@all'], 'who signs in may do more, and still has to sign in'],
  ],
  harmless: {
    [`${CACHE}.Description`]: 'a description',
    [`${CACHE}.Engine`]: 'without it the deployment fails',
    [`${CACHE}.MajorEngineVersion`]: 'ElastiCache takes the latest that it knows',
    [`${CACHE}.ServerlessCacheName`]: 'a name',
    [`${CACHE}.SubnetIds`]: 'where it stands; without them in the default subnets of its group’s network',
    [`${CACHE}.Tags`]: 'the class it states asks for a key; nobody guesses one that is not stated',
    [`${USER}.Engine`]: 'without it the deployment fails',
    [`${USER}.UserId`]: 'a name',
    [`${USER}.UserName`]: 'a name; ElastiCache refuses another than the id',
    [`${USERS}.Engine`]: 'without it the deployment fails',
    [`${USERS}.UserGroupId`]: 'a name',
    [`${GROUP}.GroupDescription`]: 'a description',
    [`${GROUP}.SecurityGroupEgress`]: 'a cache opens no connection',
    [`${GROUP}.VpcId`]: 'names its network',
    [`${INGRESS}.Description`]: 'a description',
    [`${INGRESS}.FromPort`]: 'other ports for the same clients, on which nothing listens',
    [`${INGRESS}.ToPort`]: 'the same',
    [`${INGRESS}.GroupId`]: 'names its subject: taken away, nobody gets in',
    [`${INGRESS}.IpProtocol`]: 'the same',
    [`${INGRESS}.SourceSecurityGroupId`]: 'names a client; an attack turns it into everybody',
    'AWS::KMS::Key.*': 'the key of the ring, whose rows the bucket has',
  },
};
