import { Resource, Size, Stack } from 'aws-cdk-lib';
import { Connections, IConnectable, IVpc, Port, SecurityGroup, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache, CfnUser, CfnUserGroup } from 'aws-cdk-lib/aws-elasticache';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { secured } from '../core/gate-state';
import { profileOf } from '../core/profile';
import { Waiver } from '../core/waivers';
import { DataClass } from '../key/data-class';
import { KeyRing } from '../key/key-ring';
import { checkAccessString } from './access-string';
import { checkLimits } from './cache-limits';
import { checkName, nameOf } from './cache-names';
import { subnetsOfZones } from './cache-zones';

/** Props of `SecureCache`. */
export interface SecureCacheProps {
  /** The network it is reached from. It needs subnets in two zones or more. */
  readonly vpc: IVpc;
  /**
   * Where its endpoints stand, one for each zone, in three zones at most.
   *
   * @default - the private or isolated subnets
   */
  readonly vpcSubnets?: SubnetSelection;
  /**
   * The name of the cache: up to 40 small letters, digits and single hyphens, begun by a letter. Changing it replaces the cache.
   *
   * @default - made of the construct's path
   */
  readonly cacheName?: string;
  /**
   * How sensitive what it holds is. It decides the key, and stands in the tag `data-class`. Session tokens are `SECRET`.
   *
   * @default - PERSONAL in production and regulated, INTERNAL in development
   */
  readonly dataClass?: DataClass;
  /**
   * The key that encrypts it at rest, and its snapshots. Changing it replaces the cache.
   *
   * @default - the data key of the stack's key ring; ElastiCache's own for `INTERNAL` data, and in development for all but `SECRET`
   */
  readonly encryptionKey?: IKey;
  /**
   * The most it may hold, in whole gibibytes: 1 to 5,000. Beyond it, keys with an expiry are evicted and writes fail.
   *
   * @default - 1 GiB, which costs $61 a month when it is full
   */
  readonly maximumStorage?: Size;
  /**
   * The most processing units it may use in a second: 1,000 to 15,000,000. Reading or writing a kilobyte takes one. Beyond it,
   * requests are refused.
   *
   * @default - 5,000, which cost $30 in a month in which they are always used
   */
  readonly maximumEcpuPerSecond?: number;
  /**
   * For how many days each daily snapshot is kept: 0 to 35.
   *
   * @default - 7 in production, 35 in regulated, 0 (no snapshots) in development
   */
  readonly snapshotRetentionDays?: number;
  /**
   * What its user may do, as a Valkey access string: `on`, then keys and commands, and no password.
   *
   * @default - `on ~* +@all -@dangerous +info`: every key; no command that lists all keys, empties the cache or changes its configuration
   */
  readonly accessString?: string;
  /**
   * Rules that need not hold on this cache and what it is made of, each with the reason.
   *
   * @default - every rule holds
   */
  readonly waivers?: Waiver[];
}

/** Clients write to the first port and read from replicas at the second. */
const PORTS = Port.tcpRange(6379, 6380);
const WHY = 'Clients of the cache';
const ENGINE = 'valkey';
const MAJOR_VERSION = '8';
/** "on ~* …": all of @admin is @dangerous too; clients ask for INFO to see whether the server is ready. */
const ACCESS = 'on ~* +@all -@dangerous +info';
const STORAGE = Size.gibibytes(1);
const ECPU_PER_SECOND = 5_000;
const SNAPSHOT_DAYS = { production: 7, development: 0, regulated: 35 };

/**
 * A cache for sessions: ElastiCache Serverless with Valkey, in the private subnets of a VPC. Nobody comes in who is not let in
 * twice: `allowFrom` opens the network to a client, `grantConnect` lets its identity sign in.
 *
 * It speaks TLS only, which no setting of a serverless cache turns off. It has one user, which signs in by IAM and has no password;
 * the user `default`, which needs none, is not in its group. What it may hold and do is limited, so that nobody spends without
 * end. A cache that stands idle costs $6.13 a month (100 MB at $0.084 a gigabyte and hour; us-east-1, November 2026).
 *
 * Clients sign in as `userName`, with a token that is signed for `cacheName` and lasts 15 minutes; ElastiCache drops a connection
 * after 12 hours ("Authenticating with IAM", ElastiCache user guide; control C5).
 */
export class SecureCache extends Construct implements IConnectable {
  /** Its name, for which sign-in tokens are signed. */
  public readonly cacheName: string;
  /** Its ARN. */
  public readonly cacheArn: string;
  /** The only user that may sign in. */
  public readonly userName: string;
  /** The host name that clients connect to. */
  public readonly endpointAddress: string;
  /** The port that clients connect to: 6379. */
  public readonly endpointPort: string;
  /** How sensitive what it holds is. */
  public readonly dataClass: DataClass;
  /** Who may reach it. */
  public readonly connections: Connections;
  private readonly user: CfnUser;
  private readonly vpc: IVpc;

  /**
   * @throws when a limit is beyond what ElastiCache takes or not whole (CACHE-05, CACHE-06), the access string cannot be one
   *   (CACHE-04), ElastiCache refuses the name, or the subnets stand in one zone only
   */
  constructor(scope: Construct, id: string, props: SecureCacheProps) {
    super(scope, id);
    const { vpc, dataClass = KeyRing.defaultDataClass(this) } = props;
    checkLimits(props);
    checkName(this.node.path, props.cacheName);
    checkAccessString(this.node.path, props.accessString);
    const subnetIds = subnetsOfZones(this.node.path, vpc, props.vpcSubnets);
    this.vpc = vpc;
    this.dataClass = dataClass;
    this.cacheName = props.cacheName ?? nameOf(this, 'cache');
    this.userName = nameOf(this, 'user');
    const group = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: `Who may reach the cache ${this.node.path}`,
      allowAllOutbound: false,
    });
    this.connections = new Connections({ securityGroups: [group], defaultPort: PORTS });
    this.user = new CfnUser(this, 'User', {
      engine: ENGINE,
      userId: this.userName,
      userName: this.userName,
      accessString: props.accessString ?? ACCESS,
      authenticationMode: { Type: 'iam' },
    });
    const users = new CfnUserGroup(this, 'Users', {
      engine: ENGINE,
      userGroupId: nameOf(this, 'users'),
      userIds: [this.user.ref],
    });
    const cache = new CfnServerlessCache(this, 'Resource', {
      serverlessCacheName: this.cacheName,
      engine: ENGINE,
      majorEngineVersion: MAJOR_VERSION,
      description: this.node.path.slice(0, 255),
      subnetIds,
      securityGroupIds: [group.securityGroupId],
      userGroupId: users.ref,
      kmsKeyId: (props.encryptionKey ?? KeyRing.of(this).data(dataClass))?.keyArn,
      cacheUsageLimits: {
        dataStorage: { maximum: (props.maximumStorage ?? STORAGE).toGibibytes(), unit: 'GB' },
        ecpuPerSecond: { maximum: props.maximumEcpuPerSecond ?? ECPU_PER_SECOND },
      },
      snapshotRetentionLimit: props.snapshotRetentionDays ?? SNAPSHOT_DAYS[profileOf(this).name],
      tags: [{ key: 'data-class', value: dataClass }],
    });
    this.cacheArn = cache.attrArn;
    this.endpointAddress = cache.attrEndpointAddress;
    this.endpointPort = cache.attrEndpointPort;
    secured(this, props.waivers);
  }

  /**
   * Opens the network between a client, such as a function in the VPC, and the cache. Signing in takes `grantConnect` too.
   *
   * A client of another stack gets the rules into its own, since it needs the cache's address; only where the cache's stack
   * already needs the client's, because the VPC is made there, they stand beside the cache.
   */
  public allowFrom(client: IConnectable): void {
    if (this.standsInNetworkOf(client)) this.connections.allowFrom(client, PORTS, WHY);
    else client.connections.allowTo(this, PORTS, WHY);
  }

  /** Lets an identity sign in: `elasticache:Connect` on this cache and its user. The network takes `allowFrom` too. */
  public grantConnect(identity: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee: identity,
      actions: ['elasticache:Connect'],
      resourceArns: [this.cacheArn, this.user.attrArn],
    });
  }

  private standsInNetworkOf({ connections }: IConnectable): boolean {
    const [group] = connections.securityGroups;
    return group !== undefined && Resource.isOwnedResource(this.vpc) && Stack.of(this.vpc) === Stack.of(group);
  }
}
