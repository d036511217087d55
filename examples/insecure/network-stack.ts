import { App, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnVPCEndpoint, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnReplicationGroup, CfnServerlessCache, CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';

/** A network with its doors open, and sessions in a cache that asks nobody who they are. */
export class InsecureNetwork extends Stack {
  constructor(app: App, id: string, props: StackProps) {
    super(app, id, props);
    const vpc = new Vpc(this, 'Vpc', {
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      natGateways: 0,
      subnetConfiguration: [{ name: 'Private', subnetType: SubnetType.PRIVATE_ISOLATED }],
      flowLogs: {}, // NETWORK-03
    });
    const admins = new SecurityGroup(this, 'Admins', { vpc });
    admins.addIngressRule(Peer.anyIpv4(), Port.SSH, 'until we have a VPN'); // NETWORK-01
    const sessions = new CfnSecurityGroup(this, 'Sessions', {
      vpcId: vpc.vpcId,
      groupDescription: 'Sessions',
      securityGroupIngress: [
        { ipProtocol: 'tcp', fromPort: 6379, toPort: 6379, cidrIp: '128.0.0.0/1' }, // NETWORK-01
      ],
    });
    new CfnVPCEndpoint(this, 'Storage', {
      vpcId: vpc.vpcId,
      serviceName: `com.amazonaws.${this.region}.s3`,
      policyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }, // NETWORK-05
    });
    this.addCaches(sessions, vpc);
  }

  private addCaches(sessions: CfnSecurityGroup, vpc: Vpc): void {
    new CfnReplicationGroup(this, 'OldCache', {
      replicationGroupDescription: 'Sessions of last year',
      engine: 'redis',
      cacheNodeType: 'cache.t4g.micro',
      numCacheClusters: 2,
      securityGroupIds: [sessions.attrGroupId],
      transitEncryptionEnabled: false, // CACHE-01
      atRestEncryptionEnabled: false, // CACHE-02
      userGroupIds: undefined, // CACHE-03
    });
    const everybody = new CfnUser(this, 'Everybody', {
      engine: 'redis',
      userId: 'everybody',
      userName: 'default',
      accessString: 'on ~* +@all',
      noPasswordRequired: true, // CACHE-04
    });
    const users = new CfnUserGroup(this, 'Users', {
      engine: 'redis',
      userGroupId: 'users',
      userIds: [everybody.ref],
    });
    const cache = new CfnServerlessCache(this, 'Cache', {
      serverlessCacheName: 'sessions',
      engine: 'redis',
      userGroupId: users.ref,
      subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [sessions.attrGroupId],
      kmsKeyId: undefined,
    });
    Tags.of(cache).add('data-class', 'secret'); // CACHE-08
  }
}
